import { hashKey } from './containers.ts';
import type { Data, Val } from './data.ts';
import { raise } from './run.ts';
import { isAscii, lengthOf } from './text.ts';

const deepest = 20;

const isNumber = (data: Data): data is Extract<Data, { type: 'bool' | 'int' | 'float' }> =>
  data.type === 'int' || data.type === 'float' || data.type === 'bool';

/** Types whose equality with anything is known. */
const simple = new Set([
  'none',
  'bool',
  'int',
  'float',
  'str',
  'bytes',
  'tuple',
  'list',
  'dict',
  'set',
  'range',
  'path',
]);

/** `a == b`; undefined when it cannot be told. */
export function equal(a: Val, b: Val, depth = 0): boolean | undefined {
  const left = a.data;
  const right = b.data;
  if (left.type === 'unknown' || right.type === 'unknown' || depth > deepest) return undefined;
  if (left === right && left.type !== 'float' && left.type !== 'tuple' && left.type !== 'list') return true;
  if (isNumber(left) && isNumber(right)) return Number(left.value) === Number(right.value);
  if (!simple.has(left.type) || !simple.has(right.type)) return undefined;
  if (left.type !== right.type) return false;
  if (left.type === 'none') return true;
  if ('value' in left && 'value' in right) return left.value === right.value;
  return equalContainers(left, right, depth);
}

function equalContainers(left: Data, right: Data, depth: number): boolean | undefined {
  if (left.type === 'tuple' && right.type === 'tuple') return equalItems(left.items, right.items, depth);
  if (left.type === 'list' && right.type === 'list') {
    if (!left.cell.value || !right.cell.value) return undefined;
    return equalItems(left.cell.value.of, right.cell.value.of, depth);
  }
  if (left.type === 'dict' && right.type === 'dict') {
    if (!left.cell.value || !right.cell.value) return undefined;
    const other = right.cell.value.of;
    if (left.cell.value.of.size !== other.size) return false;
    let result: boolean | undefined = true;
    for (const [hash, { value }] of left.cell.value.of) {
      const match = other.get(hash);
      const same = match ? equal(value, match.value, depth + 1) : false;
      if (same === false) return false;
      if (same === undefined) result = undefined;
    }
    return result;
  }
  if (left.type === 'set' && right.type === 'set') {
    if (!left.cell.value || !right.cell.value) return undefined;
    const other = right.cell.value.of;
    return (
      left.cell.value.of.size === other.size && [...left.cell.value.of.keys()].every((key) => other.has(key))
    );
  }
  return undefined;
}

function equalItems(a: readonly Val[], b: readonly Val[], depth: number): boolean | undefined {
  if (a.length !== b.length) return false;
  let result: boolean | undefined = true;
  for (const [index, item] of a.entries()) {
    const other = b[index];
    const same = other && equal(item, other, depth + 1);
    if (same === false) return false;
    if (same === undefined) result = undefined;
  }
  return result;
}

/** Below, at or above zero for two values in order; undefined when it cannot be told. Raises TypeError as Python. */
export function order(a: Val, b: Val, operator: string, depth = 0): number | undefined {
  const left = a.data;
  const right = b.data;
  if (left.type === 'unknown' || right.type === 'unknown' || depth > deepest) return undefined;
  if (isNumber(left) && isNumber(right)) return Number(left.value) - Number(right.value);
  if (left.type === 'str' && right.type === 'str') return orderText(left.value, right.value);
  if (left.type === 'tuple' && right.type === 'tuple')
    return orderItems(left.items, right.items, operator, depth);
  if (left.type === 'list' && right.type === 'list') {
    const items = left.cell.value?.of;
    const others = right.cell.value?.of;
    return items && others && orderItems(items, others, operator, depth);
  }
  const known = new Set(['none', 'bool', 'int', 'float', 'str', 'bytes', 'tuple', 'list', 'dict']);
  if (left.type !== right.type && known.has(left.type) && known.has(right.type))
    refuseOrder(left, right, operator);
  if (left.type === right.type && (left.type === 'none' || left.type === 'dict'))
    refuseOrder(left, right, operator);
  return undefined;
}

