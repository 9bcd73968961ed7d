import { bind, integerOf } from './arguments.ts';
import { joinBasis } from './basis.ts';
import { type Cell, write } from './cell.ts';
import { equal, truth, typeName } from './compare.ts';
import { hashKey, isUnhashable, newDict, newList, newSet } from './containers.ts';
import {
  aliasOf,
  basisOf,
  boolOf,
  type Contents,
  type DictData,
  intOf,
  type ListData,
  none,
  resting,
  type SetData,
  unknownOf,
  type Val,
  val,
} from './data.ts';
import { itemsOf, unorderedItems } from './iterate.ts';
import { type Args, type Run, raise } from './run.ts';
import { sortItems } from './sort.ts';

/** Replaces the contents of a container, which then rest on whatever decided that it happens. */
export function replaceContents<T>(run: Run, cell: Cell<Contents<T> | undefined>, of: T | undefined): void {
  if (run.namespaces.has(cell as Cell<unknown>)) run.changeNamespace();
  const basis = joinBasis(cell.value?.basis ?? run.control, run.control);
  write(run.trail, cell, of === undefined ? undefined : { of, basis });
}

const hidden = (what: string): Val => aliasOf(`the contents of this ${what} cannot be told`);

type Method<T> = (run: Run, self: T, args: Args, value: Val) => Val | undefined;

/** Calls a method of a list; a method that is not followed loses the contents. */
export function callListMethod(run: Run, name: string, value: Val, args: Args): Val {
  const self = value.data as ListData;
  const method = Object.hasOwn(listMethods, name) ? listMethods[name] : undefined;
  if (!self.cell.value && name !== 'clear') return hidden('list');
  const result = method?.(run, self, args, value);
  if (result) return resting(result, joinBasis(value.basis, self.cell.value?.basis ?? value.basis));
  replaceContents(run, self.cell, undefined);
  return aliasOf(`list.${name}() is not followed with these arguments`);
}

const listOf = (self: ListData): readonly Val[] => self.cell.value?.of ?? [];

const listMethods: Readonly<Record<string, Method<ListData>>> = {
  append: (run, self, args) => {
    const item = bind(args, ['object'])?.get('object');
    if (!item || listOf(self).length > 20_000) return undefined;
    replaceContents(run, self.cell, [...listOf(self), resting(item, run.control)]);
    return none;
  },
  extend: (run, self, args) => {
    const iterable = bind(args, ['iterable'])?.get('iterable');
    const found = iterable && itemsOf(run, iterable);
    if (!found) return undefined;
    replaceContents(run, self.cell, [
      ...listOf(self),
      ...found.items.map((item) => resting(item, found.basis)),
    ]);
    return none;
  },
  insert: (run, self, args) => {
    const bound = bind(args, ['index', 'object']);
    const index = integerOf(bound?.get('index'));
    const item = bound?.get('object');
    if (index === undefined || !item) return undefined;
    const items = [...listOf(self)];
    items.splice(index < 0 ? Math.max(0, items.length + index) : index, 0, item);
    replaceContents(run, self.cell, items);
    return none;
  },
  pop: (run, self, args) => {
    const bound = bind(args, ['index?']);
    const index = bound?.has('index') ? integerOf(bound.get('index')) : -1;
    if (!bound || index === undefined) return undefined;
    const items = [...listOf(self)];
    if (items.length === 0) return raise('IndexError', 'pop from empty list');
    const at = index < 0 ? items.length + index : index;
    const item = items[at];
    if (!item) return raise('IndexError', 'pop index out of range');
    items.splice(at, 1);
    replaceContents(run, self.cell, items);
    return item;
  },
  remove: (run, self, args) => {
    const at = locate(listOf(self), args);
    if (at === undefined) return undefined;
    if (at < 0) return raise('ValueError', 'list.remove(x): x not in list');
    replaceContents(
      run,
      self.cell,
      listOf(self).filter((_item, index) => index !== at),
    );
    return none;
  },
  index: (_run, self, args) => indexOfItem(listOf(self), args),
  count: (_run, self, args) => countItem(listOf(self), args),
  clear: (run, self) => {
    replaceContents(run, self.cell, []);
    return none;
  },
  reverse: (run, self) => {
    replaceContents(run, self.cell, [...listOf(self)].reverse());
    return none;
  },
  copy: (_run, self) => newList(listOf(self)),
  sort: (run, self, args) => {
    const bound = bind({ ...args, positional: [] }, ['key?', 'reverse?']);
    if (!bound || args.positional.length > 0) return undefined;
    const sorted = sortItems(run, listOf(self), bound.get('key'), bound.get('reverse'));
    if (!sorted) return undefined;
    replaceContents(run, self.cell, sorted);
    return none;
  },
};

