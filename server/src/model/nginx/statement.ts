import type { TextFile } from '../../base/file.ts';
import type { NginxStatement, NginxToken } from '../../syntax/nginx/tree.ts';
import type { BlockInMaking } from './state.ts';
import type { NginxDirective, NginxWord } from './types.ts';

/** One directive as it is taken from a statement: a statement whose `;` is missing in the middle gives several. */
export interface Piece {
  readonly words: readonly NginxToken[];
  readonly start: number;
  readonly end: number;
  /** Where nginx's reader stands when it takes the directive. */
  readonly readTo: number;
  readonly terminator: NginxStatement['terminator'];
  readonly statement: NginxStatement;
  /** What nginx says of the whole statement, where this is the first of several pieces. */
  readonly mistake?: ShapeMistake;
}

/** Why the dispatcher refuses a directive before its setter is called. */
export type ShapeMistake = 'not terminated' | 'no block' | 'arguments';

/** The statement as one directive. */
export const wholePiece = (statement: NginxStatement): Piece => ({
  words: statement.words,
  start: statement.start,
  end: statement.end,
  readTo: statement.readTo,
  terminator: statement.terminator,
  statement,
});

/**
 * The statement as it was meant where the `;` of its first lines is missing: a word at the start of a line for which
 * `begins` holds begins a directive. One piece where no word does.
 */
export function splitPiece(
  statement: NginxStatement,
  text: string,
  mistake: ShapeMistake,
  begins: (name: string) => boolean,
): readonly Piece[] {
  const { words } = statement;
  const starts = [0];
  for (let i = 1; i < words.length; i++) {
    const word = words[i];
    const before = words[i - 1];
    if (!word || !before || word.quote !== '' || !text.slice(before.end, word.start).includes('\n')) continue;
    if (begins(word.text)) starts.push(i);
  }
  if (starts.length === 1) return [wholePiece(statement)];
  const pieces = starts.map((from, at) => pieceOf(statement, from, starts[at + 1]));
  return pieces.map((piece, at) => (at === 0 ? { ...piece, mistake } : piece));
}

function pieceOf(statement: NginxStatement, from: number, to: number | undefined): Piece {
  const words = statement.words.slice(from, to);
  const start = words[0]?.start ?? statement.start;
  const { readTo } = statement;
  if (to === undefined) return { ...wholePiece(statement), words, start };
  return { words, start, end: words[words.length - 1]?.end ?? start, readTo, terminator: 'none', statement };
}

/** A directive whose block is filled in once it is open. */
export type DirectiveInMaking = { -readonly [K in keyof NginxDirective]: NginxDirective[K] };

export const wordOf = (uri: string, { text, start, end }: NginxToken): NginxWord => ({
  text,
  place: { uri, span: { start, end } },
});

/** The directive of a piece, without its block. */
export function directiveOf(file: TextFile, piece: Piece): DirectiveInMaking {
  const { uri } = file;
  const [name, ...args] = piece.words;
  const start = name?.start ?? piece.start;
  return {
    name: name?.text ?? '',
    args: args.map((token) => wordOf(uri, token)),
    namePlace: { uri, span: { start, end: name?.end ?? start + 1 } },
    place: { uri, span: { start: piece.start, end: piece.end } },
    block: null,
  };
}

/** An empty block that a directive opens. */
export const newBlock = (
  context: BlockInMaking['context'],
  owner: NginxDirective | null,
  parent: BlockInMaking | null,
): BlockInMaking => ({ context, owner, parent, directives: [] });
