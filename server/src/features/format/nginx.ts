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
  /** Blocks that are open. */
  depth: number;
  /** True behind the first word of a directive and before its `;` or `{`. */
  open: boolean;
  /** Columns by which the line moved that the directive begins on; its further lines move with it. */
  shift: number;
}

function spaceEdits(tree: NginxTree, options: FormatOptions): readonly SpaceEdit[] {
  const pieces = nginxPieces(tree);
  const starts = new Set(firstWords(tree));
  const state: State = { depth: 0, open: false, shift: 0 };
  const edits: SpaceEdit[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (piece.kind !== 'space') pass(state, piece, starts);
    else
      edits.push(
        ...change(tree.text, piece, newSpace(tree.text, piece, pieces[index + 1], state, starts, options)),
      );
  }
  return edits;
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

function pass(state: State, { kind, start }: NginxPiece, starts: ReadonlySet<number>): void {
  if (kind === 'word') state.open ||= starts.has(start);
  else if (kind === ';' || kind === '{' || kind === '}') state.open = false;
  if (kind === '{') state.depth++;
  if (kind === '}') state.depth = Math.max(0, state.depth - 1);
}

/** What white space becomes: without blanks at line ends, with the indentation of what follows on the last line. */
function newSpace(
  text: string,
  { start, end }: NginxPiece,
  next: NginxPiece | undefined,
  state: State,
  starts: ReadonlySet<number>,
  options: FormatOptions,
): string {
  const space = text.slice(start, end);
  const lines = space.slice(0, space.lastIndexOf('\n') + 1);
  if (lines === '' && start > 0 && next) return space;
  const indent = space.slice(lines.length);
  return lines.replace(/[ \t]+(?=\r?\n)/g, '') + newIndent(indent, next, state, starts, options);
}

function newIndent(
  indent: string,
  next: NginxPiece | undefined,
  state: State,
  starts: ReadonlySet<number>,
  options: FormatOptions,
): string {
  if (!next) return '';
  if (next.kind === 'hole' || next.kind === 'skipped' || /[^ \t]/.test(indent)) return indent;
  const before = widthOf(indent, options.tabSize);
  if (state.open && !(next.kind === 'word' && starts.has(next.start)))
    return spaceOf(Math.max(0, before + state.shift), options);
  const depth = next.kind === '}' ? Math.max(0, state.depth - 1) : state.depth;
  const width = depth * options.tabSize;
  state.shift = width - before;
  return spaceOf(width, options);
}
