/**
 * Texts as Python sees them. Supervisor is written in Python, and where its and JavaScript's notion of white space,
 * of a number or of a printable character differ, its own counts.
 */

/** True where Python's `str.isspace` is: unlike `\s` it takes U+001C..U+001F and U+0085, and not U+FEFF. */
export function isPythonSpace(unit: number): boolean {
  if (unit < 0x80) return unit === 32 || (unit >= 9 && unit <= 13) || (unit >= 0x1c && unit <= 0x1f);
  if (unit < 0x1680) return unit === 0x85 || unit === 0xa0;
  return (
    unit === 0x1680 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x2028 ||
    unit === 0x2029 ||
    unit === 0x202f ||
    unit === 0x205f ||
    unit === 0x3000
  );
}

/** The first offset in `[start, end)` that holds no white space; `end` when all of it is. */
export function skipSpace(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isPythonSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The offset after the last character in `[start, end)` that is no white space; `start` when all of it is. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isPythonSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** `str.strip()`. */
export function strip(text: string): string {
  const start = skipSpace(text, 0, text.length);
  return text.slice(start, trimEnd(text, start, text.length));
}

/** `str.split()`: the words between white space, with their offsets. */
export function splitSpace(text: string): readonly { readonly text: string; readonly start: number }[] {
  const words: { text: string; start: number }[] = [];
  let at = skipSpace(text, 0, text.length);
  while (at < text.length) {
    let end = at;
    while (end < text.length && !isPythonSpace(text.charCodeAt(end))) end++;
    words.push({ text: text.slice(at, end), start: at });
    at = skipSpace(text, end, text.length);
  }
  return words;
}

/** Orders texts by code points, as Python sorts them (UTF-16 units order some characters otherwise). */
export function compareByCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i);
    const right = b.charCodeAt(i);
    if (left === right) continue;
    const bothHigh = left >= 0xd800 && right >= 0xd800;
    return bothHigh ? rank(left) - rank(right) : left - right;
  }
  return a.length - b.length;
}

/** Surrogates stand for the characters above U+FFFF, so they sort after U+E000..U+FFFF. */
const rank = (unit: number): number => (unit <= 0xdfff ? unit + 0x10000 : unit);

/** The number of characters (code points) in `text[0, end)`. */
export function codePoints(text: string, end = text.length): number {
  let count = 0;
  for (let i = 0; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0xdc00 || unit > 0xdfff) count++;
  }
  return count;
}

const shortEscapes: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\\': '\\\\',
};

/** A character that Python's `repr` writes as an escape; the blank is the one separator that it prints. */
const unprintable = /[\p{C}\p{Zl}\p{Zp}\p{Zs}]/u;

/** `repr(text)` of a str, such as `'a\n'`. */
export const repr = (text: string): string =>
  quoted(text, (character) =>
    character !== ' ' && unprintable.test(character) ? escaped(character) : character,
  );

/** `ascii(text)`: like `repr`, with every character above U+007F escaped. */
export const ascii = (text: string): string =>
  quoted(text, (character) => (character < ' ' || character > '~' ? escaped(character) : character));

function quoted(text: string, write: (character: string) => string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const character of text) {
    if (character === quote) out += `\\${quote}`;
    else out += shortEscapes[character] ?? write(character);
  }
  return out + quote;
}

function escaped(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  if (code < 0x10000) return `\\u${code.toString(16).padStart(4, '0')}`;
  return `\\U${code.toString(16).padStart(8, '0')}`;
}

/** Python refuses to read longer decimal numbers (sys.set_int_max_str_digits, since 3.11). */
const maxDigits = 4300;

/** What `int(text, base)` gives, or the words of its ValueError. */
export type ParsedInt =
  | { readonly ok: true; readonly value: bigint }
  | { readonly ok: false; readonly message: string };

/** `int(text)` or `int(text, 8)`: with white space around, a sign, `_` between digits, and any script's digits. */
export function parseInteger(text: string, base: 8 | 10 = 10): ParsedInt {
  const bare = strip(text).replace(/\p{Nd}/gu, digitOf);
  const match = (base === 10 ? decimal : octal).exec(bare);
  const digits = match?.[2]?.replaceAll('_', '');
  if (!match || digits === undefined)
    return { ok: false, message: `invalid literal for int() with base ${base}: ${truncated(repr(text))}` };
  if (base === 10 && digits.length > maxDigits) return { ok: false, message: tooLong(digits.length) };
  const value = BigInt(base === 10 ? digits : `0o${digits}`);
  return { ok: true, value: match[1] === '-' ? -value : value };
}

const decimal = /^([+-]?)(\d+(?:_\d+)*)$/;
const octal = /^([+-]?)(?:0[oO]_?)?([0-7]+(?:_[0-7]+)*)$/;

const tooLong = (digits: number): string =>
  `Exceeds the limit (${maxDigits} digits) for integer string conversion: value has ${digits} digits; ` +
  'use sys.set_int_max_str_digits() to increase the limit';

/** The message shows at most 200 characters of the value. */
const truncated = (text: string): string => [...text].slice(0, 200).join('');

/** The ASCII digit of a decimal digit of any script: digits stand in blocks of ten that begin with zero. */
function digitOf(character: string): string {
  if (character <= '9') return character;
  const code = character.codePointAt(0) ?? 0;
  let before = 0;
  while (/^\p{Nd}$/u.test(String.fromCodePoint(code - before - 1))) before++;
  return String(before % 10);
}
