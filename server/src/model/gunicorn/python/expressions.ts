import type {
  Argument,
  Call,
  Comparison,
  Dictionary,
  Expression,
  Logic,
  Replacement,
} from '../../../syntax/gunicorn/ast.ts';
import { holeLetter } from '../../../syntax/gunicorn/template.ts';
import { bytesOf } from './arguments.ts';
import { joinBasis, plain } from './basis.ts';
import { branchValue, mayRaise } from './branch.ts';
import { contains, equal, order, truth } from './compare.ts';
import { comprehension } from './comprehension.ts';
import { keyOf, membersFrom, setEntry } from './container-methods.ts';
import { newDict, newList, newSet } from './containers.ts';
import {
  basisOf,
  boolOf,
  type DictData,
  type FunctionData,
  floatOf,
  intOf,
  isUnknown,
  none,
  resting,
  type Scope,
  strOf,
  tupleOf,
  unknownOf,
  type Val,
  val,
} from './data.ts';
import { isException } from './exceptions.ts';
import { formatValue } from './format-spec.ts';
import { itemsOf } from './iterate.ts';
import { isBuiltinName } from './natives/all.ts';
import { environHas } from './natives/system.ts';
import { binary, unary } from './operators.ts';
import { reprOf, strText } from './repr.ts';
import { type Args, placeOf, type Run, raise, spend } from './run.ts';
import { bindingScope, bindName, lookUp } from './scope.ts';
import { readItem } from './subscript.ts';

/** The value of an expression. Raises where Python certainly does. */
export function evaluateExpression(run: Run, expression: Expression, scope: Scope): Val {
  if (!spend(run, 1)) return unknownOf(run.lost ?? 'the file does more than is followed here');
  run.here = expression.span;
  const value = compute(run, expression, scope);
  if (value.basis !== plain) run.seen = joinBasis(run.seen, value.basis);
  return value;
}

function compute(run: Run, expression: Expression, scope: Scope): Val {
  switch (expression.kind) {
    case 'none':
      return none;
    case 'boolean':
      return boolOf(expression.value);
    case 'integer':
      return intOf(expression.value);
    case 'float':
      return floatOf(expression.value);
    case 'string':
      return strOf(expression.value);
    case 'bytes':
      return bytesOf(expression.value);
    case 'ellipsis':
      return val({ type: 'ellipsis' });
    case 'name':
      return nameValue(run, expression.name, expression, scope);
    case 'format':
      return formatText(run, expression.parts, scope);
    case 'list':
    case 'tuple':
    case 'set':
      return sequence(run, expression.kind, expression.items, scope);
    case 'dictionary':
      return dictionary(run, expression, scope);
    case 'unary':
      return unaryValue(run, expression.operator, expression.operand, scope);
    case 'binary':
      return expression.rest.reduce(
        (left, step) => {
          const right = run.evaluate(step.operand, scope);
          return noted(run, binary(step.operator, left, right));
        },
        run.evaluate(expression.first, scope),
      );
    case 'logic':
      return logic(run, expression, scope);
    case 'comparison':
      return comparison(run, expression, scope);
    case 'conditional': {
      const test = run.evaluate(expression.test, scope);
      const verdict = truth(test);
      const ways = [() => run.evaluate(expression.yes, scope), () => run.evaluate(expression.no, scope)];
      if (verdict === undefined) return branchValue(run, ways, whyOf(test));
      return resting(run.evaluate(verdict ? expression.yes : expression.no, scope), test.basis);
    }
    case 'call':
      return call(run, expression, scope);
    case 'attribute':
      return run.attribute(run.evaluate(expression.object, scope), expression.name, expression.span);
    case 'subscript':
      return noted(
        run,
        readItem(run, run.evaluate(expression.object, scope), expression.index, expression.span, scope),
      );
    case 'comprehension':
      return comprehension(run, expression, scope);
    case 'lambda':
      return lambda(run, expression, scope);
    case 'walrus': {
      const value = run.evaluate(expression.value, scope);
      const site = { name: expression.target.span, value: expression.value.span, statement: expression.span };
      bindName(run, bindingScope(scope), expression.target.name, value, site);
      return value;
    }
    case 'starred':
    case 'slice':
    case 'yield':
    case 'await':
      mayRaise(run);
      return unknownOf('this is not followed here', [placeOf(run, expression.span)]);
    case 'other':
      return unknownOf('this constant is not followed here', [placeOf(run, expression.span)]);
    case 'broken':
      return unknownOf('this cannot be read as Python', [placeOf(run, expression.span)]);
  }
}

const whyOf = ({ data }: Val): string =>
  data.type === 'unknown' ? data.why : 'it depends on a condition that cannot be told here';

/** An operation whose result is unknown may have raised. */
function noted(run: Run, value: Val): Val {
  if (isUnknown(value)) mayRaise(run);
  return value;
}

