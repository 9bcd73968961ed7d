import { type Address, tcpAddress, unixAddress } from '../address.ts';

/**
 * The address that gunicorn makes of one text of `bind` (gunicorn/util.py `parse_address`): `unix:PATH`,
 * `unix://PATH`, `fd://N`, `tcp://HOST:PORT`, `[V6]:PORT`, `HOST:PORT`, `HOST` with port 8000. Undefined where
 * gunicorn fails on it, or where a bare path or number would become a host name.
 */
export function gunicornAddress(text: string): Address | undefined {
  const fd = /^fd:\/\/(\d+)$/.exec(text);
  if (fd) return { kind: 'fd', fd: Number(fd[1]) };
  const unix = /^unix:(?:\/\/)?(.+)$/s.exec(text);
  if (unix) return unixAddress(unix[1] ?? '');
  const netloc = text.replace(/^tcp:\/\//, '');
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(netloc);
  if (bracketed) return tcp(bracketed[1] ?? '', bracketed[2] ?? '8000');
  const colon = netloc.indexOf(':');
  if (colon < 0) return isHost(netloc) ? tcp(netloc || '0.0.0.0', '8000') : undefined;
  return isHost(netloc.slice(0, colon)) ? tcp(netloc.slice(0, colon), netloc.slice(colon + 1)) : undefined;
}

/** True for an address of which a template, a shell or the environment of supervisord fills in a part. */
export const isFilledIn = (text: string): boolean => /[{%$<]|__[A-Z]|@[A-Z]/.test(text);

/** A bare path (`/run/g.sock`) or number (`8000`) is a host name to gunicorn, and no host has such a name. */
const isHost = (host: string): boolean => !/[/,\s{}$%]/.test(host) && !/^\d+$/.test(host);

/** A TCP address from texts; undefined when the port is none. */
export function tcp(host: string, port: string): Address | undefined {
  const number = /^\d{1,5}$/.test(port) ? Number(port) : Number.NaN;
  return number >= 0 && number <= 65_535 ? tcpAddress(host, number) : undefined;
}

/** hypercorn's forms: `unix:PATH`, `fd://N`, `HOST:PORT`; a text without a readable port gets 8000. */
export function hypercornAddress(text: string): Address | undefined {
  const unix = /^unix:(?:\/\/)?(.+)$/s.exec(text);
  if (unix) return unixAddress(unix[1] ?? '');
  const fd = /^fd:\/\/(\d+)$/.exec(text);
  if (fd) return { kind: 'fd', fd: Number(fd[1]) };
  const split = /^(.*):(\d{1,5})$/.exec(text);
  return split ? tcp(split[1] ?? '', split[2] ?? '') : tcp(text, '8000');
}

/** uWSGI's forms: `HOST:PORT`, `:PORT`, `PATH` for a unix socket; undefined for abstract and shared sockets. */
export function uwsgiAddress(text: string): Address | undefined {
  const split = /^([^/]*):(\d{1,5})$/.exec(text);
  if (split) return tcp(split[1] ?? '', split[2] ?? '');
  return /^[@=]/.test(text) || /^fd:/.test(text) ? undefined : unixAddress(text);
}

/** waitress `--listen`: `HOST:PORT`, `[V6]:PORT`, `*:PORT`, a host or a port alone. */
export function waitressAddress(text: string): Address | undefined {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(text);
  if (bracketed) return tcp(bracketed[1] ?? '', bracketed[2] ?? '8080');
  const colon = text.lastIndexOf(':');
  if (colon >= 0) return tcp(text.slice(0, colon), text.slice(colon + 1));
  return /^\d+$/.test(text) ? tcp('0.0.0.0', text) : tcp(text, '8080');
}
