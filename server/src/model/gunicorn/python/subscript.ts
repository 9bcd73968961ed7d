import type { Span } from '../../../base/span.ts';
import type { Expression, Slice } from '../../../syntax/gunicorn/ast.ts';
import { bytesOf, integerOf } from './arguments.ts';
import { joinBasis } from './basis.ts';
import { rangeLength, typeName } from './compare.ts';
import { keyOf, replaceContents, setEntry } from './container-methods.ts';
import { newList } from './containers.ts';
import {
  aliasOf,
  basisOf,
  intOf,
  isAlias,
  isUnknown,
  partOf,
  resting,
  type Scope,
  strOf,
  tupleOf,
  unknownOf,
  type Val,
} from './data.ts';
import { changeVariable, loseEnviron } from './environ.ts';
import { letGo, loseContainers } from './escape.ts';
import { mayChange } from './merge.ts';
import { environItem } from './natives/system.ts';
import { reprOf } from './repr.ts';
import { type Run, raise } from './run.ts';
import { sliceText } from './str-methods.ts';
import { charactersOf, sliceItems } from './text.ts';

/** `object[index]`. Raises where Python certainly does. */
export function readItem(run: Run, object: Val, index: Expression, at: Span, scope: Scope): Val {
  if (index.kind === 'slice') return sliceOf(run, object, index, scope);
  const key = run.evaluate(index, scope);
  const value = itemAt(run, object, key, at);
  return resting(resting(value, object.basis), key.basis);
}

function itemAt(run: Run, object: Val, key: Val, at: Span): Val {
  const { data } = object;
  if (data.type === 'unknown') return partOf(object, '');
  if (data.type === 'environ') return environItem(run, key, at);
  if (data.type === 'dict') return entryOf(object, key);
  if (isUnknown(key)) return mayChange(object) ? aliasOf('which item this is cannot be told') : key;
  if (data.type === 'str')
    return pick(
      charactersOf(data.value).map((one) => strOf(one)),
      key,
      'string',
    );
  if (data.type === 'bytes')
    return pick(
      [...data.value].map((unit) => intOf(unit.charCodeAt(0))),
      key,
      'index',
    );
  if (data.type === 'tuple') return pick(data.items, key, 'tuple');
  if (data.type === 'list') {
    if (!data.cell.value) return aliasOf('the contents of this list cannot be told');
    return resting(pick(data.cell.value.of, key, 'list'), data.cell.value.basis);
  }
  if (data.type === 'range') return rangeItem(data, key);
  if (data.type === 'none' || data.type === 'int' || data.type === 'float' || data.type === 'bool') {
    return raise('TypeError', `'${typeName(data)}' object is not subscriptable`);
  }
  return unknownOf('this item is known only at run time');
}

function entryOf(object: Val, key: Val): Val {
  const { data } = object;
  if (data.type !== 'dict') return unknownOf('this is no dictionary');
  const hash = keyOf(key);
  if (!data.cell.value || hash === undefined) return aliasOf('this entry cannot be told');
  const found = data.cell.value.of.get(hash);
  if (found) return resting(found.value, data.cell.value.basis);
  return raise('KeyError', reprOf(key) ?? '');
}

function pick(items: readonly Val[], key: Val, what: string): Val {
  const index = integerOf(key);
  if (index === undefined) {
    if (!/^(?:str|float|none|list|dict|tuple)$/.test(key.data.type))
      return unknownOf('this item cannot be told');
    const kind =
      what === 'string'
        ? 'string indices must be integers, not'
        : `${what} indices must be integers or slices, not`;
    return raise(
      'TypeError',
      what === 'string' ? `${kind} '${typeName(key.data)}'` : `${kind} ${typeName(key.data)}`,
    );
  }
  const item = items[index < 0 ? items.length + index : index];
  return item ?? raise('IndexError', `${what} index out of range`);
}

function rangeItem(range: { start: number; stop: number; step: number }, key: Val): Val {
  const index = integerOf(key);
  const length = rangeLength(range);
  if (index === undefined) return unknownOf('this item cannot be told');
  const at = index < 0 ? length + index : index;
  if (at < 0 || at >= length) return raise('IndexError', 'range object index out of range');
  return intOf(range.start + at * range.step);
}