function indexOfItem(items: readonly Val[], args: Args): Val | undefined {
  const at = locate(items, args);
  return at === undefined || at < 0 ? undefined : intOf(at);
}

function countItem(items: readonly Val[], args: Args): Val | undefined {
  const item = bind(args, ['value'])?.get('value');
  const found = item && items.map((candidate) => equal(candidate, item));
  return found && !found.includes(undefined)
    ? intOf(found.filter((same) => same === true).length)
    : undefined;
}

/** Where an item is first; below 0 when it is not there, undefined when that cannot be told. */
function locate(items: readonly Val[], args: Args): number | undefined {
  const item = bind(args, ['value'])?.get('value');
  if (!item) return undefined;
  for (const [index, candidate] of items.entries()) {
    const same = equal(candidate, item);
    if (same === undefined) return undefined;
    if (same) return index;
  }
  return -1;
}

/** Calls a method of a dictionary; a method that is not followed loses the contents. */
export function callDictMethod(run: Run, name: string, value: Val, args: Args): Val {
  const self = value.data as DictData;
  const method = Object.hasOwn(dictMethods, name) ? dictMethods[name] : undefined;
  if (!self.cell.value && name !== 'clear') return hidden('dictionary');
  const result = method?.(run, self, args, value);
  if (result) return resting(result, joinBasis(value.basis, self.cell.value?.basis ?? value.basis));
  replaceContents(run, self.cell, undefined);
  return aliasOf(`dict.${name}() is not followed with these arguments`);
}

type Entries = ReadonlyMap<string, { readonly key: Val; readonly value: Val }>;

const entriesOf = (self: DictData): Entries => self.cell.value?.of ?? new Map();

/** The hash of a key; undefined when it cannot be told. Raises TypeError for a key that cannot be hashed. */
export function keyOf(key: Val): string | undefined {
  if (isUnhashable(key)) raise('TypeError', `unhashable type: '${typeName(key.data)}'`);
  return hashKey(key);
}

/** Sets one entry; an unknown key loses the contents. */
export function setEntry(run: Run, self: DictData, key: Val, value: Val): void {
  const hash = keyOf(key);
  if (hash === undefined || !self.cell.value) {
    replaceContents(run, self.cell, undefined);
    return;
  }
  const entries = new Map(self.cell.value.of);
  entries.set(hash, { key: entries.get(hash)?.key ?? key, value: resting(value, run.control) });
  replaceContents(run, self.cell, entries);
}

const dictMethods: Readonly<Record<string, Method<DictData>>> = {
  get: (_run, self, args) => {
    const bound = bind(args, ['key', 'default?']);
    const key = bound?.get('key');
    const hash = key && keyOf(key);
    if (!bound || !key) return undefined;
    if (hash === undefined) return aliasOf('the key cannot be told');
    const found = entriesOf(self).get(hash)?.value ?? bound.get('default') ?? none;
    return resting(found, key.basis);
  },
  setdefault: (run, self, args) => {
    const bound = bind(args, ['key', 'default?']);
    const key = bound?.get('key');
    const hash = key && keyOf(key);
    if (!bound || !key || hash === undefined) return undefined;
    const found = entriesOf(self).get(hash)?.value;
    if (found) return found;
    const value = bound.get('default') ?? none;
    setEntry(run, self, key, value);
    return value;
  },
  pop: (run, self, args) => {
    const bound = bind(args, ['key', 'default?']);
    const key = bound?.get('key');
    const hash = key && keyOf(key);
    if (!bound || !key || hash === undefined) return undefined;
    const found = entriesOf(self).get(hash)?.value;
    const fallback = bound.get('default');
    if (!found) return fallback ?? raise('KeyError', keyText(key));
    const entries = new Map(entriesOf(self));
    entries.delete(hash);
    replaceContents(run, self.cell, entries);
    return found;
  },
  keys: (_run, self) => val({ type: 'view', part: 'keys', dict: self }),
  values: (_run, self) => val({ type: 'view', part: 'values', dict: self }),
  items: (_run, self) => val({ type: 'view', part: 'items', dict: self }),
  copy: (_run, self) => newDict(entriesOf(self)),
  clear: (run, self) => {
    replaceContents(run, self.cell, new Map());
    return none;
  },
  update: (run, self, args) => {
    if (args.open || args.positional.length > 1) return undefined;
    const [other] = args.positional;
    const pairs = other ? pairsOf(run, other) : [];
    if (!pairs) return undefined;
    for (const [key, value] of pairs) setEntry(run, self, key, value);
    for (const [name, value] of args.named) setEntry(run, self, val({ type: 'str', value: name }), value);
    return none;
  },
};

