import { typeName } from './compare.ts';
import { newDict, newList, newSet } from './containers.ts';
import {
  basisOf,
  boolOf,
  type Data,
  floatOf,
  intOf,
  isUnknown,
  resting,
  strOf,
  tupleOf,
  unknownOf,
  type Val,
  val,
} from './data.ts';
import { percentFormat } from './percent.ts';
import { pathJoin } from './posix-path.ts';
import { raise } from './run.ts';
import { charactersOf } from './text.ts';

const longest = 20_000;

const isNumber = (data: Data): data is Extract<Data, { type: 'bool' | 'int' | 'float' }> =>
  data.type === 'int' || data.type === 'float' || data.type === 'bool';

const isInteger = (data: Data): data is Extract<Data, { type: 'bool' | 'int' }> =>
  data.type === 'int' || data.type === 'bool';

/** Types of which Python's operators are known completely; two of them without a rule raise TypeError. */
const settled = new Set(['none', 'bool', 'int', 'float', 'str', 'list', 'tuple', 'dict', 'set']);

/** `left operator right`. Raises where Python certainly does; unknown where it cannot be told. */
export function binary(operator: string, left: Val, right: Val): Val {
  const a = left.data;
  const b = right.data;
  if (a.type === 'unknown') return left;
  if (b.type === 'unknown' && !(operator === '%' && a.type === 'str')) return right;
  const basis = basisOf(left, right);
  const result = isNumber(a) && isNumber(b) ? arithmetic(operator, a, b) : mixed(operator, left, right);
  if (result) return resting(result, basis);
  if (settled.has(a.type) && settled.has(b.type)) refuse(operator, a, b);
  return unknownOf(`the result of '${operator}' is not followed here`);
}

function refuse(operator: string, a: Data, b: Data): never {
  if (operator === '+' && (a.type === 'str' || a.type === 'list' || a.type === 'tuple')) {
    const mark = a.type === 'str' ? `"${typeName(b)}") to str` : `"${typeName(b)}") to ${a.type}`;
    raise('TypeError', `can only concatenate ${a.type} (not ${mark}`);
  }
  if (operator === '*' && (sequenceTypes.has(a.type) || sequenceTypes.has(b.type))) {
    const other = sequenceTypes.has(a.type) ? b : a;
    raise('TypeError', `can't multiply sequence by non-int of type '${typeName(other)}'`);
  }
  const shown = operator === '**' ? '** or pow()' : operator;
  return raise(
    'TypeError',
    `unsupported operand type(s) for ${shown}: '${typeName(a)}' and '${typeName(b)}'`,
  );
}

const sequenceTypes = new Set(['str', 'list', 'tuple']);

type Numeric = Extract<Data, { type: 'bool' | 'int' | 'float' }>;

function arithmetic(operator: string, a: Numeric, b: Numeric): Val | undefined {
  const x = Number(a.value);
  const y = Number(b.value);
  if (isInteger(a) && isInteger(b)) return integers(operator, a, b, x, y);
  switch (operator) {
    case '+':
      return floatOf(x + y);
    case '-':
      return floatOf(x - y);
    case '*':
      return floatOf(x * y);
    case '/':
      return y === 0 ? raise('ZeroDivisionError', 'float division by zero') : floatOf(x / y);
    case '//':
      return y === 0 ? raise('ZeroDivisionError', 'float floor division by zero') : floorFloat(x, y);
    case '%':
      return y === 0 ? raise('ZeroDivisionError', 'float modulo') : moduloFloat(x, y);
    case '**':
      return powerFloat(x, y);
    default:
      return undefined;
  }
}

/** Python floors by way of the remainder, which can differ from the rounded quotient. */
function floorFloat(x: number, y: number): Val {
  const remainder = x % y;
  let quotient = (x - remainder) / y;
  if (remainder !== 0 && y < 0 !== remainder < 0) quotient -= 1;
  if (quotient === 0) return floatOf(x / y < 0 || Object.is(x / y, -0) ? -0 : 0);
  const floor = Math.floor(quotient);
  return floatOf(quotient - floor > 0.5 ? floor + 1 : floor);
}

