import type { SyntaxNode } from '@lezer/common';
import type { TextFile } from '../../../base/file.ts';
import { lineStartIn } from '../../../base/line-index.ts';
import { contains, type Span, touches } from '../../../base/span.ts';
import type { Expression, Statement } from '../../../syntax/gunicorn/ast.ts';
import { pythonSyntax } from '../../../syntax/gunicorn/parse.ts';
import { blocksOf, expressionsOf, partsOf } from '../../../syntax/gunicorn/walk.ts';
import { lastIndexAt, runAround } from './search.ts';

/** What stands at an offset of gunicorn.conf.py, as far as a setting or its value goes. */
export type GunicornAt =
  /** A name that the module assigns or defines: a setting, a hook, or a variable of the file's own. */
  | { readonly kind: 'name'; readonly name: string; readonly span: Span; readonly statement: Statement }
  /** An expression of the module, the innermost first; `target` is the name that the statement assigns. */
  | {
      readonly kind: 'expression';
      readonly path: readonly Expression[];
      readonly target: string | undefined;
      readonly statement: Statement;
    }
  /** Inside a function or class, or nowhere. */
  | { readonly kind: 'other' };

/** What stands at an offset. Function bodies are left to Python's own extensions. */
export function gunicornAt(file: TextFile, offset: number): GunicornAt {
  const statement = statementAt(pythonSyntax(file).module.body, offset);
  if (!statement) return { kind: 'other' };
  if (statement.kind === 'function' && touches(statement.nameSpan, offset))
    return { kind: 'name', name: statement.name, span: statement.nameSpan, statement };
  const path = expressionPath(expressionsOf(statement), offset);
  const innermost = path[0];
  if (!innermost) return { kind: 'other' };
  if (innermost.kind === 'name' && isTarget(statement, innermost))
    return { kind: 'name', name: innermost.name, span: innermost.span, statement };
  return { kind: 'expression', path, target: targetOf(statement), statement };
}

/** The innermost statement of the module's own scope at an offset; undefined inside functions and classes. */
function statementAt(body: readonly Statement[], offset: number): Statement | undefined {
  let found: Statement | undefined;
  let block = body;
  for (;;) {
    const statement: Statement | undefined = block[lastIndexAt(block, offset, ({ span }) => span.start)];
    if (!statement || !touches(statement.span, offset)) return found;
    found = statement;
    const inner = blocksOf(statement).find((candidate) => holds(candidate, offset));
    if (!inner) return found;
    block = inner;
  }
}

function holds(block: readonly Statement[], offset: number): boolean {
  const first = block[0];
  const last = block[block.length - 1];
  return first !== undefined && last !== undefined && first.span.start <= offset && offset <= last.span.end;
}

/** The expressions around an offset, innermost first. */
function expressionPath(roots: readonly Expression[], offset: number): readonly Expression[] {
  const path: Expression[] = [];
  let level = roots;
  for (;;) {
    const found =
      level.find(({ span }) => contains(span, offset)) ?? level.find(({ span }) => span.end === offset);
    if (!found) return path;
    path.unshift(found);
    level = partsOf(found);
  }
}

function isTarget(statement: Statement, expression: Expression): boolean {
  if (statement.kind === 'augmented') return statement.target === expression;
  return (
    statement.kind === 'assignment' &&
    statement.targets.some((target) => target === expression || partsOf(target).includes(expression))
  );
}

/** The one name that a statement gives a value; undefined for others. */
export function targetOf(statement: Statement): string | undefined {
  if (statement.kind === 'augmented' && statement.target.kind === 'name') return statement.target.name;
  if (statement.kind !== 'assignment' || statement.targets.length !== 1) return undefined;
  const [target] = statement.targets;
  return target?.kind === 'name' ? target.name : undefined;
}

/** Where something may be written in gunicorn.conf.py that is ours to offer. */
export type GunicornPlace =
  /** The start of a statement of the module, with what is written of a name. */
  | { readonly kind: 'statement'; readonly span: Span }
  /** After `def` in the module: the name of a hook. */
  | { readonly kind: 'function name'; readonly span: Span }
  /** Inside a string that a setting gets, quotes left out; `quote` closes it where it is closed. */
  | { readonly kind: 'string'; readonly setting: string; readonly span: Span; readonly closed: boolean }
  /** After the `=` of a setting, where its value begins. */
  | { readonly kind: 'value'; readonly setting: string; readonly span: Span }
  | { readonly kind: 'other' };

const other: GunicornPlace = { kind: 'other' };
const isNameUnit = (unit: string): boolean => /[A-Za-z0-9_]/.test(unit);

