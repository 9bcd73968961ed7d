import type { TextFile } from '../../base/file.ts';
import { nginxSyntaxOf } from '../../model/nginx/say.ts';
import { parseNginx } from '../../syntax/nginx/parse.ts';
import { type NginxPiece, nginxPieces } from '../../syntax/nginx/tokens.ts';
import type { NginxStatement, NginxTree } from '../../syntax/nginx/tree.ts';
import { change, edited, type FormatOptions, type SpaceEdit, spaceOf, widthOf } from './edit.ts';

/**
 * Indents the lines of an nginx file by the blocks they stand in and takes away white space at their ends. Lines are
 * neither split nor joined, and what is aligned within a line stays so. Lua is left as it is. Nothing is changed in
 * a file with a syntax error, nor where nginx would read other words afterwards.
 */
export function formatNginx(file: TextFile, options: FormatOptions): readonly SpaceEdit[] {
  const { tree, errors } = nginxSyntaxOf(file);
  if (errors.length > 0) return [];
  const edits = spaceEdits(tree, options);
  return readsTheSame(tree, edited(file.text, edits)) ? edits : [];
}

/** True when another text has the same words, signs and comments in the same order. */
function readsTheSame(tree: NginxTree, text: string): boolean {
  const after = parseNginx(text);
  return after.errors.length === 0 && solidText(tree) === solidText(after.tree);
}

/** The pieces that mean something; NUL stands in no text that a person writes. */
const solidText = (tree: NginxTree): string =>
  nginxPieces(tree)
    .filter(({ kind }) => kind !== 'space')
    .map(({ kind, start, end }) => `${kind} ${tree.text.slice(start, end)}`)
    .join('\0');

/** Where the formatter stands between two pieces. */
interface State {
  /** Offsets of the words that begin a directive. */
  readonly starts: ReadonlySet<number>;
  readonly options: FormatOptions;
  /** Blocks that are open. */
  depth: number;
  /** True behind the first word of a directive and before its `;` or `{`. */
  open: boolean;
  /** Columns by which the line moved that the directive begins on; its further lines move with it. */
  shift: number;
}

function spaceEdits(tree: NginxTree, options: FormatOptions): readonly SpaceEdit[] {
  const pieces = nginxPieces(tree);
  const state: State = { starts: new Set(firstWords(tree)), options, depth: 0, open: false, shift: 0 };
  return pieces.flatMap((piece, index) => {
    if (piece.kind === 'space')
      return change(tree.text, piece, newSpace(state, tree.text, piece, pieces[index + 1]));
    pass(state, piece);
    return [];
  });
}

/** Offsets of the words that begin a directive. */
function* firstWords({ statements }: NginxTree): Iterable<number> {
  const open: NginxStatement[] = [...statements];
  for (let next = open.pop(); next; next = open.pop()) {
    const [name] = next.words;
    if (name) yield name.start;
    for (const inner of next.body?.statements ?? []) open.push(inner);
  }
}

function pass(state: State, { kind, start }: NginxPiece): void {
  if (kind === 'word') state.open ||= state.starts.has(start);
  else if (kind === ';' || kind === '{' || kind === '}') state.open = false;
  if (kind === '{') state.depth++;
  if (kind === '}') state.depth = Math.max(0, state.depth - 1);
}

/** What white space becomes: without blanks at line ends, with the indentation of what follows on the last line. */
function newSpace(
  state: State,
  text: string,
  { start, end }: NginxPiece,
  next: NginxPiece | undefined,
): string {
  const space = text.slice(start, end);
  const lines = space.slice(0, space.lastIndexOf('\n') + 1);
  if (lines === '' && start > 0 && next) return space;
  const indent = next ? newIndent(state, space.slice(lines.length), next) : '';
  return lines.replace(/[ \t]+(?=\r?\n)/g, '') + indent;
}

/** A line on which a directive goes on keeps its distance to the directive's first; lines of templates stay. */
function newIndent(state: State, indent: string, next: NginxPiece): string {
  if (next.kind === 'hole' || next.kind === 'skipped' || /[^ \t]/.test(indent)) return indent;
  const { options } = state;
  const before = widthOf(indent, options.tabSize);
  if (state.open && !(next.kind === 'word' && state.starts.has(next.start)))
    return spaceOf(Math.max(0, before + state.shift), options);
  const depth = next.kind === '}' ? Math.max(0, state.depth - 1) : state.depth;
  const width = depth * options.tabSize;
  state.shift = width - before;
  return spaceOf(width, options);
}
