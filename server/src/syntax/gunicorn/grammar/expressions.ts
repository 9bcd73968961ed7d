import { readAtom } from './atoms.ts';
import { readLambdaParameters } from './parameters.ts';
import type { ReadExpressions } from './read.ts';
import { type Shape, type ShapeKind, shapeFrom } from './shape.ts';
import {
  accept,
  expect,
  isName,
  next,
  peek,
  previous,
  type Reader,
  refuse,
  refuseAt,
  sees,
} from './state.ts';
import { readTrailers } from './trailers.ts';

/** The readers that other parts of the grammar call. */
export const expressionReaders: ReadExpressions = {
  expression: readExpression,
  named: readNamed,
  starNamed: readStarNamed,
  disjunction: readDisjunction,
  bitwise: readBitwise,
  yielded: readYield,
  targets: readTargets,
};

const comparators = new Set(['<', '>', '==', '>=', '<=', '!=', 'in', 'is']);
const arithmetic = new Set(['+', '-', '*', '/', '//', '%', '@', '|', '&', '^', '<<', '>>']);

/** `a, *b, c`: one expression, or a tuple. */
export function readStarExpressions(reader: Reader): Shape {
  return readListOf(reader, readStarExpression);
}

function readListOf(reader: Reader, item: (reader: Reader) => Shape): Shape {
  const first = item(reader);
  if (!sees(reader, ',')) return first;
  const items = [first];
  while (accept(reader, ',')) {
    if (!startsExpression(reader)) break;
    items.push(item(reader));
  }
  return shapeFrom(reader, 'tuple', first, items);
}

function readStarExpression(reader: Reader): Shape {
  return sees(reader, '*') ? readStarred(reader) : readExpression(reader);
}

function readStarred(reader: Reader): Shape {
  const star = next(reader);
  const value = readBitwise(reader);
  return shapeFrom(reader, 'starred', star, [value]);
}

function readStarNamed(reader: Reader): Shape {
  return sees(reader, '*') ? readStarred(reader) : readNamed(reader);
}

/** True when the token at hand can begin an expression or a starred one. */
export function startsExpression(reader: Reader): boolean {
  const token = peek(reader);
  if (token.kind === 'number' || token.kind === 'string' || isName(token)) return true;
  if (token.kind === 'name') return expressionKeywords.has(token.text);
  return token.kind === 'op' && expressionOperators.has(token.text);
}

const expressionKeywords = new Set(['True', 'False', 'None', 'not', 'lambda', 'await']);
const expressionOperators = new Set(['(', '[', '{', '-', '+', '~', '...', '*']);

/** `name := value`, or an expression. */
export function readNamed(reader: Reader): Shape {
  if (isName(peek(reader)) && peek(reader, 1).text === ':=') {
    const name = next(reader);
    next(reader);
    readExpression(reader);
    return shapeFrom(reader, 'named expression', name);
  }
  const shape = readExpression(reader);
  if (sees(reader, ':=')) refuseAt(reader, `cannot use assignment expressions with ${shape.kind}`, shape);
  if (sees(reader, '=') && shape.kind !== 'starred') refuseEquals(reader, shape);
  return shape;
}

const neverAssigned = new Set<ShapeKind>(['list', 'tuple', 'generator expression', 'True', 'None', 'False']);

/** `=` where a condition or an item stands: Python guesses at `==`. */
function refuseEquals(reader: Reader, shape: Shape): never {
  const at = reader.at;
  next(reader);
  readBitwise(reader);
  const chained = sees(reader, '=') || sees(reader, ':=');
  const { end } = previous(reader);
  reader.at = at;
  if (chained || neverAssigned.has(shape.kind) || shape.kind === 'comparison') refuse(reader);
  if (shape.kind === 'name' && !shape.grouped) {
    const message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
    refuseAt(reader, message, { ...shape, end });
  }
  return refuseAt(reader, `cannot assign to ${shape.kind} here. Maybe you meant '==' instead of '='?`, shape);
}

/** A conditional expression, a lambda or what lies below; loops where Python recurses. */
export function readExpression(reader: Reader): Shape {
  const first = peek(reader);
  let kind: ShapeKind | undefined;
  for (;;) {
    if (accept(reader, 'lambda')) {
      readLambdaParameters(reader, readExpression);
      expect(reader, ':');
      kind = kind ?? 'lambda';
      continue;
    }
    const shape = readDisjunction(reader);
    if (!accept(reader, 'if')) return kind ? shapeFrom(reader, kind, first) : shape;
    readDisjunction(reader);
    if (!sees(reader, 'else')) refuseWithoutElse(reader, shape);
    next(reader);
    kind = kind ?? 'conditional expression';
  }
}

function refuseWithoutElse(reader: Reader, shape: Shape): never {
  if (sees(reader, ':') || sees(reader, ',')) refuse(reader);
  refuseAt(reader, "expected 'else' after 'if' expression", { ...shape, end: previous(reader).end });
}

/** `not`, comparisons, `and` and `or`, in one loop: their precedence does not matter to a recogniser. */
function readDisjunction(reader: Reader): Shape {
  const first = peek(reader);
  let kind: ShapeKind | undefined;
  for (;;) {
    let negated = false;
    while (accept(reader, 'not')) negated = true;
    const operand = readBitwise(reader);
    const compared = readComparisons(reader);
    if (compared) kind = kind ?? 'comparison';
    if (negated) kind = 'expression';
    if (!sees(reader, 'and') && !sees(reader, 'or')) return kind ? shapeFrom(reader, kind, first) : operand;
    next(reader);
    kind = 'expression';
  }
}

function readComparisons(reader: Reader): boolean {
  let compared = false;
  for (;;) {
    const token = peek(reader);
    const isNotIn = token.text === 'not' && peek(reader, 1).text === 'in';
    if (!isNotIn && !(comparators.has(token.text) && token.kind !== 'string')) return compared;
    next(reader);
    if (isNotIn) next(reader);
    else if (token.text === 'is') accept(reader, 'not');
    readBitwise(reader);
    compared = true;
  }
}

/** Arithmetic and bit operations, `+x`, `**` and the operands themselves. */
function readBitwise(reader: Reader): Shape {
  const first = peek(reader);
  let joined = false;
  for (;;) {
    while (sees(reader, '-') || sees(reader, '+') || sees(reader, '~')) {
      next(reader);
      joined = true;
    }
    const operand = readPrimary(reader);
    const token = peek(reader);
    const goesOn = token.kind === 'op' && (token.text === '**' || arithmetic.has(token.text));
    if (!goesOn) return joined ? shapeFrom(reader, 'expression', first) : operand;
    next(reader);
    joined = true;
  }
}

function readPrimary(reader: Reader): Shape {
  const first = peek(reader);
  const awaited = accept(reader, 'await');
  const shape = readTrailers(reader, readAtom(reader, expressionReaders), expressionReaders);
  return awaited ? shapeFrom(reader, 'await expression', first) : shape;
}

/** `yield`, `yield a, b` or `yield from a`; the keyword is at hand. */
export function readYield(reader: Reader): Shape {
  const first = next(reader);
  if (accept(reader, 'from')) readExpression(reader);
  else if (startsExpression(reader)) readStarExpressions(reader);
  return shapeFrom(reader, 'yield expression', first);
}

/** The targets of `for`: operands with commas between, since `in` must stay outside. */
export function readTargets(reader: Reader): Shape {
  return readListOf(reader, (at) => (sees(at, '*') ? readStarred(at) : readBitwise(at)));
}
