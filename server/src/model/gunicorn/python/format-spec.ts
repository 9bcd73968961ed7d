import { typeName } from './compare.ts';
import type { Val } from './data.ts';
import { exponential, fixed, floatRepr, general } from './number-text.ts';
import { strText } from './repr.ts';
import { raise } from './run.ts';
import { charactersOf, lengthOf } from './text.ts';

interface Spec {
  readonly fill: string;
  readonly align: string;
  readonly sign: string;
  readonly alternate: boolean;
  readonly width: number;
  readonly grouping: string;
  readonly precision: number | undefined;
  readonly type: string;
}

const widest = 10_000;

/** Undefined for a text that is no format specification, or one this does not follow. */
function parseSpec(text: string): Spec | undefined {
  const characters = charactersOf(text);
  const second = characters[1] ?? '';
  const filled = /^[<>=^]$/.test(second);
  const fill = filled ? (characters[0] ?? ' ') : undefined;
  const rest = filled ? characters.slice(1).join('') : text;
  const match = /^([<>=^]?)([ +-]?)(#?)(0?)(\d{0,9})([,_]?)(?:\.(\d{1,9}))?([A-Za-z%]?)$/.exec(rest);
  if (!match) return undefined;
  const [
    ,
    align = '',
    sign = '',
    alternate = '',
    zero = '',
    width = '',
    grouping = '',
    precision,
    type = '',
  ] = match;
  const zeros = zero === '0';
  return {
    fill: fill ?? (zeros ? '0' : ' '),
    align: align || (zeros ? '=' : ''),
    sign,
    alternate: alternate === '#',
    width: Number(width || 0),
    grouping,
    precision: precision === undefined ? undefined : Number(precision),
    type,
  };
}

/** `format(value, spec)`; undefined when it cannot be told. Raises where Python certainly does. */
export function formatValue(value: Val, spec: string): string | undefined {
  const { data } = value;
  if (data.type === 'unknown') return undefined;
  if (spec === '') return strText(value);
  const numeric = data.type === 'int' || data.type === 'float' || data.type === 'bool';
  if (!numeric && data.type !== 'str') {
    const plainTypes = /^(?:none|list|dict|tuple|set)$/;
    if (!plainTypes.test(data.type)) return undefined;
    return raise('TypeError', `unsupported format string passed to ${typeName(data)}.__format__`);
  }
  const parsed = parseSpec(spec);
  if (!parsed || parsed.width > widest || (parsed.precision ?? 0) > widest) return undefined;
  if (data.type === 'str') return formatText(data.value, parsed);
  if (data.type === 'float') return formatFloat(data.value, parsed);
  if (data.type === 'bool' && parsed.type === '') return formatInteger(Number(data.value), parsed);
  return formatInteger(Number(data.value), parsed);
}

function pad(text: string, width: number, fill: string, align: string): string {
  const missing = width - lengthOf(text);
  if (missing <= 0) return text;
  if (align === '<') return text + fill.repeat(missing);
  if (align === '>') return fill.repeat(missing) + text;
  const left = Math.floor(missing / 2);
  return fill.repeat(left) + text + fill.repeat(missing - left);
}

function formatText(text: string, spec: Spec): string | undefined {
  if (spec.type !== '' && spec.type !== 's') {
    return raise('ValueError', `Unknown format code '${spec.type}' for object of type 'str'`);
  }
  if (spec.sign !== '' || spec.alternate || spec.grouping !== '' || spec.align === '=') return undefined;
  const cut = spec.precision === undefined ? text : charactersOf(text).slice(0, spec.precision).join('');
  return pad(cut, spec.width, spec.fill, spec.align || '<');
}

const radixes: Readonly<Record<string, number>> = { b: 2, o: 8, x: 16, X: 16 };

function formatInteger(value: number, spec: Spec): string | undefined {
  if (/^[eEfFgG%]$/.test(spec.type)) return formatFloat(value, spec);
  if (spec.precision !== undefined)
    return raise('ValueError', 'Precision not allowed in integer format specifier');
  const radix = radixes[spec.type];
  if (radix === undefined && spec.type !== '' && spec.type !== 'd') {
    if (/^[cn]$/.test(spec.type)) return undefined;
    return raise('ValueError', `Unknown format code '${spec.type}' for object of type 'int'`);
  }
  let digits = Math.abs(value).toString(radix ?? 10);
  if (spec.type === 'X') digits = digits.toUpperCase();
  const prefix = spec.alternate && radix !== undefined ? `0${spec.type}` : '';
  if (radix !== undefined && spec.grouping === ',')
    return raise('ValueError', `Cannot specify ',' with '${spec.type}'.`);
  return layOut(value < 0, digits, '', prefix, spec, radix === undefined ? 3 : 4);
}

function formatFloat(value: number, spec: Spec): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const { type, alternate } = spec;
  if (type !== '' && !/^[eEfFgG%]$/.test(type)) {
    if (type === 'n') return undefined;
    return raise('ValueError', `Unknown format code '${type}' for object of type 'float'`);
  }
  if (alternate) return undefined;
  const precision = spec.precision ?? 6;
  const text = floatText(value, type, spec.precision, precision);
  const bare = text.replace(/^-/, '');
  const split = /^(\d+)(.*)$/.exec(bare);
  const negative = text.startsWith('-');
  return layOut(negative, split?.[1] ?? bare, (split?.[2] ?? '') + (type === '%' ? '%' : ''), '', spec, 3);
}

