import { joinBasis } from './basis.ts';
import type { Cell } from './cell.ts';
import { aliasOf, type Contents, type Data, type Slot, unknownOf, type Val } from './data.ts';

const differs = 'it depends on a condition that cannot be told here';

/** One value for two of which either is possible: itself when they are equal, else unknown. */
export function mergeVals(a: Val, b: Val): Val {
  if (a === b) return a;
  const data = mergeData(a.data, b.data);
  return data ? { data, basis: joinBasis(a.basis, b.basis) } : unknownLike(a, b);
}

function unknownLike(a: Val, b: Val): Val {
  const places = [a, b].flatMap(({ data }) => (data.type === 'unknown' ? data.places : []));
  const why = [a, b].flatMap(({ data }) => (data.type === 'unknown' ? [data.why] : []))[0];
  const make = mayChange(a) || mayChange(b) ? aliasOf : unknownOf;
  return make(why ?? differs, places.slice(0, 4));
}

function mergeData(a: Data, b: Data): Data | undefined {
  if (a === b) return a;
  if (a.type === 'function' && b.type === 'function') {
    const count = positionalCount(a.parameters);
    if (count !== positionalCount(b.parameters)) return undefined;
    return { type: 'opaque', name: a.name, parameters: count, isClass: false };
  }
  if (a.type !== b.type) return undefined;
  switch (a.type) {
    case 'none':
    case 'ellipsis':
    case 'environ':
      return a;
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
    case 'path':
      return 'value' in b && Object.is(a.value, b.value) ? a : undefined;
    case 'range':
      return b.type === 'range' && a.start === b.start && a.stop === b.stop && a.step === b.step
        ? a
        : undefined;
    case 'tuple':
      return b.type === 'tuple' ? mergeTuples(a.items, b.items) : undefined;
    case 'list':
      return b.type === 'list' && twin(a.cell, b.cell) ? a : undefined;
    case 'dict':
      return b.type === 'dict' && twin(a.cell, b.cell) ? a : undefined;
    case 'set':
      return b.type === 'set' && twin(a.cell, b.cell) ? a : undefined;
    case 'builtin':
      return b.type === 'builtin' && a.name === b.name && a.self === b.self ? a : undefined;
    case 'module':
      return b.type === 'module' && a.name === b.name ? a : undefined;
    default:
      return undefined;
  }
}

const immutable = new Set([
  ...[
    'none',
    'ellipsis',
    'bool',
    'int',
    'float',
    'str',
    'bytes',
    'path',
    'range',
    'function',
    'builtin',
    'module',
  ],
  ...['class', 'environ', 'exception'],
]);

/** True for a value that may change in place, or that may stand for one. */
export function mayChange(value: Val): boolean {
  const { data } = value;
  if (data.type === 'unknown') return data.alias === true;
  if (data.type === 'tuple') return data.items.some(mayChange);
  return !immutable.has(data.type);
}

const mergeTuples = (a: readonly Val[], b: readonly Val[]): Data | undefined =>
  a.length === b.length
    ? { type: 'tuple', items: a.map((item, index) => mergeVals(item, b[index] ?? item)) }
    : undefined;

/**
 * Two containers with equal contents become one that stands for either. Which of them a later change reaches cannot
 * be told, so a change of one loses the other.
 */
function twin<T>(a: Cell<Contents<T> | undefined>, b: Cell<Contents<T> | undefined>): boolean {
  const merged = a.merge(a.value, b.value);
  if (!merged || hasUnknown(merged.of)) return false;
  if (!a.twins.includes(b)) a.twins = [...a.twins, b];
  if (!b.twins.includes(a)) b.twins = [...b.twins, a];
  return true;
}

function hasUnknown(of: unknown): boolean {
  const values = Array.isArray(of) ? of : of instanceof Map ? [...of.values()] : [];
  return values.some((item: Val | { value: Val }) => {
    const data = 'data' in item ? item.data : item.value.data;
    return data.type === 'unknown';
  });
}

/** Parameters that can be given by position, as `inspect.signature` counts them for gunicorn's hooks. */
export const positionalCount = (parameters: readonly { readonly form: string }[]): number =>
  parameters.filter((parameter) => parameter.form === 'normal' || parameter.form === 'positional-only')
    .length;

/** One variable for two states of it. */
export function mergeSlots(a: Slot, b: Slot): Slot {
  if (a === b) return a;
  const site = later(a, b).site;
  if (!a.value && !b.value) return a;
  if (!a.value || !b.value) {
    const bound = a.value ? a : b;
    const why = 'it is set only under a condition that cannot be told here';
    const make = bound.value && mayChange(bound.value) ? aliasOf : unknownOf;
    return { value: make(why), site: bound.site };
  }
  return { value: mergeVals(a.value, b.value), site };
}

const later = (a: Slot, b: Slot): Slot => ((b.site?.name.start ?? -1) >= (a.site?.name.start ?? -1) ? b : a);
