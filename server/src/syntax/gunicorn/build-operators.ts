import type { SyntaxNode } from '@lezer/common';
import type { Expression } from './ast.ts';
import { type Builder, broken, childrenOf, spanOf, textOf } from './tree.ts';

/** `-x`, `+x`, `~x` or `not x`. */
export function buildUnary(builder: Builder, node: SyntaxNode): Expression {
  const [operator, operand] = childrenOf(node);
  if (!operator || !operand) return broken(node);
  const text = textOf(builder, operator);
  return { kind: 'unary', operator: text, operand: builder.expression(operand), span: spanOf(node) };
}

interface Step {
  readonly operator: string;
  readonly operand: SyntaxNode;
}

const isLogic = (operator: string): boolean => operator === 'and' || operator === 'or';
const comparators = new Set(['<', '>', '<=', '>=', '==', '!=', '<>', 'in', 'not in', 'is', 'is not']);

/** The left spine of binary nodes, walked in a loop: a sum of a thousand terms is a thousand levels deep. */
function leftSpine(builder: Builder, node: SyntaxNode): { first: SyntaxNode; steps: Step[] } | undefined {
  const steps: Step[] = [];
  let at: SyntaxNode = node;
  while (at.name === 'BinaryExpression') {
    const children = childrenOf(at);
    const left = children[0];
    const operand = children[children.length - 1];
    if (!left || !operand || children.length < 3) return undefined;
    const operator = children
      .slice(1, -1)
      .map((child) => textOf(builder, child))
      .join(' ');
    steps.push({ operator, operand });
    at = left;
  }
  return { first: at, steps: steps.reverse() };
}

/** Arithmetic, comparisons, `and` and `or`. */
export function buildBinary(builder: Builder, node: SyntaxNode): Expression {
  const spine = leftSpine(builder, node);
  if (!spine) return broken(node);
  let left = builder.expression(spine.first);
  let at = 0;
  while (at < spine.steps.length) {
    const run = sameKind(spine.steps, at);
    const operands = run.map((step) => builder.expression(step.operand));
    left = joinRun(left, run, operands, node.from);
    at += run.length;
  }
  return left;
}

type OperatorKind = 'and' | 'or' | 'comparison' | 'binary';

const kindOf = (operator: string): OperatorKind =>
  isLogic(operator) ? (operator as 'and' | 'or') : comparators.has(operator) ? 'comparison' : 'binary';

/** The steps from `at` on that belong to one node: all arithmetic, one chain of comparisons, one `and` or `or`. */
function sameKind(steps: readonly Step[], at: number): Step[] {
  const kind = kindOf(steps[at]?.operator ?? '');
  let end = at + 1;
  while (end < steps.length && kindOf(steps[end]?.operator ?? '') === kind) end++;
  return steps.slice(at, end);
}

function joinRun(
  left: Expression,
  run: readonly Step[],
  operands: readonly Expression[],
  start: number,
): Expression {
  const last = run[run.length - 1];
  const span = { start, end: last?.operand.to ?? start };
  const kind = kindOf(run[0]?.operator ?? '');
  if (kind === 'and' || kind === 'or')
    return { kind: 'logic', operator: kind, operands: [left, ...operands], span };
  const rest = run.map((step, index) => ({
    operator: step.operator,
    operand: operands[index] ?? ({ kind: 'broken', span } as const),
  }));
  return { kind, first: left, rest, span };
}

/** `a if b else c if d else e`, walked in a loop from the right. */
export function buildConditional(builder: Builder, node: SyntaxNode): Expression {
  const parts: { yes: SyntaxNode; test: SyntaxNode; start: number }[] = [];
  let at: SyntaxNode | undefined = node;
  while (at?.name === 'ConditionalExpression') {
    const children = childrenOf(at);
    const [yes, , test, , no] = children;
    if (children.length !== 5 || !yes || !test) return broken(node);
    parts.push({ yes, test, start: at.from });
    at = no;
  }
  let result = builder.expression(at);
  for (const part of parts.reverse()) {
    const yes = builder.expression(part.yes);
    const test = builder.expression(part.test);
    result = { kind: 'conditional', test, yes, no: result, span: { start: part.start, end: node.to } };
  }
  return result;
}
