import type { Address } from '../../model/address.ts';

/** One text with `%(process_num)…` that gives the addresses of several instances. */
export interface InstanceTemplate {
  /** `unix:/run/web_%(process_num)02d.sock`, `127.0.0.1:80%(process_num)02d`; the plain address for one instance. */
  readonly text: string;
  /** The number of the first instance, for `numprocs_start`. */
  readonly start: number;
  /** The number of instances, for `numprocs`. */
  readonly count: number;
}

/**
 * The template behind some addresses: all of one kind that differ in one run of digits, which counts on without gaps.
 * Undefined for addresses of which no single program can bind all.
 */
export function instanceTemplate(addresses: readonly Address[]): InstanceTemplate | undefined {
  const [first] = addresses;
  if (!first) return undefined;
  if (addresses.length === 1) return { text: written(first), start: 0, count: 1 };
  return first.kind === 'tcp' ? portTemplate(addresses, first.host) : pathTemplate(addresses);
}

const written = (address: Address): string => {
  if (address.kind === 'unix') return `unix:${address.path}`;
  if (address.kind === 'fd') return `fd://${address.fd}`;
  return `${address.host === '*' ? '0.0.0.0' : address.host}:${address.port}`;
};

function portTemplate(addresses: readonly Address[], host: string): InstanceTemplate | undefined {
  const ports = addresses.flatMap((address) =>
    address.kind === 'tcp' && address.host === host ? [address.port] : [],
  );
  if (ports.length < addresses.length || !countsOn(ports)) return undefined;
  const first = Math.min(...ports);
  const last = Math.max(...ports);
  for (const digits of [2, 3, 4]) {
    const unit = 10 ** digits;
    if (Math.floor(first / unit) !== Math.floor(last / unit) || first < unit) continue;
    const text = written({ kind: 'tcp', host, port: 0 }).replace(/0$/, String(Math.floor(first / unit)));
    return { text: `${text}%(process_num)0${digits}d`, start: first % unit, count: ports.length };
  }
  return undefined;
}

function pathTemplate(addresses: readonly Address[]): InstanceTemplate | undefined {
  const paths = addresses.flatMap((address) => (address.kind === 'unix' ? [address.path] : []));
  if (paths.length < addresses.length) return undefined;
  const parts = paths.map(numberIn);
  const [first] = parts;
  if (!first || parts.some((part) => part?.before !== first.before || part.after !== first.after))
    return undefined;
  const digits = parts.flatMap((part) => (part ? [part.digits] : []));
  const numbers = digits.map(Number);
  if (!countsOn(numbers)) return undefined;
  const isPadded = digits.every((text) => text.length === first.digits.length);
  if (!isPadded && digits.some((text) => text.length > 1 && text.startsWith('0'))) return undefined;
  const width = isPadded && first.digits.length > 1 ? `0${first.digits.length}` : '';
  return {
    text: `unix:${first.before}%(process_num)${width}d${first.after}`,
    start: Math.min(...numbers),
    count: paths.length,
  };
}

/** The last run of digits of a path's name. */
function numberIn(path: string) {
  const found = /^(.*?)(\d{1,6})(\D*)$/.exec(path);
  return found ? { before: found[1] ?? '', digits: found[2] ?? '', after: found[3] ?? '' } : undefined;
}

/** True when the numbers are distinct and leave no gap. */
const countsOn = (numbers: readonly number[]): boolean =>
  new Set(numbers).size === numbers.length &&
  Math.max(...numbers) - Math.min(...numbers) === numbers.length - 1;

/** The number at the end of `web_00`, cut off: what instances are called together. */
export const stemOf = (name: string): string => name.replace(/[_-]?\d+$/, '');