function floatText(value: number, type: string, given: number | undefined, precision: number): string {
  if (type === 'f' || type === 'F') return fixed(value, precision);
  if (type === '%') return fixed(value * 100, precision);
  if (type === 'e') return exponential(value, precision);
  if (type === 'E') return exponential(value, precision).toUpperCase();
  if (type === 'g') return general(value, precision, 'drop');
  if (type === 'G') return general(value, precision, 'drop').toUpperCase();
  if (given === undefined) return floatRepr(value);
  return withPoint(value, given);
}

/** No type with a precision: like `g`, with at least one digit behind the point. */
function withPoint(value: number, precision: number): string {
  const digits = precision === 0 ? 1 : precision;
  const text = general(value, digits, 'drop');
  if (text.includes('e')) return text;
  const whole = text.replace('-', '').split('.')[0] ?? '';
  if (text.includes('.')) return text;
  return whole.length >= digits && value !== 0
    ? exponential(value, digits - 1).replace(/\.?0*e/, 'e')
    : `${text}.0`;
}

function layOut(
  negative: boolean,
  digits: string,
  tail: string,
  prefix: string,
  spec: Spec,
  groupSize: number,
): string {
  const sign = negative ? '-' : spec.sign === '-' ? '' : spec.sign;
  const inner = spec.align === '=';
  const room = inner && spec.fill === '0' ? spec.width - sign.length - prefix.length - tail.length : 0;
  const grouped = spec.grouping === '' ? digits : group(digits, spec.grouping, groupSize, room);
  if (!inner) return pad(sign + prefix + grouped + tail, spec.width, spec.fill, spec.align || '>');
  const missing = spec.width - lengthOf(sign + prefix + grouped + tail);
  return sign + prefix + spec.fill.repeat(Math.max(0, missing)) + grouped + tail;
}

/** Digits in groups; zeros that fill a width are grouped as well. */
function group(digits: string, mark: string, size: number, room: number): string {
  let text = digits;
  let out = groupPlain(text, mark, size);
  while (out.length < room) {
    text = `0${text}`;
    out = groupPlain(text, mark, size);
  }
  return out;
}

function groupPlain(digits: string, mark: string, size: number): string {
  const parts: string[] = [];
  for (let end = digits.length; end > 0; end -= size)
    parts.unshift(digits.slice(Math.max(0, end - size), end));
  return parts.join(mark);
}
