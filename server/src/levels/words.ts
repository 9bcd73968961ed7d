/** A number as a person writes it: no more than three digits that matter, thousands apart. */
export function digits(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return 'no limit';
  const rounded = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3));
  const [whole = '0', part] = String(rounded).split('.');
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(?:\d{3})+$)/g, ' ') : whole;
  return part === undefined ? grouped : `${grouped}.${part}`;
}

/** A number with what it counts: `1 worker`, `4 workers`, `2 processes`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${digits(value)} ${value === 1 ? one : many}`;
}

/** A part of a whole as per cent: `80 %`. */
export const percent = (share: number): string =>
  share > 0 && share < 0.0001 ? 'less than 0.01 %' : `${digits(share * 100)} %`;

/** Seconds in the unit that reads best: `20 ms`, `1.5 s`, `12 min`. */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds < 1e-5) return 'less than 0.01 ms';
  if (seconds < 1) return `${digits(seconds * 1000)} ms`;
  return seconds < 120 ? `${digits(seconds)} s` : `${digits(seconds / 60)} min`;
}

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Bytes in the unit that reads best: `180 MiB`. */
export function bytes(value: number): string {
  let amount = value;
  let unit = 0;
  while (amount >= 1024 && unit < UNITS.length - 1) {
    amount /= 1024;
    unit++;
  }
  return `${digits(amount)} ${UNITS[unit] ?? ''}`;
}
