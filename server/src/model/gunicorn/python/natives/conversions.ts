import { bind, integerOf } from '../arguments.ts';
import { sizeOf, truth, typeName } from '../compare.ts';
import { membersFrom, pairsOf, setEntry } from '../container-methods.ts';
import { newDict, newList, newSet } from '../containers.ts';
import { boolOf, type DictData, floatOf, intOf, resting, strOf, tupleOf, type Val } from '../data.ts';
import { itemsOf, unorderedItems } from '../iterate.ts';
import { reprOf, strText } from '../repr.ts';
import { type Args, type Run, raise } from '../run.ts';
import { isAscii, strip } from '../text.ts';
import { type Natives, strict } from './native.ts';

/** Types called as functions. */
export const conversions: Natives = {
  ...strict({
    int: (_run, args) => toInteger(args),
    float: (_run, args) => toFloat(args),
    bool: (_run, args) => {
      const bound = bind(args, ['x?']);
      const value = bound?.get('x');
      const result = value ? truth(value) : false;
      return bound && result !== undefined ? boolOf(result, value?.basis) : undefined;
    },
    str: (_run, args) => {
      const bound = bind(args, ['object?']);
      const value = bound?.get('object');
      const text = value ? textOfValue(value) : '';
      return bound && text !== undefined ? strOf(text) : undefined;
    },
    repr: (_run, args) => {
      const value = bind(args, ['object'])?.get('object');
      const text = value && reprOf(value);
      return text === undefined ? undefined : strOf(text);
    },
    len: (_run, args) => {
      const value = bind(args, ['obj'])?.get('obj');
      const size = value && sizeOf(value);
      if (size === undefined || !value) return undefined;
      const { data } = value;
      const contents =
        data.type === 'list' || data.type === 'dict' || data.type === 'set' ? data.cell.value : undefined;
      return contents ? resting(intOf(size), contents.basis) : intOf(size);
    },
  }),
  list: (run, args) => collect(run, args, (items) => newList(items)),
  tuple: (run, args) => collect(run, args, (items) => tupleOf(items)),
  set: (run, args) => {
    const iterable = bind(args, ['iterable?']);
    const given = iterable?.get('iterable');
    const found = given ? unorderedItems(run, given) : { items: [], basis: undefined };
    const members = iterable && found && membersFrom(found.items);
    return members && resting(newSet(members), found?.basis ?? given?.basis ?? newList([]).basis);
  },
  dict: toDictionary,
};

function collect(run: Run, args: Args, make: (items: readonly Val[]) => Val): Val | undefined {
  const bound = bind(args, ['iterable?']);
  const iterable = bound?.get('iterable');
  if (!bound) return undefined;
  if (!iterable) return make([]);
  if (iterable.data.type === 'unknown') return iterable;
  const found = itemsOf(run, iterable);
  return found && resting(make(found.items), found.basis);
}

/** `str(value)`; an exception gives its text. */
const textOfValue = (value: Val): string | undefined =>
  value.data.type === 'exception' ? value.data.text : strText(value);

function toDictionary(run: Run, args: Args): Val | undefined {
  if (args.open || args.positional.length > 1) return undefined;
  const [source] = args.positional;
  if (source?.data.type === 'unknown') return source;
  const pairs = source ? pairsOf(run, source) : [];
  if (!pairs) return undefined;
  const dict = newDict(new Map());
  const named = [...args.named].map(([name, value]) => [strOf(name), value] as const);
  for (const [key, value] of [...pairs, ...named]) setEntry(run, dict.data as DictData, key, value);
  return dict;
}

function toInteger(args: Args): Val | undefined {
  const bound = bind(args, ['x?', 'base?']);
  const value = bound?.get('x');
  if (!bound || (bound.has('base') && !value)) return undefined;
  if (!value) return intOf(0);
  const { data } = value;
  if (data.type === 'str') {
    const base = bound.has('base') ? integerOf(bound.get('base')) : 10;
    if (base === undefined) return refuseIndex(bound.get('base'));
    if (base !== 0 && (base < 2 || base > 36))
      return raise('ValueError', 'int() base must be >= 2 and <= 36, or 0');
    return integerFromText(data.value, base);
  }
  if (bound.has('base')) {
    if (integerOf(bound.get('base')) === undefined) return refuseIndex(bound.get('base'));
    return raise('TypeError', "int() can't convert non-string with explicit base");
  }
  if (data.type === 'bool' || data.type === 'int') return intOf(Number(data.value));
  if (data.type === 'float') return truncated(data.value);
  if (!/^(?:none|list|dict|tuple|set)$/.test(data.type)) return undefined;
  const wanted = 'int() argument must be a string, a bytes-like object or a real number, not ';
  return raise('TypeError', `${wanted}'${typeName(data)}'`);
}