function nameValue(run: Run, name: string, at: { span: { start: number; end: number } }, scope: Scope): Val {
  if (name.includes(holeLetter)) {
    const placeholder = run.text.slice(at.span.start, at.span.end);
    const why = 'a template fills it in';
    return val({ type: 'unknown', why, places: [placeOf(run, at.span)], placeholder });
  }
  const found = lookUp(run, scope, name);
  if (found) return found;
  if (run.openEnded !== undefined && !isBuiltinName(name))
    return unknownOf(run.openEnded, [placeOf(run, at.span)]);
  if (isBuiltinName(name) || isException(name)) return val({ type: 'builtin', name, self: undefined });
  if (name === 'NotImplemented') return val({ type: 'not-implemented' });
  return raise('NameError', `name '${name}' is not defined`);
}

function formatText(run: Run, parts: readonly (string | Replacement)[], scope: Scope): Val {
  const shown = parts.map((part) => (typeof part === 'string' ? strOf(part) : replacement(run, part, scope)));
  const hidden = shown.find(isUnknown);
  if (hidden) return noted(run, hidden);
  return strOf(shown.map(({ data }) => (data.type === 'str' ? data.value : '')).join(''), basisOf(...shown));
}

function replacement(run: Run, part: Replacement, scope: Scope): Val {
  const value = run.evaluate(part.value, scope);
  const spec = formatText(run, part.spec, scope);
  if (isUnknown(value) || spec.data.type !== 'str') return isUnknown(value) ? value : spec;
  const conversion = part.conversion || (part.label !== undefined && part.spec.length === 0 ? 'r' : '');
  const converted = conversion === '' ? value : converse(value, conversion);
  const text = converted && formatValue(converted, spec.data.value);
  if (text === undefined) return unknownOf('the text of this value cannot be told');
  return strOf((part.label ?? '') + text, basisOf(value, spec));
}

function converse(value: Val, conversion: string): Val | undefined {
  const text = conversion === 's' ? strText(value) : conversion === 'r' ? reprOf(value) : undefined;
  return text === undefined ? undefined : strOf(text);
}

/** The values of items, starred ones spread; undefined when one cannot be spread. */
function spread(run: Run, items: readonly Expression[], scope: Scope): Val[] | undefined {
  const values: Val[] = [];
  let complete = true;
  for (const item of items) {
    if (item.kind !== 'starred') {
      values.push(run.evaluate(item, scope));
      continue;
    }
    const value = run.evaluate(item.value, scope);
    const found = isUnknown(value) ? undefined : itemsOf(run, value);
    if (found) values.push(...found.items.map((one) => resting(one, found.basis)));
    else complete = false;
  }
  return complete ? values : undefined;
}

function sequence(run: Run, kind: 'list' | 'tuple' | 'set', items: readonly Expression[], scope: Scope): Val {
  const values = spread(run, items, scope);
  if (!values) return noted(run, unknownOf('how many items there are cannot be told'));
  if (kind === 'tuple') return tupleOf(values);
  if (kind === 'list') return newList(values);
  const members = membersFrom(values);
  return members ? newSet(members) : noted(run, unknownOf('the items of this set cannot be told'));
}

function dictionary(run: Run, { entries }: Dictionary, scope: Scope): Val {
  const dict = newDict(new Map());
  const data = dict.data as DictData;
  for (const entry of entries) {
    if (entry.key) {
      const key = run.evaluate(entry.key, scope);
      const value = run.evaluate(entry.value, scope);
      keyOf(key);
      setEntry(run, data, key, value);
      continue;
    }
    const source = run.evaluate(entry.value, scope).data;
    const added = source.type === 'dict' ? source.cell.value?.of : undefined;
    if (!added) return noted(run, unknownOf('the entries of this dictionary cannot be told'));
    for (const { key, value } of added.values()) setEntry(run, data, key, value);
  }
  return dict;
}

function unaryValue(run: Run, operator: string, operand: Expression, scope: Scope): Val {
  const value = run.evaluate(operand, scope);
  if (operator !== 'not') return noted(run, unary(operator, value));
  const verdict = truth(value);
  if (verdict !== undefined) return boolOf(!verdict, value.basis);
  return isUnknown(value) ? value : unknownOf('this condition cannot be told');
}

function logic(run: Run, { operator, operands }: Logic, scope: Scope): Val {
  const [first, ...rest] = operands;
  if (!first) return none;
  let value = run.evaluate(first, scope);
  for (const [index, operand] of rest.entries()) {
    const verdict = truth(value);
    if (verdict === (operator === 'or')) return value;
    const before = value;
    if (verdict === undefined) {
      const others: Logic = { kind: 'logic', operator, operands: rest.slice(index), span: operand.span };
      return branchValue(run, [() => before, () => logic(run, others, scope)], whyOf(before));
    }
    value = resting(run.evaluate(operand, scope), before.basis);
  }
  return value;
}

