import type { Value } from '../../base/known.ts';
import type { Plain } from '../server/types.ts';
import { strOf } from './python/data.ts';
import { parseInteger } from './python/natives/conversions.ts';
import { reprOf } from './python/repr.ts';
import { strip } from './python/text.ts';
import { pythonType } from './show.ts';
import type { PyValue } from './types.ts';
import { open, refused, refusedWith, taken, type Verdict } from './verdict.ts';

/** `validate_bool` of gunicorn/config.py. */
export function checkBool(value: PyValue): Verdict {
  if (value.type === 'none') return taken(null);
  if (value.type === 'bool') return taken(value.value);
  if (value.type !== 'str') return refusedWith('Invalid type for casting: %s', value);
  const word = value.value.toLowerCase().trim();
  return word === 'true' || word === 'false'
    ? taken(word === 'true')
    : refusedWith('Invalid boolean: %s', value);
}

/** `validate_pos_int`: a text is read with its own prefix, so that `04` is refused. */
export function checkPosInt(value: PyValue): Verdict {
  if (value.type === 'int' || value.type === 'bool') return positive(Number(value.value));
  if (value.type !== 'str') {
    if (value.type === 'bytes') return open('a number in bytes is not followed here');
    return refused("int() can't convert non-string with explicit base");
  }
  const number = parseInteger(value.value, 0);
  if (number === undefined) return open('digits of other scripts are not followed here');
  if (number !== null)
    return Number.isSafeInteger(number) ? positive(number) : open('a number this large is not followed here');
  const shown = reprOf(strOf(value.value));
  return shown === undefined
    ? open('the text cannot be shown')
    : refused(`invalid literal for int() with base 0: ${shown}`);
}

const positive = (value: number): Verdict =>
  value < 0 ? refused(`Value must be positive: ${value}`) : taken(value);

/** `validate_string`. */
export function checkString(value: PyValue): Verdict {
  if (value.type === 'none') return taken(null);
  if (value.type !== 'str') return refusedWith('Not a string: %s', value);
  return taken(strip(value.value, undefined, 'both'));
}

/** The items that iterating over a value gives; undefined when Python cannot iterate over it. */
function itemsOf(value: PyValue): readonly Value<PyValue>[] | undefined {
  if (value.type === 'list' || value.type === 'tuple' || value.type === 'set') return value.items;
  if (value.type !== 'dict') return undefined;
  return value.entries.map(([key, item]) => ({
    ...item,
    known: true,
    value: key,
    from: 'literal',
    places: [],
  }));
}

/** True for a value that Python counts as false, as far as it is told apart here. */
function isFalsy(value: PyValue): boolean {
  switch (value.type) {
    case 'none':
      return true;
    case 'bool':
      return !value.value;
    case 'int':
    case 'float':
      return value.value === 0;
    case 'str':
    case 'bytes':
      return value.value === '';
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.length === 0;
    case 'dict':
      return value.entries.length === 0;
    default:
      return false;
  }
}

/** `validate_list_string`: one text becomes a list of one; no commas are split. */
export function checkListString(value: PyValue): Verdict {
  if (isFalsy(value)) return taken([]);
  if (value.type === 'str') return taken([strip(value.value, undefined, 'both')]);
  const items = itemsOf(value);
  if (!items) {
    if (value.type === 'object' || value.type === 'bytes')
      return open('how this value is iterated over is not followed here');
    return refused(`'${pythonType(value)}' object is not iterable`);
  }
  const texts: Plain[] = [];
  let unknown = false;
  for (const item of items) {
    if (!item.known) {
      unknown = true;
      continue;
    }
    const verdict = checkString(item.value);
    if (verdict.kind === 'taken') texts.push(verdict.value);
    else if (!unknown) return verdict;
  }
  return unknown ? open('an item of the list is unknown') : taken(texts);
}

/** `validate_string_to_list`: the parts between commas. */
export function checkStringToList(value: PyValue): Verdict {
  const verdict = checkString(value);
  if (verdict.kind !== 'taken' || typeof verdict.value !== 'string') {
    return verdict.kind === 'taken' ? taken([]) : verdict;
  }
  const parts = verdict.value.split(',').filter((part) => part !== '');
  return taken(parts.map((part) => strip(part, undefined, 'both')));
}

/** `validate_dict`. */
export function checkDict(value: PyValue): Verdict {
  if (value.type !== 'dict') return refusedWith('Value is not a dictionary: %s ', value);
  const plain = toPlain(value);
  return plain === undefined ? open('a part of the dictionary is unknown') : taken(plain);
}

/** `validate_class`: a class or an import path; a function is called for one. */
export function checkClass(value: PyValue): Verdict {
  if (value.type === 'function') return open('gunicorn calls this function for the class');
  if (value.type === 'object') return open(`it is the class or object ${value.name}`);
  return checkString(value);
}

/** `validate_user` and `validate_group`: names are looked up on the machine. */
export function checkAccount(value: PyValue): Verdict {
  if (value.type === 'none') return open('it is the account that starts gunicorn');
  if (value.type === 'int' || value.type === 'bool') return taken(Number(value.value));
  if (value.type === 'str') return taken(/^[0-9]+$/.test(value.value) ? Number(value.value) : value.value);
  if (value.type === 'object' || value.type === 'bytes') return open('this account is not followed here');
  return refused(`'${pythonType(value)}' object has no attribute 'isdigit'`);
}

/** `validate_chdir`, without looking for the folder. */
export function checkChdir(value: PyValue): Verdict {
  if (value.type === 'none')
    return refused("join() argument must be str, bytes, or os.PathLike object, not 'NoneType'");
  return checkString(value);
}

/** A value without types, as JSON shows it; undefined when a part of it is unknown or no plain value. */
export function toPlain(value: PyValue, depth = 0): Plain | undefined {
  if (depth > 12) return undefined;
  switch (value.type) {
    case 'none':
      return null;
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return value.value;
    case 'list':
    case 'tuple':
    case 'set': {
      const items = value.items.map((item) => (item.known ? toPlain(item.value, depth + 1) : undefined));
      return items.includes(undefined) ? undefined : items.map((item) => item ?? null);
    }
    case 'dict':
      return plainEntries(value.entries, depth);
    default:
      return undefined;
  }
}

function plainEntries(
  entries: readonly (readonly [PyValue, Value<PyValue>])[],
  depth: number,
): Plain | undefined {
  const plain: Record<string, Plain> = {};
  for (const [key, value] of entries) {
    const name = toPlain(key, depth + 1);
    const item = value.known ? toPlain(value.value, depth + 1) : undefined;
    if (name === undefined || item === undefined) return undefined;
    Object.defineProperty(plain, String(name), {
      value: item,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return plain;
}
