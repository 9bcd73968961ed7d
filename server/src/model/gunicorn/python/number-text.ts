/** `repr` of a float: the shortest digits that give it back, in Python's layout. */
export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const [digits = '0', exponentText = '0'] = value.toExponential().replace('.', '').split('e');
  const sign = digits.startsWith('-') ? '-' : '';
  const bare = digits.replace('-', '');
  return sign + layOut(bare, Number(exponentText));
}

function layOut(digits: string, exponent: number): string {
  if (exponent < -4 || exponent >= 16) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    const size = String(Math.abs(exponent)).padStart(2, '0');
    return `${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
  }
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** Exact decimal digits of a finite float, as a big integer over a power of ten. */
function exactDecimal(value: number): { readonly digits: bigint; readonly scale: number } {
  let mantissa = Math.abs(value);
  let scale = 0;
  while (!Number.isInteger(mantissa) && scale < 1100) {
    mantissa *= 2;
    scale++;
  }
  // value = mantissa / 2^scale = mantissa * 5^scale / 10^scale
  return { digits: BigInt(mantissa) * 5n ** BigInt(scale), scale };
}

/** `'%.Nf'` of a finite float: exact, with ties to even as C does. */
export function fixed(value: number, places: number): string {
  const { digits, scale } = exactDecimal(value);
  const rounded =
    scale <= places
      ? digits * 10n ** BigInt(places - scale)
      : divideRounded(digits, 10n ** BigInt(scale - places));
  const text = rounded.toString().padStart(places + 1, '0');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return places === 0 ? sign + text : `${sign}${text.slice(0, -places)}.${text.slice(-places)}`;
}

function divideRounded(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

/** `'%.Ne'` of a finite float: exact, with ties to even. */
export function exponential(value: number, places: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  if (value === 0) return `${sign}0${places > 0 ? `.${'0'.repeat(places)}` : ''}e+00`;
  const { digits, scale } = exactDecimal(value);
  const text = digits.toString();
  let exponent = text.length - 1 - scale;
  const drop = text.length - 1 - places;
  let kept = (
    drop > 0 ? divideRounded(digits, 10n ** BigInt(drop)) : digits * 10n ** BigInt(-drop)
  ).toString();
  if (kept.length > places + 1) {
    kept = kept.slice(0, -1);
    exponent++;
  }
  const fraction = places > 0 ? `.${kept.slice(1)}` : '';
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${sign}${kept[0]}${fraction}e${exponent < 0 ? '-' : '+'}${size}`;
}

/** `'%.Ng'` of a finite float; `keepZeros` is the `#` flag. */
export function general(value: number, precision: number, zeros: 'drop' | 'keep'): string {
  const digits = precision === 0 ? 1 : precision;
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const probe = exponential(value, digits - 1);
  const exponent = Number(probe.slice(probe.indexOf('e') + 1));
  if (exponent < -4 || exponent >= digits) {
    const [mantissa = '', size = ''] = probe.split('e');
    return `${zeros === 'keep' ? mantissa : dropZeros(mantissa)}e${size}`;
  }
  const text = fixed(value, digits - 1 - exponent);
  return zeros === 'keep' ? text : dropZeros(text);
}

const dropZeros = (text: string): string => (text.includes('.') ? text.replace(/\.?0*$/, '') : text);

/** Python's `round(x, n)` of a float for n of 0 or more: correctly rounded, ties to even. */
export const roundTo = (value: number, places: number): number =>
  places > 300 || !Number.isFinite(value) ? value : Number(fixed(value, places));
