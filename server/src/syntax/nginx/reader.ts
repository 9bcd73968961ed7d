import { type Span, span } from '../../base/span.ts';
import type { Placeholder } from '../../base/template.ts';
import type { NginxToken } from './tree.ts';

/** The place in a text up to which nginx has read it, and what it met on the way. */
export interface Reader {
  readonly text: string;
  pos: number;
  /** Placeholders that hold spaces or braces, in order; `next` is the first that ends after `pos`. */
  readonly placeholders: readonly Placeholder[];
  next: number;
  /** The words of the statement at hand: the first `count` of an array that is used again and again. */
  readonly words: NginxToken[];
  count: number;
  readonly comments: { start: number; end: number }[];
  readonly holes: { start: number; end: number }[];
  readonly fail: (message: string, span: Span, readTo: number, more?: FailMore) => void;
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const doubleQuote = 34;
const sharp = 35;
const dollar = 36;
const percent = 37;
const singleQuote = 39;
const closeParenthesis = 41;
const semicolon = 59;
const lessThan = 60;
const atSign = 64;
const backslash = 92;
const underscore = 95;
const openBrace = 123;
const closeBrace = 125;

/** nginx reads a file through a buffer of this many bytes; a word or comment that fills it is refused. */
const bufferSize = 4096;

const isSpace = (unit: number): boolean =>
  unit === space || unit === lineFeed || unit === tab || unit === carriageReturn;

/** The words of the statement at hand, in an array of just their size. */
export const wordsOf = (reader: Reader): NginxToken[] => reader.words.slice(0, reader.count);

/** Where the line that nginx names begins, when not at the reader's place; where a `;` is missing. */
export interface FailMore {
  readonly lineFrom?: number;
  readonly semicolonAt?: number;
}

/** What ended a run of words. */
export type Stop = ';' | '{' | '}' | 'end';

/**
 * Reads words up to the character that ends the statement and steps over it. `}` and the end of the text are
 * given back whatever words came before: the caller judges them. Follows `ngx_conf_read_token`.
 */
export function readWords(reader: Reader): Stop {
  const { text } = reader;
  reader.count = 0;
  for (;;) {
    skipBlank(reader, reader.count === 0);
    if (reader.pos >= text.length) return 'end';
    const unit = text.charCodeAt(reader.pos);
    if (unit === semicolon || unit === closeBrace || (unit === openBrace && !valueEnd(reader, reader.pos))) {
      reader.pos++;
      return unit === semicolon ? ';' : unit === openBrace ? '{' : '}';
    }
    const quoted = unit === doubleQuote || unit === singleQuote;
    reader.words[reader.count++] = quoted ? readQuoted(reader, unit) : readBare(reader);
  }
}

/** Steps over spaces, comments and template statements; the reader stands where a word may begin. */
function skipBlank(reader: Reader, atStatement: boolean): void {
  const { text } = reader;
  for (;;) {
    const unit = text.charCodeAt(reader.pos);
    if (isSpace(unit)) reader.pos++;
    else if (unit === sharp) skipComment(reader);
    else if (!skipHole(reader, unit, atStatement)) return;
  }
}

function skipComment(reader: Reader): void {
  const start = reader.pos;
  const lineEnd = reader.text.indexOf('\n', start);
  const end = lineEnd === -1 ? reader.text.length : lineEnd;
  reader.comments.push({ start, end });
  reader.pos = end;
  const room = lineEnd === -1 ? bufferSize : bufferSize - 1;
  if (isLonger(reader.text, start, end, room)) failTooLong(reader, start, end);
}

/** Steps over a template's own line at the reader's place, if one stands there. */
function skipHole(reader: Reader, unit: number, atStatement: boolean): boolean {
  if (atStatement && skipLone(reader, unit)) return true;
  if (unit !== openBrace && unit !== lessThan) return false;
  const placeholder = placeholderAt(reader, reader.pos);
  if (!placeholder) return false;
  if (isValue(reader.text, placeholder) && !(atStatement && isAloneOnLine(reader.text, placeholder)))
    return false;
  reader.holes.push({ start: placeholder.start, end: placeholder.end });
  reader.pos = placeholder.end;
  return true;
}

/** What envsubst, Fabric and others put lines in for; in the middle of a statement these are words. */
const lone = /\$\{[A-Z_][A-Z0-9_]*\}|__[A-Z][A-Z0-9_]*__|@[A-Z][A-Z0-9_]+@|%\([A-Za-z_][\w.]*\)s/y;

/** Steps over such a placeholder where a directive would begin and nothing else stands on its line. */
function skipLone(reader: Reader, unit: number): boolean {
  if (unit !== dollar && unit !== underscore && unit !== atSign && unit !== percent) return false;
  const { text, pos: start } = reader;
  lone.lastIndex = start;
  const end = lone.test(text) ? lone.lastIndex : -1;
  if (end === -1 || !isAloneOnLine(text, { start, end })) return false;
  reader.holes.push({ start, end });
  reader.pos = end;
  return true;
}

const isValue = (text: string, placeholder: Placeholder): boolean =>
  placeholder.kind === 'expression' || (placeholder.kind === 'erb' && text[placeholder.start + 2] === '=');

function isAloneOnLine(text: string, placeholder: Span): boolean {
  let before = placeholder.start - 1;
  while (before >= 0 && isSpace(text.charCodeAt(before)) && text.charCodeAt(before) !== lineFeed) before--;
  let after = placeholder.end;
  while (isSpace(text.charCodeAt(after)) && text.charCodeAt(after) !== lineFeed) after++;
  const starts = before < 0 || text.charCodeAt(before) === lineFeed;
  return starts && (after >= text.length || text.charCodeAt(after) === lineFeed);
}

function placeholderAt(reader: Reader, offset: number): Placeholder | undefined {
  const { placeholders } = reader;
  let current = placeholders[reader.next];
  while (current && current.start < offset) current = placeholders[++reader.next];
  return current?.start === offset ? current : undefined;
}

/** The end of the placeholder that starts at `offset` inside a word; 0 when none does. */
function valueEnd(reader: Reader, offset: number): number {
  return reader.placeholders.length === 0 ? 0 : (placeholderAt(reader, offset)?.end ?? 0);
}

function readBare(reader: Reader): NginxToken {
  const { text } = reader;
  const start = reader.pos;
  const end = bareEnd(reader, start);
  reader.pos = end;
  if ((end - start) * 3 >= bufferSize - 1) checkBare(reader, start, end);
  return { start, end, text: unescaped(text.slice(start, end)), quote: '' };
}

function bareEnd(reader: Reader, start: number): number {
  const { text } = reader;
  let afterDollar = false;
  let at = start;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    // Most characters of a word mean nothing; `{` after `$` opens a variable and ends nothing.
    if (unit > lessThan && unit !== backslash && unit !== openBrace) afterDollar = false;
    else if (unit === openBrace || unit === lessThan) {
      const value = valueEnd(reader, at);
      if (value > 0) at = value - 1;
      else if (unit === openBrace && afterDollar) continue;
      else if (unit === openBrace) return at;
      afterDollar = false;
    } else if (unit === backslash) {
      at++;
      afterDollar = false;
    } else if (unit === dollar) afterDollar = true;
    else if (unit === semicolon || isSpace(unit)) return at;
    else afterDollar = false;
  }
  return text.length;
}

