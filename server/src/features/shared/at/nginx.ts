import type { TextFile } from '../../../base/file.ts';
import type { Span } from '../../../base/span.ts';
import { directivesNamed } from '../../../catalog/nginx.ts';
import { nginxSyntaxOf } from '../../../model/nginx/say.ts';
import {
  hasRawBody,
  type NginxStatement,
  type NginxToken,
  type NginxTree,
} from '../../../syntax/nginx/tree.ts';
import { isFirstOnLine, lastAt, lastIndexAt, runAround } from './search.ts';

/** What stands, or may be written, at an offset of an nginx file. */
export interface NginxAt {
  readonly file: TextFile;
  readonly offset: number;
  /** The statements whose blocks hold the offset, outermost first. */
  readonly owners: readonly NginxStatement[];
  /** The statements of the innermost block (of the file, outside all blocks). */
  readonly siblings: readonly NginxStatement[];
  readonly spot: NginxSpot;
}

export type NginxSpot =
  /** A directive's name, whole or begun. */
  | { readonly kind: 'name'; readonly call: NginxCall; readonly word: NginxToken }
  /** An argument, or the place for one (`word` is undefined then). `index` counts from 1, the name being 0. */
  | {
      readonly kind: 'argument';
      readonly call: NginxCall;
      readonly index: number;
      readonly word: NginxToken | undefined;
    }
  /** Between statements, where one may begin. */
  | { readonly kind: 'blank' }
  /** A line of a `map`, `geo`, `types` … */
  | { readonly kind: 'raw'; readonly word: NginxToken | undefined }
  | { readonly kind: 'comment' | 'lua' | 'template' };

/**
 * A directive with its arguments. Where its `;` is missing, the words of the directive on the next line belong to the
 * same statement but not to the same call.
 */
export interface NginxCall {
  readonly statement: NginxStatement;
  readonly words: readonly NginxToken[];
  /** True when a `;` or a block follows the words. */
  readonly ended: boolean;
}

/** What stands at an offset. Works on broken text and at the end of the file. */
export function nginxAt(file: TextFile, offset: number): NginxAt {
  const { tree } = nginxSyntaxOf(file);
  const owners: NginxStatement[] = [];
  let siblings = tree.statements;
  let statement = lastAt(siblings, offset);
  while (statement?.body && isInside(statement.body, offset)) {
    owners.push(statement);
    siblings = statement.body.statements;
    statement = lastAt(siblings, offset);
  }
  return { file, offset, owners, siblings, spot: spotAt(tree, owners, statement, offset) };
}

const isInside = (body: Span & { readonly closed: boolean }, offset: number): boolean =>
  offset > body.start && (offset < body.end || (!body.closed && offset === body.end));

function spotAt(
  tree: NginxTree,
  owners: readonly NginxStatement[],
  statement: NginxStatement | undefined,
  offset: number,
): NginxSpot {
  if (isIn(tree.comments, offset)) return { kind: 'comment' };
  if (isIn(tree.holes, offset)) return { kind: 'template' };
  const owner = owners[owners.length - 1];
  if (owner?.body?.lua) return { kind: 'lua' };
  if (owner && hasRawBody(owner.words[0]?.text ?? ''))
    return { kind: 'raw', word: statement?.words.find((word) => isAt(word, offset)) };
  return statement ? spotIn(tree.text, statement, offset) : { kind: 'blank' };
}

/** True behind the first character of a span and before its end, or at the end of one that runs to a line's end. */
function isIn(spans: readonly Span[], offset: number): boolean {
  const found = lastAt(spans, offset - 1);
  return found !== undefined && offset <= found.end;
}

const isAt = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

