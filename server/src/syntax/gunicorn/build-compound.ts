import type { SyntaxNode } from '@lezer/common';
import type { Argument, Expression, Handler, Statement } from './ast.ts';
import { buildArguments, buildName, buildParameters } from './build-calls.ts';
import { buildItem, buildList } from './build-items.ts';
import { type Builder, childrenOf, maximumDepth, spanOf, splitAt, textOf } from './tree.ts';

/** Builds the statements of a block; handed in, since blocks hold statements and statements hold blocks. */
type Block = (nodes: readonly SyntaxNode[]) => Statement[];

interface Compound {
  readonly builder: Builder;
  readonly node: SyntaxNode;
  readonly children: readonly SyntaxNode[];
  readonly block: (body: SyntaxNode | undefined) => Statement[];
}

/** A statement that holds blocks; undefined where it is malformed, unknown or nested too deeply. */
export function buildCompound(builder: Builder, node: SyntaxNode, block: Block): Statement | undefined {
  const build = builders[node.name];
  if (!build || builder.depth >= maximumDepth) return undefined;
  const compound: Compound = {
    builder,
    node,
    children: childrenOf(node),
    block: (body) => (body?.name === 'Body' ? block(childrenOf(body)) : []),
  };
  builder.depth++;
  const statement = build(compound);
  builder.depth--;
  return statement;
}

const builders: Readonly<Record<string, (compound: Compound) => Statement | undefined>> = {
  IfStatement: buildIf,
  WhileStatement: buildWhile,
  ForStatement: buildFor,
  TryStatement: buildTry,
  WithStatement: buildWith,
  FunctionDefinition: (compound) => buildFunction(compound, []),
  ClassDefinition: (compound) => buildClass(compound, []),
  DecoratedStatement: buildDecorated,
  MatchStatement: buildMatch,
};

/** The block after the child named `keyword`. */
function blockAfter({ children, block }: Compound, keyword: string): Statement[] {
  const at = children.findIndex((child) => child.name === keyword);
  return at < 0 ? [] : block(children[at + 1]);
}

function buildIf(compound: Compound): Statement {
  const { builder, children, block, node } = compound;
  const branches: { test: Expression; body: Statement[] }[] = [];
  for (const [index, child] of children.entries()) {
    if (child.name !== 'if' && child.name !== 'elif') continue;
    branches.push({ test: builder.expression(children[index + 1]), body: block(children[index + 2]) });
  }
  return { kind: 'if', branches, otherwise: blockAfter(compound, 'else'), span: spanOf(node) };
}

function buildWhile(compound: Compound): Statement {
  const { builder, children, block, node } = compound;
  const test = builder.expression(children[1]);
  const otherwise = blockAfter(compound, 'else');
  return { kind: 'while', test, body: block(children[2]), otherwise, span: spanOf(node) };
}

function buildFor(compound: Compound): Statement | undefined {
  const { builder, children, block, node } = compound;
  const forAt = children.findIndex((child) => child.name === 'for');
  const inAt = children.findIndex((child) => child.name === 'in');
  const bodyAt = children.findIndex((child) => child.name === 'Body');
  if (forAt < 0 || inAt < 0 || bodyAt < 0) return undefined;
  return {
    kind: 'for',
    target: buildList(builder, children.slice(forAt + 1, inAt), node),
    source: buildList(builder, children.slice(inAt + 1, bodyAt), node),
    body: block(children[bodyAt]),
    otherwise: blockAfter(compound, 'else'),
    isAsync: children[0]?.name === 'async',
    span: spanOf(node),
  };
}

function buildTry(compound: Compound): Statement {
  const { children, block, node } = compound;
  const handlers: Handler[] = [];
  for (const [index, child] of children.entries()) {
    if (child.name !== 'except') continue;
    const bodyAt = children.findIndex((other, at) => at > index && other.name === 'Body');
    if (bodyAt < 0) continue;
    handlers.push(buildHandler(compound, children.slice(index + 1, bodyAt), block(children[bodyAt])));
  }
  return {
    kind: 'try',
    body: block(children[1]),
    handlers,
    otherwise: blockAfter(compound, 'else'),
    finally: blockAfter(compound, 'finally'),
    span: spanOf(node),
  };
}

