import type { SyntaxNode } from '@lezer/common';
import type { Argument, Expression, NameExpression, Parameter } from './ast.ts';
import { buildItem, buildList, comprehensionOf, inner } from './build-items.ts';
import { type Builder, broken, childrenOf, spanOf, splitAt, textOf } from './tree.ts';

/** A name where it is read or bound. */
export function buildName(builder: Builder, node: SyntaxNode): NameExpression {
  return { kind: 'name', name: textOf(builder, node), span: spanOf(node) };
}

/** `lambda a, b=1: …` */
export function buildLambda(builder: Builder, node: SyntaxNode): Expression {
  const list = node.getChild('ParamList');
  const body = childrenOf(node);
  const parameters = list ? buildParameters(builder, list) : [];
  const last = body[body.length - 1];
  if (!parameters || !last || body.some((child) => child.type.isError)) return broken(node);
  return { kind: 'lambda', parameters, body: builder.expression(last), span: spanOf(node) };
}

/** The parameters of a function; undefined where they are malformed. */
export function buildParameters(builder: Builder, list: SyntaxNode): Parameter[] | undefined {
  const children = childrenOf(list).filter((child) => child.name !== '(' && child.name !== ')');
  if (children.some((child) => child.type.isError)) return undefined;
  const parameters: Parameter[] = [];
  let keywordOnly = false;
  for (const part of splitParameters(builder, children)) {
    if (part === '/') {
      for (const [index, parameter] of parameters.entries()) {
        parameters[index] = { ...parameter, form: 'positional-only' };
      }
      continue;
    }
    const parameter = buildParameter(builder, part, keywordOnly);
    if (part[0]?.name === '*') keywordOnly = true;
    if (parameter) parameters.push(parameter);
  }
  return parameters;
}

/** The parts between commas; `/`, which has no node of its own, as itself. */
function splitParameters(builder: Builder, children: readonly SyntaxNode[]): (SyntaxNode[] | '/')[] {
  const parts: (SyntaxNode[] | '/')[] = [];
  let current: SyntaxNode[] = [];
  let since = children[0]?.from ?? 0;
  const close = (end: number): void => {
    if (current.length > 0) parts.push(current);
    else if (builder.text.slice(since, end).includes('/')) parts.push('/');
    current = [];
    since = end;
  };
  for (const child of children) {
    if (child.name === ',') close(child.to);
    else current.push(child);
  }
  const last = children[children.length - 1];
  if (last) close(last.name === ',' ? (last.parent?.to ?? last.to) : last.to);
  return parts;
}

function buildParameter(
  builder: Builder,
  part: readonly SyntaxNode[],
  keywordOnly: boolean,
): Parameter | undefined {
  const star = part[0]?.name === '*' || part[0]?.name === '**' ? part[0].name : '';
  const name = part.find((child) => child.name === 'VariableName');
  if (!name) return undefined;
  const equals = part.findIndex((child) => child.name === 'AssignOp');
  const fallback = equals < 0 ? undefined : builder.expression(part[equals + 1]);
  const form = star === '*' ? 'rest' : star === '**' ? 'keywords' : keywordOnly ? 'keyword-only' : 'normal';
  return { name: textOf(builder, name), form, fallback, span: spanOf(name) };
}

/** `name := value` */
export function buildWalrus(builder: Builder, node: SyntaxNode): Expression {
  const [target, , value] = childrenOf(node);
  if (target?.name !== 'VariableName') return broken(node);
  return {
    kind: 'walrus',
    target: buildName(builder, target),
    value: builder.expression(value),
    span: spanOf(node),
  };
}

/** `yield …` or `await …` as an expression. */
export function buildPrefixed(builder: Builder, node: SyntaxNode, kind: 'yield' | 'await'): Expression {
  const rest = childrenOf(node).filter(
    (child) => !/^(?:yield|await|from)$/.test(child.name) && !child.type.isError,
  );
  return { kind, value: rest.length > 0 ? buildList(builder, rest, node) : undefined, span: spanOf(node) };
}

