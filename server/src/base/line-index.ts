/** A position as editors count: both from 0, `character` in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/**
 * The start offset of every line of a text. Lines end with LF, CRLF or a lone CR, as the Language Server
 * Protocol counts them.
 */
export type LineIndex = readonly number[];

export function lineIndex(text: string): LineIndex {
  const starts = [0];
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10 || (unit === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}

/** The line (from 0) that holds `offset`. */
export function lineAt(lines: LineIndex, offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function positionAt(lines: LineIndex, offset: number): Position {
  const line = lineAt(lines, offset);
  return { line, character: offset - (lines[line] ?? 0) };
}

/** The offset of a position; a line or character past the end is cut to the end. */
export function offsetAt(lines: LineIndex, position: Position, textLength: number): number {
  const start = lines[position.line];
  if (start === undefined) return textLength;
  const next = lines[position.line + 1] ?? textLength;
  return Math.min(start + position.character, next);
}

/** Where the line that holds `offset` begins, for a look at one line without an index; lines end with LF or CRLF. */
export const lineStartIn = (text: string, offset: number): number =>
  // A negative start of lastIndexOf counts as 0, where a line break may stand.
  offset <= 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
