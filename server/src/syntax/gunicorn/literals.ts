import type { Span } from '../../base/span.ts';
import type { Literal } from './ast.ts';

/** The value of a number as Python reads it. Underscores are allowed; a leading zero makes no octal number. */
export function numberLiteral(text: string, span: Span): Literal {
  const digits = text.replace(/_/g, '');
  if (/[jJ]$/.test(digits) && !/^0[xX]/.test(digits)) return { kind: 'other', span };
  if (/^0[xXoObB]/.test(digits) || /^[0-9]+$/.test(digits)) {
    const value = Number(digits);
    return Number.isSafeInteger(value) ? { kind: 'integer', value, span } : { kind: 'other', span };
  }
  const value = Number(digits);
  return Number.isNaN(value) ? { kind: 'other', span } : { kind: 'float', value, span };
}

/** The prefix, the quotes and the inner text of a string token. */
export interface StringParts {
  /** Lower case: `''`, `r`, `b`, `f`, `rb` … */
  readonly prefix: string;
  readonly quote: string;
  readonly body: string;
  /** Offset of `body` in the token. */
  readonly bodyStart: number;
}

export function splitString(token: string): StringParts {
  const prefix = /^[A-Za-z]*/.exec(token)?.[0] ?? '';
  const mark = token[prefix.length] ?? '';
  const quote =
    token.startsWith(mark.repeat(3), prefix.length) && token.length >= prefix.length + 6
      ? mark.repeat(3)
      : mark;
  const bodyStart = prefix.length + quote.length;
  const closed = token.length >= bodyStart + quote.length && token.endsWith(quote);
  const body = token.slice(bodyStart, closed ? token.length - quote.length : token.length);
  return { prefix: prefix.toLowerCase(), quote, body, bodyStart };
}

/** The value of a plain or byte string; `other` where an escape cannot be decoded. */
export function stringLiteral(token: string, span: Span): Literal {
  const { prefix, body } = splitString(token);
  const kind = prefix.includes('b') ? 'bytes' : 'string';
  const value = decodeBody(body, prefix);
  return value === undefined ? { kind: 'other', span } : { kind, value, span };
}

/** The text of a string's body; undefined where an escape is malformed or names a character (`\N{…}`). */
export function decodeBody(body: string, prefix: string): string | undefined {
  const text = body.includes('\r') ? body.replace(/\r\n?/g, '\n') : body;
  if (prefix.includes('r') || !text.includes('\\')) return text;
  let out = '';
  let at = 0;
  while (at < text.length) {
    const backslash = text.indexOf('\\', at);
    if (backslash < 0) return out + text.slice(at);
    out += text.slice(at, backslash);
    const decoded = readEscape(text, backslash, prefix.includes('b'));
    if (!decoded) return undefined;
    out += decoded.value;
    at = decoded.end;
  }
  return out;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const hexLengths: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function readEscape(text: string, at: number, bytes: boolean): { value: string; end: number } | undefined {
  const mark = text[at + 1] ?? '';
  const simple = simpleEscapes[mark];
  if (simple !== undefined) return { value: simple, end: at + 2 };
  const octal = /^[0-7]{1,3}/.exec(text.slice(at + 1, at + 4))?.[0];
  if (octal) {
    const code = Number.parseInt(octal, 8);
    return { value: String.fromCharCode(bytes ? code & 0xff : code), end: at + 1 + octal.length };
  }
  if (mark === 'N' && !bytes) return undefined;
  const length = bytes && mark !== 'x' ? undefined : hexLengths[mark];
  if (length === undefined) return { value: `\\${mark}`, end: at + 1 + mark.length };
  const hex = text.slice(at + 2, at + 2 + length);
  const code = Number.parseInt(hex, 16);
  if (hex.length < length || !/^[0-9a-fA-F]+$/.test(hex) || code > 0x10ffff) return undefined;
  return { value: String.fromCodePoint(code), end: at + 2 + length };
}