function refuseOrder(left: Data, right: Data, operator: string): never {
  return raise(
    'TypeError',
    `'${operator}' not supported between instances of '${typeName(left)}' and '${typeName(right)}'`,
  );
}

/** The name of a value's type in Python's messages. */
export function typeName(data: Data): string {
  if (data.type === 'none') return 'NoneType';
  if (data.type === 'path') return 'PosixPath';
  if (data.type === 'builtin') return 'builtin_function_or_method';
  if (data.type === 'class') return 'type';
  return data.type === 'instance' ? data.of.name : data.type;
}

function orderText(a: string, b: string): number {
  if (isAscii(a) && isAscii(b)) return a < b ? -1 : a > b ? 1 : 0;
  const left = [...a];
  const right = [...b];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

function orderItems(
  a: readonly Val[],
  b: readonly Val[],
  operator: string,
  depth: number,
): number | undefined {
  for (const [index, item] of a.entries()) {
    const other = b[index];
    if (!other) break;
    const same = equal(item, other, depth + 1);
    if (same === undefined) return undefined;
    if (!same) return order(item, other, operator, depth + 1);
  }
  return a.length - b.length;
}

/** `bool(value)`; undefined when it cannot be told. */
export function truth(value: Val): boolean | undefined {
  const { data } = value;
  switch (data.type) {
    case 'none':
      return false;
    case 'bool':
      return data.value;
    case 'int':
    case 'float':
      return data.value !== 0;
    case 'str':
    case 'bytes':
      return data.value !== '';
    case 'tuple':
      return data.items.length > 0;
    case 'list':
      return data.cell.value && data.cell.value.of.length > 0;
    case 'dict':
    case 'set':
      return data.cell.value && data.cell.value.of.size > 0;
    case 'range':
      return rangeLength(data) > 0;
    case 'function':
    case 'builtin':
    case 'class':
    case 'module':
    case 'path':
    case 'ellipsis':
      return true;
    case 'opaque':
      return data.isClass || data.parameters !== undefined ? true : undefined;
    default:
      return undefined;
  }
}

export const rangeLength = ({ start, stop, step }: { start: number; stop: number; step: number }): number =>
  Math.max(0, Math.ceil((stop - start) / step));

/** `len(value)`; undefined when it cannot be told. Raises TypeError for what has none. */
export function sizeOf(value: Val): number | undefined {
  const { data } = value;
  switch (data.type) {
    case 'str':
      return lengthOf(data.value);
    case 'bytes':
      return data.value.length;
    case 'tuple':
      return data.items.length;
    case 'list':
      return data.cell.value?.of.length;
    case 'dict':
    case 'set':
      return data.cell.value?.of.size;
    case 'range':
      return rangeLength(data);
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
      return raise('TypeError', `object of type '${typeName(data)}' has no len()`);
    default:
      return undefined;
  }
}

/** `item in container`; undefined when it cannot be told. Raises TypeError where Python does. */
export function contains(container: Val, item: Val): boolean | undefined {
  const { data } = container;
  switch (data.type) {
    case 'str':
      if (item.data.type === 'str') return data.value.includes(item.data.value);
      if (item.data.type === 'unknown' || !simple.has(item.data.type)) return undefined;
      return raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item.data)}`);
    case 'tuple':
      return among(data.items, item);
    case 'list':
      return data.cell.value && among(data.cell.value.of, item);
    case 'dict':
    case 'set': {
      const hash = hashKey(item);
      return hash === undefined || !data.cell.value ? undefined : data.cell.value.of.has(hash);
    }
    case 'range':
      return item.data.type === 'int' ? inRange(data, item.data.value) : undefined;
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
      return raise('TypeError', `argument of type '${typeName(data)}' is not iterable`);
    default:
      return undefined;
  }
}

const inRange = (
  { start, stop, step }: { start: number; stop: number; step: number },
  value: number,
): boolean =>
  (step > 0 ? value >= start && value < stop : value <= start && value > stop) &&
  (value - start) % step === 0;

function among(items: readonly Val[], item: Val): boolean | undefined {
  let result: boolean | undefined = false;
  for (const candidate of items) {
    const same = equal(candidate, item);
    if (same === true) return true;
    if (same === undefined) result = undefined;
  }
  return result;
}
