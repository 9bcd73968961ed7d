import { isIdentifierPart, isIdentifierStart, scanNumber } from './number-token.ts';
import { scanString } from './string-token.ts';

/** A token of Python as CPython's tokenizer cuts it; `line` counts from 1, at the token's start. */
export interface Token {
  readonly kind: 'name' | 'number' | 'string' | 'op' | 'newline' | 'indent' | 'dedent' | 'end' | 'invalid';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  /** Brackets that are open around it. */
  readonly level: number;
}

/** The exception types that Python raises for a text it cannot compile. */
export type SyntaxErrorType = 'SyntaxError' | 'IndentationError' | 'TabError';

/** An error of one text in Python's words. */
export interface PythonError {
  readonly type: SyntaxErrorType;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** From 1, as Python's traceback shows it. */
  readonly line: number;
}

/** A bracket that is still open at the end. */
interface OpenBracket {
  readonly text: string;
  readonly start: number;
  readonly line: number;
}

export interface Tokens {
  readonly tokens: readonly Token[];
  /** The first error of the tokenizer; the tokens end there. The last token is always `end`. */
  readonly error: PythonError | undefined;
  /** True when Python sees that error only where its parser comes by: an error of the grammar before it wins. */
  readonly quiet: boolean;
  /** The innermost bracket that is never closed. */
  readonly unclosed: OpenBracket | undefined;
}

interface Scanner {
  readonly text: string;
  position: number;
  line: number;
  readonly tokens: Token[];
  readonly brackets: OpenBracket[];
  /** Columns with tabs to 8 and with tabs to 1: both must agree, or the tabs are inconsistent. */
  readonly indents: { readonly column: number; readonly tabless: number }[];
  error: PythonError | undefined;
  quiet: boolean;
}

const closing: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
const operator3 = new Set(['**=', '//=', '>>=', '<<=', '...']);
const operator2 = new Set([
  ...['**', '//', '>>', '<<', '<=', '>=', '==', '!=', '<>', '->', ':='],
  ...['+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '@='],
]);
const operator1 = new Set('+-*/%@&|^~<>()[]{},:.;='.split(''));

const maximumBrackets = 200;
const maximumIndents = 100;

/** Cuts `text` as CPython 3.11 does; stops at the first error of the tokenizer. Linear in the length. */
export function tokenize(text: string): Tokens {
  const scanner: Scanner = {
    text,
    position: text.charCodeAt(0) === 0xfeff ? 1 : 0,
    line: 1,
    tokens: [],
    brackets: [],
    indents: [{ column: 0, tabless: 0 }],
    error: undefined,
    quiet: false,
  };
  let atLineStart = true;
  while (!scanner.error && scanner.position < text.length) {
    if (atLineStart && scanner.brackets.length === 0) {
      if (!readIndentation(scanner)) continue;
      if (scanner.error) break;
    }
    atLineStart = readToken(scanner);
  }
  if (!scanner.error) finish(scanner);
  if (!scanner.error && /[\r\n]/.test(text[text.length - 1] ?? '') && scanner.line > 1) scanner.line--;
  push(scanner, 'end', scanner.error?.start ?? text.length, scanner.error?.start ?? text.length);
  return {
    tokens: scanner.tokens,
    error: scanner.error,
    quiet: scanner.quiet,
    unclosed: scanner.brackets[scanner.brackets.length - 1],
  };
}

function push(scanner: Scanner, kind: Token['kind'], start: number, end: number): void {
  const { line, tokens, brackets } = scanner;
  tokens.push({
    kind,
    text: scanner.text.slice(start, end),
    start,
    end,
    line,
    level: brackets.length,
  });
}

function fail(scanner: Scanner, message: string, start: number, end: number): void {
  scanner.error = { type: 'SyntaxError', message, start, end, line: scanner.line };
}

const isBreak = (unit: number): boolean => unit === 10 || unit === 13;

function breakLength(text: string, at: number): number {
  return text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;
}

function skipToLineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBreak(text.charCodeAt(at))) at++;
  return at;
}

