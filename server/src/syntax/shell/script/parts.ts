import type { Span } from '../../../base/span.ts';

/** A stretch of a word: literal text, a variable, or something that only a running shell can tell. */
export type WordPart =
  | { readonly kind: 'text'; readonly run: Span; readonly quoted: boolean }
  | {
      readonly kind: 'variable';
      readonly name: string;
      readonly span: Span;
      readonly quoted: boolean;
      /** `:-`, `-`, `:=`, `=`, `:+`, `+`, `:?`, `?` with the parts after it; null for a plain variable. */
      readonly fallback: { readonly operator: string; readonly parts: readonly WordPart[] } | null;
    }
  | { readonly kind: 'opaque'; readonly span: Span; readonly quoted: boolean; readonly why: string };

/** The parts of one word, where it ends, and whether all its quotes close. */
export interface LexedWord {
  readonly parts: readonly WordPart[];
  readonly end: number;
  readonly complete: boolean;
}

const breaks = new Set([' ', '\t', '\r', '\n', ';', '&', '|', '<', '>', '(', ')']);

/** Deeper `${A:-${B:-…}}` is not followed. */
const maxDepth = 8;

interface Lexer {
  readonly text: string;
  readonly end: number;
  readonly depth: number;
  /** Inside `${…}`: blanks and operators belong to the word, up to `end`. */
  readonly braced: boolean;
  readonly parts: WordPart[];
  at: number;
  complete: boolean;
}

/** Reads the word that starts at `start`, up to the first blank or operator outside quotes. */
export function lexWord(text: string, start: number): LexedWord {
  return lex({ text, end: text.length, depth: 0, braced: false, parts: [], at: start, complete: true });
}

function lex(lexer: Lexer): LexedWord {
  while (lexer.at < lexer.end) {
    const character = lexer.text[lexer.at] ?? '';
    if (!lexer.braced && character === '(' && lexer.text[lexer.at - 1] === '=') lexArray(lexer);
    else if (!lexer.braced && breaks.has(character)) break;
    else lexOne(lexer, character);
  }
  return { parts: lexer.parts, end: lexer.at, complete: lexer.complete };
}

function lexOne(lexer: Lexer, character: string): void {
  if (character === '\\') lexEscape(lexer);
  else if (character === "'") lexSingle(lexer);
  else if (character === '"') lexDouble(lexer);
  else if (character === '$') lexDollar(lexer, false);
  else if (character === '`') lexBackticks(lexer, false);
  else text(lexer, lexer.at, ++lexer.at, false);
}

/** Adds literal text; neighbouring runs of one kind become one part. */
function text(lexer: Lexer, start: number, end: number, quoted: boolean): void {
  const last = lexer.parts[lexer.parts.length - 1];
  if (last?.kind === 'text' && last.quoted === quoted && last.run.end === start)
    lexer.parts[lexer.parts.length - 1] = { ...last, run: { start: last.run.start, end } };
  else lexer.parts.push({ kind: 'text', run: { start, end }, quoted });
}

/** The length of the line break at `at`: 2 for CRLF, 0 where none stands. */
export const breakAt = (text: string, at: number): number =>
  text[at] === '\n' ? 1 : text[at] === '\r' && text[at + 1] === '\n' ? 2 : 0;

function lexEscape(lexer: Lexer): void {
  const lineBreak = breakAt(lexer.text, lexer.at + 1);
  if (lineBreak === 0 && lexer.at + 1 < lexer.end) text(lexer, lexer.at + 1, lexer.at + 2, true);
  lexer.at += 1 + Math.max(1, lineBreak);
}

function lexSingle(lexer: Lexer): void {
  const close = lexer.text.indexOf("'", lexer.at + 1);
  const closed = close !== -1 && close < lexer.end;
  const end = closed ? close : lexer.end;
  text(lexer, lexer.at + 1, end, true);
  lexer.complete &&= closed;
  lexer.at = closed ? end + 1 : end;
}

function lexDouble(lexer: Lexer): void {
  text(lexer, lexer.at + 1, lexer.at + 1, true);
  lexer.at++;
  while (lexer.at < lexer.end) {
    const character = lexer.text[lexer.at] ?? '';
    if (character === '"') {
      lexer.at++;
      return;
    }
    if (character === '\\') lexDoubleEscape(lexer);
    else if (character === '$') lexDollar(lexer, true);
    else if (character === '`') lexBackticks(lexer, true);
    else text(lexer, lexer.at, ++lexer.at, true);
  }
  lexer.complete = false;
}

function lexDoubleEscape(lexer: Lexer): void {
  const lineBreak = breakAt(lexer.text, lexer.at + 1);
  const escapes = '$`"\\'.includes(lexer.text[lexer.at + 1] ?? ' ');
  if (lineBreak === 0)
    text(lexer, escapes ? lexer.at + 1 : lexer.at, Math.min(lexer.at + 2, lexer.end), true);
  lexer.at += 1 + Math.max(1, lineBreak);
}

function lexBackticks(lexer: Lexer, quoted: boolean): void {
  let at = lexer.at + 1;
  while (at < lexer.end && lexer.text[at] !== '`') at += lexer.text[at] === '\\' ? 2 : 1;
  lexer.complete &&= at < lexer.end;
  opaque(lexer, Math.min(at + 1, lexer.end), quoted, substitution(lexer.text.slice(lexer.at + 1, at)));
}

