import type { Span } from '../../../../base/span.ts';
import { bind, textOf } from '../arguments.ts';
import { joinBasis } from '../basis.ts';
import { mayRaise } from '../branch.ts';
import { boolOf, isUnknown, none, resting, strOf, tupleOf, unknownOf, type Val, val } from '../data.ts';
import { changeVariable, lookUpVariable, loseEnviron } from '../environ.ts';
import * as paths from '../posix-path.ts';
import { type Args, placeOf, type Run, raise } from '../run.ts';
import { type Natives, strict } from './native.ts';

/** Variables that every service manager or shell sets, so that taking them to be unset would be wrong. */
const always = new Set([
  'HOME',
  'PATH',
  'USER',
  'LOGNAME',
  'PWD',
  'SHELL',
  'HOSTNAME',
  'LANG',
  'TERM',
  'SHLVL',
  '_',
]);

/** The value of a variable, or `fallback` under the assumption that it is not set. */
function variableOr(run: Run, name: Val, fallback: Val, at: Span): Val | undefined {
  const text = textOf(name);
  if (text === undefined) return isUnknown(name) ? name : undefined;
  const found = lookUpVariable(run, text, at);
  if (found.kind === 'unknown') return found.value;
  if (found.kind === 'set') return found.value;
  if (always.has(text) && !run.environ.value.changes.has(text)) {
    return unknownOf(`${text} differs from machine to machine`, [placeOf(run, at)]);
  }
  if (isUnknown(fallback)) return fallback;
  return resting(fallback, joinBasis(found.basis, name.basis));
}

function getenv(run: Run, args: Args, at: Span): Val | undefined {
  const bound = bind(args, ['key', 'default?']);
  const name = bound?.get('key');
  return name && variableOr(run, name, bound?.get('default') ?? none, at);
}

/** `os.environ[name]`: unknown when nobody sets it, since the file then expects that someone does. */
export function environItem(run: Run, name: Val, at: Span): Val {
  const text = textOf(name);
  if (text === undefined) return unknownOf('the variable cannot be told');
  const found = lookUpVariable(run, text, at);
  if (found.kind !== 'unset') return found.value;
  mayRaise(run);
  return unknownOf(`${text} is read from the environment and not set here`, [placeOf(run, at)]);
}

/** `name in os.environ`. */
export function environHas(run: Run, name: Val, at: Span): Val {
  const text = textOf(name);
  if (text === undefined) return unknownOf('the variable cannot be told');
  const found = lookUpVariable(run, text, at);
  if (found.kind === 'set') return boolOf(true, found.value.basis);
  if (found.kind === 'unset' && !always.has(text)) return boolOf(false, found.basis);
  return unknownOf(`whether ${text} is set is known only at run time`, [placeOf(run, at)]);
}

/** Methods of `os.environ`. */
export const environMethods: Natives = {
  'environ.get': getenv,
  'environ.setdefault': (run, args, at) => {
    const [name, value] = args.positional;
    const text = textOf(name);
    if (text === undefined || !value || args.positional.length !== 2) {
      loseEnviron(run);
      return unknownOf('the variable cannot be told');
    }
    const found = lookUpVariable(run, text, at);
    if (found.kind === 'set') return found.value;
    changeVariable(
      run,
      text,
      found.kind === 'unset' ? resting(value, found.basis) : unknownOf(`${text} may be set`),
    );
    return found.kind === 'unset' ? resting(value, found.basis) : found.value;
  },
  'environ.pop': (run, args, at) => {
    const [name, fallback] = args.positional;
    const text = textOf(name);
    if (text === undefined || !name) return undefined;
    const value = fallback ? variableOr(run, name, fallback, at) : environItem(run, name, at);
    changeVariable(run, text, undefined);
    return value;
  },
  'environ.update': (run, args) => {
    const [source] = args.positional;
    const entries =
      source?.data.type === 'dict' ? source.data.cell.value?.of : source ? undefined : new Map();
    if (!entries || args.open) loseEnviron(run);
    for (const { key, value } of entries?.values() ?? []) changeVariable(run, textOf(key) ?? '', value);
    for (const [name, value] of args.named) changeVariable(run, name, value);
    return none;
  },
};

