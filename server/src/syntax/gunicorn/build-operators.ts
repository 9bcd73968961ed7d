import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../base/span.ts';
import type { Expression } from './ast.ts';
import { type Builder, broken, childrenOf, textOf } from './tree.ts';

/**
 * Operators are put together by Python's own precedence: the tree's nesting is not followed, since it differs from
 * Python's in places (`a and not b or c`) and is as deep as a sum is long.
 */
interface Reader {
  readonly builder: Builder;
  readonly tokens: readonly Token[];
  at: number;
  /** True once something is missing; the whole expression is then broken. */
  failed: boolean;
}

type Token =
  | { readonly kind: 'operand'; readonly node: SyntaxNode }
  | { readonly kind: 'operator'; readonly text: string; readonly span: Span };

const composed = new Set(['BinaryExpression', 'UnaryExpression', 'ConditionalExpression']);
const marks = new Set(['ArithOp', 'BitOp', 'CompareOp', 'and', 'or', 'not', 'in', 'is', 'if', 'else']);

/** Arithmetic, comparisons, `not`, `and`, `or` and `a if b else c`. */
export function buildOperators(builder: Builder, node: SyntaxNode): Expression {
  const reader: Reader = { builder, tokens: tokensOf(builder, node), at: 0, failed: false };
  const expression = readConditional(reader);
  return reader.failed || reader.at < reader.tokens.length ? broken(node) : expression;
}

/** The operands and operators below a node, in the order of the text. */
function tokensOf(builder: Builder, node: SyntaxNode): Token[] {
  const tokens: Token[] = [];
  const open: SyntaxNode[] = [node];
  for (let at = open.pop(); at; at = open.pop()) {
    if (composed.has(at.name)) open.push(...childrenOf(at).reverse());
    else if (marks.has(at.name)) {
      tokens.push({ kind: 'operator', text: textOf(builder, at), span: { start: at.from, end: at.to } });
    } else tokens.push({ kind: 'operand', node: at });
  }
  return tokens;
}

const operatorAt = (reader: Reader, ahead = 0): string | undefined => {
  const token = reader.tokens[reader.at + ahead];
  return token?.kind === 'operator' ? token.text : undefined;
};

function take(reader: Reader, text: string): boolean {
  const found = operatorAt(reader) === text;
  if (found) reader.at++;
  return found;
}

const around = (first: Expression, last: Expression): Span => ({
  start: first.span.start,
  end: last.span.end,
});

function readConditional(reader: Reader): Expression {
  const parts: { readonly yes: Expression; readonly test: Expression }[] = [];
  let last = readLogic(reader, 'or');
  while (take(reader, 'if')) {
    const test = readLogic(reader, 'or');
    if (!take(reader, 'else')) reader.failed = true;
    parts.push({ yes: last, test });
    last = readLogic(reader, 'or');
  }
  if (parts.length > longestChain) reader.failed = true;
  return parts.reduceRight<Expression>(
    (no, { yes, test }) => ({ kind: 'conditional', test, yes, no, span: around(yes, no) }),
    last,
  );
}

/** Chains that nest in themselves (`a ** b ** c`) are followed this far. */
const longestChain = 50;

function readLogic(reader: Reader, operator: 'and' | 'or'): Expression {
  const read = (): Expression => (operator === 'or' ? readLogic(reader, 'and') : readNot(reader));
  const operands = [read()];
  while (take(reader, operator)) operands.push(read());
  const [first] = operands;
  const last = operands[operands.length - 1];
  if (!first || !last || operands.length === 1) return first ?? nothing;
  return { kind: 'logic', operator, operands, span: around(first, last) };
}

const nothing: Expression = { kind: 'broken', span: { start: 0, end: 0 } };

function readNot(reader: Reader): Expression {
  const start = reader.tokens[reader.at];
  let count = 0;
  while (operatorAt(reader) === 'not') {
    reader.at++;
    count++;
  }
  let operand = readComparison(reader);
  const from = start?.kind === 'operator' ? start.span.start : operand.span.start;
  // Two say as much as any even number of them.
  for (let left = count > 2 ? 2 - (count % 2) : count; left > 0; left--) {
    operand = { kind: 'unary', operator: 'not', operand, span: { start: from, end: operand.span.end } };
  }
  return operand;
}

const comparators = new Set(['<', '>', '<=', '>=', '==', '!=', '<>', 'in', 'is']);

function readComparator(reader: Reader): string | undefined {
  const text = operatorAt(reader);
  const next = operatorAt(reader, 1);
  if (text === 'not' && next === 'in') {
    reader.at += 2;
    return 'not in';
  }
  if (text === undefined || !comparators.has(text)) return undefined;
  reader.at++;
  if (text === 'is' && next === 'not') reader.at++;
  return text === 'is' && next === 'not' ? 'is not' : text;
}

function readComparison(reader: Reader): Expression {
  const first = readBinary(reader, 1);
  const rest: { operator: string; operand: Expression }[] = [];
  for (let operator = readComparator(reader); operator !== undefined; operator = readComparator(reader)) {
    rest.push({ operator, operand: readBinary(reader, 1) });
  }
  const last = rest[rest.length - 1];
  return last ? { kind: 'comparison', first, rest, span: around(first, last.operand) } : first;
}

const strengths: Readonly<Record<string, number>> = {
  '|': 1,
  '^': 2,
  '&': 3,
  '<<': 4,
  '>>': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '//': 6,
  '%': 6,
  '@': 6,
};

/** Operators at least as strong as `least`, from left to right. */
function readBinary(reader: Reader, least: number): Expression {
  const first = readSigned(reader);
  const rest: { operator: string; operand: Expression }[] = [];
  for (;;) {
    const operator = operatorAt(reader);
    const strength = operator === undefined ? undefined : strengths[operator];
    if (operator === undefined || strength === undefined || strength < least) break;
    reader.at++;
    rest.push({ operator, operand: readBinary(reader, strength + 1) });
  }
  const last = rest[rest.length - 1];
  return last ? { kind: 'binary', first, rest, span: around(first, last.operand) } : first;
}

/** `-a ** -b`: a sign is weaker than `**` before it and stronger after it. */
function readSigned(reader: Reader): Expression {
  const signs: { readonly text: string; readonly start: number }[] = [];
  for (;;) {
    const token = reader.tokens[reader.at];
    if (token?.kind !== 'operator' || !/^[-+~]$/.test(token.text)) break;
    reader.at++;
    signs.push({ text: token.text, start: token.span.start });
  }
  if (signs.length > longestChain) reader.failed = true;
  return signs.slice(-longestChain).reduceRight<Expression>(
    (operand, { text, start }) => ({
      kind: 'unary',
      operator: text,
      operand,
      span: { start, end: operand.span.end },
    }),
    readPower(reader, 0),
  );
}

function readPower(reader: Reader, depth: number): Expression {
  const base = readOperand(reader);
  if (!take(reader, '**')) return base;
  if (depth > longestChain) {
    reader.failed = true;
    return base;
  }
  const operand = /^[-+~]$/.test(operatorAt(reader) ?? '')
    ? readSigned(reader)
    : readPower(reader, depth + 1);
  return { kind: 'binary', first: base, rest: [{ operator: '**', operand }], span: around(base, operand) };
}

function readOperand(reader: Reader): Expression {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'operand' || token.node.type.isError) {
    reader.failed = true;
    reader.at++;
    return nothing;
  }
  reader.at++;
  return reader.builder.expression(token.node);
}