function comparison(run: Run, { first, rest }: Comparison, scope: Scope): Val {
  let left = run.evaluate(first, scope);
  let result = boolOf(true);
  for (const step of rest) {
    const right = run.evaluate(step.operand, scope);
    const verdict = compare(run, step.operator, left, right, step.operand);
    if (isUnknown(verdict)) return noted(run, verdict);
    result = resting(verdict, result.basis);
    if (truth(verdict) === false) return result;
    left = right;
  }
  return result;
}

function compare(run: Run, operator: string, left: Val, right: Val, at: Expression): Val {
  const basis = basisOf(left, right);
  if ((operator === 'in' || operator === 'not in') && right.data.type === 'environ') {
    const has = environHas(run, left, at.span);
    return operator === 'in' || has.data.type !== 'bool' ? has : boolOf(!has.data.value, has.basis);
  }
  const verdict = verdictOf(operator, left, right);
  if (verdict !== undefined) return boolOf(verdict, basis);
  const hidden = [left, right].find(isUnknown);
  return hidden ?? unknownOf(`the result of '${operator}' cannot be told`);
}

function verdictOf(operator: string, left: Val, right: Val): boolean | undefined {
  switch (operator) {
    case '==':
      return equal(left, right);
    case '!=':
      return negate(equal(left, right));
    case 'in':
      return contains(right, left);
    case 'not in':
      return negate(contains(right, left));
    case 'is':
      return identical(left, right);
    case 'is not':
      return negate(identical(left, right));
    default: {
      const difference = order(left, right, operator);
      if (difference === undefined || Number.isNaN(difference))
        return difference === undefined ? undefined : false;
      if (operator === '<') return difference < 0;
      if (operator === '>') return difference > 0;
      return operator === '<=' ? difference <= 0 : difference >= 0;
    }
  }
}

const negate = (verdict: boolean | undefined): boolean | undefined =>
  verdict === undefined ? undefined : !verdict;

/** Types of which there is one value each, or whose values are never the same object as one of another type. */
const basic = new Set([
  'none',
  'bool',
  'int',
  'float',
  'str',
  'bytes',
  'list',
  'tuple',
  'dict',
  'set',
  'function',
  'module',
  'class',
  'builtin',
  'path',
]);

function identical(left: Val, right: Val): boolean | undefined {
  const a = left.data;
  const b = right.data;
  if (a === b && a.type !== 'unknown') return true;
  if (!basic.has(a.type) || !basic.has(b.type)) return undefined;
  if (a.type !== b.type) return false;
  if (a.type === 'none') return true;
  if (a.type === 'bool' && b.type === 'bool') return a.value === b.value;
  if (a.type === 'module' && b.type === 'module') return a.name === b.name;
  if (a.type === 'builtin' && b.type === 'builtin' && !a.self && !b.self) return a.name === b.name;
  return equal(left, right) === false ? false : undefined;
}

function call(run: Run, expression: Call, scope: Scope): Val {
  const callee = run.evaluate(expression.callee, scope);
  const args = argumentsOf(run, expression.arguments, scope);
  return noted(run, run.call(callee, args, expression.span));
}

function argumentsOf(run: Run, list: readonly Argument[], scope: Scope): Args {
  const positional: Val[] = [];
  const named = new Map<string, Val>();
  let open = false;
  for (const { name, spread: mark, value: expression } of list) {
    const value = run.evaluate(expression, scope);
    if (name !== undefined) named.set(name, value);
    else if (mark === '') positional.push(value);
    else if (mark === '*') {
      const found = isUnknown(value) ? undefined : itemsOf(run, value);
      if (found) positional.push(...found.items);
      else open = true;
    } else if (!addNamed(value, named)) open = true;
  }
  return { positional, named, open };
}

/** Adds the entries of `**value`; false when they cannot be told. */
function addNamed({ data }: Val, named: Map<string, Val>): boolean {
  const entries = data.type === 'dict' ? data.cell.value?.of : undefined;
  if (!entries) return false;
  for (const { key, value } of entries.values()) {
    if (key.data.type !== 'str') return false;
    named.set(key.data.value, value);
  }
  return true;
}

function lambda(run: Run, expression: Extract<Expression, { kind: 'lambda' }>, scope: Scope): Val {
  const fallbacks = new Map<string, Val>();
  for (const { name, fallback } of expression.parameters) {
    if (fallback) fallbacks.set(name, run.evaluate(fallback, scope));
  }
  const data: FunctionData = {
    type: 'function',
    name: '<lambda>',
    parameters: expression.parameters,
    fallbacks,
    body: expression.body,
    scope,
    style: 'plain',
    bound: undefined,
    binding: 'method',
  };
  return val(data);
}
