/** An address that a program listens on or that a proxy calls, in canonical form. */
export type Address =
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'fd'; readonly fd: number };

/**
 * A unix path in canonical form: `/var/run` is `/run` (a symbolic link on every current Linux), repeated slashes
 * and `.` segments are dropped.
 */
export function canonicalPath(path: string): string {
  const joined = path.replace(/\/{2,}/g, '/').replace(/\/(?:\.\/)+/g, '/');
  return joined.startsWith('/var/run/') ? joined.slice('/var'.length) : joined;
}

/** A host in canonical form: lower case, no IPv6 brackets, `*` for every address, `127.0.0.1` for localhost. */
export function canonicalHost(host: string): string {
  const bare = host.replace(/^\[|\]$/g, '').toLowerCase();
  if (bare === '' || bare === '*' || bare === '0.0.0.0' || bare === '::') return '*';
  if (bare === 'localhost' || bare === '::1') return '127.0.0.1';
  return bare;
}

export const unixAddress = (path: string): Address => ({ kind: 'unix', path: canonicalPath(path) });

export const tcpAddress = (host: string, port: number): Address => ({
  kind: 'tcp',
  host: canonicalHost(host),
  port,
});

/** One text an address has only one of: `unix:/run/a.sock`, `127.0.0.1:8000`, `*:8000`, `fd:0`. */
export function addressKey(address: Address): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  if (address.kind === 'fd') return `fd:${address.fd}`;
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${host}:${address.port}`;
}

/** True when a connection to `called` reaches a socket bound to `bound`: the same socket, or a wildcard host. */
export function reaches(called: Address, bound: Address): boolean {
  if (called.kind === 'unix' || bound.kind === 'unix') return addressKey(called) === addressKey(bound);
  if (called.kind === 'fd' || bound.kind === 'fd') return addressKey(called) === addressKey(bound);
  if (called.port !== bound.port) return false;
  if (called.host === bound.host) return true;
  return (bound.host === '*' && isLocal(called.host)) || (called.host === '*' && isLocal(bound.host));
}

/** True when two sockets cannot both be bound: the same one, or one port of which one host is the wildcard. */
export function collides(a: Address, b: Address): boolean {
  if (a.kind !== 'tcp' || b.kind !== 'tcp') return a.kind === 'unix' && addressKey(a) === addressKey(b);
  return a.port === b.port && (a.host === b.host || a.host === '*' || b.host === '*');
}

/** Addresses that collide have one key: the port, or the whole address of another kind. For looking up candidates. */
export const collisionKey = (address: Address): string =>
  address.kind === 'tcp' ? `tcp ${address.port}` : addressKey(address);

/** True for an address of the machine itself: loopback or the wildcard. */
export const isLocal = (host: string): boolean => host === '*' || /^127(\.\d{1,3}){3}$/.test(host);