function buildHandler({ builder }: Compound, head: readonly SyntaxNode[], body: Statement[]): Handler {
  const at = head.findIndex((child) => child.name === 'as');
  const bound = at < 0 ? undefined : head[at + 1];
  const type = head.find((child) => child.name !== '*');
  return {
    type: type ? builder.expression(type) : undefined,
    name: bound?.name === 'VariableName' ? buildName(builder, bound) : undefined,
    body,
  };
}

function buildWith({ builder, children, block, node }: Compound): Statement | undefined {
  const bodyAt = children.findIndex((child) => child.name === 'Body');
  const withAt = children.findIndex((child) => child.name === 'with');
  if (bodyAt < 0 || children.some((child) => child.type.isError)) return undefined;
  const items = splitAt(children.slice(withAt + 1, bodyAt), ',').map((part) => ({
    value: builder.expression(part[0]),
    target: part[1]?.name === 'as' ? builder.expression(part[2]) : undefined,
  }));
  return { kind: 'with', items, body: block(children[bodyAt]), span: spanOf(node) };
}

function buildDecorated({ builder, children, block, node }: Compound): Statement | undefined {
  const decorators = children
    .filter((child) => child.name === 'Decorator')
    .map((child) => buildDecorator(builder, child));
  const definition = children[children.length - 1];
  if (!definition) return undefined;
  const inner: Compound = { builder, node: definition, children: childrenOf(definition), block };
  const built =
    definition.name === 'ClassDefinition'
      ? buildClass(inner, decorators)
      : definition.name === 'FunctionDefinition'
        ? buildFunction(inner, decorators)
        : undefined;
  return built && { ...built, span: spanOf(node) };
}

function buildDecorator(builder: Builder, node: SyntaxNode): Expression {
  const span = spanOf(node);
  const [, first, ...rest] = childrenOf(node);
  if (!first) return { kind: 'broken', span };
  let expression: Expression = builder.expression(first);
  for (const child of rest) {
    if (child.name === 'VariableName') {
      const name = textOf(builder, child);
      expression = { kind: 'attribute', object: expression, name, nameSpan: spanOf(child), span };
    } else if (child.name === 'ArgList') {
      const args: Argument[] = buildArguments(builder, child) ?? [];
      expression = { kind: 'call', callee: expression, arguments: args, span };
    } else if (child.type.isError) return { kind: 'broken', span };
  }
  return expression;
}

function buildFunction(compound: Compound, decorators: readonly Expression[]): Statement | undefined {
  const { builder, children, block, node } = compound;
  const name = children.find((child) => child.name === 'VariableName');
  const list = children.find((child) => child.name === 'ParamList');
  const parameters = list && buildParameters(builder, list);
  if (!name || !parameters) return undefined;
  return {
    kind: 'function',
    name: textOf(builder, name),
    nameSpan: spanOf(name),
    parameters,
    body: block(children[children.length - 1]),
    decorators,
    isAsync: children[0]?.name === 'async',
    span: spanOf(node),
  };
}

function buildClass(compound: Compound, decorators: readonly Expression[]): Statement | undefined {
  const { builder, children, block, node } = compound;
  const name = children.find((child) => child.name === 'VariableName');
  const list = children.find((child) => child.name === 'ArgList');
  const bases = list ? buildArguments(builder, list) : [];
  if (!name || !bases) return undefined;
  return {
    kind: 'class',
    name: textOf(builder, name),
    nameSpan: spanOf(name),
    bases,
    body: block(children[children.length - 1]),
    decorators,
    span: spanOf(node),
  };
}

function buildMatch({ builder, children, block, node }: Compound): Statement | undefined {
  const body = children.find((child) => child.name === 'MatchBody');
  const subject = children.slice(1, body ? children.indexOf(body) : 1);
  if (!body || subject.length === 0) return undefined;
  const clauses = childrenOf(body)
    .filter((child) => child.name === 'MatchClause')
    .map((clause) => ({
      names: capturedNames(clause).map((name) => buildName(builder, name)),
      body: block(clause.getChild('Body') ?? undefined),
    }));
  return { kind: 'match', subject: buildItem(builder, subject, node), clauses, span: spanOf(node) };
}

/** Every name that the patterns of a clause may bind. */
function capturedNames(clause: SyntaxNode): SyntaxNode[] {
  const names: SyntaxNode[] = [];
  const open = childrenOf(clause).filter((child) => child.name !== 'Body' && child.name !== 'Guard');
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.name === 'VariableName') names.push(node);
    else open.push(...childrenOf(node));
  }
  return names;
}