/** Reads the white space that opens a line. False when the line is blank and was consumed whole. */
function readIndentation(scanner: Scanner): boolean {
  const { text } = scanner;
  const start = scanner.position;
  let at = start;
  let column = 0;
  let tabless = 0;
  let continued = false;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 32) {
      column++;
      tabless++;
    } else if (unit === 9) {
      column = (Math.floor(column / 8) + 1) * 8;
      tabless++;
    } else if (unit === 12) {
      column = 0;
      tabless = 0;
    } else if (unit === 92 && isBreak(text.charCodeAt(at + 1))) {
      // A continuation inside the indentation: the column found so far counts.
      at += breakLength(text, at + 1);
      scanner.line++;
      continued = true;
    } else break;
  }
  if (continued && at >= text.length) {
    scanner.quiet = true;
    fail(scanner, 'unexpected EOF while parsing', start, at);
    return true;
  }
  const unit = text.charCodeAt(at);
  const blank = at >= text.length || isBreak(unit) || unit === 35;
  if (blank) {
    at = skipToLineEnd(text, at);
    scanner.position = at < text.length ? at + breakLength(text, at) : at;
    if (at < text.length) scanner.line++;
    return false;
  }
  scanner.position = at;
  applyIndentation(scanner, start, at, column, tabless);
  return true;
}

function applyIndentation(
  scanner: Scanner,
  start: number,
  at: number,
  column: number,
  tabless: number,
): void {
  const { indents } = scanner;
  const current = indents[indents.length - 1] ?? { column: 0, tabless: 0 };
  if (column === current.column) {
    if (tabless !== current.tabless) failTabs(scanner, start, at);
    return;
  }
  if (column > current.column) {
    if (tabless <= current.tabless) {
      failTabs(scanner, start, at);
      return;
    }
    if (indents.length >= maximumIndents) {
      failIndentation(scanner, 'too many levels of indentation', start, at);
      return;
    }
    indents.push({ column, tabless });
    push(scanner, 'indent', start, at);
    return;
  }
  closeIndents(scanner, start, at, column, tabless);
}

function closeIndents(scanner: Scanner, start: number, at: number, column: number, tabless: number): void {
  const { indents } = scanner;
  while (indents.length > 1 && column < (indents[indents.length - 1]?.column ?? 0)) {
    indents.pop();
    push(scanner, 'dedent', at, at);
  }
  const outer = indents[indents.length - 1] ?? { column: 0, tabless: 0 };
  if (column !== outer.column) {
    failIndentation(scanner, 'unindent does not match any outer indentation level', start, at);
  } else if (tabless !== outer.tabless) failTabs(scanner, start, at);
}

function failTabs(scanner: Scanner, start: number, end: number): void {
  const message = 'inconsistent use of tabs and spaces in indentation';
  scanner.error = { type: 'TabError', message, start, end, line: scanner.line };
  scanner.quiet = true;
}

function failIndentation(scanner: Scanner, message: string, start: number, end: number): void {
  scanner.error = { type: 'IndentationError', message, start, end, line: scanner.line };
  scanner.quiet = true;
}

/** Reads one token; true when it was the end of a line. */
function readToken(scanner: Scanner): boolean {
  const { text } = scanner;
  const at = scanner.position;
  const unit = text.charCodeAt(at);
  if (unit === 32 || unit === 9 || unit === 12) {
    scanner.position++;
    return false;
  }
  if (isBreak(unit)) return readBreak(scanner);
  if (unit === 35) {
    scanner.position = skipToLineEnd(text, at);
    return false;
  }
  if (unit === 92) return readContinuation(scanner);
  if (isIdentifierStart(text, at)) return readName(scanner);
  if (unit === 34 || unit === 39) return readString(scanner, at);
  const next = text.charCodeAt(at + 1);
  if ((unit >= 48 && unit <= 57) || (unit === 46 && next >= 48 && next <= 57)) return readNumber(scanner);
  return readOperator(scanner);
}

function readBreak(scanner: Scanner): boolean {
  const { text, position, brackets } = scanner;
  const length = breakLength(text, position);
  const joins = brackets.length > 0;
  if (!joins) push(scanner, 'newline', position, position + length);
  scanner.position += length;
  scanner.line++;
  return !joins;
}

function readContinuation(scanner: Scanner): boolean {
  const { text, position } = scanner;
  const next = position + 1;
  scanner.quiet = true;
  if (next >= text.length) fail(scanner, 'unexpected EOF while parsing', position, next);
  else if (!isBreak(text.charCodeAt(next))) {
    fail(scanner, 'unexpected character after line continuation character', position, next);
  } else {
    scanner.position = next + breakLength(text, next);
    scanner.line++;
    if (scanner.position >= text.length) fail(scanner, 'unexpected EOF while parsing', position, next);
    else scanner.quiet = false;
  }
  return false;
}

