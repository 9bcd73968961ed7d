import type { SyntaxNode } from '@lezer/common';
import type { Span } from '../../base/span.ts';
import type { Expression, ImportedName, NameExpression, Statement } from './ast.ts';
import { buildName } from './build-calls.ts';
import { buildCompound } from './build-compound.ts';
import { buildList } from './build-items.ts';
import { type Builder, childrenOf, spanOf, splitAt, textOf } from './tree.ts';

/** The statements below a node: the whole file, or a block. */
export function buildStatements(builder: Builder, nodes: readonly SyntaxNode[]): Statement[] {
  const statements: Statement[] = [];
  for (const node of nodes) {
    if (node.name === 'StatementGroup') statements.push(...buildStatements(builder, childrenOf(node)));
    else if (node.name !== ';' && node.name !== ':') statements.push(buildStatement(builder, node));
  }
  return statements;
}

const brokenStatement = (node: SyntaxNode): Statement => ({ kind: 'broken', span: spanOf(node) });

function buildStatement(builder: Builder, node: SyntaxNode): Statement {
  const build = builders[node.name];
  if (build) return build(builder, childrenOf(node), node) ?? brokenStatement(node);
  return buildCompound(builder, node, (body) => buildStatements(builder, body)) ?? brokenStatement(node);
}

type Build = (builder: Builder, children: readonly SyntaxNode[], node: SyntaxNode) => Statement | undefined;

const builders: Readonly<Record<string, Build>> = {
  AssignStatement: buildAssignment,
  UpdateStatement: buildUpdate,
  ExpressionStatement: (builder, children, node) => ({
    kind: 'expression',
    value: buildList(builder, children, node),
    span: spanOf(node),
  }),
  PassStatement: (_builder, _children, node) => ({ kind: 'pass', span: spanOf(node) }),
  BreakStatement: (_builder, _children, node) => ({ kind: 'break', span: spanOf(node) }),
  ContinueStatement: (_builder, _children, node) => ({ kind: 'continue', span: spanOf(node) }),
  ReturnStatement: (builder, children, node) => ({
    kind: 'return',
    value: children.length > 1 ? buildList(builder, children.slice(1), node) : undefined,
    span: spanOf(node),
  }),
  RaiseStatement: (builder, children, node) => ({
    kind: 'raise',
    value: children[1] ? builder.expression(children[1]) : undefined,
    span: spanOf(node),
  }),
  YieldStatement: (builder, children, node) => {
    const rest = children.filter(
      (child) => child.name !== 'yield' && child.name !== 'from' && !child.type.isError,
    );
    const value = rest.length > 0 ? buildList(builder, rest, node) : undefined;
    return { kind: 'expression', value: { kind: 'yield', value, span: spanOf(node) }, span: spanOf(node) };
  },
  AssertStatement: (builder, children, node) => ({
    kind: 'assert',
    test: builder.expression(children[1]),
    span: spanOf(node),
  }),
  DeleteStatement: (builder, children, node) => ({
    kind: 'delete',
    targets: splitAt(children.slice(1), ',').map((part) => builder.expression(part[0])),
    span: spanOf(node),
  }),
  ScopeStatement: (builder, children, node) => ({
    kind: children[0]?.name === 'nonlocal' ? 'nonlocal' : 'global',
    names: namesIn(builder, children),
    span: spanOf(node),
  }),
  ImportStatement: buildImport,
  TypeDefinition: buildTypeDefinition,
};

const namesIn = (builder: Builder, children: readonly SyntaxNode[]): NameExpression[] =>
  children.filter((child) => child.name === 'VariableName').map((child) => buildName(builder, child));

function buildAssignment(
  builder: Builder,
  children: readonly SyntaxNode[],
  node: SyntaxNode,
): Statement | undefined {
  const parts: SyntaxNode[][] = [[]];
  let annotated = false;
  for (const child of children) {
    if (child.name === 'TypeDef') annotated = true;
    else if (child.name === 'AssignOp') parts.push([]);
    else parts[parts.length - 1]?.push(child);
  }
  const lists = parts.map((part) => buildList(builder, part, node));
  const span = spanOf(node);
  if (lists.length === 1) return { kind: 'assignment', targets: lists, value: undefined, annotated, span };
  return { kind: 'assignment', targets: lists.slice(0, -1), value: lists[lists.length - 1], annotated, span };
}

function buildUpdate(
  builder: Builder,
  children: readonly SyntaxNode[],
  node: SyntaxNode,
): Statement | undefined {
  const at = children.findIndex((child) => child.name === 'UpdateOp');
  const operator = children[at];
  if (at !== 1 || !operator) return undefined;
  return {
    kind: 'augmented',
    target: builder.expression(children[0]),
    operator: textOf(builder, operator).slice(0, -1),
    value: buildList(builder, children.slice(2), node),
    span: spanOf(node),
  };
}

function buildTypeDefinition(
  builder: Builder,
  children: readonly SyntaxNode[],
  node: SyntaxNode,
): Statement | undefined {
  const name = children.find((child) => child.name === 'VariableName');
  if (!name) return undefined;
  const value: Expression = { kind: 'broken', span: spanOf(node) };
  return {
    kind: 'assignment',
    targets: [buildName(builder, name)],
    value,
    annotated: false,
    span: spanOf(node),
  };
}

function buildImport(
  builder: Builder,
  children: readonly SyntaxNode[],
  node: SyntaxNode,
): Statement | undefined {
  if (children.some((child) => child.type.isError)) return undefined;
  const span = spanOf(node);
  if (children[0]?.name === 'import') {
    const names = splitAt(children.slice(1), ',').map((part) => importedName(builder, part, span));
    return { kind: 'import', names, span };
  }
  const at = children.findIndex((child) => child.name === 'import');
  if (at < 0) return undefined;
  const module = children
    .slice(1, at)
    .map((child) => textOf(builder, child))
    .join('');
  const listed = children.slice(at + 1).filter((child) => child.name !== '(' && child.name !== ')');
  if (listed[0]?.name === '*') return { kind: 'import-from', module, names: undefined, span };
  const names = splitAt(listed, ',').map((part) => importedName(builder, part, span));
  return { kind: 'import-from', module, names, span };
}

function importedName(builder: Builder, part: readonly SyntaxNode[], fallback: Span): ImportedName {
  const at = part.findIndex((child) => child.name === 'as');
  const dotted = at < 0 ? part : part.slice(0, at);
  const alias = at < 0 ? undefined : part[at + 1];
  const name = dotted.map((child) => textOf(builder, child)).join('');
  const bound = alias ?? dotted[0];
  return { name, alias: alias ? textOf(builder, alias) : undefined, span: bound ? spanOf(bound) : fallback };
}
