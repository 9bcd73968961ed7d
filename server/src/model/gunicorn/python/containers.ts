import { plain } from './basis.ts';
import { type Cell, cellOf } from './cell.ts';
import {
  type Contents,
  type Data,
  type DictData,
  type ListData,
  type SetData,
  type Val,
  val,
} from './data.ts';
import { mergeVals } from './merge.ts';

/** The texts under which values are found in dictionaries and sets; undefined when the value cannot be told. */
export function hashKey(value: Val): string | undefined {
  const { data } = value;
  switch (data.type) {
    case 'none':
    case 'ellipsis':
      return data.type;
    case 'bool':
      return `n:${Number(data.value)}`;
    case 'int':
    case 'float':
      return Number.isNaN(data.value) ? undefined : `n:${data.value + 0}`;
    case 'str':
    case 'bytes':
    case 'path':
      return `${data.type}:${data.value}`;
    case 'tuple': {
      const keys = data.items.map(hashKey);
      return keys.includes(undefined) ? undefined : `t:${JSON.stringify(keys)}`;
    }
    default:
      return undefined;
  }
}

/** True for a value that no dictionary takes as a key: Python raises TypeError. */
export const isUnhashable = ({ data }: Val): boolean =>
  data.type === 'list' ||
  data.type === 'dict' ||
  data.type === 'set' ||
  (data.type === 'tuple' && data.items.some(isUnhashable));

const contentsCell = <T>(of: T, merge: (a: T, b: T) => T | undefined): Cell<Contents<T> | undefined> => {
  const start: Contents<T> | undefined = { of, basis: plain };
  return cellOf<Contents<T> | undefined>(
    start,
    (a, b) => {
      const merged = a && b ? merge(a.of, b.of) : undefined;
      return a && merged !== undefined ? { of: merged, basis: a.basis } : undefined;
    },
    () => undefined,
  );
};

const mergeItems = (a: readonly Val[], b: readonly Val[]): readonly Val[] | undefined =>
  a.length === b.length ? a.map((item, index) => mergeVals(item, b[index] ?? item)) : undefined;

export const newList = (items: readonly Val[], basis = plain): Val => {
  const list: ListData = { type: 'list', cell: contentsCell(items, mergeItems) };
  return val(list, basis);
};

type Entries = ReadonlyMap<string, { readonly key: Val; readonly value: Val }>;

function mergeEntries(a: Entries, b: Entries): Entries | undefined {
  const keys = [...a.keys()];
  if (a.size !== b.size || [...b.keys()].some((key, index) => key !== keys[index])) return undefined;
  return new Map(
    [...a].map(([hash, { key, value }]) => [
      hash,
      { key, value: mergeVals(value, b.get(hash)?.value ?? value) },
    ]),
  );
}

export const newDict = (entries: Entries, basis = plain): Val => {
  const dict: DictData = { type: 'dict', cell: contentsCell(entries, mergeEntries) };
  return val(dict, basis);
};

/** A dictionary with texts as keys. */
export const dictOf = (entries: readonly (readonly [Val, Val])[]): Val =>
  newDict(new Map(entries.map(([key, value]) => [hashKey(key) ?? '', { key, value }])));

type Members = ReadonlyMap<string, Val>;

const mergeMembers = (a: Members, b: Members): Members | undefined =>
  a.size === b.size && [...a.keys()].every((key) => b.has(key)) ? a : undefined;

export const newSet = (members: Members, basis = plain): Val => {
  const set: SetData = { type: 'set', cell: contentsCell(members, mergeMembers) };
  return val(set, basis);
};

/** True for a value that may change in place. */
export const isMutable = (data: Data): data is ListData | DictData | SetData =>
  data.type === 'list' || data.type === 'dict' || data.type === 'set';
