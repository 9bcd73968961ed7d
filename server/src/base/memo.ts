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

/**
 * Remembers, for each anchor, the latest result and the inputs it was computed of; computes again only when an
 * input is another object or value. The number of inputs may differ from call to call.
 */
export function memoOf<Anchor extends object, Result>(): (
  anchor: Anchor,
  inputs: readonly unknown[],
  compute: () => Result,
) => Result {
  const latest = new WeakMap<Anchor, { readonly inputs: readonly unknown[]; readonly result: Result }>();
  return (anchor, inputs, compute) => {
    const known = latest.get(anchor);
    if (known && sameItems(known.inputs, inputs)) return known.result;
    const result = compute();
    latest.set(anchor, { inputs, result });
    return result;
  };
}

/** True when two lists hold the same objects and values in the same order. */
export const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((item, i) => Object.is(item, b[i])));

/**
 * Remembers, for each anchor, the latest result and every question it asked with the answer it got; computes again
 * only when a question is answered otherwise now. So a result that depends on other files, and on which files are
 * absent, needs no list of its inputs.
 */
export function traced<Anchor extends object, Question, Answer, Result>(
  compute: (anchor: Anchor, ask: (question: Question) => Answer) => Result,
  same: (a: Answer, b: Answer) => boolean,
): (anchor: Anchor, ask: (question: Question) => Answer) => Result {
  const latest = new WeakMap<Anchor, Trace<Question, Answer, Result>>();
  return (anchor, ask) => {
    const known = latest.get(anchor);
    if (known?.asked.every(([question, answer]) => same(ask(question), answer))) return known.result;
    const asked: (readonly [Question, Answer])[] = [];
    const result = compute(anchor, (question) => {
      const answer = ask(question);
      asked.push([question, answer]);
      return answer;
    });
    latest.set(anchor, { asked, result });
    return result;
  };
}

interface Trace<Question, Answer, Result> {
  readonly asked: readonly (readonly [Question, Answer])[];
  readonly result: Result;
}
