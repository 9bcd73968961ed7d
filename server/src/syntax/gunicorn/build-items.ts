import type { SyntaxNode } from '@lezer/common';
import type { Clause, Expression } from './ast.ts';
import { type Builder, broken, childrenOf, spanOf, splitAt } from './tree.ts';

/** The children between the brackets of a node. */
export const inner = (node: SyntaxNode): SyntaxNode[] => {
  const children = childrenOf(node);
  const last = children[children.length - 1];
  const closed = last !== undefined && /^[)\]}]$/.test(last.name);
  return children.slice(1, closed ? -1 : children.length);
};

/** One item of a list: an expression, or a starred one. Anything else is broken. */
export function buildItem(builder: Builder, part: readonly SyntaxNode[], parent: SyntaxNode): Expression {
  const [first, second] = part;
  if (part.length === 1) return builder.expression(first);
  if (part.length === 2 && first?.name === '*' && second) {
    const span = { start: first.from, end: second.to };
    return { kind: 'starred', value: builder.expression(second), span };
  }
  return broken(parent);
}

/** Items with commas between: one item alone is that item, otherwise a tuple. */
export function buildList(builder: Builder, nodes: readonly SyntaxNode[], parent: SyntaxNode): Expression {
  const parts = splitAt(nodes, ',');
  const only = parts[0];
  const first = nodes[0];
  const last = nodes[nodes.length - 1];
  if (!first || !last || !only) return broken(parent);
  const hasComma = nodes.some((node) => node.name === ',');
  if (!hasComma) return buildItem(builder, only, parent);
  const items = parts.map((part) => buildItem(builder, part, parent));
  return { kind: 'tuple', items, span: { start: first.from, end: last.to } };
}

/** A list, tuple or set display. */
export function buildSequence(
  builder: Builder,
  node: SyntaxNode,
  kind: 'list' | 'tuple' | 'set',
): Expression {
  const items = splitAt(inner(node), ',').map((part) => buildItem(builder, part, node));
  return { kind, items, span: spanOf(node) };
}

/** A dictionary display. */
export function buildDictionary(builder: Builder, node: SyntaxNode): Expression {
  const entries: { key: Expression | undefined; value: Expression }[] = [];
  for (const part of splitAt(inner(node), ',')) {
    const [first, second, third] = part;
    if (part.length === 3 && second?.name === ':') {
      entries.push({ key: builder.expression(first), value: builder.expression(third) });
    } else if (part.length === 2 && first?.name === '**') {
      entries.push({ key: undefined, value: builder.expression(second) });
    } else return broken(node);
  }
  return { kind: 'dictionary', entries, span: spanOf(node) };
}

/** A comprehension in its brackets. */
export function buildComprehension(
  builder: Builder,
  node: SyntaxNode,
  form: 'list' | 'set' | 'dictionary' | 'generator',
): Expression {
  return comprehensionOf(builder, inner(node), node, form);
}

/** A comprehension from the nodes between its brackets; a call's lone generator has none of its own. */
export function comprehensionOf(
  builder: Builder,
  nodes: readonly SyntaxNode[],
  node: SyntaxNode,
  form: 'list' | 'set' | 'dictionary' | 'generator',
): Expression {
  const start = nodes.findIndex((child) => child.name === 'for' || child.name === 'async');
  const head = nodes.slice(0, Math.max(0, start));
  const clauses = buildClauses(builder, nodes.slice(head.length), node);
  if (!clauses || clauses.length === 0) return broken(node);
  if (form === 'dictionary') {
    if (head.length !== 3 || head[1]?.name !== ':') return broken(node);
    const key = builder.expression(head[0]);
    const element = builder.expression(head[2]);
    return { kind: 'comprehension', form, key, element, clauses, span: spanOf(node) };
  }
  const element = buildItem(builder, head, node);
  return { kind: 'comprehension', form, key: undefined, element, clauses, span: spanOf(node) };
}

/** `for … in … if …` clauses; undefined where they are asynchronous or incomplete. */
function buildClauses(
  builder: Builder,
  nodes: readonly SyntaxNode[],
  parent: SyntaxNode,
): Clause[] | undefined {
  const clauses: Clause[] = [];
  let at = 0;
  while (at < nodes.length) {
    if (nodes[at]?.name !== 'for') return undefined;
    const inAt = nodes.findIndex((child, index) => index > at && child.name === 'in');
    if (inAt < 0) return undefined;
    const target = buildList(builder, nodes.slice(at + 1, inAt), parent);
    const source = builder.expression(nodes[inAt + 1]);
    at = inAt + 2;
    const conditions: Expression[] = [];
    while (nodes[at]?.name === 'if') {
      conditions.push(builder.expression(nodes[at + 1]));
      at += 2;
    }
    clauses.push({ target, source, conditions });
  }
  return clauses;
}
