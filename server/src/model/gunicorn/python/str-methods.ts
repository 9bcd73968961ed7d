import { bind, bytesOf, integerOf, isAbsent, textOf } from './arguments.ts';
import { typeName } from './compare.ts';
import { newList } from './containers.ts';
import { basisOf, boolOf, intOf, isUnknown, resting, strOf, tupleOf, unknownOf, type Val } from './data.ts';
import { itemsOf } from './iterate.ts';
import { type Args, type Run, raise } from './run.ts';
import { formatMethod } from './str-format.ts';
import {
  charactersOf,
  isAscii,
  isBlank,
  lengthOf,
  sliceItems,
  splitBlank,
  splitBlankRight,
  splitLines,
  splitText,
  splitTextRight,
  strip,
} from './text.ts';

type Method = (text: string, args: Args, run: Run) => Val | undefined;

/** `text.name(args)`; unknown where it is not followed. The name is one of `strMethods`. */
export function callStrMethod(run: Run, name: string, self: Val, args: Args): Val {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const text = textOf(self);
  const given = [...args.positional, ...args.named.values()];
  const hidden = given.find(isUnknown);
  if (hidden && name !== 'format') return hidden;
  const result = method && text !== undefined ? method(text, args, run) : undefined;
  return result ? resting(result, basisOf(self, ...given)) : unknownOf(`str.${name}() is not followed here`);
}

export const isStrMethod = (name: string): boolean => Object.hasOwn(methods, name) || otherMethods.has(name);

/** Methods that exist and are not followed. */
const otherMethods = new Set([
  'maketrans',
  'translate',
  'format_map',
  'expandtabs',
  'isdecimal',
  'isnumeric',
  'isprintable',
]);

const ascii =
  (change: (text: string) => string): Method =>
  (text, args) =>
    isAscii(text) && bind(args, []) ? strOf(change(text)) : undefined;

const judged =
  (judge: (text: string) => boolean): Method =>
  (text, args) =>
    isAscii(text) && bind(args, []) ? boolOf(judge(text)) : undefined;

const stripped =
  (sides: 'both' | 'left' | 'right'): Method =>
  (text, args) => {
    const bound = bind(args, ['chars?']);
    const characters = bound?.get('chars');
    if (!bound || (!isAbsent(characters) && textOf(characters) === undefined)) return undefined;
    return strOf(strip(text, textOf(characters), sides));
  };

const affixed =
  (test: (text: string, affix: string) => boolean): Method =>
  (text, args) => {
    const affix = bind(args, ['affix'])?.get('affix');
    if (affix?.data.type === 'str') return boolOf(test(text, affix.data.value));
    if (affix?.data.type !== 'tuple') return undefined;
    const affixes = affix.data.items.map(textOf);
    return affixes.includes(undefined) ? undefined : boolOf(affixes.some((one) => test(text, one ?? '')));
  };

const splitWith =
  (
    blank: (text: string, limit: number) => string[],
    marked: (text: string, separator: string, limit: number) => string[],
  ): Method =>
  (text, args) => {
    const bound = bind(args, ['sep?', 'maxsplit?']);
    const limit = bound?.has('maxsplit') ? integerOf(bound.get('maxsplit')) : -1;
    if (!bound || limit === undefined) return undefined;
    const separator = bound.get('sep');
    if (isAbsent(separator)) return newList(blank(text, limit).map((part) => strOf(part)));
    const mark = textOf(separator);
    if (mark === '') return raise('ValueError', 'empty separator');
    return mark === undefined ? undefined : newList(marked(text, mark, limit).map((part) => strOf(part)));
  };

const located =
  (find: (text: string, part: string) => number, missing: 'value' | 'error'): Method =>
  (text, args) => {
    const part = textOf(bind(args, ['sub'])?.get('sub'));
    if (part === undefined) return undefined;
    const at = find(text, part);
    if (at < 0 && missing === 'error') return raise('ValueError', 'substring not found');
    return intOf(at < 0 ? -1 : lengthOf(text.slice(0, at)));
  };

