/** The index of the last item that starts at or before an offset; -1 when all start after it. Items stand in order. */
export function lastIndexAt<Item>(
  items: readonly Item[],
  offset: number,
  startOf: (item: Item) => number,
): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && startOf(item) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The last item that starts at or before an offset; undefined when all start after it. */
export const lastAt = <Item extends { readonly start: number }>(
  items: readonly Item[],
  offset: number,
): Item | undefined => items[lastIndexAt(items, offset, ({ start }) => start)];

/** The run of characters that a pattern of one character accepts, around an offset of a text and inside a span. */
export function runAround(
  text: string,
  offset: number,
  within: { readonly start: number; readonly end: number },
  accepts: (unit: string) => boolean,
): { readonly start: number; readonly end: number } {
  let start = offset;
  let end = offset;
  while (start > within.start && accepts(text[start - 1] ?? '')) start--;
  while (end < within.end && accepts(text[end] ?? '')) end++;
  return { start, end };
}

/** True between a line's first character and `offset` for nothing but blanks. */
export function isFirstOnLine(text: string, offset: number): boolean {
  for (let at = offset - 1; at >= 0; at--) {
    const unit = text[at];
    if (unit === '\n' || unit === '\r') return true;
    if (unit !== ' ' && unit !== '\t') return false;
  }
  return true;
}
