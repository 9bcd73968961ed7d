/** nginx's own ways to read numbers (ngx_string.c, ngx_parse.c). Each gives undefined where nginx gives NGX_ERROR. */

const maxInt = 9223372036854775807n;

/** Decimal digits only, at most 2^63 - 1 (`ngx_atoi`). */
export function parseNumber(text: string): bigint | undefined {
  if (!/^\d+$/.test(text)) return undefined;
  const value = BigInt(text);
  return value > maxInt ? undefined : value;
}

/** The same as a plain number; exact below 2^53. */
export function parseInteger(text: string): number | undefined {
  const value = parseNumber(text);
  return value === undefined ? undefined : Number(value);
}

const scales: Readonly<Record<string, bigint>> = {
  k: 1024n,
  m: 1024n * 1024n,
  g: 1024n * 1024n * 1024n,
};

/** Bytes: `8k`, `1M` (`ngx_parse_size`). */
export const parseSize = (text: string): bigint | undefined => parseScaled(text, 'kKmM');

/** Bytes of what may be larger than memory: `10g` as well (`ngx_parse_offset`). */
export const parseOffset = (text: string): bigint | undefined => parseScaled(text, 'kKmMgG');

function parseScaled(text: string, units: string): bigint | undefined {
  const last = text.slice(-1);
  const unit = last !== '' && units.includes(last) ? last : '';
  const value = parseNumber(unit ? text.slice(0, -1) : text);
  const scale = scales[unit.toLowerCase()] ?? 1n;
  return value === undefined || value > maxInt / scale ? undefined : value * scale;
}

/** Units in the order in which they may follow each other, with their seconds. */
const steps: readonly (readonly [unit: string, seconds: bigint])[] = [
  ['y', 31_536_000n],
  ['M', 2_592_000n],
  ['w', 604_800n],
  ['d', 86_400n],
  ['h', 3_600n],
  ['m', 60n],
  ['s', 1n],
];
const month = 1;
const second = 6;
const millisecond = 7;
const done = 8;

/** Seconds: `1h 30m`, `10`; milliseconds are refused (`ngx_parse_time` with `is_sec`). */
export const parseSeconds = (text: string): bigint | undefined => parseTime(text, 'seconds');

/** Milliseconds: `500ms`, `1m`, `10` (ten seconds); years and months are refused. */
export const parseMilliseconds = (text: string): bigint | undefined => parseTime(text, 'milliseconds');

function parseTime(text: string, slot: 'seconds' | 'milliseconds'): bigint | undefined {
  const part = /(\d*)(ms|[a-zA-Z ]|$) */y;
  let step = slot === 'seconds' ? -1 : month;
  let total = 0n;
  let digits = false;
  while (part.lastIndex < text.length) {
    const [whole, number = '', unit = ''] = part.exec(text) ?? [];
    if (whole === undefined || whole === '') return undefined;
    const next = unit === '' ? { step, scale: 1n } : stepOf(unit, step, slot);
    const value = number === '' ? 0n : BigInt(number);
    if (!next || value > maxInt) return undefined;
    digits ||= number !== '';
    total += value * (slot === 'seconds' || unit === 'ms' ? next.scale : next.scale * 1000n);
    step = next.step;
    if (total > maxInt) return undefined;
    if (unit === '') break;
  }
  return digits ? total : undefined;
}

/** The step of a unit; undefined where it may not follow the step before it. */
function stepOf(unit: string, last: number, slot: 'seconds' | 'milliseconds') {
  if (unit === ' ') return last >= second ? undefined : { step: done, scale: 1n };
  if (unit === 'ms') {
    return slot === 'seconds' || last >= millisecond ? undefined : { step: millisecond, scale: 1n };
  }
  const step = steps.findIndex(([name]) => name === unit);
  const scale = steps[step]?.[1];
  return scale === undefined || step <= last ? undefined : { step, scale };
}

/** A number with up to `digits` decimals, times 10^`digits`: `10.5` gives 1050 for 2 (`ngx_atofp`). */
export function parseFixed(text: string, digits: number): number | undefined {
  const [, whole = '', fraction = ''] = /^(\d*)(?:\.(\d*))?$/.exec(text) ?? [];
  if (text === '' || whole + fraction === '' || fraction.length > digits) {
    return /^\.$/.test(text) && digits > 0 ? 0 : undefined;
  }
  const value = parseNumber(whole + fraction.padEnd(digits, '0'));
  return value === undefined ? undefined : Number(value);
}