/** A call with its arguments. */
export function buildCall(builder: Builder, node: SyntaxNode): Expression {
  const [callee, list] = childrenOf(node);
  if (!callee || list?.name !== 'ArgList') return broken(node);
  const args = buildArguments(builder, list);
  if (!args) return broken(node);
  return { kind: 'call', callee: builder.expression(callee), arguments: args, span: spanOf(node) };
}

/** The arguments of a call or the bases of a class; undefined where they are malformed. */
export function buildArguments(builder: Builder, list: SyntaxNode): Argument[] | undefined {
  const args: Argument[] = [];
  for (const part of splitAt(inner(list), ',')) {
    const argument = buildArgument(builder, part, list);
    if (!argument) return undefined;
    args.push(argument);
  }
  return args;
}

function buildArgument(
  builder: Builder,
  part: readonly SyntaxNode[],
  list: SyntaxNode,
): Argument | undefined {
  const [first, second, third] = part;
  if (!first || part.some((child) => child.type.isError)) return undefined;
  if (first.name === '*' || first.name === '**') {
    return { name: undefined, spread: first.name, value: builder.expression(second) };
  }
  if (part.some((child) => child.name === 'for')) {
    return { name: undefined, spread: '', value: comprehensionOf(builder, part, list, 'generator') };
  }
  if (second?.name !== 'AssignOp') {
    return part.length === 1 ? { name: undefined, spread: '', value: builder.expression(first) } : undefined;
  }
  const value = builder.expression(third);
  if (first.name !== 'VariableName') return undefined;
  if (textOf(builder, second) === '=') return { name: textOf(builder, first), spread: '', value };
  const span = { start: first.from, end: third?.to ?? second.to };
  return {
    name: undefined,
    spread: '',
    value: { kind: 'walrus', target: buildName(builder, first), value, span },
  };
}

/** `object.name` or `object[index]`. */
export function buildMember(builder: Builder, node: SyntaxNode): Expression {
  const children = childrenOf(node);
  const [object, mark, property] = children;
  if (!object || !mark) return broken(node);
  if (mark.name === '.') {
    if (property?.name !== 'PropertyName') return broken(node);
    return {
      kind: 'attribute',
      object: builder.expression(object),
      name: textOf(builder, property),
      nameSpan: spanOf(property),
      span: spanOf(node),
    };
  }
  if (mark.name !== '[' || children.some((child) => child.type.isError)) return broken(node);
  const index = buildIndex(builder, children.slice(2, -1), node);
  return { kind: 'subscript', object: builder.expression(object), index, span: spanOf(node) };
}

function buildIndex(builder: Builder, nodes: readonly SyntaxNode[], parent: SyntaxNode): Expression {
  const parts = splitAt(nodes, ',');
  const items = parts.map((part) => buildSlice(builder, part, parent));
  const only = items[0];
  if (only && !nodes.some((node) => node.name === ',')) return only;
  const span = { start: nodes[0]?.from ?? parent.from, end: nodes[nodes.length - 1]?.to ?? parent.to };
  return { kind: 'tuple', items, span };
}

function buildSlice(builder: Builder, part: readonly SyntaxNode[], parent: SyntaxNode): Expression {
  if (!part.some((node) => node.name === ':')) return buildItem(builder, part, parent);
  const bounds: (Expression | undefined)[] = [undefined, undefined, undefined];
  let at = 0;
  for (const node of part) {
    if (node.name === ':') at++;
    else if (at < 3) bounds[at] = builder.expression(node);
  }
  const span = { start: part[0]?.from ?? parent.from, end: part[part.length - 1]?.to ?? parent.to };
  return { kind: 'slice', lower: bounds[0], upper: bounds[1], step: bounds[2], span };
}