function checkBare(reader: Reader, start: number, end: number): void {
  const { text } = reader;
  const atEnd = end >= text.length;
  // The space behind the word is read into the same buffer, and something must follow it.
  const room = atEnd
    ? bufferSize
    : isSpace(text.charCodeAt(end)) && end + 1 < text.length
      ? bufferSize - 2
      : bufferSize - 1;
  if (isLonger(text, start, end, room)) failTooLong(reader, start, end);
}

function readQuoted(reader: Reader, quote: number): NginxToken {
  const { text } = reader;
  const start = reader.pos;
  const mark = quote === doubleQuote ? '"' : "'";
  const close = quoteEnd(reader, start + 1, quote);
  if (close === -1) failOpenQuote(reader, start, mark);
  const refused = close === -1 || failQuoted(reader, start, close, mark);
  if (refused && (close === -1 || lineEndOf(text, start) < close)) return mendQuoted(reader, start, mark);
  reader.pos = close + 1;
  return { start, end: close + 1, text: unescaped(text.slice(start + 1, close)), quote: mark };
}

/** Reports what nginx refuses of a quoted word; true when it does. */
function failQuoted(reader: Reader, start: number, close: number, mark: string): boolean {
  if (failLongQuoted(reader, start, close, mark)) return true;
  const at = close + 1;
  if (followsWell(reader.text, at)) return false;
  const character = characterAt(reader.text, at);
  reader.fail(`unexpected "${character}"`, span(at, at + character.length), at + 1);
  return true;
}

/** Quotes are not searched further than this: nginx refuses what is far shorter. */
const quoteReach = 1 << 16;

