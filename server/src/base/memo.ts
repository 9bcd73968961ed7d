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

/** An object that is in several places at once (a file in two deployments) has as many results remembered. */
const mostRemembered = 4;

/**
 * Remembers, for each anchor, the latest results with the inputs they were computed of; computes again only when
 * an input is another object or value. The number of inputs may differ from call to call.
 */
export function memoOf<Anchor extends object, Result>(): (
  anchor: Anchor,
  inputs: readonly unknown[],
  compute: () => Result,
) => Result {
  const remembered = new WeakMap<
    Anchor,
    readonly { readonly inputs: readonly unknown[]; readonly result: Result }[]
  >();
  return (anchor, inputs, compute) => {
    const entries = remembered.get(anchor) ?? [];
    const known = entries.find((entry) => sameItems(entry.inputs, inputs));
    if (known) return known.result;
    const result = compute();
    remembered.set(anchor, [{ inputs, result }, ...entries].slice(0, mostRemembered));
    return result;
  };
}

/** True when two lists hold the same objects and values in the same order. */
export const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.every((item, i) => Object.is(item, b[i])));

/**
 * Remembers, for each anchor, the latest results with their inputs and every question they asked with the answer
 * they got; computes again only when an input differs or a question is answered otherwise now. So a result that
 * depends on other files, and on which files are absent, needs no list of them.
 */
export function traced<Anchor extends object, Question, Answer, Result>(
  same: (a: Answer, b: Answer) => boolean,
): (
  anchor: Anchor,
  inputs: readonly unknown[],
  ask: (question: Question) => Answer,
  compute: (ask: (question: Question) => Answer) => Result,
) => Result {
  const remembered = new WeakMap<Anchor, readonly Trace<Question, Answer, Result>[]>();
  return (anchor, inputs, ask, compute) => {
    const entries = remembered.get(anchor) ?? [];
    const known = entries.find(
      (entry) =>
        sameItems(entry.inputs, inputs) &&
        entry.asked.every(([question, answer]) => same(ask(question), answer)),
    );
    if (known) return known.result;
    const answers = new Map<Question, Answer>();
    const result = compute((question) => {
      const answer = answers.get(question) ?? ask(question);
      answers.set(question, answer);
      return answer;
    });
    const asked = [...answers];
    remembered.set(anchor, [{ inputs, asked, result }, ...entries].slice(0, mostRemembered));
    return result;
  };
}

interface Trace<Question, Answer, Result> {
  readonly inputs: readonly unknown[];
  readonly asked: readonly (readonly [Question, Answer])[];
  readonly result: Result;
}