interface Bounds {
  readonly lower: number | undefined;
  readonly upper: number | undefined;
  readonly step: number;
  readonly basis: Val['basis'];
}

/** The bounds of a slice; undefined when they cannot be told. */
function boundsOf(run: Run, slice: Slice, scope: Scope): Bounds | undefined {
  const values = [slice.lower, slice.upper, slice.step].map((part) => part && run.evaluate(part, scope));
  const numbers = values.map((value) => (value && value.data.type !== 'none' ? integerOf(value) : null));
  if (numbers.includes(undefined)) return undefined;
  const [lower, upper, step] = numbers.map((number) => number ?? undefined);
  if (step === 0) return raise('ValueError', 'slice step cannot be zero');
  return { lower, upper, step: step ?? 1, basis: basisOf(...values.filter((value) => value !== undefined)) };
}

function sliceOf(run: Run, object: Val, slice: Slice, scope: Scope): Val {
  const bounds = boundsOf(run, slice, scope);
  const { data } = object;
  if (data.type === 'unknown') return object;
  if (!bounds) return partOf(object, 'the bounds of this slice cannot be told');
  const { lower, upper, step } = bounds;
  const basis = joinBasis(object.basis, bounds.basis);
  if (data.type === 'str') return strOf(sliceText(data.value, lower, upper, step), basis);
  if (data.type === 'bytes') return resting(bytesOf(sliceText(data.value, lower, upper, step)), basis);
  if (data.type === 'tuple') return tupleOf(sliceItems(data.items, lower, upper, step), basis);
  if (data.type !== 'list' || !data.cell.value) return unknownOf('this slice is not followed here');
  return newList(sliceItems(data.cell.value.of, lower, upper, step), joinBasis(basis, data.cell.value.basis));
}

/** `object[index] = value`, or `del object[index]` when the value is undefined. */
export function changeItem(
  run: Run,
  object: Val,
  index: Expression,
  value: Val | undefined,
  scope: Scope,
): void {
  const { data } = object;
  if (index.kind === 'slice') {
    if (data.type === 'list') replaceContents(run, data.cell, undefined);
    else if (isAlias(object)) loseContainers(run);
    if (value) letGo(run, value, 0);
    return;
  }
  const key = run.evaluate(index, scope);
  if (data.type === 'environ') changeEnviron(run, key, value);
  else if (data.type === 'dict' && value) setEntry(run, data, key, value);
  else if (data.type === 'dict') deleteEntry(run, object, key);
  else if (data.type === 'list') changeListItem(run, object, key, value);
  else if (data.type === 'str' || data.type === 'tuple') {
    const what = value ? 'item assignment' : 'item deletion';
    raise(
      'TypeError',
      `'${data.type}' object doesn't support ${what}`.replace("doesn't", value ? 'does not' : "doesn't"),
    );
  } else {
    if (isAlias(object)) loseContainers(run);
    if (value) letGo(run, value, 0);
  }
}

function changeEnviron(run: Run, key: Val, value: Val | undefined): void {
  if (key.data.type !== 'str') {
    loseEnviron(run);
    return;
  }
  if (value && /^(?:none|bool|int|float|list|dict|tuple)$/.test(value.data.type)) {
    raise('TypeError', `str expected, not ${typeName(value.data)}`);
  }
  changeVariable(run, key.data.value, value);
}

function deleteEntry(run: Run, object: Val, key: Val): void {
  const { data } = object;
  if (data.type !== 'dict') return;
  const hash = keyOf(key);
  const entries = data.cell.value && hash !== undefined ? new Map(data.cell.value.of) : undefined;
  if (entries && hash !== undefined && !entries.delete(hash)) raise('KeyError', reprOf(key) ?? '');
  replaceContents(run, data.cell, entries);
}

function changeListItem(run: Run, object: Val, key: Val, value: Val | undefined): void {
  const { data } = object;
  if (data.type !== 'list') return;
  const index = integerOf(key);
  const items = data.cell.value && index !== undefined ? [...data.cell.value.of] : undefined;
  if (items && index !== undefined) {
    const at = index < 0 ? items.length + index : index;
    if (at < 0 || at >= items.length) raise('IndexError', 'list assignment index out of range');
    if (value) items[at] = resting(value, run.control);
    else items.splice(at, 1);
  }
  replaceContents(run, data.cell, items);
}
