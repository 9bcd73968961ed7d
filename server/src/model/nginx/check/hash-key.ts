/** Whether a key may join a hash of names (`ngx_hash_add_key`); `earlier` is what holds its place. */
export type HashKeyResult<T> =
  | { readonly kind: 'added' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'busy'; readonly earlier: T };

/**
 * Adds a key to those of a hash. With `wildcard`, `*.example.com`, `.example.com` and `www.example.*` stand for
 * many names; `.example.com` takes the place of `example.com` and of `*.example.com`.
 */
export function addHashKey<T>(
  keys: Map<string, T>,
  key: string,
  value: T,
  mode: 'plain' | 'wildcard',
): HashKeyResult<T> {
  const lower = key.toLowerCase();
  const places = mode === 'plain' ? [`= ${lower}`] : wildcardPlaces(lower);
  if (!places) return { kind: 'invalid' };
  for (const place of places) {
    const earlier = keys.get(place);
    if (earlier !== undefined) return { kind: 'busy', earlier };
  }
  for (const place of places) keys.set(place, value);
  return { kind: 'added' };
}

/** The places that a name takes; undefined for a name that is no name and no wildcard. */
function wildcardPlaces(name: string): readonly string[] | undefined {
  const stars = name.split('*').length - 1;
  if (stars > 1 || name.includes('..') || name.includes('\0')) return undefined;
  if (name.length > 1 && name.startsWith('.')) return [`= ${name.slice(1)}`, `< ${name.slice(1)}`];
  if (name.length > 2 && name.startsWith('*.')) return [`< ${name.slice(2)}`];
  if (name.length > 2 && name.endsWith('.*')) return [`> ${name}`];
  return stars > 0 ? undefined : [`= ${name}`];
}
