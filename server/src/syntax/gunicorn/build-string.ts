import type { SyntaxNode } from '@lezer/common';
import type { Expression, Replacement } from './ast.ts';
import { buildItem } from './build-items.ts';
import { decodeBody, splitString, stringLiteral } from './literals.ts';
import { type Builder, childrenOf, spanOf, splitAt, textOf } from './tree.ts';

/** A string, an f-string or several of them side by side. */
export function buildText(builder: Builder, node: SyntaxNode): Expression {
  const nodes = node.name === 'ContinuedString' ? childrenOf(node) : [node];
  const span = spanOf(node);
  if (nodes.every((child) => child.name === 'String')) return joinPlain(builder, nodes, span);
  const parts: (string | Replacement)[] = [];
  for (const child of nodes) {
    const added = child.name === 'FormatString' ? formatParts(builder, child) : plainPart(builder, child);
    if (!added) return { kind: 'other', span };
    parts.push(...added);
  }
  return { kind: 'format', parts, span };
}

function joinPlain(
  builder: Builder,
  nodes: readonly SyntaxNode[],
  span: { start: number; end: number },
): Expression {
  let value = '';
  let kind: string | undefined;
  for (const node of nodes) {
    const literal = stringLiteral(textOf(builder, node), span);
    if (literal.kind !== 'string' && literal.kind !== 'bytes') return { kind: 'other', span };
    if (kind !== undefined && kind !== literal.kind) return { kind: 'other', span };
    kind = literal.kind;
    value += literal.value;
  }
  return { kind: kind === 'bytes' ? 'bytes' : 'string', value, span };
}

function plainPart(builder: Builder, node: SyntaxNode): string[] | undefined {
  const literal = stringLiteral(textOf(builder, node), spanOf(node));
  return literal.kind === 'string' ? [literal.value] : undefined;
}

/** The texts and the replacement fields of an f-string; undefined where it is malformed. */
function formatParts(builder: Builder, node: SyntaxNode): (string | Replacement)[] | undefined {
  const token = textOf(builder, node);
  const { prefix, body, bodyStart } = splitString(token);
  const start = node.from + bodyStart;
  return partsBetween(builder, childrenOf(node), start, start + body.length, prefix);
}

function partsBetween(
  builder: Builder,
  children: readonly SyntaxNode[],
  start: number,
  end: number,
  prefix: string,
): (string | Replacement)[] | undefined {
  const parts: (string | Replacement)[] = [];
  let at = start;
  const addText = (to: number): boolean => {
    const text = decodeBody(builder.text.slice(at, to), prefix);
    if (text === undefined) return false;
    if (text !== '') parts.push(text.replace(/\{\{/g, '{').replace(/\}\}/g, '}'));
    return true;
  };
  for (const child of children) {
    if (child.type.isError) return undefined;
    if (child.name !== 'FormatReplacement') continue;
    if (!addText(child.from)) return undefined;
    const replacement = buildReplacement(builder, child, prefix);
    if (!replacement) return undefined;
    parts.push(replacement);
    at = child.to;
  }
  return addText(end) ? parts : undefined;
}

function buildReplacement(builder: Builder, node: SyntaxNode, prefix: string): Replacement | undefined {
  const children = childrenOf(node);
  if (children.some((child) => child.type.isError)) return undefined;
  const conversion = children.find((child) => child.name === 'FormatConversion');
  const spec = children.find((child) => child.name === 'FormatSpec');
  const label = children.find((child) => child.name === 'FormatSelfDoc');
  const inner = children.filter(
    (child) => !/^(?:[{}]|FormatConversion|FormatSpec|FormatSelfDoc)$/.test(child.name),
  );
  const specParts = spec ? partsBetween(builder, childrenOf(spec), spec.from + 1, spec.to, prefix) : [];
  if (!specParts) return undefined;
  return {
    value: buildValue(builder, inner, node),
    conversion: conversion ? textOf(builder, conversion).slice(1) : '',
    spec: specParts,
    label: label ? builder.text.slice(node.from + 1, label.to) : undefined,
  };
}

function buildValue(builder: Builder, inner: readonly SyntaxNode[], node: SyntaxNode): Expression {
  const parts = splitAt(inner, ',');
  const only = parts[0];
  if (only && !inner.some((child) => child.name === ',')) return buildItem(builder, only, node);
  const items = parts.map((part) => builder.expression(part[part.length - 1]));
  return { kind: 'tuple', items, span: spanOf(node) };
}
