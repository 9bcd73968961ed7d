import type { Value } from '../../base/known.ts';
import { strOf } from './python/data.ts';
import { floatRepr } from './python/number-text.ts';
import { reprOf } from './python/repr.ts';
import type { PyValue } from './types.ts';

/** `str(value)` as gunicorn prints it; an address of an object is left out. Undefined when a part is unknown. */
export function showPython(value: PyValue): string | undefined {
  return value.type === 'str' ? value.value : showRepr(value);
}

function showRepr(value: PyValue): string | undefined {
  switch (value.type) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
      return String(value.value);
    case 'float':
      return floatRepr(value.value);
    case 'str':
      return reprOf(strOf(value.value));
    case 'bytes':
      return `b'${value.value}'`;
    case 'list':
      return showAll(value.items, '[', ']');
    case 'tuple':
      return value.items.length === 1 ? showAll(value.items, '(', ',)') : showAll(value.items, '(', ')');
    case 'set':
      return value.items.length === 0 ? 'set()' : showAll(value.items, '{', '}');
    case 'dict':
      return showEntries(value.entries);
    case 'function':
      return `<function ${value.name}>`;
    case 'object':
      return `<${value.name}>`;
  }
}

function showAll(items: readonly Value<PyValue>[], open: string, close: string): string | undefined {
  const texts = items.map((item) => (item.known ? showRepr(item.value) : undefined));
  return texts.includes(undefined) ? undefined : open + texts.join(', ') + close;
}

function showEntries(entries: readonly (readonly [PyValue, Value<PyValue>])[]): string | undefined {
  const texts = entries.map(([key, value]) => {
    const left = showRepr(key);
    const right = value.known ? showRepr(value.value) : undefined;
    return left === undefined || right === undefined ? undefined : `${left}: ${right}`;
  });
  return texts.includes(undefined) ? undefined : `{${texts.join(', ')}}`;
}

/** The name of a value's type in Python's messages. */
export function pythonType(value: PyValue): string {
  if (value.type === 'none') return 'NoneType';
  return value.type === 'object' ? value.name : value.type;
}
