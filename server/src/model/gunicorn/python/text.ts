/** The characters of a text as Python counts them: code points. */
export const charactersOf = (text: string): readonly string[] =>
  hasSurrogates(text) ? [...text] : text.split('');

export const hasSurrogates = (text: string): boolean => /[\ud800-\udfff]/.test(text);

/** `len(text)`. */
export const lengthOf = (text: string): number => (hasSurrogates(text) ? [...text].length : text.length);

/** True when the text is ASCII, so that case and class of its characters need no Unicode tables. */
export function isAscii(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
}

const blank = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** True for what `str.isspace` and `str.strip` take for white space. */
export const isBlank = (character: string): boolean => blank.test(character);

/** `text.strip(characters)` at the sides named; white space when `characters` is undefined. */
export function strip(
  text: string,
  characters: string | undefined,
  sides: 'both' | 'left' | 'right',
): string {
  const list = charactersOf(text);
  const cut =
    characters === undefined ? isBlank : (character: string) => charactersOf(characters).includes(character);
  let start = 0;
  let end = list.length;
  if (sides !== 'right') while (start < end && cut(list[start] ?? '')) start++;
  if (sides !== 'left') while (end > start && cut(list[end - 1] ?? '')) end--;
  return list.slice(start, end).join('');
}

/** `text.split()`: at runs of white space, `limit` times at most when it is not negative. */
export function splitBlank(text: string, limit: number): string[] {
  const list = charactersOf(text);
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    while (at < list.length && isBlank(list[at] ?? '')) at++;
    if (at >= list.length) return parts;
    if (limit >= 0 && parts.length === limit) {
      parts.push(list.slice(at).join(''));
      return parts;
    }
    const start = at;
    while (at < list.length && !isBlank(list[at] ?? '')) at++;
    parts.push(list.slice(start, at).join(''));
  }
}

/** `text.rsplit()`: as `splitBlank`, counted from the right. */
export function splitBlankRight(text: string, limit: number): string[] {
  if (limit < 0) return splitBlank(text, -1);
  const turned = charactersOf(text).slice().reverse().join('');
  const parts = splitBlank(turned, limit);
  return parts.map((part) => charactersOf(part).slice().reverse().join('')).reverse();
}

/** `text.split(separator, limit)`; the separator is not empty. */
export function splitText(text: string, separator: string, limit: number): string[] {
  const parts = text.split(separator);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  return [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

/** `text.rsplit(separator, limit)`; the separator is not empty. */
export function splitTextRight(text: string, separator: string, limit: number): string[] {
  const most = limit < 0 ? text.length : limit;
  const parts: string[] = [];
  let rest = text;
  while (parts.length < most) {
    const at = rest.lastIndexOf(separator);
    if (at < 0) break;
    parts.unshift(rest.slice(at + separator.length));
    rest = rest.slice(0, at);
  }
  return [rest, ...parts];
}

/** `text.splitlines()`. */
export function splitLines(text: string, ends: 'drop' | 'keep'): string[] {
  const lines: string[] = [];
  const breaks = /\r\n|[\n\v\f\r\x1c-\x1e\x85\u2028\u2029]/g;
  let start = 0;
  for (let found = breaks.exec(text); found; found = breaks.exec(text)) {
    const end = found.index + found[0].length;
    lines.push(text.slice(start, ends === 'keep' ? end : found.index));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

/** Where a slice of a sequence begins and ends, as `slice.indices` computes it. */
export function sliceIndices(
  length: number,
  lower: number | undefined,
  upper: number | undefined,
  step: number,
): { readonly start: number; readonly stop: number } {
  const low = step < 0 ? -1 : 0;
  const high = step < 0 ? length - 1 : length;
  const clamp = (at: number): number => (at < 0 ? Math.max(at + length, low) : Math.min(at, high));
  return {
    start: lower === undefined ? (step < 0 ? high : low) : clamp(lower),
    stop: upper === undefined ? (step < 0 ? low : high) : clamp(upper),
  };
}

/** The items of a slice. */
export function sliceItems<T>(
  items: readonly T[],
  lower: number | undefined,
  upper: number | undefined,
  step: number,
): T[] {
  const { start, stop } = sliceIndices(items.length, lower, upper, step);
  const out: T[] = [];
  for (let at = start; step > 0 ? at < stop : at > stop; at += step) {
    const item = items[at];
    if (item !== undefined) out.push(item);
  }
  return out;
}
