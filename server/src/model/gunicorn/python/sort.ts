import { order, truth } from './compare.ts';
import { basisOf, resting, type Val } from './data.ts';
import { argsOf, type Run } from './run.ts';

/** The items in order; undefined when it cannot be told. Raises TypeError for items without an order. */
export function sortItems(
  run: Run,
  items: readonly Val[],
  key: Val | undefined,
  reverse: Val | undefined,
): Val[] | undefined {
  const keyed = items.map((item) => ({ item, key: keyOf(run, item, key) }));
  const turned = reverse ? truth(reverse) : false;
  if (turned === undefined || keyed.some((entry) => entry.key.data.type === 'unknown')) return undefined;
  if (!allOrdered(keyed.map((entry) => entry.key))) return undefined;
  // Python keeps equal items in their order, reversed or not.
  const direction = turned ? -1 : 1;
  const sorted = [...keyed].sort((a, b) => direction * (order(a.key, b.key, '<') ?? 0));
  const basis = basisOf(...keyed.map((entry) => entry.key), ...(reverse ? [reverse] : []));
  return sorted.map((entry) => resting(entry.item, basis));
}

const keyOf = (run: Run, item: Val, key: Val | undefined): Val =>
  !key || key.data.type === 'none' ? item : run.call(key, argsOf(item), { start: 0, end: 0 });

/** True when every pair has an order that can be told; only then does sorting give one result. */
function allOrdered(keys: readonly Val[]): boolean {
  const [first] = keys;
  return (
    first === undefined || keys.every((key) => order(key, first, '<') !== undefined && sameKind(key, first))
  );
}

/** Nested values may be comparable with the first and not with each other. */
const sameKind = (a: Val, b: Val): boolean => {
  const flat = (value: Val): boolean => /^(?:int|float|bool|str)$/.test(value.data.type);
  if (flat(a) && flat(b)) return true;
  if (a.data.type !== 'tuple' || b.data.type !== 'tuple' || a.data.items.length !== b.data.items.length)
    return false;
  const others = b.data.items;
  return a.data.items.every((item, index) => {
    const other = others[index];
    return (
      other !== undefined &&
      flat(item) &&
      flat(other) &&
      (item.data.type === 'str') === (other.data.type === 'str')
    );
  });
};
