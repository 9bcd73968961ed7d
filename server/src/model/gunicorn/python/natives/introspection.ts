import { bind, textOf } from '../arguments.ts';
import { dictOf, newList } from '../containers.ts';
import { boolOf, type Data, isUnknown, none, resting, strOf, unknownOf, type Val, val } from '../data.ts';
import { ancestorsOf, classAncestors, exceptionName, isException } from '../exceptions.ts';
import { placeOf, raise } from '../run.ts';
import type { Natives } from './native.ts';

/** Functions that look at values rather than change them. */
export const introspection: Natives = {
  isinstance: (_run, args) => {
    const bound = bind(args, ['object', 'type']);
    const value = bound?.get('object');
    const type = bound?.get('type');
    const verdict = value && type ? isInstance(value, type.data) : undefined;
    return verdict === undefined ? undefined : boolOf(verdict);
  },
  type: (_run, args) => {
    const value = bind(args, ['object'])?.get('object');
    if (!value || isUnknown(value)) return value;
    if (value.data.type === 'instance') return val(value.data.of);
    if (value.data.type === 'exception')
      return val({ type: 'builtin', name: value.data.name, self: undefined });
    const name = basicTypes[value.data.type];
    return name ? val({ type: 'builtin', name, self: undefined }) : undefined;
  },
  callable: (_run, args) => {
    const value = bind(args, ['object'])?.get('object');
    if (!value || isUnknown(value)) return value;
    const { data } = value;
    if (/^(?:function|builtin|class)$/.test(data.type)) return boolOf(true);
    if (data.type === 'opaque' || data.type === 'instance') return undefined;
    return boolOf(false);
  },
  print: () => none,
  id: () => unknownOf('an identity is known only at run time'),
  input: () => unknownOf('input is known only at run time'),
  open: (run, _args, at) =>
    val(
      { type: 'opaque', name: 'file', parameters: undefined, isClass: false },
      { origin: 'literal', assumes: [], places: [placeOf(run, at)] },
    ),
  'json.loads': (_run, args) => {
    const text = textOf(bind(args, ['s'])?.get('s'));
    return text === undefined ? undefined : fromJson(text);
  },
  'distutils.util.strtobool': (_run, args) => strtobool(textOf(bind(args, ['val'])?.get('val'))),
  'platform.system': () =>
    resting(strOf('Linux'), { origin: 'literal', assumes: ['it runs on Linux'], places: [] }),
  'platform.python_implementation': () =>
    resting(strOf('CPython'), { origin: 'literal', assumes: ['it runs on CPython'], places: [] }),
  'sys.exit': (_run, args) => raise('SystemExit', textOf(args.positional[0]) ?? ''),
  exit: (_run, args) => raise('SystemExit', textOf(args.positional[0]) ?? ''),
  quit: (_run, args) => raise('SystemExit', textOf(args.positional[0]) ?? ''),
};

const basicTypes: Readonly<Partial<Record<Data['type'], string>>> = {
  bool: 'bool',
  int: 'int',
  float: 'float',
  str: 'str',
  bytes: 'bytes',
  list: 'list',
  tuple: 'tuple',
  dict: 'dict',
  set: 'set',
};

/** Built-in types whose instances are told apart here. */
const tellable = new Set([
  'bool',
  'int',
  'float',
  'str',
  'bytes',
  'list',
  'tuple',
  'dict',
  'set',
  'object',
  'complex',
  'frozenset',
]);

function isInstance(value: Val, type: Data): boolean | undefined {
  if (isUnknown(value)) return undefined;
  if (type.type === 'tuple') {
    const verdicts = type.items.map((item) => isInstance(value, item.data));
    if (verdicts.includes(true)) return true;
    return verdicts.includes(undefined) ? undefined : false;
  }
  const { data } = value;
  if (type.type === 'class')
    return data.type === 'instance' ? derives(data.of, type) : isBasic(data) ? false : undefined;
  if (type.type !== 'builtin') return undefined;
  if (type.name === 'object') return true;
  if (isException(type.name)) return isExceptionInstance(data, exceptionName(type.name));
  if (!tellable.has(type.name) || !isBasic(data)) return undefined;
  if (type.name === 'int' && data.type === 'bool') return true;
  return basicTypes[data.type] === type.name;
}

const isBasic = (data: Data): boolean => data.type === 'none' || basicTypes[data.type] !== undefined;

function isExceptionInstance(data: Data, name: string): boolean | undefined {
  if (data.type === 'exception') return ancestorsOf(data.name).includes(name);
  if (data.type === 'instance') return data.of.opaque ? undefined : classAncestors(data.of).includes(name);
  return isBasic(data) ? false : undefined;
}

function derives(from: Data, type: Data): boolean | undefined {
  if (from === type) return true;
  if (from.type !== 'class') return false;
  const verdicts = from.bases.map((base) => derives(base, type));
  if (verdicts.includes(true)) return true;
  return from.opaque || verdicts.includes(undefined) ? undefined : false;
}

const yes = new Set(['y', 'yes', 't', 'true', 'on', '1']);
const no = new Set(['n', 'no', 'f', 'false', 'off', '0']);

function strtobool(text: string | undefined): Val | undefined {
  if (text === undefined) return undefined;
  const lower = text.toLowerCase();
  if (yes.has(lower)) return val({ type: 'int', value: 1 });
  if (no.has(lower)) return val({ type: 'int', value: 0 });
  return raise('ValueError', `invalid truth value '${lower}'`);
}

/** The value of a JSON text; undefined where it holds fractions, whose exact text JSON.parse does not keep. */
function fromJson(text: string): Val | undefined {
  const bare = text.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  if (text.length > 20_000 || /\d[.eE]|-0(?!\d)/.test(bare)) return undefined;
  try {
    return fromPlain(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function fromPlain(value: unknown): Val | undefined {
  if (value === null) return none;
  if (typeof value === 'boolean') return boolOf(value);
  if (typeof value === 'string') return strOf(value);
  if (typeof value === 'number') return Number.isSafeInteger(value) ? val({ type: 'int', value }) : undefined;
  if (Array.isArray(value)) {
    const items = value.map(fromPlain);
    return items.includes(undefined) ? undefined : listFrom(items);
  }
  // A JavaScript object puts numeric keys first, which Python does not.
  const entries = Object.entries(value as Record<string, unknown>);
  if (entries.some(([key]) => /^\d+$/.test(key) || key === '__proto__')) return undefined;
  const pairs = entries.map(([key, item]) => [strOf(key), fromPlain(item)] as const);
  return pairs.some(([, item]) => item === undefined)
    ? undefined
    : dictOf(pairs.map(([key, item]) => [key, item ?? none]));
}

function listFrom(items: readonly (Val | undefined)[]): Val {
  return newList(items.map((item) => item ?? none));
}
