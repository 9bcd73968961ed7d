import type { Place, Span } from './span.ts';

/**
 * A text made from pieces of a file: a value after continuation lines, quotes or expansions. Every output offset
 * leads back to the source, so a flag inside an expanded command can be underlined and edited where it stands.
 */
export interface MappedText {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** One run of output. `verbatim` pieces map unit by unit; the others (an expansion, an escape) map as a whole. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly uri: string;
  readonly source: Span;
  readonly verbatim: boolean;
  /** Set on a run that cannot be told. */
  readonly unknown?: UnknownPiece;
}

/** Why a run cannot be told, and what stands in the file for it: `%(ENV_PORT)s`, `{{ port }}`. */
export interface UnknownPiece {
  readonly why: string;
  readonly written: string;
}

/** Why a part of a text cannot be told; undefined where all of it is certain. */
export const unknownIn = ({ pieces }: MappedText): string | undefined =>
  pieces.find(({ unknown }) => unknown !== undefined)?.unknown?.why;

/** Why nothing of a text can be told; undefined where a part of it is certain. */
export const unknownAsWhole = (mapped: MappedText): string | undefined =>
  mapped.pieces.every(({ unknown }) => unknown !== undefined) ? unknownIn(mapped) : undefined;

/**
 * The text with what stands in the file for each run that cannot be told, without the blanks and quotes at which a
 * command line would be split.
 */
export const asWritten = (mapped: MappedText): MappedText =>
  withUnknowns(mapped, ({ written }) => written.replace(/[\s'"\\]+/g, ''));

/** The text with a letter for each run that cannot be told, so that a shell's signs in it are none. */
export const asLetters = (mapped: MappedText): MappedText => withUnknowns(mapped, () => 'x');

function withUnknowns({ text, pieces }: MappedText, shownFor: (piece: UnknownPiece) => string): MappedText {
  const parts: Piece[] = [];
  let shown = '';
  let at = 0;
  for (const piece of pieces) {
    shown += text.slice(at, piece.start);
    at = piece.end;
    const own = piece.unknown ? shownFor(piece.unknown) : text.slice(piece.start, piece.end);
    parts.push({ ...piece, start: shown.length, end: shown.length + own.length });
    shown += own;
  }
  return { text: shown + text.slice(at), pieces: parts };
}

/** A text that stands in the file as it is. */
export function mappedVerbatim(text: string, uri: string, start: number): MappedText {
  const end = start + text.length;
  return { text, pieces: [{ start: 0, end: text.length, uri, source: { start, end }, verbatim: true }] };
}

/** The source of output `[start, end)`; undefined where no piece of it comes from a file. */
export function sourceOf(mapped: MappedText, start: number, end: number): Place | undefined {
  const inside = mapped.pieces.filter((piece) =>
    start === end ? piece.start <= start && start <= piece.end : piece.start < end && start < piece.end,
  );
  const first = inside[0];
  const last = inside[inside.length - 1];
  if (!first || !last) return undefined;
  const from = first.verbatim ? first.source.start + Math.max(0, start - first.start) : first.source.start;
  const to = last.verbatim ? last.source.end - Math.max(0, last.end - end) : last.source.end;
  return { uri: first.uri, span: { start: from, end: Math.max(from, to) } };
}

/** Output `[start, end)` as a mapped text of its own. */
export function sliceMapped(mapped: MappedText, start: number, end: number): MappedText {
  const pieces: Piece[] = [];
  for (const piece of mapped.pieces) {
    const from = Math.max(start, piece.start);
    const to = Math.min(end, piece.end);
    if (from >= to && !(from === to && piece.start === piece.end)) continue;
    const source = piece.verbatim
      ? { start: piece.source.start + (from - piece.start), end: piece.source.start + (to - piece.start) }
      : piece.source;
    pieces.push({ ...piece, start: from - start, end: to - start, source });
  }
  return { text: mapped.text.slice(start, end), pieces };
}
