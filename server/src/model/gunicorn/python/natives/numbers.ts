import { bind, integerOf, isAbsent } from '../arguments.ts';
import { order, typeName } from '../compare.ts';
import { basisOf, floatOf, intOf, isUnknown, resting, strOf, tupleOf, type Val } from '../data.ts';
import { unorderedItems } from '../iterate.ts';
import { roundTo } from '../number-text.ts';
import { binary } from '../operators.ts';
import { type Args, argsOf, type Run, raise } from '../run.ts';
import { refuseIndex } from './conversions.ts';
import { type Native, type Natives, strict } from './native.ts';

const numberOf = (value: Val | undefined): number | undefined => {
  const data = value?.data;
  return data?.type === 'int' || data?.type === 'bool' || data?.type === 'float'
    ? Number(data.value)
    : undefined;
};

const one =
  (compute: (value: number, data: Val['data']) => Val | undefined): Native =>
  (_run, args) => {
    const value = bind(args, ['x'])?.get('x');
    const number = numberOf(value);
    if (value && number === undefined && /^(?:none|str|list|dict|tuple|set|bytes)$/.test(value.data.type)) {
      return raise('TypeError', `must be real number, not ${typeName(value.data)}`);
    }
    return value && number !== undefined && Number.isFinite(number) ? compute(number, value.data) : undefined;
  };

/** Functions on numbers, and those of the `math` module whose results are exact. */
export const numbers: Natives = {
  ...strict({
    abs: (_run, args) => {
      const value = bind(args, ['x'])?.get('x');
      if (value?.data.type === 'float') return floatOf(Math.abs(value.data.value));
      const integer = integerOf(value);
      if (integer !== undefined) return intOf(Math.abs(integer));
      if (!value || !/^(?:none|str|list|dict|tuple|set|bytes)$/.test(value.data.type)) return undefined;
      return raise('TypeError', `bad operand type for abs(): '${typeName(value.data)}'`);
    },
    round: (_run, args) => round(args),
    divmod: (_run, args) => {
      const bound = bind(args, ['x', 'y']);
      const x = bound?.get('x');
      const y = bound?.get('y');
      return x && y ? tupleOf([binary('//', x, y), binary('%', x, y)]) : undefined;
    },
    pow: (_run, args) => {
      const bound = bind(args, ['base', 'exp']);
      const base = bound?.get('base');
      const exponent = bound?.get('exp');
      return base && exponent ? binary('**', base, exponent) : undefined;
    },
    hex: (_run, args) => radixText(args, 16, '0x'),
    oct: (_run, args) => radixText(args, 8, '0o'),
    bin: (_run, args) => radixText(args, 2, '0b'),
    ord: (_run, args) => {
      const data = bind(args, ['c'])?.get('c')?.data;
      if (data?.type !== 'str' || [...data.value].length !== 1) return undefined;
      return intOf(data.value.codePointAt(0) ?? 0);
    },
    chr: (_run, args) => {
      const given = bind(args, ['i'])?.get('i');
      const code = integerOf(given);
      if (code === undefined) return refuseIndex(given);
      if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
      return strOf(String.fromCodePoint(code));
    },
    'math.floor': one((value) => intOf(Math.floor(value))),
    'math.ceil': one((value) => intOf(Math.ceil(value))),
    'math.trunc': one((value) => intOf(Math.trunc(value))),
    'math.fabs': one((value) => floatOf(Math.abs(value))),
    'math.sqrt': one((value) =>
      value < 0 ? raise('ValueError', 'math domain error') : floatOf(Math.sqrt(value)),
    ),
    'math.isqrt': one((value, data) =>
      data.type === 'float' || value < 0 ? undefined : intOf(Math.floor(Math.sqrt(value))),
    ),
  }),
  min: (run, args) => extreme(run, args, '<', 'min'),
  max: (run, args) => extreme(run, args, '>', 'max'),
  sum: (run, args) => total(run, args),
};