const partitioned =
  (find: (text: string, mark: string) => number, missing: 'first' | 'last'): Method =>
  (text, args) => {
    const mark = textOf(bind(args, ['sep'])?.get('sep'));
    if (mark === undefined) return undefined;
    if (mark === '') return raise('ValueError', 'empty separator');
    const at = find(text, mark);
    if (at >= 0) return tupleOf([strOf(text.slice(0, at)), strOf(mark), strOf(text.slice(at + mark.length))]);
    const empty = strOf('');
    return tupleOf(missing === 'last' ? [strOf(text), empty, empty] : [empty, empty, strOf(text)]);
  };

const padded =
  (lay: (text: string, missing: number, fill: string) => string): Method =>
  (text, args) => {
    const bound = bind(args, ['width', 'fillchar?']);
    const width = integerOf(bound?.get('width'));
    const fill = bound?.has('fillchar') ? textOf(bound.get('fillchar')) : ' ';
    if (width === undefined || fill === undefined || width > 10_000 || charactersOf(fill).length !== 1)
      return undefined;
    const missing = width - lengthOf(text);
    return strOf(missing > 0 ? lay(text, missing, fill) : text);
  };

/** The left share that `str.center` gives: CPython rounds by the parity of both. */
const leftShare = (missing: number, width: number): number => Math.floor(missing / 2) + (missing & width & 1);

const methods: Readonly<Record<string, Method>> = {
  lower: ascii((text) => text.toLowerCase()),
  upper: ascii((text) => text.toUpperCase()),
  casefold: ascii((text) => text.toLowerCase()),
  swapcase: ascii((text) =>
    text.replace(/[a-zA-Z]/g, (letter) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase())),
  ),
  capitalize: ascii((text) => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()),
  title: ascii((text) =>
    text.replace(/[a-zA-Z]+/g, (word) => word.slice(0, 1).toUpperCase() + word.slice(1).toLowerCase()),
  ),
  strip: stripped('both'),
  lstrip: stripped('left'),
  rstrip: stripped('right'),
  startswith: affixed((text, affix) => text.startsWith(affix)),
  endswith: affixed((text, affix) => text.endsWith(affix)),
  split: splitWith(splitBlank, splitText),
  rsplit: splitWith(splitBlankRight, splitTextRight),
  find: located((text, part) => text.indexOf(part), 'value'),
  rfind: located((text, part) => text.lastIndexOf(part), 'value'),
  index: located((text, part) => text.indexOf(part), 'error'),
  rindex: located((text, part) => text.lastIndexOf(part), 'error'),
  partition: partitioned((text, mark) => text.indexOf(mark), 'last'),
  rpartition: partitioned((text, mark) => text.lastIndexOf(mark), 'first'),
  isdigit: judged((text) => /^[0-9]+$/.test(text) && !text.endsWith('\n')),
  isalpha: judged((text) => /^[a-zA-Z]+$/.test(text) && !text.endsWith('\n')),
  isalnum: judged((text) => /^[a-zA-Z0-9]+$/.test(text) && !text.endsWith('\n')),
  islower: judged((text) => /[a-z]/.test(text) && !/[A-Z]/.test(text)),
  isupper: judged((text) => /[A-Z]/.test(text) && !/[a-z]/.test(text)),
  isspace: judged((text) => text !== '' && charactersOf(text).every(isBlank)),
  isascii: (text, args) => (bind(args, []) ? boolOf(isAscii(text)) : undefined),
  isidentifier: judged((text) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) && !text.endsWith('\n')),
  ljust: padded((text, missing, fill) => text + fill.repeat(missing)),
  rjust: padded((text, missing, fill) => fill.repeat(missing) + text),
  center: padded((text, missing, fill) => {
    const left = leftShare(missing, lengthOf(text) + missing);
    return fill.repeat(left) + text + fill.repeat(missing - left);
  }),
  zfill,
  replace,
  count,
  join: joinItems,
  splitlines,
  removeprefix: (text, args) => {
    const prefix = textOf(bind(args, ['prefix'])?.get('prefix'));
    if (prefix === undefined) return undefined;
    return strOf(prefix !== '' && text.startsWith(prefix) ? text.slice(prefix.length) : text);
  },
  removesuffix: (text, args) => {
    const suffix = textOf(bind(args, ['suffix'])?.get('suffix'));
    if (suffix === undefined) return undefined;
    return strOf(suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text);
  },
  encode: (text, args) => {
    const bound = bind(args, ['encoding?']);
    const utf8 = !bound?.has('encoding') || /^(?:utf-?8|ascii)$/i.test(textOf(bound.get('encoding')) ?? '');
    return bound && utf8 && isAscii(text) ? bytesOf(text) : undefined;
  },
  format: formatMethod,
};

