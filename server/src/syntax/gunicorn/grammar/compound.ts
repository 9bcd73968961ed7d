import type { Token } from '../tokens.ts';
import { readArguments } from './arguments.ts';
import {
  expressionReaders,
  readExpression,
  readNamed,
  readStarExpressions,
  readTargets,
} from './expressions.ts';
import { readParameters } from './parameters.ts';
import { invalidTarget } from './shape.ts';
import {
  accept,
  expect,
  expectColon,
  expectName,
  next,
  peek,
  previous,
  type Reader,
  refuse,
  refuseAt,
  refuseWith,
  sees,
} from './state.ts';

type ReadStatements = (reader: Reader, closer: 'end' | 'dedent') => void;
type ReadLine = (reader: Reader) => void;

/** How blocks are read; handed in, since statements hold blocks and blocks hold statements. */
interface Blocks {
  readonly statements: ReadStatements;
  readonly line: ReadLine;
}

/** Reads a compound statement when one begins here; false otherwise. */
export function readCompound(reader: Reader, statements: ReadStatements, line: ReadLine): boolean {
  const token = peek(reader);
  const blocks: Blocks = { statements, line };
  if (token.kind === 'op' && token.text === '@') {
    readDecorated(reader, blocks);
    return true;
  }
  if (token.kind !== 'name') return false;
  if (token.text === 'async') {
    readAsync(reader, blocks);
    return true;
  }
  const read = Object.hasOwn(compounds, token.text) ? compounds[token.text] : undefined;
  if (read) {
    next(reader);
    read(reader, blocks, token);
    return true;
  }
  if (token.text !== 'match' || !isMatch(reader)) return false;
  readMatch(reader, blocks);
  return true;
}

const compounds: Readonly<Record<string, (reader: Reader, blocks: Blocks, keyword: Token) => void>> = {
  if: readIf,
  while: readWhile,
  for: readFor,
  try: readTry,
  with: readWith,
  def: readFunction,
  class: readClass,
};

/** The block after a colon: an indented one, or statements on the same line. */
function readBlock(reader: Reader, blocks: Blocks, what: string, keyword: Token): void {
  expectColon(reader);
  if (peek(reader).kind !== 'newline') {
    if (isCompoundWord(peek(reader))) refuse(reader);
    blocks.line(reader);
    return;
  }
  next(reader);
  if (peek(reader).kind !== 'indent') {
    const message = `expected an indented block after ${what} on line ${keyword.line}`;
    refuseWith(reader, 'IndentationError', message, peek(reader));
  }
  next(reader);
  blocks.statements(reader, 'dedent');
  next(reader);
}

const isCompoundWord = (token: Token): boolean =>
  token.kind === 'name' && (Object.hasOwn(compounds, token.text) || token.text === 'async');

function readIf(reader: Reader, blocks: Blocks, keyword: Token): void {
  readNamed(reader);
  readBlock(reader, blocks, "'if' statement", keyword);
  while (sees(reader, 'elif')) {
    const elif = next(reader);
    readNamed(reader);
    readBlock(reader, blocks, "'elif' statement", elif);
  }
  readElse(reader, blocks);
}

function readElse(reader: Reader, blocks: Blocks): void {
  if (!sees(reader, 'else')) return;
  const keyword = next(reader);
  readBlock(reader, blocks, "'else' statement", keyword);
}

function readWhile(reader: Reader, blocks: Blocks, keyword: Token): void {
  readNamed(reader);
  readBlock(reader, blocks, "'while' statement", keyword);
  readElse(reader, blocks);
}

function readFor(reader: Reader, blocks: Blocks, keyword: Token): void {
  const targets = readTargets(reader);
  const invalid = invalidTarget(targets, 'assign');
  if (invalid) refuseAt(reader, `cannot assign to ${invalid.kind}`, invalid);
  expect(reader, 'in');
  readStarExpressions(reader);
  readBlock(reader, blocks, "'for' statement", keyword);
  readElse(reader, blocks);
}

function readTry(reader: Reader, blocks: Blocks, keyword: Token): void {
  readBlock(reader, blocks, "'try' statement", keyword);
  let handled = false;
  while (sees(reader, 'except')) {
    readHandler(reader, blocks);
    handled = true;
  }
  if (handled) readElse(reader, blocks);
  if (sees(reader, 'finally')) {
    const word = next(reader);
    readBlock(reader, blocks, "'finally' statement", word);
  } else if (!handled) refuseAt(reader, "expected 'except' or 'finally' block", peek(reader));
}

function readHandler(reader: Reader, blocks: Blocks): void {
  const keyword = next(reader);
  const starred = accept(reader, '*');
  const what = starred ? "'except*' statement" : "'except' statement";
  if (!sees(reader, ':')) {
    const type = readExpression(reader);
    if (sees(reader, ',')) refuseTypes(reader, type);
    if (accept(reader, 'as')) expectName(reader);
  }
  readBlock(reader, blocks, what, keyword);
}

/** `except A, e:` of Python 2. */
function refuseTypes(reader: Reader, type: { start: number; end: number; line: number }): never {
  const at = reader.at;
  while (accept(reader, ',')) if (!sees(reader, ':') && !sees(reader, 'as')) readExpression(reader);
  if (accept(reader, 'as')) expectName(reader);
  const complete = sees(reader, ':');
  const end = previous(reader).end;
  reader.at = at;
  if (!complete) refuse(reader);
  return refuseAt(reader, 'multiple exception types must be parenthesized', { ...type, end });
}

