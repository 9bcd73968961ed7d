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
    pieces.push({ start: from - start, end: to - start, uri: piece.uri, source, verbatim: piece.verbatim });
  }
  return { text: mapped.text.slice(start, end), pieces };
}
