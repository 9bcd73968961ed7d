/** A function that computes its result at the first call and gives the same one from then on. */
export function lazy<Result>(compute: () => Result): () => Result {
  let known: { readonly result: Result } | undefined;
  return () => {
    known ??= { result: compute() };
    return known.result;
  };
}

/** The rows of a generated data module, each split into its columns at tabs. */
export const tableOf = (rows: string): readonly (readonly string[])[] =>
  rows
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => row.split('\t'));

/** The words of a list in a data module; an empty text has none. */
export const wordsOf = (text: string | undefined, separator = ','): readonly string[] =>
  text ? text.split(separator) : [];

/** Items by key, in order; a key may have several. */
export function groupBy<Item>(
  items: Iterable<Item>,
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