function moduloFloat(x: number, y: number): Val {
  const remainder = x % y;
  if (remainder === 0) return floatOf(y < 0 ? -0 : 0);
  return floatOf(y < 0 !== remainder < 0 ? remainder + y : remainder);
}

function powerFloat(x: number, y: number): Val | undefined {
  if (x === 0 && y < 0) raise('ZeroDivisionError', '0.0 cannot be raised to a negative power');
  if (x < 0 && !Number.isInteger(y)) return unknownOf('a complex number is not followed');
  const result = x ** y;
  // pow() of the C library and of JavaScript may differ in the last digit: only sure results are kept.
  const sure = Number.isInteger(x) && Number.isInteger(y) && Number.isSafeInteger(result);
  return sure || y === 0.5
    ? floatOf(y === 0.5 ? Math.sqrt(x) : result)
    : unknownOf('a power of floats is not followed');
}

function integers(
  operator: string,
  a: Extract<Data, { type: 'bool' | 'int' }>,
  b: Extract<Data, { type: 'bool' | 'int' }>,
  x: number,
  y: number,
): Val | undefined {
  switch (operator) {
    case '+':
      return intOf(x + y);
    case '-':
      return intOf(x - y);
    case '*':
      return intOf(x * y);
    case '/':
      return y === 0 ? raise('ZeroDivisionError', 'division by zero') : floatOf(x / y);
    case '//':
      return y === 0
        ? raise('ZeroDivisionError', 'integer division or modulo by zero')
        : intOf(Math.floor((x - modulo(x, y)) / y));
    case '%':
      return y === 0 ? raise('ZeroDivisionError', 'integer modulo by zero') : intOf(modulo(x, y));
    case '**':
      return power(x, y);
    case '<<':
      return y < 0 ? raise('ValueError', 'negative shift count') : shiftLeft(x, y);
    case '>>':
      return y < 0
        ? raise('ValueError', 'negative shift count')
        : intOf(Number(BigInt(x) >> BigInt(Math.min(y, 99))));
    case '&':
    case '|':
    case '^':
      return bits(operator, a, b, x, y);
    default:
      return undefined;
  }
}

const modulo = (x: number, y: number): number => {
  const remainder = x % y;
  return remainder !== 0 && remainder < 0 !== y < 0 ? remainder + y : remainder + 0;
};

function power(x: number, y: number): Val | undefined {
  if (y < 0)
    return x === 0
      ? raise('ZeroDivisionError', '0.0 cannot be raised to a negative power')
      : powerFloat(x, y);
  if (y > 1100 && Math.abs(x) > 1) return unknownOf('a number this large is not followed');
  return Math.abs(x) <= 1 ? intOf(x ** y) : intOf(Number(BigInt(x) ** BigInt(y)));
}

const shiftLeft = (x: number, y: number): Val =>
  x === 0 ? intOf(0) : y > 60 ? unknownOf('a number this large is not followed') : intOf(x * 2 ** y);

function bits(
  operator: '&' | '|' | '^',
  a: Extract<Data, { type: 'bool' | 'int' }>,
  b: Extract<Data, { type: 'bool' | 'int' }>,
  x: number,
  y: number,
): Val {
  const left = BigInt(x);
  const right = BigInt(y);
  const result = Number(operator === '&' ? left & right : operator === '|' ? left | right : left ^ right);
  return a.type === 'bool' && b.type === 'bool' ? boolOf(result !== 0) : intOf(result);
}

/** Operators on texts, lists and the like; undefined when there is no such rule. */
function mixed(operator: string, left: Val, right: Val): Val | undefined {
  const a = left.data;
  const b = right.data;
  if (operator === '%' && a.type === 'str') {
    const text = percentFormat(a.value, right);
    if (text !== undefined) return strOf(text);
    return isUnknown(right) ? right : unknownOf('the text that % gives cannot be told');
  }
  if (operator === '+') return add(a, b);
  if (operator === '*')
    return isInteger(b) ? repeat(a, Number(b.value)) : isInteger(a) ? repeat(b, Number(a.value)) : undefined;
  if (operator === '/' && (a.type === 'path' || b.type === 'path')) return joinPaths(a, b);
  if (operator === '|' && a.type === 'dict' && b.type === 'dict') {
    if (!a.cell.value || !b.cell.value) return unknownOf('the contents of this dictionary cannot be told');
    return newDict(new Map([...a.cell.value.of, ...b.cell.value.of]));
  }
  if (a.type === 'set' && b.type === 'set') return combine(operator, a.cell.value?.of, b.cell.value?.of);
  return undefined;
}

