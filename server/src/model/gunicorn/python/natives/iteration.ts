import { bind, integerOf, textOf } from '../arguments.ts';
import { plain } from '../basis.ts';
import { truth } from '../compare.ts';
import { holds } from '../container-methods.ts';
import { newList } from '../containers.ts';
import {
  basisOf,
  type Items,
  intOf,
  isUnknown,
  resting,
  strOf,
  tupleOf,
  unknownOf,
  type Val,
  val,
} from '../data.ts';
import { formatValue } from '../format-spec.ts';
import { itemsOf, lazily, nextItem, unorderedItems } from '../iterate.ts';
import { type Args, argsOf, type Run, raise } from '../run.ts';
import { sortItems } from '../sort.ts';
import { refuseIndex } from './conversions.ts';
import { type Natives, strict } from './native.ts';

/** Functions that make, run over or judge sequences. */
export const iteration: Natives = {
  ...strict({
    range: (_run, args) => makeRange(args),
    format: (_run, args) => {
      const bound = bind(args, ['value', 'format_spec?']);
      const value = bound?.get('value');
      const spec = bound?.has('format_spec') ? textOf(bound.get('format_spec')) : '';
      const text = value && spec !== undefined ? formatValue(value, spec) : undefined;
      return text === undefined ? undefined : strOf(text);
    },
  }),
  enumerate: (run, args) => {
    const bound = bind(args, ['iterable', 'start?']);
    const iterable = bound?.get('iterable');
    const start = bound?.has('start') ? integerOf(bound.get('start')) : 0;
    if (!iterable || start === undefined) return undefined;
    return lazily(() => mapItems(run, iterable, (item, index) => tupleOf([intOf(start + index), item])));
  },
  reversed: (run, args) => {
    const sequence = bind(args, ['sequence'])?.get('sequence');
    if (!sequence || isUnknown(sequence)) return sequence;
    const found = itemsOf(run, sequence);
    return found && lazily(() => ({ items: [...found.items].reverse(), basis: found.basis }));
  },
  iter: (run, args) => {
    const iterable = bind(args, ['iterable'])?.get('iterable');
    if (!iterable || isUnknown(iterable) || iterable.data.type === 'lazy') return iterable;
    return lazily(() => itemsOf(run, iterable));
  },
  next: (run, args) => {
    const bound = bind(args, ['iterator', 'default?']);
    const iterator = bound?.get('iterator');
    if (!iterator || isUnknown(iterator)) return iterator;
    const item = nextItem(run, iterator);
    if (item === null) return unknownOf('the next item cannot be told');
    return item ?? bound?.get('default') ?? raise('StopIteration', '');
  },
  zip: (run, args) => {
    if (args.open || args.named.size > 0) return undefined;
    return lazily(() => zipped(run, args.positional));
  },
  map: (run, args) => {
    const [mapped, ...sources] = args.positional;
    if (args.open || args.named.size > 0 || !mapped || sources.length === 0) return undefined;
    return lazily(() => {
      const rows = zipped(run, sources);
      if (!rows) return undefined;
      const results = rows.items.map((row) => {
        const columns = row.data.type === 'tuple' ? row.data.items : [];
        return run.call(mapped, argsOf(...columns), { start: 0, end: 0 });
      });
      return { items: results, basis: rows.basis };
    });
  },
  filter: (run, args) => {
    const [judge, iterable] = args.positional;
    if (args.open || !judge || !iterable || args.positional.length !== 2) return undefined;
    return lazily(() => filtered(run, judge, iterable));
  },
  any: (run, args) => judged(run, args, true),
  all: (run, args) => judged(run, args, false),
  sorted: (run, args) => {
    const bound = bind(args, ['iterable', 'key?', 'reverse?']);
    const iterable = bound?.get('iterable');
    if (!iterable || isUnknown(iterable)) return iterable;
    const found = unorderedItems(run, iterable);
    const sorted = found && sortItems(run, found.items, bound?.get('key'), bound?.get('reverse'));
    return sorted && resting(newList(sorted), found.basis);
  },
};

const mapItems = (run: Run, iterable: Val, change: (item: Val, index: number) => Val): Items | undefined => {
  const found = isUnknown(iterable) ? undefined : itemsOf(run, iterable);
  return found && { items: found.items.map(change), basis: found.basis };
};

function makeRange(args: Args): Val | undefined {
  const numbers = args.positional.map(integerOf);
  if (args.open || args.named.size > 0 || numbers.length === 0 || numbers.length > 3) return undefined;
  if (numbers.includes(undefined))
    return refuseIndex(args.positional.find((value) => integerOf(value) === undefined));
  const [first = 0, second, third] = numbers;
  const step = third ?? 1;
  if (step === 0) return raise('ValueError', 'range() arg 3 must not be zero');
  const start = second === undefined ? 0 : first;
  return val({ type: 'range', start, stop: second ?? first, step });
}

function zipped(run: Run, sources: readonly Val[]): Items | undefined {
  const columns = sources.map((source) => (isUnknown(source) ? undefined : itemsOf(run, source)));
  const lengths = columns.map((column) => column?.items.length ?? 0);
  if (columns.includes(undefined)) return undefined;
  const length = lengths.length === 0 ? 0 : Math.min(...lengths);
  const items = Array.from({ length }, (_row, index) =>
    tupleOf(columns.map((column) => column?.items[index] ?? unknownOf('an item is missing'))),
  );
  return { items, basis: basisOf(...sources) };
}

function filtered(run: Run, judge: Val, iterable: Val): Items | undefined {
  const found = isUnknown(iterable) ? undefined : itemsOf(run, iterable);
  if (!found) return undefined;
  const kept: Val[] = [];
  const verdicts: Val[] = [];
  for (const item of found.items) {
    const verdict = judge.data.type === 'none' ? item : run.call(judge, argsOf(item), { start: 0, end: 0 });
    const keep = truth(verdict);
    if (keep === undefined) return undefined;
    verdicts.push(verdict);
    if (keep) kept.push(item);
  }
  return { items: kept, basis: basisOf(val({ type: 'none' }, found.basis), ...verdicts) };
}

function judged(run: Run, args: Args, want: boolean): Val | undefined {
  const iterable = bind(args, ['iterable'])?.get('iterable');
  if (!iterable || isUnknown(iterable)) return iterable;
  const found = unorderedItems(run, iterable);
  return found && resting(holds(found.items, want), found.basis ?? plain);
}