function zfill(text: string, args: Args): Val | undefined {
  const width = integerOf(bind(args, ['width'])?.get('width'));
  if (width === undefined || width > 10_000) return undefined;
  const missing = width - lengthOf(text);
  if (missing <= 0) return strOf(text);
  const sign = /^[+-]/.exec(text)?.[0] ?? '';
  return strOf(sign + '0'.repeat(missing) + text.slice(sign.length));
}

function replace(text: string, args: Args): Val | undefined {
  const bound = bind(args, ['old', 'new', 'count?']);
  const before = textOf(bound?.get('old'));
  const after = textOf(bound?.get('new'));
  const limit = bound?.has('count') ? integerOf(bound.get('count')) : -1;
  if (before === undefined || after === undefined || limit === undefined) return undefined;
  const parts = before === '' ? ['', ...charactersOf(text), ''] : text.split(before);
  if ((parts.length - 1) * after.length > 20_000) return undefined;
  if (limit < 0 || parts.length <= limit + 1) return strOf(parts.join(after));
  const head = parts.slice(0, limit + 1).join(after);
  return strOf(
    head +
      parts
        .slice(limit + 1)
        .map((part) => before + part)
        .join(''),
  );
}

function count(text: string, args: Args): Val | undefined {
  const part = textOf(bind(args, ['sub'])?.get('sub'));
  if (part === undefined) return undefined;
  return intOf(part === '' ? lengthOf(text) + 1 : text.split(part).length - 1);
}

function joinItems(text: string, args: Args, run: Run): Val | undefined {
  const iterable = bind(args, ['iterable'])?.get('iterable');
  const found = iterable && itemsOf(run, iterable);
  if (!found) return undefined;
  const hidden = found.items.find(isUnknown);
  if (hidden) return hidden;
  for (const [index, item] of found.items.entries()) {
    if (item.data.type === 'str') continue;
    if (!/^(?:none|bool|int|float|list|tuple|dict|bytes)$/.test(item.data.type)) return undefined;
    raise('TypeError', `sequence item ${index}: expected str instance, ${typeName(item.data)} found`);
  }
  const joined = strOf(found.items.map((item) => textOf(item) ?? '').join(text));
  return resting(resting(joined, found.basis), basisOf(...found.items));
}

function splitlines(text: string, args: Args): Val | undefined {
  const bound = bind(args, ['keepends?']);
  const keep = bound?.has('keepends') ? integerOf(bound.get('keepends')) : 0;
  if (!bound || keep === undefined) return undefined;
  return newList(splitLines(text, keep ? 'keep' : 'drop').map((line) => strOf(line)));
}

/** `text[index]` and `text[a:b:c]` share the code points. */
export const sliceText = (text: string, lower?: number, upper?: number, step = 1): string =>
  sliceItems(charactersOf(text), lower, upper, step).join('');