const stringPrefixes = new Set(['r', 'u', 'b', 'f', 'br', 'rb', 'fr', 'rf']);

function readName(scanner: Scanner): boolean {
  const { text } = scanner;
  const start = scanner.position;
  let at = start;
  while (at < text.length && isIdentifierPart(text, at)) at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
  const quote = text.charCodeAt(at);
  if ((quote === 34 || quote === 39) && stringPrefixes.has(text.slice(start, at).toLowerCase())) {
    return readString(scanner, at);
  }
  push(scanner, 'name', start, at);
  scanner.position = at;
  return false;
}

/** Reads a string whose prefix began at the scanner's position and whose first quote is at `quote`. */
function readString(scanner: Scanner, quote: number): boolean {
  const start = scanner.position;
  const scan = scanString(scanner.text, start, quote);
  if (scan.message !== undefined) {
    fail(scanner, scan.message(scanner.line, scanner.line + scan.lines), start, quote + 1);
    return false;
  }
  push(scanner, 'string', start, scan.end);
  scanner.position = scan.end;
  scanner.line += scan.lines;
  return false;
}

function readNumber(scanner: Scanner): boolean {
  const start = scanner.position;
  const scan = scanNumber(scanner.text, start);
  if (scan.message !== undefined) fail(scanner, scan.message, start, scan.end);
  else push(scanner, 'number', start, scan.end);
  scanner.position = scan.end;
  return false;
}

function readOperator(scanner: Scanner): boolean {
  const { text, position } = scanner;
  const three = text.slice(position, position + 3);
  const two = three.slice(0, 2);
  const one = three.slice(0, 1);
  const length = operator3.has(three) ? 3 : operator2.has(two) ? 2 : 1;
  if (length === 1 && !operator1.has(one)) return readInvalid(scanner);
  const end = position + length;
  if (one === '(' || one === '[' || one === '{') openBracket(scanner, one);
  else if (one === ')' || one === ']' || one === '}') closeBracket(scanner, one);
  if (scanner.error) return false;
  push(scanner, 'op', position, end);
  scanner.position = end;
  return false;
}

function openBracket(scanner: Scanner, text: string): void {
  const { brackets, position, line } = scanner;
  if (brackets.length >= maximumBrackets) {
    fail(scanner, 'too many nested parentheses', position, position + 1);
    return;
  }
  brackets.push({ text, start: position, line });
}

function closeBracket(scanner: Scanner, text: string): void {
  const { brackets, position, line } = scanner;
  const open = brackets.pop();
  if (open?.text === closing[text]) return;
  if (!open) {
    fail(scanner, `unmatched '${text}'`, position, position + 1);
    return;
  }
  const where = open.line === line ? '' : ` on line ${open.line}`;
  const message = `closing parenthesis '${text}' does not match opening parenthesis '${open.text}'${where}`;
  fail(scanner, message, position, position + 1);
}

function readInvalid(scanner: Scanner): boolean {
  const { text, position } = scanner;
  const point = text.codePointAt(position) ?? 0;
  const end = position + (point > 0xffff ? 2 : 1);
  const hex = point.toString(16).toUpperCase().padStart(4, '0');
  if (point === 0) fail(scanner, 'source code string cannot contain null bytes', position, end);
  else if (point < 128) {
    if (point < 32 || point === 127) fail(scanner, `invalid non-printable character U+${hex}`, position, end);
    else {
      push(scanner, 'invalid', position, end);
      scanner.position = end;
    }
  } else if (/[\p{C}\p{Z}]/u.test(String.fromCodePoint(point))) {
    fail(scanner, `invalid non-printable character U+${hex}`, position, end);
  } else {
    fail(scanner, `invalid character '${String.fromCodePoint(point)}' (U+${hex})`, position, end);
  }
  return false;
}

function finish(scanner: Scanner): void {
  const { text, tokens, brackets, indents } = scanner;
  const last = tokens[tokens.length - 1];
  const open = last && last.kind !== 'newline' && last.kind !== 'dedent' && last.kind !== 'indent';
  if (open && brackets.length === 0) push(scanner, 'newline', text.length, text.length);
  while (indents.length > 1) {
    indents.pop();
    push(scanner, 'dedent', text.length, text.length);
  }
}