const onePath =
  (compute: (path: string) => Val): Natives[string] =>
  (_run, args) => {
    const path = pathText(bind(args, ['p'])?.get('p'));
    return path === undefined ? undefined : compute(path);
  };

/** The text of a path or of a text that names one. */
export const pathText = (value: Val | undefined): string | undefined =>
  value?.data.type === 'path' ? value.data.value : textOf(value);

/** A path made absolute in the folder that gunicorn starts in. */
export function absolutePath(run: Run, path: string): Val {
  if (path.startsWith('/')) return strOf(paths.normalize(path));
  const folder = run.assumptions.directory;
  if (folder === undefined) return unknownOf('the folder in which gunicorn starts is not given');
  return strOf(paths.normalize(paths.join(folder, path)));
}

const onDisk =
  (what: string): Natives[string] =>
  (run, _args, at) => {
    mayRaise(run);
    return unknownOf(`${what} is known only on the machine`, [placeOf(run, at)]);
  };

const absolute: Natives[string] = (run, args) => {
  const path = pathText(bind(args, ['path', 'strict?'])?.get('path'));
  return path === undefined ? undefined : absolutePath(run, path);
};

/** Functions of `os` and `os.path`. */
export const system: Natives = {
  ...strict({
    'os.path.join': (_run, args) => {
      const parts = args.positional.map(pathText);
      const [first, ...rest] = parts;
      if (args.open || args.named.size > 0 || first === undefined || rest.includes(undefined))
        return refuseParts(args);
      return strOf(paths.join(first, ...rest.map((part) => part ?? '')));
    },
    'os.path.dirname': onePath((path) => strOf(paths.dirname(path))),
    'os.path.basename': onePath((path) => strOf(paths.basename(path))),
    'os.path.normpath': onePath((path) => strOf(paths.normalize(path))),
    'os.path.split': onePath((path) => tupleOf(paths.split(path).map((part) => strOf(part)))),
    'os.path.splitext': onePath((path) => tupleOf(paths.splitExtension(path).map((part) => strOf(part)))),
    'os.path.isabs': onePath((path) => boolOf(path.startsWith('/'))),
    'os.path.abspath': absolute,
    'os.path.realpath': absolute,
    'os.path.expanduser': (_run, args) => {
      const path = pathText(bind(args, ['path'])?.get('path'));
      if (path === undefined) return undefined;
      return path.startsWith('~') ? unknownOf('the home folder is known only on the machine') : strOf(path);
    },
    'os.path.expandvars': (_run, args) => {
      const path = pathText(bind(args, ['path'])?.get('path'));
      if (path === undefined) return undefined;
      return path.includes('$') ? unknownOf('variables in a path are not followed here') : strOf(path);
    },
    'os.fspath': onePath((path) => strOf(path)),
  }),
  'os.getenv': getenv,
  'os.environ.get': getenv,
  'os.getcwd': (run, args) => {
    if (!bind(args, [])) return undefined;
    const folder = run.assumptions.directory;
    return folder === undefined
      ? unknownOf('the folder in which gunicorn starts is not given')
      : strOf(folder);
  },
  'os.path.exists': onDisk('whether a file exists'),
  'os.path.isfile': onDisk('whether a file exists'),
  'os.path.isdir': onDisk('whether a folder exists'),
  'os.path.islink': onDisk('whether a link exists'),
  'os.getuid': onDisk('the user'),
  'os.geteuid': onDisk('the user'),
  'os.getgid': onDisk('the group'),
  'os.getegid': onDisk('the group'),
  'os.getpid': onDisk('the process'),
  'os.getloadavg': onDisk('the load'),
  'os.uname': onDisk('the name of the machine'),
  'os.makedirs': (run) => {
    mayRaise(run);
    return none;
  },
  'os.mkdir': (run) => {
    mayRaise(run);
    return none;
  },
  'socket.gethostname': onDisk('the name of the machine'),
  'dotenv.load_dotenv': (run) => {
    loseEnviron(run);
    return unknownOf('what a .env file sets is not read here');
  },
};