/** Raises for a value that stands where an integer must; undefined when that cannot be told. */
export function refuseIndex(value: Val | undefined): undefined {
  if (!value || !/^(?:none|float|str|list|dict|tuple|set|bytes)$/.test(value.data.type)) return undefined;
  return raise('TypeError', `'${typeName(value.data)}' object cannot be interpreted as an integer`);
}

function truncated(value: number): Val {
  if (Number.isNaN(value)) return raise('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(value)) return raise('OverflowError', 'cannot convert float infinity to integer');
  return intOf(Math.trunc(value));
}

/** `int(text, base)`: white space around, a sign and single underscores are allowed. */
export function integerFromText(text: string, base: number): Val | undefined {
  const parsed = parseInteger(text, base);
  if (parsed === undefined) return undefined;
  if (parsed !== null) return intOf(parsed);
  const shown = reprOf(strOf(text));
  return shown === undefined
    ? undefined
    : raise('ValueError', `invalid literal for int() with base ${base}: ${shown}`);
}

/** Null for a text that is no number; undefined where it cannot be told (digits of other scripts). */
export function parseInteger(text: string, base: number): number | null | undefined {
  const bare = strip(text, undefined, 'both');
  if (!isAscii(bare)) return /\p{Nd}/u.test(bare) ? undefined : null;
  const match = /^([+-]?)(0[xXoObB](?=_?[0-9a-zA-Z]))?([0-9a-zA-Z_]+)$/.exec(bare);
  if (!match) return null;
  const [, sign = '', prefix = '', rest = ''] = match;
  const prefixBase = { x: 16, o: 8, b: 2 }[prefix.slice(1).toLowerCase()];
  const usesPrefix = prefixBase !== undefined && (base === 0 || base === prefixBase);
  const radix = base === 0 ? (prefixBase ?? 10) : base;
  const digits = usesPrefix ? rest.replace(/^_/, '') : prefix + rest;
  if (base === 0 && !usesPrefix && /^0[0_]*[1-9]/.test(digits)) return null;
  const value = digitsValue(digits, radix);
  return value === null ? null : sign === '-' ? -value : value;
}

function digitsValue(digits: string, radix: number): number | null {
  if (/^_|__|_$/.test(digits) || digits === '') return null;
  let value = 0;
  for (const digit of digits.replace(/_/g, '').toLowerCase()) {
    const size = Number.parseInt(digit, 36);
    if (!(size < radix)) return null;
    value = value * radix + size;
  }
  return value;
}

function toFloat(args: Args): Val | undefined {
  const bound = bind(args, ['x?']);
  const value = bound?.get('x');
  if (!bound) return undefined;
  if (!value) return floatOf(0);
  const { data } = value;
  if (data.type === 'bool' || data.type === 'int' || data.type === 'float')
    return floatOf(Number(data.value));
  if (data.type === 'str') return floatFromText(data.value);
  if (!/^(?:none|list|dict|tuple|set)$/.test(data.type)) return undefined;
  return raise('TypeError', `float() argument must be a string or a real number, not '${typeName(data)}'`);
}

function floatFromText(text: string): Val | undefined {
  const bare = strip(text, undefined, 'both');
  if (!isAscii(bare)) return undefined;
  if (/^[+-]?(?:inf|infinity|nan)$/i.test(bare)) return undefined;
  const number = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
  if (bare.length <= 400 && number.test(bare)) return floatOf(Number(bare.replace(/_/g, '')));
  const shown = reprOf(strOf(text));
  if (shown === undefined || bare.length > 400) return undefined;
  return raise('ValueError', `could not convert string to float: ${shown}`);
}
