import type { FormatConversion } from './format.ts';
import { ascii, codePoints, repr } from './python-text.ts';

/** A value that a name stands for: Python's str and int. */
export type FormatValue = string | bigint | UnknownFormatValue;

/** A value that cannot be told, with the reason; its type is known all the same. */
export interface UnknownFormatValue {
  readonly type: 'str' | 'int';
  readonly why: string;
}

/** What Python refuses: an unknown name (`message` is then that name as Python shows it), or anything else. */
export interface FormatFailure {
  readonly kind: 'key' | 'format';
  readonly message: string;
}

export const failure = (message: string): FormatFailure => ({ kind: 'format', message });

/** Longer results are not built. */
const maxLength = 200_000;

/** The text of a value before padding, the sign and prefix that pad characters go behind, or why it is unknown. */
export type Converted =
  | { readonly text: string; readonly numeric: boolean }
  | { readonly why: string }
  | FormatFailure;

/** Python's word for a value that a conversion cannot take. */
export function wrongType(conversion: string, type: 'dict' | 'str'): FormatFailure {
  if ('oxX'.includes(conversion))
    return failure(`%${conversion} format: an integer is required, not ${type}`);
  if ('diu'.includes(conversion))
    return failure(`%${conversion} format: a real number is required, not ${type}`);
  return failure(conversion === 'c' ? '%c requires int or char' : `must be real number, not ${type}`);
}

/** A value as a conversion writes it, before it is padded. */
export function convertValue(value: FormatValue, piece: FormatConversion): Converted {
  if (typeof value === 'bigint') return ofInteger(value, piece);
  if (typeof value === 'string') return ofText(value, piece.conversion);
  const fits = value.type === 'int' || 'srac'.includes(piece.conversion);
  return fits ? { why: value.why } : wrongType(piece.conversion, 'str');
}

function ofText(text: string, conversion: string): Converted {
  if (conversion === 's') return { text, numeric: false };
  if (conversion === 'r') return { text: repr(text), numeric: false };
  if (conversion === 'a') return { text: ascii(text), numeric: false };
  return conversion === 'c' && codePoints(text) === 1
    ? { text, numeric: false }
    : wrongType(conversion, 'str');
}

function ofInteger(value: bigint, piece: FormatConversion): Converted {
  const { conversion } = piece;
  if ('sra'.includes(conversion)) return { text: String(value), numeric: false };
  if (conversion === 'c') return ofCharacter(value);
  if ('eEfFgG'.includes(conversion)) return ofFloat(value, piece);
  return { text: digitsOf(value, piece), numeric: true };
}

function ofCharacter(value: bigint): Converted {
  if (value < 0n || value > 0x10ffffn) return failure('%c arg not in range(0x110000)');
  return { text: String.fromCodePoint(Number(value)), numeric: false };
}

const radix: Readonly<Record<string, number>> = { o: 8, x: 16, X: 16 };

/** The digits of an integer with sign, prefix (`#`) and leading zeros (precision). */
function digitsOf(value: bigint, piece: FormatConversion): string {
  const base = radix[piece.conversion] ?? 10;
  const prefix = base !== 10 && piece.flags.includes('#') ? `0${piece.conversion.toLowerCase()}` : '';
  const precision = Math.min(typeof piece.precision === 'number' ? piece.precision : 0, maxLength + 1);
  const magnitude = (value < 0n ? -value : value).toString(base).padStart(precision, '0');
  const text = (value < 0n ? '-' : '') + prefix + magnitude;
  return piece.conversion === 'X' ? text.toUpperCase() : text;
}

function ofFloat(value: bigint, piece: FormatConversion): Converted {
  const number = Number(value);
  if (!Number.isFinite(number)) return failure('int too large to convert to float');
  const precision = typeof piece.precision === 'number' ? piece.precision : 6;
  if (precision > 100) return { why: 'a number with very many digits' };
  const lower = piece.conversion.toLowerCase();
  const alternate = piece.flags.includes('#');
  const text =
    lower === 'f'
      ? fixed(value, precision, alternate)
      : lower === 'e'
        ? exponential(number, precision, alternate)
        : general(number, precision, alternate);
  return { text: piece.conversion === lower ? text : text.toUpperCase(), numeric: true };
}

/** The digits of the float nearest to an integer, which is an integer again. */
const fixed = (value: bigint, precision: number, alternate: boolean): string =>
  BigInt(Number(value)).toString() + (precision > 0 ? `.${'0'.repeat(precision)}` : alternate ? '.' : '');

function exponential(number: number, precision: number, alternate: boolean): string {
  const [mantissa = '', exponent = '+0'] = number.toExponential(precision).split('e');
  const point = alternate && precision === 0 ? '.' : '';
  const digits = exponent.slice(1).padStart(2, '0');
  return `${mantissa}${point}e${exponent[0]}${digits}`;
}

function general(number: number, precision: number, alternate: boolean): string {
  const significant = Math.max(precision, 1);
  const exponent = number === 0 ? 0 : Number(number.toExponential(significant - 1).split('e')[1]);
  const text =
    exponent < -4 || exponent >= significant
      ? exponential(number, significant - 1, alternate)
      : withDecimals(number, significant - 1 - exponent, alternate);
  return alternate ? text : withoutTrailingZeros(text);
}

const withDecimals = (number: number, decimals: number, alternate: boolean): string =>
  number.toFixed(decimals) + (alternate && decimals === 0 ? '.' : '');

function withoutTrailingZeros(text: string): string {
  const [mantissa = '', exponent] = text.split('e');
  const bare = mantissa.includes('.') ? mantissa.replace(/0+$/, '').replace(/\.$/, '') : mantissa;
  return exponent === undefined ? bare : `${bare}e${exponent}`;
}

/** The converted text cut and padded as the flags, the width and the precision say, and why it is unknown, if so. */
export function pad(
  converted: Exclude<Converted, FormatFailure>,
  piece: FormatConversion,
): [string, string | null] {
  if ('why' in converted) return ['x', converted.why];
  const width = typeof piece.width === 'number' ? piece.width : 0;
  const cut = converted.numeric ? converted.text : truncate(converted.text, piece);
  const { sign, prefix, digits } = takeApart(cut, converted.numeric, piece);
  const length = codePoints(sign + prefix + digits);
  if (Math.max(width, length) > maxLength) return ['x', 'a very long text'];
  const missing = Math.max(0, width - length);
  const zeros = converted.numeric && piece.flags.includes('0');
  if (piece.flags.includes('-')) return [sign + prefix + digits + ' '.repeat(missing), null];
  if (zeros) return [sign + prefix + '0'.repeat(missing) + digits, null];
  return [' '.repeat(missing) + sign + prefix + digits, null];
}

/** Only `%s`, `%r` and `%a` are cut to the precision. */
const truncate = (text: string, piece: FormatConversion): string =>
  typeof piece.precision === 'number' && 'sra'.includes(piece.conversion)
    ? [...text].slice(0, piece.precision).join('')
    : text;

function takeApart(text: string, numeric: boolean, piece: FormatConversion) {
  if (!numeric) return { sign: '', prefix: '', digits: text };
  const negative = text.startsWith('-');
  const sign = negative ? '-' : piece.flags.includes('+') ? '+' : piece.flags.includes(' ') ? ' ' : '';
  const bare = negative ? text.slice(1) : text;
  const prefixed = piece.flags.includes('#') && 'oxX'.includes(piece.conversion);
  return { sign, prefix: prefixed ? bare.slice(0, 2) : '', digits: prefixed ? bare.slice(2) : bare };
}
