import type { SyntaxNode } from '@lezer/common';
import type { Expression } from './ast.ts';
import { buildCall, buildLambda, buildMember, buildName, buildPrefixed, buildWalrus } from './build-calls.ts';
import { buildComprehension, buildDictionary, buildItem, buildSequence, inner } from './build-items.ts';
import { buildOperators } from './build-operators.ts';
import { buildText } from './build-string.ts';
import { numberLiteral } from './literals.ts';
import { type Builder, broken, maximumDepth, spanOf, textOf } from './tree.ts';

/** A builder for one text. */
export function builderOf(text: string): Builder {
  const builder: Builder = { text, depth: 0, expression: (node) => buildExpression(builder, node) };
  return builder;
}

/** The expression that a node of the tree stands for. */
function buildExpression(builder: Builder, node: SyntaxNode | undefined): Expression {
  if (!node) return { kind: 'broken', span: { start: 0, end: 0 } };
  const build = builders[node.name];
  if (!build || builder.depth >= maximumDepth) return broken(node);
  builder.depth++;
  const expression = build(builder, node);
  builder.depth--;
  return expression;
}

type Build = (builder: Builder, node: SyntaxNode) => Expression;

const builders: Readonly<Record<string, Build>> = {
  VariableName: buildName,
  Number: (builder, node) => numberLiteral(textOf(builder, node), spanOf(node)),
  String: buildText,
  FormatString: buildText,
  ContinuedString: buildText,
  Boolean: (builder, node) => ({
    kind: 'boolean',
    value: textOf(builder, node) === 'True',
    span: spanOf(node),
  }),
  None: (_builder, node) => ({ kind: 'none', span: spanOf(node) }),
  Ellipsis: (_builder, node) => ({ kind: 'ellipsis', span: spanOf(node) }),
  ParenthesizedExpression: (builder, node) => buildItem(builder, inner(node), node),
  TupleExpression: (builder, node) => buildSequence(builder, node, 'tuple'),
  ArrayExpression: (builder, node) => buildSequence(builder, node, 'list'),
  SetExpression: (builder, node) => buildSequence(builder, node, 'set'),
  DictionaryExpression: buildDictionary,
  ArrayComprehensionExpression: (builder, node) => buildComprehension(builder, node, 'list'),
  SetComprehensionExpression: (builder, node) => buildComprehension(builder, node, 'set'),
  DictionaryComprehensionExpression: (builder, node) => buildComprehension(builder, node, 'dictionary'),
  ComprehensionExpression: (builder, node) => buildComprehension(builder, node, 'generator'),
  UnaryExpression: buildOperators,
  BinaryExpression: buildOperators,
  ConditionalExpression: buildOperators,
  LambdaExpression: buildLambda,
  NamedExpression: buildWalrus,
  CallExpression: buildCall,
  MemberExpression: buildMember,
  YieldExpression: (builder, node) => buildPrefixed(builder, node, 'yield'),
  AwaitExpression: (builder, node) => buildPrefixed(builder, node, 'await'),
};
