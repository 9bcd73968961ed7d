import type { Span } from '../../base/span.ts';

/** A name in parentheses: `%(process_num)02d`. */
export interface FormatKey {
  readonly text: string;
  readonly span: Span;
}

/** A piece of a text on which Python's `%` operator works. Together the pieces are the text. */
export type FormatPiece =
  | { readonly kind: 'literal'; readonly span: Span }
  /** `%%`, which gives one `%`. */
  | { readonly kind: 'percent'; readonly span: Span }
  | FormatConversion
  /** What Python refuses whatever the values are; `message` is its reason. */
  | MalformedPiece;

export interface MalformedPiece {
  readonly kind: 'malformed';
  readonly span: Span;
  readonly key: FormatKey | null;
  /** True when a `*` stands before the fault, for which Python takes a value first. */
  readonly star: boolean;
  readonly message: string;
}

export interface FormatConversion {
  readonly kind: 'conversion';
  readonly span: Span;
  /** Null in `%s`, which then takes the whole table of values. */
  readonly key: FormatKey | null;
  /** Characters of `-+ #0`. */
  readonly flags: string;
  /** `*` takes it from a value, which never works with a table. */
  readonly width: number | '*' | null;
  readonly precision: number | '*' | null;
  /** The conversion character; one that Python does not know is refused only after a value was taken. */
  readonly conversion: string;
}

/** Widths from here on are refused as too big. */
const maxWidth = 9223372036854775807n;
const maxPrecision = 2147483647n;

/** The conversions that Python knows. */
export const conversions = 'diouxXeEfFgGcrsa';

/** Splits a text into the pieces that Python's `%` operator sees (unicode_format_arg_parse of CPython 3.11). */
export function parseFormat(text: string): readonly FormatPiece[] {
  const pieces: FormatPiece[] = [];
  let at = 0;
  while (at < text.length) {
    const percent = text.indexOf('%', at);
    const end = percent === -1 ? text.length : percent;
    if (end > at) pieces.push({ kind: 'literal', span: { start: at, end } });
    if (percent === -1) break;
    const piece = readConversion(text, percent);
    pieces.push(piece);
    at = piece.span.end;
  }
  return pieces;
}

interface Reader {
  readonly text: string;
  at: number;
  star: boolean;
}

function readConversion(text: string, start: number): FormatPiece {
  if (text[start + 1] === '%') return { kind: 'percent', span: { start, end: start + 2 } };
  const reader: Reader = { text, at: start + 1, star: false };
  const malformed = (message: string, key: FormatKey | null, end = reader.at): MalformedPiece => ({
    kind: 'malformed',
    span: { start, end },
    key,
    star: reader.star,
    message,
  });
  const key = readKey(reader);
  if (key === undefined) return malformed('incomplete format key', null, text.length);
  const flags = readWhile(reader, '-+ #0');
  const width = readNumber(reader, maxWidth);
  if (width === undefined) return malformed('width too big', key);
  const precision = readPrecision(reader);
  if (precision === undefined) return malformed('precision too big', key);
  if ('hlL'.includes(text[reader.at] ?? ' ')) reader.at++;
  const code = text.codePointAt(reader.at);
  if (code === undefined) return malformed('incomplete format', key);
  const conversion = String.fromCodePoint(code);
  const span = { start, end: reader.at + conversion.length };
  return { kind: 'conversion', span, key, flags, width, precision, conversion };
}

/** Null without a key, undefined for one that is not closed. Parentheses inside must balance. */
function readKey(reader: Reader): FormatKey | null | undefined {
  if (reader.text[reader.at] !== '(') return null;
  const start = reader.at + 1;
  let open = 1;
  for (let at = start; at < reader.text.length; at++) {
    const unit = reader.text.charCodeAt(at);
    if (unit === 40) open++;
    else if (unit === 41) open--;
    if (open > 0) continue;
    reader.at = at + 1;
    return { text: reader.text.slice(start, at), span: { start, end: at } };
  }
  return undefined;
}

function readWhile(reader: Reader, characters: string): string {
  const start = reader.at;
  while (reader.at < reader.text.length && characters.includes(reader.text[reader.at] ?? '')) reader.at++;
  return reader.text.slice(start, reader.at);
}

/** Null without a number, undefined for one above the limit. */
function readNumber(reader: Reader, limit: bigint): number | '*' | null | undefined {
  if (reader.text[reader.at] === '*') {
    reader.at++;
    reader.star = true;
    return '*';
  }
  const digits = readWhile(reader, '0123456789');
  if (digits === '') return null;
  return digits.length > 19 || BigInt(digits) > limit ? tooBig(digits, limit) : Number(digits);
}

const tooBig = (digits: string, limit: bigint): number | undefined => {
  const value = digits.replace(/^0+/, '');
  return value.length > 19 || BigInt(value) > limit ? undefined : Number(value);
};

function readPrecision(reader: Reader): number | '*' | null | undefined {
  if (reader.text[reader.at] !== '.') return null;
  reader.at++;
  const precision = readNumber(reader, maxPrecision);
  return precision === null ? 0 : precision;
}