function quoteEnd(reader: Reader, from: number, quote: number): number {
  const { text } = reader;
  const limit = Math.min(text.length, from + quoteReach);
  for (let at = from; at < limit; at++) {
    const unit = text.charCodeAt(at);
    if (unit === quote) return at;
    if (unit === backslash) at++;
    else if (unit === openBrace || unit === lessThan) {
      const value = valueEnd(reader, at);
      if (value > 0) at = value - 1;
    }
  }
  return -1;
}

/** Only a space, `;`, `{` or `)` may follow a closing quote. */
function followsWell(text: string, at: number): boolean {
  if (at >= text.length) return true;
  const unit = text.charCodeAt(at);
  return isSpace(unit) || unit === semicolon || unit === openBrace || unit === closeParenthesis;
}

const characterAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0);

/** Reports a quoted word that fills nginx's buffer; true when it does. */
function failLongQuoted(reader: Reader, start: number, close: number, mark: string): boolean {
  const { text } = reader;
  if ((close - start) * 3 < bufferSize - 3) return false;
  if (isLonger(text, start + 1, close, bufferSize - 1)) {
    failQuoteTooLong(reader, start, close, mark);
    return true;
  }
  const spaces = isSpace(text.charCodeAt(close + 1)) && close + 2 < text.length ? 1 : 0;
  if (close + 1 >= text.length || !isLonger(text, start + 1, close, bufferSize - 2 - spaces)) return false;
  failTooLong(reader, start + 1, close);
  return true;
}

function failOpenQuote(reader: Reader, start: number, mark: string): void {
  const { text } = reader;
  if (isLonger(text, start + 1, text.length, bufferSize)) failQuoteTooLong(reader, start, text.length, mark);
  else reader.fail(endOfFile, span(start, lineEndOf(text, start)), text.length);
}

/** nginx's words where the text ends in the middle of a directive. */
export const endOfFile = 'unexpected end of file, expecting ";" or "}"';

function failQuoteTooLong(reader: Reader, start: number, end: number, mark: string): void {
  const message = `too long parameter, probably missing terminating "${mark}" character`;
  reader.fail(message, span(start, Math.min(end, lineEndOf(reader.text, start))), end, { lineFrom: start });
}

function failTooLong(reader: Reader, start: number, end: number): void {
  const message = `too long parameter "${firstBytes(reader.text, start, 10)}..." started`;
  reader.fail(message, span(start, Math.min(end, lineEndOf(reader.text, start))), end, { lineFrom: start });
}

/**
 * Goes on after a quote that was surely meant to close on its own line: the word ends there, before a `;` or `{`
 * that ends the line.
 */
function mendQuoted(reader: Reader, start: number, mark: '"' | "'"): NginxToken {
  const { text } = reader;
  let end = lineEndOf(text, start);
  while (end > start + 1 && isSpace(text.charCodeAt(end - 1))) end--;
  const last = text.charCodeAt(end - 1);
  if (end > start + 1 && (last === semicolon || last === openBrace)) end--;
  while (end > start + 1 && isSpace(text.charCodeAt(end - 1))) end--;
  reader.pos = end;
  return { start, end, text: unescaped(text.slice(start + 1, end)), quote: mark };
}

function lineEndOf(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at === -1 ? text.length : at;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  t: '\t',
  r: '\r',
  n: '\n',
};

/** Drops the backslash of `\"`, `\'` and `\\`, makes `\t`, `\r`, `\n` characters, keeps every other pair. */
function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(["'\\trn])/g, (_, letter: string) => escapes[letter] ?? letter);
}

/** True when the text holds more than `limit` bytes of UTF-8. */
function isLonger(text: string, start: number, end: number, limit: number): boolean {
  if (end - start > limit) return true;
  if ((end - start) * 3 <= limit) return false;
  let bytes = 0;
  for (let at = start; at < end; at++) bytes += bytesOf(text.charCodeAt(at));
  return bytes > limit;
}

/** Bytes of UTF-8; each half of a pair counts two. */
function bytesOf(unit: number): number {
  if (unit < 0x80) return 1;
  if (unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff)) return 2;
  return 3;
}

/** As much of a text from an offset as fits into so many bytes of UTF-8; a letter that does not fit whole is left out. */
export function firstBytes(text: string, start: number, count: number): string {
  let bytes = 0;
  let end = start;
  while (end < text.length) {
    bytes += bytesOf(text.charCodeAt(end));
    if (bytes > count) break;
    end++;
  }
  return text.slice(start, end);
}
