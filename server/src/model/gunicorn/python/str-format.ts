import { hashKey } from './containers.ts';
import { isUnknown, strOf, unknownOf, type Val } from './data.ts';
import { formatValue } from './format-spec.ts';
import { reprOf, strText } from './repr.ts';
import { type Args, raise } from './run.ts';

interface Fields {
  readonly args: Args;
  /** The next automatic number. */
  next: number;
}

/** `text.format(…)`; undefined where it cannot be told. Raises where Python certainly does. */
export function formatMethod(text: string, args: Args): Val | undefined {
  const fields: Fields = { args, next: 0 };
  const result = expand(text, fields, 0);
  return typeof result === 'string' ? strOf(result) : result;
}

/** The expanded text, an unknown value that it holds, or undefined. */
function expand(text: string, fields: Fields, depth: number): string | Val | undefined {
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const mark = text[at] ?? '';
    if (mark === '{' && text[at + 1] === '{' && depth === 0) {
      out += '{';
      at++;
    } else if (mark === '}' && depth === 0) {
      if (text[at + 1] !== '}') return raise('ValueError', "Single '}' encountered in format string");
      out += '}';
      at++;
    } else if (mark === '{') {
      const end = closingBrace(text, at);
      if (end < 0) return depth > 0 ? undefined : refuseOpen(text, at);
      const shown = field(text.slice(at + 1, end), fields, depth);
      if (typeof shown !== 'string') return shown;
      out += shown;
      at = end;
    } else out += mark;
  }
  return out;
}

function refuseOpen(text: string, at: number): string | undefined {
  return at === text.length - 1 ? raise('ValueError', "Single '{' encountered in format string") : undefined;
}

function closingBrace(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return -1;
}

function field(text: string, fields: Fields, depth: number): string | Val | undefined {
  if (depth > 1) return undefined;
  const parts = /^([^!:]*)(?:!([^:]?))?(?::([\s\S]*))?$/.exec(text);
  if (!parts) return undefined;
  const [, name = '', conversion = '', spec = ''] = parts;
  const value = lookUp(name, fields);
  if (!value || isUnknown(value)) return value ?? undefined;
  const expanded = spec.includes('{') ? expand(spec, fields, depth + 1) : spec;
  if (typeof expanded !== 'string') return expanded;
  const converted = convert(value, conversion);
  return converted && formatValue(converted, expanded);
}

function convert(value: Val, conversion: string): Val | undefined {
  if (conversion === '') return value;
  const text = conversion === 's' ? strText(value) : conversion === 'r' ? reprOf(value) : undefined;
  return text === undefined ? undefined : strOf(text);
}

function lookUp(name: string, fields: Fields): Val | undefined {
  const head = /^[^.[]*/.exec(name)?.[0] ?? '';
  const rest = name.slice(head.length);
  const { args } = fields;
  if (args.open) return unknownOf('the arguments of format() cannot be told');
  const value = /^\d*$/.test(head)
    ? byNumber(head, fields)
    : (args.named.get(head) ?? raise('KeyError', `'${head}'`));
  const key = /^\[([^\]]*)\]$/.exec(rest)?.[1];
  if (rest === '') return value;
  return key === undefined ? undefined : item(value, key);
}

function byNumber(head: string, fields: Fields): Val {
  const index = head === '' ? fields.next++ : Number(head);
  const value = fields.args.positional[index];
  const message = `Replacement index ${index} out of range for positional args tuple`;
  return value ?? raise('IndexError', message);
}

function item(value: Val, key: string): Val | undefined {
  const { data } = value;
  if (data.type === 'dict') return data.cell.value?.of.get(hashKey(strOf(key)) ?? '')?.value;
  if (!/^\d+$/.test(key)) return undefined;
  if (data.type === 'tuple') return data.items[Number(key)];
  return data.type === 'list' ? data.cell.value?.of[Number(key)] : undefined;
}
