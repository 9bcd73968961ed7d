import { isCount } from './domain.ts';

/** The last port there is. */
export const LAST_PORT = 65_535;

/** Ports that Linux gives to outgoing connections: `net.ipv4.ip_local_port_range`, its default. */
export const EPHEMERAL: PortRange = { first: 32_768, last: 60_999 };

/** Seconds that a closed connection holds its port (TIME_WAIT), fixed in Linux. */
export const TIME_WAIT_SECONDS = 60;

/** Both ends belong to it. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** Ports of a range: `last − first + 1`. Undefined when it is no range. */
export const portsIn = (range: PortRange): number | undefined =>
  isCount(range.first) && isCount(range.last) && range.first <= range.last
    ? range.last - range.first + 1
    : undefined;

/** True when Linux may hand the port to an outgoing connection before a server binds it. */
export const isEphemeral = (port: number, range: PortRange = EPHEMERAL): boolean =>
  range.first <= port && port <= range.last;

/**
 * New connections a second that one machine can open for ever to `addresses` backend addresses without reusing
 * one: `ports · addresses / 60`. Unix sockets have no such limit, and on loopback Linux reuses ports earlier
 * (`tcp_tw_reuse`). Undefined without an address.
 * Source: tcp(7), ip(7) `ip_local_port_range`; RFC 9293 section 3.3.2 (TIME-WAIT).
 */
export function newConnectionsPerSecond(
  addresses: number,
  range: PortRange = EPHEMERAL,
  timeWait: number = TIME_WAIT_SECONDS,
): number | undefined {
  const ports = portsIn(range);
  return ports === undefined || !isCount(addresses, 1) || !(timeWait > 0)
    ? undefined
    : (ports * addresses) / timeWait;
}

/** A port made of a number between two texts, as `80%(process_num)02d` is. */
export interface PortTemplate {
  readonly before: string;
  /** Least number of digits, padded with zeros: 2 for `%(process_num)02d`, 0 for `%(process_num)d`. */
  readonly width: number;
  readonly after: string;
}

/** The port that a template gives for a process number; undefined when it is no port (text, or above 65535). */
export function templatePort(template: PortTemplate, processNum: number): number | undefined {
  if (!isCount(processNum)) return undefined;
  const text = template.before + String(processNum).padStart(template.width, '0') + template.after;
  const port = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= LAST_PORT ? port : undefined;
}

/**
 * The first process number from `start` on (of `count`) for which a template gives no port: with
 * `80%(process_num)02d` it is 100, where `80100` follows `8099`. Undefined when all give one.
 */
export function templateOverflow(template: PortTemplate, start: number, count: number): number | undefined {
  const end = start + Math.min(count, LAST_PORT + 1);
  for (let number = start; number < end; number++) {
    if (templatePort(template, number) === undefined) return number;
  }
  return undefined;
}
