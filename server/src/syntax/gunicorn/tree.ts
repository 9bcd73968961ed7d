import type { SyntaxNode, Tree } from '@lezer/common';
import type { Span } from '../../base/span.ts';
import type { Expression } from './ast.ts';

/** What a builder needs of its surroundings. */
export interface Builder {
  readonly text: string;
  /** Nesting of the node at work; beyond the limit a node becomes `broken`, so recursion stays bounded. */
  depth: number;
  /** The expression that a node stands for; broken where there is no node. */
  readonly expression: (node: SyntaxNode | undefined) => Expression;
}

/** Deeper than any configuration by hand, and well inside the stack. */
export const maximumDepth = 120;

export const spanOf = (node: { readonly from: number; readonly to: number }): Span => ({
  start: node.from,
  end: node.to,
});

/** Stands for text that is no expression. */
export const broken = (node: SyntaxNode): Expression => ({ kind: 'broken', span: spanOf(node) });

export const textOf = (builder: Builder, node: SyntaxNode): string => builder.text.slice(node.from, node.to);

/** The children that carry meaning: comments left out, errors kept. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child);
  }
  return children;
}

/** The top node of a tree. */
export const topOf = (tree: Tree): SyntaxNode => tree.topNode;

/** Cuts a list of children at every `separator`; an empty last part (a trailing comma) is dropped. */
export function splitAt(children: readonly SyntaxNode[], separator: string): SyntaxNode[][] {
  const parts: SyntaxNode[][] = [[]];
  for (const child of children) {
    if (child.name === separator) parts.push([]);
    else parts[parts.length - 1]?.push(child);
  }
  if (parts[parts.length - 1]?.length === 0) parts.pop();
  return parts;
}