/** `A=(one two)`: an array of a larger shell. */
function lexArray(lexer: Lexer): void {
  const end = closingOf(lexer.text, lexer.at + 1, ')');
  lexer.complete &&= end !== -1;
  opaque(lexer, end === -1 ? lexer.end : end + 1, false, 'an array');
}

const substitution = (command: string): string => `the output of \`${command.trim().slice(0, 60)}\``;

function opaque(lexer: Lexer, end: number, quoted: boolean, why: string): void {
  lexer.parts.push({ kind: 'opaque', span: { start: lexer.at, end }, quoted, why });
  lexer.at = end;
}

const plainName = /[A-Za-z_][A-Za-z0-9_]*|[0-9@*#?$!-]/y;

function lexDollar(lexer: Lexer, quoted: boolean): void {
  const next = lexer.text[lexer.at + 1];
  if (next === '(') lexSubstitution(lexer, quoted);
  else if (next === '{') lexBraces(lexer, quoted);
  else if (next === "'" && !quoted) lexAnsi(lexer);
  else lexPlainVariable(lexer, quoted);
}

function lexPlainVariable(lexer: Lexer, quoted: boolean): void {
  const { text: source, at } = lexer;
  plainName.lastIndex = at + 1;
  const name = plainName.exec(source)?.[0];
  if (name === undefined || at + 1 >= lexer.end) {
    text(lexer, at, ++lexer.at, quoted);
    return;
  }
  lexer.at = at + 1 + name.length;
  const span = { start: at, end: lexer.at };
  lexer.parts.push({ kind: 'variable', name, span, quoted, fallback: null });
}

function lexSubstitution(lexer: Lexer, quoted: boolean): void {
  const end = closingOf(lexer.text, lexer.at + 2, ')');
  const closed = end !== -1 && end < lexer.end;
  lexer.complete &&= closed;
  const inner = lexer.text.slice(lexer.at + 2, closed ? end : lexer.end);
  const why = inner.startsWith('(') ? 'an arithmetic expression' : substitution(inner);
  opaque(lexer, closed ? end + 1 : lexer.end, quoted, why);
}

/** `$'…'`: only without escapes is its text known. */
function lexAnsi(lexer: Lexer): void {
  const start = lexer.at + 2;
  let at = start;
  while (at < lexer.end && lexer.text[at] !== "'") at += lexer.text[at] === '\\' ? 2 : 1;
  const end = Math.min(at, lexer.end);
  lexer.complete &&= at < lexer.end;
  if (lexer.text.slice(start, end).includes('\\')) opaque(lexer, end, true, 'a string with escapes');
  else text(lexer, start, end, true);
  lexer.at = Math.min(end + 1, lexer.end);
}

const bracedName = /([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*])(:?[-=+?]|\})/y;

function lexBraces(lexer: Lexer, quoted: boolean): void {
  const close = closingOf(lexer.text, lexer.at + 2, '}');
  if (close === -1 || close >= lexer.end) {
    lexer.complete = false;
    opaque(lexer, lexer.end, quoted, 'an expansion without its closing brace');
  } else lexBraced(lexer, close, quoted);
}

function lexBraced(lexer: Lexer, close: number, quoted: boolean): void {
  const { text: source, at } = lexer;
  bracedName.lastIndex = at + 2;
  const [shape, name, operator] = bracedName.exec(source) ?? [];
  if (shape === undefined || name === undefined || operator === undefined || lexer.depth >= maxDepth) {
    opaque(lexer, close + 1, quoted, 'an expansion that only a shell computes');
    return;
  }
  lexer.at = close + 1;
  const fallback =
    operator === '}' ? null : { operator, parts: operand(lexer, at + 2 + shape.length, close) };
  lexer.parts.push({ kind: 'variable', name, span: { start: at, end: close + 1 }, quoted, fallback });
}

const operand = (outer: Lexer, start: number, end: number): readonly WordPart[] =>
  lex({ text: outer.text, end, depth: outer.depth + 1, braced: true, parts: [], at: start, complete: true })
    .parts;

/**
 * The offset of the `)` or `}` that closes what was opened before `start`, past quotes and nested openers; -1 when
 * it stays open. One walk with a stack of what must close next, so depth costs no call stack.
 */
export function closingOf(text: string, start: number, closer: ')' | '}'): number {
  const awaited: string[] = [closer];
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? '';
    const next = awaited[awaited.length - 1];
    if (character === '\\') at++;
    else if (character === next) {
      awaited.pop();
      if (awaited.length === 0) return at;
    } else if (character === "'" && next !== '"') {
      const close = text.indexOf("'", at + 1);
      if (close === -1) return -1;
      at = close;
    } else if (character === '"' || character === '`') awaited.push(character);
    else if (character === '(' && next !== '"' && next !== '}') awaited.push(')');
    else if (character === '$' && (text[at + 1] === '(' || text[at + 1] === '{')) {
      awaited.push(text[at + 1] === '(' ? ')' : '}');
      at++;
    }
  }
  return -1;
}
