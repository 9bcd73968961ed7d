import type { MappedText, Piece } from '../../base/mapped-text.ts';
import type { Place, Span } from '../../base/span.ts';

/** One word of a command line, unquoted, with the way back to its source. */
export interface ShellWord {
  readonly text: string;
  /** The word as it stands in the file, quotes included; undefined when it comes from no file. */
  readonly place: Place | undefined;
  /** The word's own text with its source, to underline a part of it. */
  readonly mapped: MappedText;
}

/** Why a line cannot be split, in the words of Python's shlex, and where. */
export interface ShellError {
  readonly message: string;
  readonly place: Place | undefined;
}

/** The word that stands at `raw` of a text and consists of the runs of it that are left after unquoting. */
export function wordOf(line: MappedText, raw: Span, runs: readonly Span[]): ShellWord {
  return { place: placeOf(line, raw), ...textOf(line, runs) };
}

function textOf(line: MappedText, runs: readonly Span[]): Pick<ShellWord, 'text' | 'mapped'> {
  const mapped = joinRuns(line, runs);
  return { text: mapped.text, mapped };
}

/** The given runs of a text, one after the other, with their sources. */
export function joinRuns(line: MappedText, runs: readonly Span[]): MappedText {
  const pieces: Piece[] = [];
  let text = '';
  for (const run of runs) {
    for (const piece of piecesIn(line, run)) pieces.push(shifted(piece, text.length));
    text += line.text.slice(run.start, run.end);
  }
  return { text, pieces };
}

/** Where the run comes from; undefined when no piece of it comes from a file. */
export function placeOf(line: MappedText, run: Span): Place | undefined {
  const pieces = piecesIn(line, run);
  const first = pieces[0];
  const last = pieces[pieces.length - 1];
  if (!first || !last) return undefined;
  const end = last.uri === first.uri ? last.source.end : first.source.end;
  return { uri: first.uri, span: { start: first.source.start, end: Math.max(first.source.start, end) } };
}

/** The pieces of a run, cut to it, with offsets from its start. */
function piecesIn(line: MappedText, run: Span): readonly Piece[] {
  const cut: Piece[] = [];
  for (let i = firstPieceAt(line.pieces, run.start); i < line.pieces.length; i++) {
    const piece = line.pieces[i];
    if (!piece || piece.start > run.end || (piece.start === run.end && run.start < run.end)) break;
    const start = Math.max(run.start, piece.start);
    const end = Math.min(run.end, piece.end);
    if (start === end && run.start < run.end) continue;
    cut.push(cutPiece(piece, start, end, run.start));
  }
  return cut;
}

const cutPiece = (piece: Piece, start: number, end: number, origin: number): Piece => ({
  ...piece,
  start: start - origin,
  end: end - origin,
  source: piece.verbatim
    ? {
        start: piece.source.start + (start - piece.start),
        end: piece.source.start + (end - piece.start),
      }
    : piece.source,
});

const shifted = (piece: Piece, by: number): Piece =>
  by === 0 ? piece : { ...piece, start: piece.start + by, end: piece.end + by };

/** Index of the first piece that ends at or after `offset`; pieces stand in order of their output. */
function firstPieceAt(pieces: readonly Piece[], offset: number): number {
  let low = 0;
  let high = pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((pieces[middle]?.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
