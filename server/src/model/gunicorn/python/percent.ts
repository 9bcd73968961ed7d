import { hashKey } from './containers.ts';
import { strOf, type Val } from './data.ts';
import { exponential, fixed, general } from './number-text.ts';
import { reprOf, strText } from './repr.ts';
import { raise } from './run.ts';
import { charactersOf, lengthOf } from './text.ts';

interface Directive {
  readonly key: string | undefined;
  readonly flags: string;
  readonly width: string;
  readonly precision: string | undefined;
  readonly type: string;
}

/** `%` directives; the key may not hold parentheses here. */
const directive = /%(?:\(([^()]*)\))?([#0\- +]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.)/gsu;

/** `format % operand`; undefined when it cannot be told. Raises where Python certainly does. */
export function percentFormat(format: string, operand: Val): string | undefined {
  if (operand.data.type === 'unknown' && /%[^%]/.test(format)) return undefined;
  const found = [...format.matchAll(directive)].filter((match) => match[5] !== '%');
  const stray = format.replace(directive, '').includes('%');
  if (stray) return undefined;
  const keyed = found.filter((match) => match[1] !== undefined).length;
  if (keyed > 0 && keyed < found.length) return undefined;
  const values = valuesFor(operand, found.length, keyed > 0);
  if (!values) return undefined;
  let at = 0;
  let failed = false;
  const text = format.replace(directive, (whole, key, flags, width, precision, type) => {
    if (type === '%') return whole === '%%' ? '%' : whole;
    const value = values(at++, key);
    const shown = value && formatOne(value, { key, flags, width, precision, type });
    if (shown === undefined) failed = true;
    return shown ?? '';
  });
  return failed ? undefined : text;
}

/** How the directives find their values; undefined when that cannot be told. */
function valuesFor(
  operand: Val,
  count: number,
  keyed: boolean,
): ((index: number, key: string | undefined) => Val | undefined) | undefined {
  const { data } = operand;
  if (keyed) {
    if (data.type !== 'dict') {
      if (data.type === 'str' || data.type === 'int' || data.type === 'tuple') {
        return raise('TypeError', 'format requires a mapping');
      }
      return undefined;
    }
    const entries = data.cell.value?.of;
    if (!entries) return undefined;
    return (_index, key = '') =>
      entries.get(hashKey(strOf(key)) ?? '')?.value ?? raise('KeyError', `'${key}'`);
  }
  const items = data.type === 'tuple' ? data.items : [operand];
  if (items.length < count) return raise('TypeError', 'not enough arguments for format string');
  if (items.length > count && data.type !== 'dict' && data.type !== 'list') {
    if (data.type !== 'tuple' && !/^(?:str|int|float|bool|none)$/.test(data.type)) return undefined;
    return raise('TypeError', 'not all arguments converted during string formatting');
  }
  return (index) => items[index];
}

function formatOne(value: Val, { flags, width, precision, type }: Directive): string | undefined {
  if (width === '*' || precision === '*' || Number(width) > 10_000) return undefined;
  const places = precision === undefined ? undefined : Number(precision || 0);
  if (places !== undefined && places > 10_000) return undefined;
  if (type === 's' || type === 'r') return formatTextual(value, flags, Number(width), places, type);
  if ('diu'.includes(type)) return formatInteger(value, flags, Number(width), places, 10);
  if (type === 'x' || type === 'X' || type === 'o')
    return formatRadix(value, flags, Number(width), places, type);
  if ('eEfFgG'.includes(type)) return formatReal(value, flags, Number(width), places ?? 6, type);
  return undefined;
}

function padded(text: string, flags: string, width: number): string {
  const missing = width - lengthOf(text);
  if (missing <= 0) return text;
  return flags.includes('-') ? text + ' '.repeat(missing) : ' '.repeat(missing) + text;
}

function formatTextual(
  value: Val,
  flags: string,
  width: number,
  places: number | undefined,
  type: string,
): string | undefined {
  const text = type === 'r' ? reprOf(value) : strText(value);
  if (text === undefined) return undefined;
  const cut = places === undefined ? text : charactersOf(text).slice(0, places).join('');
  return padded(cut, flags, width);
}

/** The number that `%d` shows; undefined when it cannot be told. */
function integerOf(value: Val, type: string): number | undefined {
  const { data } = value;
  if (data.type === 'int' || data.type === 'bool') return Number(data.value);
  if (data.type === 'float' && type === 'd' && Number.isFinite(data.value)) return Math.trunc(data.value);
  if (data.type === 'str' || data.type === 'none' || data.type === 'list') {
    const name = { str: 'str', none: 'NoneType', list: 'list' }[data.type];
    const wanted = type === 'd' ? 'a real number' : 'an integer';
    return raise('TypeError', `%${type} format: ${wanted} is required, not ${name}`);
  }
  return undefined;
}

function signed(negative: boolean, flags: string): string {
  if (negative) return '-';
  return flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '';
}

function fillNumber(sign: string, digits: string, flags: string, width: number): string {
  if (flags.includes('0') && !flags.includes('-')) return sign + digits.padStart(width - sign.length, '0');
  return padded(sign + digits, flags, width);
}

function formatInteger(
  value: Val,
  flags: string,
  width: number,
  places: number | undefined,
  radix: number,
): string | undefined {
  const number = integerOf(value, 'd');
  if (number === undefined || !Number.isSafeInteger(number)) return undefined;
  const digits = Math.abs(number)
    .toString(radix)
    .padStart(places ?? 0, '0');
  return fillNumber(signed(number < 0, flags), digits, flags, width);
}

function formatRadix(
  value: Val,
  flags: string,
  width: number,
  places: number | undefined,
  type: string,
): string | undefined {
  const number = integerOf(value, type);
  if (number === undefined || flags.includes('#') || places !== undefined) return undefined;
  const digits = Math.abs(number).toString(type === 'o' ? 8 : 16);
  return fillNumber(signed(number < 0, flags), type === 'X' ? digits.toUpperCase() : digits, flags, width);
}

function formatReal(
  value: Val,
  flags: string,
  width: number,
  places: number,
  type: string,
): string | undefined {
  const { data } = value;
  if (data.type !== 'int' && data.type !== 'float' && data.type !== 'bool') return undefined;
  const number = Number(data.value);
  if (!Number.isFinite(number) || flags.includes('#')) return undefined;
  const lower = type.toLowerCase();
  const text =
    lower === 'f'
      ? fixed(number, places)
      : lower === 'e'
        ? exponential(number, places)
        : general(number, places, 'drop');
  const shown = type === lower ? text : text.toUpperCase();
  return fillNumber(signed(shown.startsWith('-'), flags), shown.replace(/^-/, ''), flags, width);
}