function refuseParts(args: Args): Val | undefined {
  const wrong = args.positional.find(
    ({ data }) => data.type === 'none' || data.type === 'int' || data.type === 'list',
  );
  if (!wrong || args.open) return undefined;
  const name = { none: 'NoneType', int: 'int', list: 'list' }[wrong.data.type as 'none' | 'int' | 'list'];
  const first = args.positional[0] === wrong;
  return raise(
    'TypeError',
    first
      ? `expected str, bytes or os.PathLike object, not ${name}`
      : `join() argument must be str, bytes, or os.PathLike object, not '${name}'`,
  );
}

const pathOf = (value: string): Val => val({ type: 'path', value: paths.purePath(value) });

/** `pathlib.Path` and the functions behind its methods; the first argument is the path itself. */
export const pathlib: Natives = strict({
  'pathlib.Path': makePath,
  'pathlib.PurePath': makePath,
  'pathlib.PosixPath': makePath,
  'pathlib.PurePosixPath': makePath,
  'path.joinpath': makePath,
  'path.resolve': (run, args) => asPath(absolutePath(run, pathText(args.positional[0]) ?? '')),
  'path.absolute': (run, args) => {
    const path = pathText(args.positional[0]) ?? '';
    const folder = run.assumptions.directory;
    if (path.startsWith('/')) return pathOf(path);
    return folder === undefined
      ? unknownOf('the folder in which gunicorn starts is not given')
      : pathOf(`${folder}/${path}`);
  },
  'path.as_posix': (_run, args) => strOf(pathText(args.positional[0]) ?? ''),
  'path.is_absolute': (_run, args) => boolOf((pathText(args.positional[0]) ?? '').startsWith('/')),
  'path.expanduser': (_run, args) => {
    const path = pathText(args.positional[0]) ?? '';
    return path.startsWith('~') ? unknownOf('the home folder is known only on the machine') : pathOf(path);
  },
  'path.with_name': (_run, args) => {
    const [path, name] = args.positional.map(pathText);
    if (path === undefined || name === undefined || name === '' || name.includes('/')) return undefined;
    return paths.basename(path) === '' ? undefined : pathOf(paths.join(paths.parentOf(path), name));
  },
});

/** What a path gives without being called: `parent`, `name` …; undefined for other names. */
export function pathAttribute(path: string, name: string): Val | undefined {
  const last = paths.basename(path) === '.' ? '' : paths.basename(path);
  const dot = last.lastIndexOf('.');
  const hasSuffix = dot > 0 && dot < last.length - 1;
  switch (name) {
    case 'parent':
      return pathOf(paths.parentOf(path));
    case 'parents':
      return tupleOf(parentsOf(path).map(pathOf));
    case 'parts':
      return tupleOf(paths.partsOf(path).map((part) => strOf(part)));
    case 'name':
      return strOf(last);
    case 'suffix':
      return strOf(hasSuffix ? last.slice(dot) : '');
    case 'stem':
      return strOf(hasSuffix ? last.slice(0, dot) : last);
    default:
      return undefined;
  }
}

function parentsOf(path: string): string[] {
  const parents: string[] = [];
  for (let at = path; paths.parentOf(at) !== at && parents.length < 100; ) {
    at = paths.parentOf(at);
    parents.push(at);
  }
  return parents;
}

function makePath(_run: Run, args: Args): Val | undefined {
  const parts = args.positional.map(pathText);
  if (args.open || args.named.size > 0 || parts.includes(undefined)) return undefined;
  const [first = '.', ...rest] = parts.map((part) => part ?? '');
  return pathOf(paths.join(first, ...rest));
}

const asPath = (value: Val): Val => (value.data.type === 'str' ? pathOf(value.data.value) : value);
