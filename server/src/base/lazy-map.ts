/**
 * A map of known keys whose values are computed when they are first asked for, each once. For tables of which most
 * readers look at a few rows: the eighty settings of one server.
 */
export function lazyMap<Key, Result>(
  keys: ReadonlySet<Key>,
  compute: (key: Key) => Result,
): ReadonlyMap<Key, Result> {
  return new LazyMap(keys, compute);
}

class LazyMap<Key, Result> implements ReadonlyMap<Key, Result> {
  private readonly names: ReadonlySet<Key>;
  private readonly compute: (key: Key) => Result;
  private results: Map<Key, { readonly result: Result }> | undefined;

  constructor(names: ReadonlySet<Key>, compute: (key: Key) => Result) {
    this.names = names;
    this.compute = compute;
  }

  get size(): number {
    return this.names.size;
  }

  get(key: Key): Result | undefined {
    return this.names.has(key) ? this.at(key) : undefined;
  }

  has(key: Key): boolean {
    return this.names.has(key);
  }

  keys(): MapIterator<Key> {
    return this.names.values();
  }

  *values(): MapIterator<Result> {
    for (const key of this.names) yield this.at(key);
  }

  *entries(): MapIterator<[Key, Result]> {
    for (const key of this.names) yield [key, this.at(key)];
  }

  [Symbol.iterator](): MapIterator<[Key, Result]> {
    return this.entries();
  }

  forEach(visit: (value: Result, key: Key, map: ReadonlyMap<Key, Result>) => void): void {
    for (const key of this.names) visit(this.at(key), key, this);
  }

  private at(key: Key): Result {
    this.results ??= new Map();
    const known = this.results.get(key);
    if (known) return known.result;
    const result = this.compute(key);
    this.results.set(key, { result });
    return result;
  }
}
