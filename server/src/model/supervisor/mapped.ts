import { type MappedText, type Piece, sliceMapped } from '../../base/mapped-text.ts';

/** The texts one after the other, each with its sources. */
export function concatMapped(texts: readonly MappedText[]): MappedText {
  const pieces: Piece[] = [];
  let text = '';
  for (const part of texts) {
    for (const piece of part.pieces)
      pieces.push({ ...piece, start: piece.start + text.length, end: piece.end + text.length });
    text += part.text;
  }
  return { text, pieces };
}

/** Every `search` in a text replaced; what is put in leads back to what it replaced. */
export function replaceMapped(mapped: MappedText, search: string, replacement: string): MappedText {
  const parts: MappedText[] = [];
  let at = 0;
  for (let found = mapped.text.indexOf(search); found !== -1; found = mapped.text.indexOf(search, at)) {
    parts.push(sliceMapped(mapped, at, found));
    parts.push(asWhole(sliceMapped(mapped, found, found + search.length), replacement));
    at = found + search.length;
  }
  return at === 0 ? mapped : concatMapped([...parts, sliceMapped(mapped, at, mapped.text.length)]);
}

/** Another text for the same source. */
function asWhole(mapped: MappedText, text: string): MappedText {
  const first = mapped.pieces[0];
  const last = mapped.pieces[mapped.pieces.length - 1];
  if (!first || !last) return { text, pieces: [] };
  const source = { start: first.source.start, end: last.source.end };
  return { text, pieces: [{ start: 0, end: text.length, uri: first.uri, source, verbatim: false }] };
}

/** A text without white space at its ends. */
export function trimMapped(mapped: MappedText, strip: (text: string) => string): MappedText {
  const bare = strip(mapped.text);
  if (bare.length === mapped.text.length) return mapped;
  const start = mapped.text.indexOf(bare);
  return sliceMapped(mapped, start, start + bare.length);
}
