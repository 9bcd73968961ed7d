import { formatIpv6, parseIpv4, parseIpv6 } from './address.ts';
import { parseInteger } from './units.ts';

/** What nginx makes of an address in a directive (`ngx_parse_url`). */
export interface NginxUrl {
  /** The host as written; the path of a unix socket; `*` where a `listen` names only a port. */
  readonly host: string;
  readonly family: 'inet' | 'inet6' | 'unix' | 'name';
  /** 0 where none is given and there is no default. */
  readonly port: number;
  /** The end of a range; equal to `port` without one. */
  readonly lastPort: number;
  readonly hasPort: boolean;
  readonly portText: string;
  readonly uri: string;
  readonly wildcard: boolean;
  /** The address as nginx prints it, without a port: `127.0.0.1`, `[::1]`; undefined for a name. */
  readonly numeric: string | undefined;
}

export type NginxUrlResult = NginxUrl | { readonly error: string };

/** How a directive wants its address read: the flags of `ngx_url_t`. */
export interface UrlRules {
  readonly defaultPort: number;
  /** `listen`: a port alone will do, and ranges of ports. */
  readonly listen?: true;
  /** `proxy_pass`: a path may follow. */
  readonly uri?: true;
}

/** Reads an address; `error` holds nginx's words. A host name is taken as it is: whether it resolves is unknown. */
export function parseUrl(text: string, rules: UrlRules): NginxUrlResult {
  if (text.slice(0, 5).toLowerCase() === 'unix:') return parseUnix(text.slice(5), rules);
  return text.startsWith('[') ? parseBracketed(text, rules) : parseHostAndPort(text, rules);
}

/** A path holds at most 107 bytes and a NUL. */
const longestPath = 107;

function parseUnix(text: string, rules: UrlRules): NginxUrlResult {
  const colon = rules.uri ? text.indexOf(':') : -1;
  const path = colon === -1 ? text : text.slice(0, colon);
  if (path === '') return { error: 'no path in the unix domain socket' };
  if (byteLength(path) > longestPath) return { error: 'too long path in the unix domain socket' };
  return {
    host: path,
    family: 'unix',
    port: 0,
    lastPort: 0,
    hasPort: true,
    portText: '',
    uri: colon === -1 ? '' : text.slice(colon + 1),
    wildcard: false,
    numeric: `unix:${path}`,
  };
}

function byteLength(text: string): number {
  let bytes = 0;
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0;
    bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/** Where the path begins: at the first `/` or `?`; the end of the text where none does. */
function pathStart(text: string, from: number, marks: string): number {
  for (let at = from; at < text.length; at++) if (marks.includes(text.charAt(at))) return at;
  return text.length;
}

function parseHostAndPort(text: string, rules: UrlRules): NginxUrlResult {
  const end = pathStart(text, 0, '/?');
  if (end < text.length && !rules.uri) return { error: 'invalid host' };
  const uri = text.slice(end);
  const colon = text.slice(0, end).indexOf(':');
  if (colon !== -1) {
    const port = parsePort(text.slice(colon + 1, end), rules);
    return 'error' in port ? port : finish(text.slice(0, colon), port, uri, rules);
  }
  const host = text.slice(0, end);
  const alone = rules.listen && end === text.length ? parsePortAlone(host) : undefined;
  if (alone) return 'error' in alone ? alone : finish('*', alone, '', rules);
  return finish(host, noPort(rules), uri, rules);
}

interface Port {
  readonly port: number;
  readonly lastPort: number;
  readonly hasPort: boolean;
  readonly portText: string;
}

const noPort = ({ defaultPort }: UrlRules): Port => ({
  port: defaultPort,
  lastPort: defaultPort,
  hasPort: false,
  portText: '',
});

const isPort = (port: number | undefined): port is number => port !== undefined && port >= 1 && port <= 65535;

function parsePort(text: string, rules: UrlRules): Port | { readonly error: string } {
  const dash = rules.listen ? text.indexOf('-') : -1;
  const last = dash === -1 ? undefined : parseInteger(text.slice(dash + 1));
  if (dash !== -1 && !isPort(last)) return { error: 'invalid port' };
  const port = parseInteger(dash === -1 ? text : text.slice(0, dash));
  if (!isPort(port)) return { error: 'invalid port' };
  if (last !== undefined && port > last) return { error: 'invalid port range' };
  return { port, lastPort: last ?? port, hasPort: true, portText: text };
}

/** `listen 8080`, `listen 8080-8090`; undefined when the text is no number, so that it must be a host. */
function parsePortAlone(text: string): Port | { readonly error: string } | undefined {
  const dash = text.indexOf('-');
  const last = dash === -1 ? undefined : parseInteger(text.slice(dash + 1));
  if (dash !== -1 && last === undefined) return undefined;
  if (parseInteger(dash === -1 ? text : text.slice(0, dash)) === undefined) return undefined;
  return parsePort(text, { defaultPort: 0, listen: true });
}

function finish(host: string, port: Port, uri: string, rules: UrlRules): NginxUrlResult {
  if (host === '') return { error: 'no host' };
  if (rules.listen && host === '*') {
    return { host, family: 'inet', ...port, uri, wildcard: true, numeric: '0.0.0.0' };
  }
  const address = parseIpv4(host);
  if (address === undefined) {
    return { host, family: 'name', ...port, uri, wildcard: false, numeric: undefined };
  }
  return { host, family: 'inet', ...port, uri, wildcard: address === 0, numeric: formatIpv4(address) };
}

const formatIpv4 = (address: number): string =>
  [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');

function parseBracketed(text: string, rules: UrlRules): NginxUrlResult {
  const close = text.indexOf(']');
  if (close === -1) return { error: 'invalid host' };
  const end = pathStart(text, close, '/');
  if (end < text.length && !rules.uri) return { error: 'invalid host' };
  const rest = text.slice(close + 1, end);
  if (rest !== '' && !rest.startsWith(':')) return { error: 'invalid host' };
  const port = rest === '' ? noPort(rules) : parsePort(rest.slice(1), rules);
  if ('error' in port) return port;
  const inside = text.slice(1, close);
  if (inside === '') return { error: 'no host' };
  const words = parseIpv6(inside);
  if (!words) return { error: 'invalid IPv6 address' };
  const numeric = `[${formatIpv6(words)}]`;
  const wildcard = words.every((word) => word === 0);
  return { host: `[${inside}]`, family: 'inet6', ...port, uri: text.slice(end), wildcard, numeric };
}
