import type { PythonError, SyntaxErrorType, Token } from '../tokens.ts';

/** Where the recogniser stands in a list of tokens. */
export interface Reader {
  readonly tokens: readonly Token[];
  at: number;
  /** True where a newer Python would accept what Python 3.11 refuses; kept for f-strings inside f-strings. */
  readonly nesting: number;
}

/** Stops the recogniser at the first error; caught where it was started and never seen outside. */
export class Refusal {
  readonly error: PythonError;
  /** True for the plain `invalid syntax`, which gives way to errors of the tokenizer further down. */
  readonly generic: boolean;
  /** Index of the furthest token that was looked at. */
  readonly reached: number;

  constructor(error: PythonError, generic: boolean, reached: number) {
    this.error = error;
    this.generic = generic;
    this.reached = reached;
  }
}

const endToken: Token = { kind: 'end', text: '', start: 0, end: 0, line: 1, level: 0 };

/** The token at hand, or one further on. Past the end it stays the last one. */
export function peek(reader: Reader, ahead = 0): Token {
  const { tokens, at } = reader;
  return tokens[Math.min(at + ahead, tokens.length - 1)] ?? endToken;
}

/** Takes the token at hand. */
export function next(reader: Reader): Token {
  const token = peek(reader);
  if (reader.at < reader.tokens.length - 1) reader.at++;
  return token;
}

export const previous = (reader: Reader): Token => reader.tokens[reader.at - 1] ?? endToken;

/** True when the token at hand is this operator or keyword. */
export function sees(reader: Reader, text: string): boolean {
  const token = peek(reader);
  return token.text === text && (token.kind === 'op' || token.kind === 'name');
}

/** Takes the token at hand when it is this operator or keyword. */
export function accept(reader: Reader, text: string): boolean {
  const found = sees(reader, text);
  if (found) next(reader);
  return found;
}

export function expect(reader: Reader, text: string): void {
  if (!accept(reader, text)) refuse(reader);
}

/** Python's `expected ':'`, which it says only where nothing else can stand. */
export function expectColon(reader: Reader): void {
  if (accept(reader, ':')) return;
  const token = peek(reader);
  if (token.kind === 'newline') refuseAt(reader, "expected ':'", token);
  refuse(reader);
}

/** Stops at the token at hand with the plain error. */
export function refuse(reader: Reader): never {
  const token = peek(reader);
  if (token.kind === 'indent') refuseWith(reader, 'IndentationError', 'unexpected indent', token);
  if (token.kind === 'dedent' && token.start < lastStart(reader)) {
    refuseWith(reader, 'IndentationError', 'unexpected unindent', token);
  }
  const { start, end, line } = token;
  const error: PythonError = { type: 'SyntaxError', message: 'invalid syntax', start, end, line };
  throw new Refusal(error, true, reader.at);
}

const lastStart = (reader: Reader): number => reader.tokens[reader.tokens.length - 1]?.start ?? 0;

/** Stops with Python's words for a special case, at a token or a stretch of the text. */
export function refuseAt(
  reader: Reader,
  message: string,
  at: { readonly start: number; readonly end: number; readonly line: number },
): never {
  return refuseWith(reader, 'SyntaxError', message, at);
}

export function refuseWith(
  reader: Reader,
  type: SyntaxErrorType,
  message: string,
  at: { readonly start: number; readonly end: number; readonly line: number },
): never {
  const { start, end, line } = at;
  throw new Refusal({ type, message, start, end, line }, false, reader.at);
}

/** The words that cannot be names. */
export const keywords = new Set([
  ...['False', 'None', 'True', 'and', 'as', 'assert', 'async', 'await', 'break', 'class', 'continue', 'def'],
  ...['del', 'elif', 'else', 'except', 'finally', 'for', 'from', 'global', 'if', 'import', 'in', 'is'],
  ...['lambda', 'nonlocal', 'not', 'or', 'pass', 'raise', 'return', 'try', 'while', 'with', 'yield'],
]);

/** True when the token is a name that may be bound. */
export const isName = (token: Token): boolean => token.kind === 'name' && !keywords.has(token.text);

/** Takes a name or stops. */
export function expectName(reader: Reader): Token {
  if (!isName(peek(reader))) refuse(reader);
  return next(reader);
}