function round(args: Args): Val | undefined {
  const bound = bind(args, ['number', 'ndigits?']);
  const value = bound?.get('number');
  if (!bound || !value) return undefined;
  const digits = bound.get('ndigits');
  const { data } = value;
  if (/^(?:none|str|list|dict|tuple|set|bytes)$/.test(data.type)) {
    return raise('TypeError', `type ${typeName(data)} doesn't define __round__ method`);
  }
  if (isAbsent(digits)) {
    const integer = integerOf(value);
    if (integer !== undefined) return intOf(integer);
    return data.type === 'float' ? roundHalfEven(data.value) : undefined;
  }
  const places = integerOf(digits);
  if (places === undefined) return refuseIndex(digits);
  if (places < 0) return undefined;
  if (data.type === 'float') return floatOf(roundTo(data.value, places));
  const integer = integerOf(value);
  return integer === undefined ? undefined : intOf(integer);
}

function roundHalfEven(value: number): Val {
  if (Number.isNaN(value)) return raise('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(value)) return raise('OverflowError', 'cannot convert float infinity to integer');
  const floor = Math.floor(value);
  const rest = value - floor;
  const up = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0);
  return intOf(up ? floor + 1 : floor);
}

function radixText(args: Args, radix: number, prefix: string): Val | undefined {
  const given = bind(args, ['x'])?.get('x');
  const value = integerOf(given);
  if (value === undefined) return refuseIndex(given);
  return strOf(`${value < 0 ? '-' : ''}${prefix}${Math.abs(value).toString(radix)}`);
}

/** `min` and `max`: the first of equal items wins. */
function extreme(run: Run, args: Args, operator: '<' | '>', name: string): Val | undefined {
  if (args.open) return undefined;
  const named = bind({ ...args, positional: [] }, ['key?', 'default?']);
  const [only] = args.positional;
  if (!named || !only) return undefined;
  const single = args.positional.length === 1;
  const found = single ? (isUnknown(only) ? undefined : unorderedItems(run, only)) : undefined;
  if (single && !found) return isUnknown(only) ? only : undefined;
  const items = found?.items ?? args.positional;
  if (items.length === 0)
    return named.get('default') ?? raise('ValueError', `${name}() arg is an empty sequence`);
  const best = bestOf(run, items, operator, named.get('key'));
  return best && resting(best, found ? found.basis : basisOf(...items));
}

function bestOf(run: Run, items: readonly Val[], operator: '<' | '>', key: Val | undefined): Val | undefined {
  let best: { item: Val; key: Val } | undefined;
  for (const item of items) {
    const compared =
      !key || key.data.type === 'none' ? item : run.call(key, argsOf(item), { start: 0, end: 0 });
    if (isUnknown(compared)) return compared;
    if (!best) {
      best = { item, key: compared };
      continue;
    }
    const difference = order(compared, best.key, operator);
    if (difference === undefined) return undefined;
    if (operator === '<' ? difference < 0 : difference > 0) best = { item, key: compared };
  }
  return best && resting(best.item, basisOf(...items));
}

function total(run: Run, args: Args): Val | undefined {
  const bound = bind(args, ['iterable', 'start?']);
  const iterable = bound?.get('iterable');
  if (!iterable || isUnknown(iterable)) return iterable;
  const found = unorderedItems(run, iterable);
  if (!found) return undefined;
  const start = bound?.get('start') ?? intOf(0);
  if (start.data.type === 'str')
    return raise('TypeError', "sum() can't sum strings [use ''.join(seq) instead]");
  // Floats of a set are added in an order that is not known.
  if (iterable.data.type === 'set' && found.items.some((item) => item.data.type === 'float'))
    return undefined;
  // Python 3.12 adds floats with compensation: only sums that lose nothing are the same in both.
  const floats = found.items.filter((item) => item.data.type === 'float').length;
  if (floats > 1 && !found.items.every((item) => Number.isInteger(numberOf(item)))) return undefined;
  return resting(
    found.items.reduce((sum, item) => binary('+', sum, item), start),
    found.basis,
  );
}
