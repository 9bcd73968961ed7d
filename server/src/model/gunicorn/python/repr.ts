import type { Val } from './data.ts';
import { floatRepr } from './number-text.ts';

const deepest = 20;

/** `repr(value)`; undefined when it cannot be told. */
export function reprOf(value: Val, depth = 0): string | undefined {
  const { data } = value;
  if (depth > deepest) return undefined;
  switch (data.type) {
    case 'none':
      return 'None';
    case 'ellipsis':
      return 'Ellipsis';
    case 'bool':
      return data.value ? 'True' : 'False';
    case 'int':
      return String(data.value);
    case 'float':
      return floatRepr(data.value);
    case 'str':
      return strRepr(data.value);
    case 'bytes':
      return bytesRepr(data.value);
    case 'tuple': {
      const items = reprAll(data.items, depth);
      if (!items) return undefined;
      return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
    }
    case 'list': {
      const items = data.cell.value && reprAll(data.cell.value.of, depth);
      return items && `[${items.join(', ')}]`;
    }
    case 'dict':
      return dictRepr(value, depth);
    case 'range': {
      const step = data.step === 1 ? '' : `, ${data.step}`;
      return `range(${data.start}, ${data.stop}${step})`;
    }
    case 'path':
      return `PosixPath(${strRepr(data.value)})`;
    default:
      return undefined;
  }
}

function reprAll(items: readonly Val[], depth: number): string[] | undefined {
  const texts: string[] = [];
  for (const item of items) {
    const text = reprOf(item, depth + 1);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return texts;
}

function dictRepr({ data }: Val, depth: number): string | undefined {
  if (data.type !== 'dict' || !data.cell.value) return undefined;
  const texts: string[] = [];
  for (const { key, value } of data.cell.value.of.values()) {
    const left = reprOf(key, depth + 1);
    const right = reprOf(value, depth + 1);
    if (left === undefined || right === undefined) return undefined;
    texts.push(`${left}: ${right}`);
  }
  return `{${texts.join(', ')}}`;
}

/** `str(value)`; undefined when it cannot be told. */
export function strText(value: Val): string | undefined {
  const { data } = value;
  return data.type === 'str' || data.type === 'path' ? data.value : reprOf(value);
}

const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function strRepr(text: string): string | undefined {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === quote) out += `\\${quote}`;
    else if (named[character]) out += named[character];
    else if (code < 32 || code === 127) out += `\\x${code.toString(16).padStart(2, '0')}`;
    // Which characters Python calls printable depends on its Unicode tables: only letters and marks are sure.
    else if (code > 126 && !/[\p{L}\p{N}\p{P}\p{S}]/u.test(character)) return undefined;
    else out += character;
  }
  return out + quote;
}

function bytesRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = `b${quote}`;
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (character === quote) out += `\\${quote}`;
    else if (named[character]) out += named[character];
    else if (code < 32 || code > 126) out += `\\x${code.toString(16).padStart(2, '0')}`;
    else out += character;
  }
  return out + quote;
}