function spotIn(text: string, statement: NginxStatement, offset: number): NginxSpot {
  const wordsEnd = statement.words[statement.words.length - 1]?.end ?? statement.start;
  const limit = statement.body
    ? statement.body.start
    : statement.terminator === ';'
      ? statement.end - 1
      : wordsEnd;
  const open = statement.terminator === 'none';
  if (offset > limit && !(open && isOpenLine(text, wordsEnd, offset))) return { kind: 'blank' };
  const call = callAt(text, statement, offset);
  const index = call.words.findIndex((word) => isAt(word, offset));
  const word = call.words[index];
  if (word && index === 0) return { kind: 'name', call, word };
  if (word) return { kind: 'argument', call, index, word };
  const before = call.words.filter(({ end }) => end < offset).length;
  return before === 0 ? { kind: 'blank' } : { kind: 'argument', call, index: before, word: undefined };
}

/** True when nothing but blanks lies between a statement without its `;` and the offset, on one line. */
const isOpenLine = (text: string, end: number, offset: number): boolean =>
  /^[ \t]+$/.test(text.slice(end, offset));

/** The directive of a statement that an offset belongs to: `listen 80⏎ server_name x;` are two. */
function callAt(text: string, statement: NginxStatement, offset: number): NginxCall {
  const { words } = statement;
  let from = 0;
  let to = words.length;
  for (let i = 1; i < words.length; i++) {
    const word = words[i];
    if (!word || !begins(text, words, from, i, offset)) continue;
    if (word.start > offset) {
      to = i;
      break;
    }
    from = i;
  }
  const ended = to === words.length && statement.terminator !== 'none';
  return from === 0 && to === words.length
    ? { statement, words, ended }
    : { statement, words: words.slice(from, to), ended };
}

const directiveShape = /^[a-z][a-z0-9_]*$/;

/** True when word `i` begins the next directive: first on its line, and known or more than the one before takes. */
function begins(
  text: string,
  words: readonly NginxToken[],
  from: number,
  i: number,
  offset: number,
): boolean {
  const word = words[i];
  if (word?.quote !== '' || !directiveShape.test(word.text)) return false;
  if (!isFirstOnLine(text, word.start)) return false;
  const isTyped = isAt(word, offset);
  return directivesNamed(word.text).length > 0 || (isTyped && isFull(words[from]?.text ?? '', i - from - 1));
}

/** True when every shape of a directive has taken all the arguments it can. */
function isFull(name: string, count: number): boolean {
  const shapes = directivesNamed(name);
  return shapes.length > 0 && shapes.every(({ args }) => args.max !== null && count >= args.max);
}

/** A variable `$name` or `${name}` in the file. */
export interface VariableAt {
  /** With the dollar sign and braces. */
  readonly span: Span;
  /** Without the dollar sign and braces. */
  readonly name: string;
}

const isVariableUnit = (unit: string): boolean => /[A-Za-z0-9_]/.test(unit);

/** The variable at an offset of a word, also one that is only begun (`$`, `${ho`); undefined elsewhere. */
export function variableAt(file: TextFile, word: NginxToken, offset: number): VariableAt | undefined {
  const { text } = file;
  let at = offset;
  if (text[at] === '$') at++;
  if (text.startsWith('{', at) && text[at - 1] === '$') at++;
  const run = runAround(text, Math.min(at, word.end), word, isVariableUnit);
  const braces = text[run.start - 1] === '{' ? 1 : 0;
  const start = run.start - 1 - braces;
  if (start < word.start || text[start] !== '$') return undefined;
  const end = braces === 1 && text[run.end] === '}' ? run.end + 1 : run.end;
  return { span: { start, end }, name: text.slice(run.start, run.end) };
}

/** The name of the statement, empty for a block without one. */
export const nameOfStatement = ({ words }: NginxStatement): string => words[0]?.text ?? '';

/** The parameter of an argument such as `weight=5`: name, and where its value stands; undefined without `=`. */
export function pairOf(word: NginxToken): { readonly name: string; readonly value: Span } | undefined {
  const equals = word.text.indexOf('=');
  if (equals <= 0 || word.quote !== '') return undefined;
  return { name: word.text.slice(0, equals), value: { start: word.start + equals + 1, end: word.end } };
}

/** The index of the block in a list of statements that an offset stands behind; -1 before all. */
export const statementsBefore = (siblings: readonly NginxStatement[], offset: number): number =>
  lastIndexAt(siblings, offset, ({ start }) => start);
