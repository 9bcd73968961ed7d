/**
 * Remembers the result of `compute` for each argument object, as long as that object lives. Texts are immutable,
 * so a new text is a new object and nothing is ever invalidated by hand.
 */
export function memo<Key extends object, Result>(compute: (key: Key) => Result): (key: Key) => Result {
  const results = new WeakMap<Key, { readonly result: Result }>();
  return (key) => {
    const known = results.get(key);
    if (known) return known.result;
    const result = compute(key);
    results.set(key, { result });
    return result;
  };
}