const keyText = (key: Val): string => (key.data.type === 'str' ? `'${key.data.value}'` : 'the key');

/** The pairs of a dictionary or of an iterable of pairs; undefined when they cannot be told. */
export function pairsOf(run: Run, value: Val): (readonly [Val, Val])[] | undefined {
  if (value.data.type === 'dict') {
    const entries = value.data.cell.value?.of;
    return entries && [...entries.values()].map((entry) => [entry.key, entry.value] as const);
  }
  const found = itemsOf(run, value);
  if (!found) return undefined;
  const pairs: (readonly [Val, Val])[] = [];
  for (const item of found.items) {
    const pair = item.data.type === 'unknown' ? undefined : itemsOf(run, item)?.items;
    const [key, second] = pair ?? [];
    if (pair?.length !== 2 || !key || !second) return undefined;
    pairs.push([key, second]);
  }
  return pairs;
}

/** Calls a method of a set; a method that is not followed loses the contents. */
export function callSetMethod(run: Run, name: string, value: Val, args: Args): Val {
  const self = value.data as SetData;
  if (!self.cell.value) return hidden('set');
  const result = setMethod(run, name, self, args);
  if (result) return resting(result, joinBasis(value.basis, self.cell.value?.basis ?? value.basis));
  replaceContents(run, self.cell, undefined);
  return aliasOf(`set.${name}() is not followed with these arguments`);
}

function setMethod(run: Run, name: string, self: SetData, args: Args): Val | undefined {
  const members = self.cell.value?.of ?? new Map<string, Val>();
  const [first] = args.positional;
  if (name === 'copy') return newSet(members);
  if (!first || args.positional.length !== 1 || args.open || args.named.size > 0) return undefined;
  if (name === 'add' || name === 'discard') {
    const hash = keyOf(first);
    if (hash === undefined) return undefined;
    const changed = new Map(members);
    if (name === 'discard') changed.delete(hash);
    else if (!changed.has(hash)) changed.set(hash, first);
    replaceContents(run, self.cell, changed);
    return none;
  }
  if (name !== 'update' && name !== 'union') return undefined;
  const added = unorderedItems(run, first);
  const merged = added && membersFrom(added.items, members);
  if (!merged) return undefined;
  if (name === 'union') return newSet(merged);
  replaceContents(run, self.cell, merged);
  return none;
}

/** The members that items make; undefined when one of them cannot be told. */
export function membersFrom(
  items: readonly Val[],
  start: ReadonlyMap<string, Val> = new Map(),
): ReadonlyMap<string, Val> | undefined {
  const members = new Map(start);
  for (const item of items) {
    const hash = keyOf(item);
    if (hash === undefined) return undefined;
    if (!members.has(hash)) members.set(hash, item);
  }
  return members;
}

/** Methods of tuples. */
export function callTupleMethod(name: string, value: Val, args: Args): Val {
  const items = value.data.type === 'tuple' ? value.data.items : [];
  const result =
    name === 'count' ? countItem(items, args) : name === 'index' ? indexOfItem(items, args) : undefined;
  return result ? resting(result, basisOf(value)) : unknownOf(`tuple.${name}() is not followed here`);
}

/** True for the names of methods that the containers have. */
export const isContainerMethod = (type: string, name: string): boolean =>
  (type === 'list' && Object.hasOwn(listMethods, name)) ||
  (type === 'dict' && (Object.hasOwn(dictMethods, name) || name === 'popitem' || name === 'fromkeys')) ||
  (type === 'set' &&
    /^(?:add|discard|remove|update|union|copy|clear|pop|difference|intersection|issubset|issuperset|isdisjoint|symmetric_difference|\w+_update)$/.test(
      name,
    )) ||
  (type === 'tuple' && (name === 'count' || name === 'index'));

/** Whether a condition holds for the items of an iterable, for `any` and `all`. */
export function holds(items: readonly Val[], want: boolean): Val {
  let uncertain: Val | undefined;
  for (const item of items) {
    const holdsHere = truth(item);
    if (holdsHere === want) return boolOf(want, basisOf(...items));
    if (holdsHere === undefined) uncertain ??= item;
  }
  return uncertain ? unknownOf('one of the items cannot be told') : boolOf(!want, basisOf(...items));
}
