/**
 * Items that share a key, directly or over others, together: each item in one cluster, items in their order and
 * clusters in the order of their first item.
 */
export function clustersOf<T, K>(
  items: readonly T[],
  keysOf: (item: T) => Iterable<K>,
): readonly (readonly T[])[] {
  const parents = items.map((_, i) => i);
  const find = (start: number): number => {
    let at = start;
    while (parents[at] !== at) at = parents[at] = parents[parents[at] ?? at] ?? at;
    return at;
  };
  const owners = new Map<K, number>();
  items.forEach((item, i) => {
    for (const key of keysOf(item)) {
      const owner = owners.get(key);
      if (owner === undefined) owners.set(key, i);
      else join(parents, find(owner), find(i));
    }
  });
  const clusters = new Map<number, T[]>();
  items.forEach((item, i) => {
    const cluster = clusters.get(find(i));
    if (cluster) cluster.push(item);
    else clusters.set(find(i), [item]);
  });
  return [...clusters.values()];
}

/** The smaller index is the root, so that a cluster is found under its first item. */
function join(parents: number[], a: number, b: number): void {
  parents[Math.max(a, b)] = Math.min(a, b);
}
