import type { PyValue } from '../../model/gunicorn/types.ts';

/** Nested deeper than this a value is shown as `…`. */
const deepest = 4;

/** A value as Python writes it. */
export function pyText(value: PyValue, depth = 0): string {
  switch (value.type) {
    case 'none':
      return 'None';
    case 'bool':
      return value.value ? 'True' : 'False';
    case 'int':
    case 'float':
      return String(value.value);
    case 'str':
      return `"${value.value}"`;
    case 'bytes':
      return `b"${value.value}"`;
    case 'function':
    case 'object':
      return value.name;
    case 'dict':
      return depth >= deepest
        ? '{…}'
        : `{${value.entries.map((entry) => entryText(entry, depth)).join(', ')}}`;
    default:
      return depth >= deepest ? '[…]' : listText(value, depth);
  }
}

type List = Extract<PyValue, { type: 'list' | 'tuple' | 'set' }>;
type Entry = Extract<PyValue, { type: 'dict' }>['entries'][number];

const entryText = ([key, value]: Entry, depth: number): string =>
  `${pyText(key, depth + 1)}: ${value.known ? pyText(value.value, depth + 1) : '…'}`;

function listText({ type, items }: List, depth: number): string {
  const texts = items.map((item) => (item.known ? pyText(item.value, depth + 1) : '…')).join(', ');
  if (type === 'tuple') return `(${texts})`;
  return type === 'set' ? `{${texts}}` : `[${texts}]`;
}