function add(a: Data, b: Data): Val | undefined {
  if (a.type === 'str' && b.type === 'str')
    return limited(strOf(a.value + b.value), a.value.length + b.value.length);
  if (a.type === 'bytes' && b.type === 'bytes') return val({ type: 'bytes', value: a.value + b.value });
  if (a.type === 'tuple' && b.type === 'tuple') {
    return limited(tupleOf([...a.items, ...b.items]), a.items.length + b.items.length);
  }
  if (a.type === 'list' && b.type === 'list') {
    if (!a.cell.value || !b.cell.value) return unknownOf('the contents of this list cannot be told');
    const items = [...a.cell.value.of, ...b.cell.value.of];
    return limited(
      newList(items, basisOf(val(a, a.cell.value.basis), val(b, b.cell.value.basis))),
      items.length,
    );
  }
  return undefined;
}

const limited = (value: Val, length: number): Val =>
  length > longest ? unknownOf('a value this long is not followed') : value;

function repeat(data: Data, count: number): Val | undefined {
  const times = Math.max(0, count);
  if (data.type === 'str') {
    return data.value.length * times > longest
      ? unknownOf('a text this long is not followed')
      : strOf(data.value.repeat(times));
  }
  const items = data.type === 'tuple' ? data.items : data.type === 'list' ? data.cell.value?.of : undefined;
  if (data.type === 'list' && !items) return unknownOf('the contents of this list cannot be told');
  if (!items) return undefined;
  if (items.length * times > longest) return unknownOf('a value this long is not followed');
  const repeated = Array.from({ length: times }, () => items).flat();
  return data.type === 'tuple' ? tupleOf(repeated) : newList(repeated);
}

function joinPaths(a: Data, b: Data): Val | undefined {
  const left = a.type === 'path' || a.type === 'str' ? a.value : undefined;
  const right = b.type === 'path' || b.type === 'str' ? b.value : undefined;
  if (left === undefined || right === undefined) return undefined;
  return val({ type: 'path', value: pathJoin(left, right) });
}

function combine(
  operator: string,
  a: ReadonlyMap<string, Val> | undefined,
  b: ReadonlyMap<string, Val> | undefined,
): Val | undefined {
  if (!/^[|&^-]$/.test(operator)) return undefined;
  if (!a || !b) return unknownOf('the contents of this set cannot be told');
  if (operator === '|') return newSet(new Map([...b, ...a]));
  if (operator === '&') return newSet(new Map([...a].filter(([key]) => b.has(key))));
  const left = [...a].filter(([key]) => !b.has(key));
  if (operator === '-') return newSet(new Map(left));
  return newSet(new Map([...left, ...[...b].filter(([key]) => !a.has(key))]));
}

/** `-value`, `+value` or `~value`. */
export function unary(operator: string, value: Val): Val {
  const { data } = value;
  if (data.type === 'unknown') return value;
  if (data.type === 'float' && operator !== '~')
    return floatOf(operator === '-' ? -data.value : data.value, value.basis);
  if (isInteger(data)) {
    const number = Number(data.value);
    return intOf(operator === '-' ? -number : operator === '~' ? -number - 1 : number, value.basis);
  }
  if (!settled.has(data.type)) return unknownOf(`the result of '${operator}' is not followed here`);
  return raise('TypeError', `bad operand type for unary ${operator}: '${typeName(data)}'`);
}

/** The items of a text, one character each. */
export const charactersAsVals = (text: string): Val[] =>
  charactersOf(text).map((character) => strOf(character));
