import { joinBasis, plain } from './basis.ts';
import { cellOf, write } from './cell.ts';
import { rangeLength, typeName } from './compare.ts';
import { type Data, type Items, intOf, tupleOf, type Val, val } from './data.ts';
import { environItems } from './environ.ts';
import { charactersAsVals } from './operators.ts';
import { type Run, raise } from './run.ts';

/** More items than a configuration has; a longer range is not followed. */
const most = 20_000;

/** The items of a value in order; undefined when they cannot be told. Raises TypeError for what has none. */
export function itemsOf(run: Run, value: Val): Items | undefined {
  const { data } = value;
  switch (data.type) {
    case 'str':
      return data.value.length > most
        ? undefined
        : { items: charactersAsVals(data.value), basis: value.basis };
    case 'bytes':
      return { items: [...data.value].map((unit) => intOf(unit.charCodeAt(0))), basis: value.basis };
    case 'tuple':
      return { items: data.items, basis: value.basis };
    case 'list':
      return (
        data.cell.value && { items: data.cell.value.of, basis: joinBasis(value.basis, data.cell.value.basis) }
      );
    case 'dict':
    case 'view':
      return dictItems(value);
    case 'set':
      return setItems(value);
    case 'range':
      return rangeLength(data) > most ? undefined : { items: rangeItems(data), basis: value.basis };
    case 'lazy':
      return consume(run, value);
    case 'environ':
      return environItems(run);
    case 'none':
    case 'bool':
    case 'int':
    case 'float':
      return raise('TypeError', `'${typeName(data)}' object is not iterable`);
    default:
      return undefined;
  }
}

function dictItems(value: Val): Items | undefined {
  const { data } = value;
  const dict = data.type === 'view' ? data.dict : data.type === 'dict' ? data : undefined;
  const contents = dict?.cell.value;
  if (!contents) return undefined;
  const part = data.type === 'view' ? data.part : 'keys';
  const items = [...contents.of.values()].map((entry) =>
    part === 'keys' ? entry.key : part === 'values' ? entry.value : tupleOf([entry.key, entry.value]),
  );
  return { items, basis: joinBasis(value.basis, contents.basis) };
}

/** The order in which a set gives its members is not ours to tell. */
function setItems(value: Val): Items | undefined {
  const members = membersOf(value);
  return members && members.items.length > 1 ? undefined : members;
}

/** The members of a set, where their order does not matter. */
export function membersOf({ data, basis }: Val): Items | undefined {
  const contents = data.type === 'set' ? data.cell.value : undefined;
  return contents && { items: [...contents.of.values()], basis: joinBasis(basis, contents.basis) };
}

/** The items of a value where their order does not matter, such as for `max` and `sorted`. */
export const unorderedItems = (run: Run, value: Val): Items | undefined =>
  value.data.type === 'set' ? membersOf(value) : itemsOf(run, value);

const rangeItems = (range: { start: number; stop: number; step: number }): Val[] =>
  Array.from({ length: rangeLength(range) }, (_item, index) => intOf(range.start + index * range.step));

/** An iterator over items that are computed when they are asked for. */
export function lazily(read: () => Items | undefined): Val {
  const data: Data = {
    type: 'lazy',
    cell: cellOf<(() => Items | undefined) | undefined>(
      read,
      (a, b) => (a === b ? a : undefined),
      () => undefined,
    ),
  };
  return val(data);
}

function consume(run: Run, { data, basis }: Val): Items | undefined {
  if (data.type !== 'lazy') return undefined;
  const read = data.cell.value;
  write(run.trail, data.cell, read && (() => ({ items: [], basis: plain })));
  const found = read?.();
  return found && { items: found.items, basis: joinBasis(basis, found.basis) };
}

/** The next item of an iterator: undefined when it has none left, null when that cannot be told. */
export function nextItem(run: Run, iterator: Val): Val | undefined | null {
  if (iterator.data.type !== 'lazy') return null;
  const found = consume(run, iterator);
  if (!found) {
    write(run.trail, iterator.data.cell, undefined);
    return null;
  }
  const [first, ...rest] = found.items;
  write(run.trail, iterator.data.cell, () => ({ items: rest, basis: found.basis }));
  return first;
}
