import type { Span } from '../../../base/span.ts';
import { breakAt, lexWord, type WordPart } from './parts.ts';

/** A word, an operator (`;` for a line break too), or the operator of a redirection with its descriptor. */
export type ScriptToken =
  | { readonly kind: 'word'; readonly span: Span; readonly parts: readonly WordPart[] }
  | { readonly kind: 'operator'; readonly text: string; readonly span: Span }
  | {
      readonly kind: 'redirect';
      readonly operator: string;
      readonly descriptor: string;
      readonly span: Span;
    };

export interface TokenizedScript {
  readonly tokens: readonly ScriptToken[];
  readonly complete: boolean;
}

interface HereDocument {
  readonly delimiter: string;
  readonly tabs: boolean;
}

interface Tokenizer {
  readonly text: string;
  readonly tokens: ScriptToken[];
  /** Bodies that start after the next line break. */
  documents: HereDocument[];
  at: number;
  complete: boolean;
}

const operator = /&&|\|\||;;&|;;|;&|\|&|[;&|()]/y;
const redirect = /(\d*)(&>>|&>|<<<|<<-|<<|>>|>&|<&|<>|>\||[<>])/y;

/** Splits a shell script into words and operators. Comments, line continuations and here-documents are dropped. */
export function tokenizeScript(text: string): TokenizedScript {
  const tokenizer: Tokenizer = { text, tokens: [], documents: [], at: 0, complete: true };
  while (tokenizer.at < text.length) step(tokenizer);
  return { tokens: tokenizer.tokens, complete: tokenizer.complete && tokenizer.documents.length === 0 };
}

function step(tokenizer: Tokenizer): void {
  const { text, at } = tokenizer;
  const character = text[at];
  const lineBreak = breakAt(text, at);
  if (lineBreak > 0) endLine(tokenizer, lineBreak);
  else if (character === ' ' || character === '\t' || character === '\r') tokenizer.at++;
  else if (character === '\\' && breakAt(text, at + 1) > 0) tokenizer.at += 1 + breakAt(text, at + 1);
  else if (character === '#') tokenizer.at = lineEnd(text, at);
  else if (!readRedirect(tokenizer) && !readOperator(tokenizer)) readWord(tokenizer);
}

const lineEnd = (text: string, at: number): number => {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : text[end - 1] === '\r' && end > at ? end - 1 : end;
};

function endLine(tokenizer: Tokenizer, length: number): void {
  const span = { start: tokenizer.at, end: tokenizer.at + length };
  tokenizer.tokens.push({ kind: 'operator', text: '\n', span });
  tokenizer.at = span.end;
  while (tokenizer.documents.length > 0 && tokenizer.at < tokenizer.text.length) skipDocumentLine(tokenizer);
}

/** Drops one line of a here-document's body; its delimiter ends the body. */
function skipDocumentLine(tokenizer: Tokenizer): void {
  const { text, at } = tokenizer;
  const end = lineEnd(text, at);
  const document = tokenizer.documents[0];
  const line = document?.tabs ? text.slice(at, end).replace(/^\t+/, '') : text.slice(at, end);
  if (line === document?.delimiter) tokenizer.documents.shift();
  tokenizer.at = end + breakAt(text, end);
  if (tokenizer.at === at) tokenizer.at = text.length;
}

function readRedirect(tokenizer: Tokenizer): boolean {
  redirect.lastIndex = tokenizer.at;
  const [shape, descriptor, sign] = redirect.exec(tokenizer.text) ?? [];
  if (shape === undefined || descriptor === undefined || sign === undefined) return false;
  const span = { start: tokenizer.at, end: tokenizer.at + shape.length };
  tokenizer.tokens.push({ kind: 'redirect', operator: sign, descriptor, span });
  tokenizer.at = span.end;
  if (sign === '<<' || sign === '<<-') expectDocument(tokenizer, sign === '<<-');
  return true;
}

/** Notes the delimiter that follows `<<`; the word itself is read as the redirection's target. */
function expectDocument(tokenizer: Tokenizer, tabs: boolean): void {
  const { text } = tokenizer;
  while (text[tokenizer.at] === ' ' || text[tokenizer.at] === '\t') tokenizer.at++;
  const word = lexWord(text, tokenizer.at);
  const delimiter = word.parts.map((part) => textOf(text, part)).join('');
  if (word.end > tokenizer.at) tokenizer.documents.push({ delimiter, tabs });
}

const textOf = (text: string, part: WordPart): string =>
  part.kind === 'text'
    ? text.slice(part.run.start, part.run.end)
    : text.slice(part.span.start, part.span.end);

function readOperator(tokenizer: Tokenizer): boolean {
  operator.lastIndex = tokenizer.at;
  const text = operator.exec(tokenizer.text)?.[0];
  if (text === undefined) return false;
  const span = { start: tokenizer.at, end: tokenizer.at + text.length };
  tokenizer.tokens.push({ kind: 'operator', text, span });
  tokenizer.at = span.end;
  return true;
}

function readWord(tokenizer: Tokenizer): void {
  const word = lexWord(tokenizer.text, tokenizer.at);
  const end = Math.max(word.end, tokenizer.at + 1);
  tokenizer.tokens.push({ kind: 'word', span: { start: tokenizer.at, end }, parts: word.parts });
  tokenizer.complete &&= word.complete;
  tokenizer.at = end;
}