function readWith(reader: Reader, blocks: Blocks, keyword: Token): void {
  if (!readGroupedWith(reader)) {
    do readWithItem(reader);
    while (accept(reader, ','));
  }
  readBlock(reader, blocks, "'with' statement", keyword);
}

/** `with (a as b, c as d):`; false, with nothing taken, when the parenthesis belongs to an expression. */
function readGroupedWith(reader: Reader): boolean {
  if (!sees(reader, '(') || !isGroupedWith(reader)) return false;
  next(reader);
  do {
    if (sees(reader, ')')) break;
    readWithItem(reader);
  } while (accept(reader, ','));
  expect(reader, ')');
  return true;
}

/** True when the parenthesis at hand closes right before the colon and holds an `as` of its own. */
function isGroupedWith(reader: Reader): boolean {
  const level = peek(reader).level;
  let hasAs = false;
  for (let ahead = 1; ; ahead++) {
    const token = peek(reader, ahead);
    if (token.kind === 'newline' || token.kind === 'end') return false;
    if (token.kind === 'name' && token.text === 'as' && token.level === level) hasAs = true;
    if (token.text === ')' && token.level === level - 1) return hasAs && peek(reader, ahead + 1).text === ':';
  }
}

function readWithItem(reader: Reader): void {
  readExpression(reader);
  if (!accept(reader, 'as')) return;
  const target = readTarget(reader);
  const invalid = invalidTarget(target, 'assign');
  if (invalid) refuseAt(reader, `cannot assign to ${invalid.kind}`, invalid);
}

const readTarget = (reader: Reader): ReturnType<typeof readTargets> => expressionReaders.bitwise(reader);

function readFunction(reader: Reader, blocks: Blocks, keyword: Token): void {
  expectName(reader);
  skipTypeParameters(reader);
  if (!accept(reader, '(')) refuseAt(reader, "expected '('", peek(reader));
  readParameters(reader, readExpression);
  expect(reader, ')');
  if (accept(reader, '->')) readExpression(reader);
  readBlock(reader, blocks, 'function definition', keyword);
}

/** Python 3.12's `[T]` after a name; read so that a newer file draws no error. */
function skipTypeParameters(reader: Reader): void {
  if (!sees(reader, '[')) return;
  const level = peek(reader).level;
  while (peek(reader).kind !== 'end' && peek(reader).kind !== 'newline') {
    const token = next(reader);
    if (token.text === ']' && token.level === level - 1) return;
  }
}

function readClass(reader: Reader, blocks: Blocks, keyword: Token): void {
  expectName(reader);
  skipTypeParameters(reader);
  if (accept(reader, '(')) readArguments(reader, expressionReaders);
  readBlock(reader, blocks, 'class definition', keyword);
}

function readDecorated(reader: Reader, blocks: Blocks): void {
  while (accept(reader, '@')) {
    readNamed(reader);
    if (peek(reader).kind !== 'newline') refuse(reader);
    next(reader);
  }
  const token = peek(reader);
  if (token.text === 'async' && peek(reader, 1).text === 'def') next(reader);
  if (!sees(reader, 'def') && !sees(reader, 'class')) refuse(reader);
  const keyword = next(reader);
  if (keyword.text === 'def') readFunction(reader, blocks, keyword);
  else readClass(reader, blocks, keyword);
}

function readAsync(reader: Reader, blocks: Blocks): void {
  next(reader);
  const keyword = peek(reader);
  if (!/^(?:def|for|with)$/.test(keyword.text)) refuse(reader);
  next(reader);
  compounds[keyword.text]?.(reader, blocks, keyword);
}

/** `match` is a word like any other unless the line ends with a colon and a `case` stands below. */
function isMatch(reader: Reader): boolean {
  for (let ahead = 1; ; ahead++) {
    const token = peek(reader, ahead);
    if (token.kind === 'end' || token.kind === 'indent' || token.kind === 'dedent') return false;
    if (token.kind !== 'newline') continue;
    const indented = peek(reader, ahead + 1).kind === 'indent' && peek(reader, ahead + 2).text === 'case';
    return indented && peek(reader, ahead - 1).text === ':';
  }
}

function readMatch(reader: Reader, blocks: Blocks): void {
  next(reader);
  readStarExpressions(reader);
  expect(reader, ':');
  next(reader);
  next(reader);
  while (sees(reader, 'case')) {
    const keyword = next(reader);
    skipPattern(reader);
    if (accept(reader, 'if')) readNamed(reader);
    readBlock(reader, blocks, "'case' statement", keyword);
  }
  if (peek(reader).kind !== 'dedent') refuse(reader);
  next(reader);
}

/** Patterns are not judged: they are skipped up to their guard or colon. */
function skipPattern(reader: Reader): void {
  const { level } = peek(reader);
  const base = previous(reader).level;
  for (;;) {
    const token = peek(reader);
    if (token.kind === 'newline' || token.kind === 'end') refuse(reader);
    const outside = token.level === base && level >= base;
    if (outside && (token.text === ':' || (token.text === 'if' && token.kind === 'name'))) return;
    next(reader);
  }
}