/** What may be written at an offset. Nothing of ours in comments, functions, classes and other expressions. */
export function gunicornPlace(file: TextFile, offset: number): GunicornPlace {
  const { tree } = pythonSyntax(file);
  const before = tree.resolveInner(offset, -1);
  if (isInScope(before, offset)) return other;
  if (before.name === 'Comment' && offset > before.from) return other;
  const string = stringAround(before, offset);
  if (string) return stringPlace(file, string, offset);
  return codePlace(file.text, before, offset);
}

/** True in the body of a function or a class. */
function isInScope(node: SyntaxNode, offset: number): boolean {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (at.name === 'LambdaExpression' || at.name === 'ParamList') return true;
    if (at.name !== 'Body') continue;
    const owner = at.parent?.name;
    if (owner !== 'FunctionDefinition' && owner !== 'ClassDefinition') continue;
    return offset > at.from;
  }
  return false;
}

function stringAround(node: SyntaxNode, offset: number): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at; at = at.parent)
    if (at.name === 'String' && offset > at.from) return at;
  return undefined;
}

/** The names around a string's quotes: prefix letters, then one or three quotes. */
const opening = /^[A-Za-z]{0,2}("""|'''|"|')/;

function stringPlace(file: TextFile, node: SyntaxNode, offset: number): GunicornPlace {
  const line = lineAround(file.text, offset);
  const end = Math.min(node.to, line.end);
  const text = file.text.slice(node.from, end);
  const open = opening.exec(text);
  const quote = open?.[1];
  const setting = assignedOn(node, file.text);
  if (!open || !quote || setting === undefined || /^[fb]/i.test(text)) return other;
  const start = node.from + open[0].length;
  const closed = text.length >= open[0].length + quote.length && text.endsWith(quote);
  if (offset < start || (closed && offset > end - quote.length)) return other;
  return { kind: 'string', setting, span: { start, end: closed ? end - quote.length : end }, closed };
}

const literals = new Set([
  'ArrayExpression',
  'ArrayComprehensionExpression',
  'TupleExpression',
  'ParenthesizedExpression',
  'ContinuedString',
]);

/** The setting of the assignment that holds a string: `bind = "…"`, `bind = ["…", "…"]`. */
function assignedOn(node: SyntaxNode, text: string): string | undefined {
  let at: SyntaxNode | null = node.parent;
  while (at && literals.has(at.name)) at = at.parent;
  const target = at?.name === 'AssignStatement' ? at.firstChild : null;
  return target?.name === 'VariableName' ? text.slice(target.from, target.to) : undefined;
}

const lineAround = (text: string, offset: number): Span =>
  runAround(text, offset, { start: 0, end: text.length }, (unit) => unit !== '\n' && unit !== '\r');

const definition = /^(?:async[ \t]+)?def[ \t]+$/;
const assignment = /^([A-Za-z_]\w*)[ \t]*(?::[^=\n]{0,80})?=[ \t]*$/;

function codePlace(text: string, node: SyntaxNode, offset: number): GunicornPlace {
  const line = lineAround(text, offset);
  const word = runAround(text, offset, line, isNameUnit);
  if (isInBrackets(node, offset) || /\d/.test(text[word.start] ?? '')) return other;
  const lead = text.slice(line.start, word.start);
  const before = lead.trimStart();
  if (lead !== before && isBelowDefinition(text, line.start, lead.length - before.length)) return other;
  if (before === '') return { kind: 'statement', span: word };
  if (definition.test(before)) return { kind: 'function name', span: word };
  const setting = assignment.exec(before)?.[1];
  return setting === undefined ? other : { kind: 'value', setting, span: word };
}

const brackets = new Set([
  'ArgList',
  'ArrayExpression',
  'ArrayComprehensionExpression',
  'TupleExpression',
  'ParenthesizedExpression',
  'DictionaryExpression',
  'SetExpression',
]);

/** True between a bracket and the one that closes it, if any does. */
function isInBrackets(node: SyntaxNode, offset: number): boolean {
  for (let at: SyntaxNode | null = node; at; at = at.parent) {
    if (!brackets.has(at.name) || offset <= at.from) continue;
    const last = at.lastChild?.name ?? '';
    if (offset < at.to || !')]}'.includes(last)) return true;
  }
  return false;
}

/** True when a line above that the indentation makes the owner of this one opens a function or a class. */
function isBelowDefinition(text: string, lineStart: number, indent: number): boolean {
  let end = lineStart - 1;
  let limit = indent;
  while (end >= 0 && limit > 0) {
    const start = lineStartIn(text, end);
    const line = text.slice(start, end);
    const own = line.length - line.trimStart().length;
    if (line.trim() !== '' && own < limit) {
      if (/^\s*(?:async\s+def|def|class)\b/.test(line)) return true;
      limit = own;
    }
    end = start - 1;
  }
  return false;
}
