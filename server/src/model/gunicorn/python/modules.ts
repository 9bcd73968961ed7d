import type { Span } from '../../../base/span.ts';
import { mayRaise } from './branch.ts';
import { floatOf, intOf, resting, strOf, tupleOf, unknownOf, type Val, val } from './data.ts';
import { ancestorsOf } from './exceptions.ts';
import { mergeVals } from './merge.ts';
import { isNative } from './natives/all.ts';
import { attributesCell, placeOf, Raised, type Run } from './run.ts';

/** Modules of Python's library that every supported version has. */
const library = new Set(
  (
    'abc argparse ast asyncio atexit base64 bisect calendar cgitb codecs collections concurrent configparser ' +
    'contextlib contextvars copy csv ctypes dataclasses datetime decimal difflib dis email enum errno faulthandler ' +
    'fcntl fileinput fnmatch fractions functools gc getpass glob grp gzip hashlib heapq hmac html http importlib ' +
    'inspect io ipaddress itertools json keyword linecache locale logging lzma math mimetypes multiprocessing ' +
    'numbers operator os pathlib pickle pkgutil platform posix pprint pwd queue random re resource sched secrets ' +
    'select selectors shlex shutil signal site socket socketserver sqlite3 ssl stat statistics string struct ' +
    'subprocess sys sysconfig syslog tempfile textwrap threading time timeit token tokenize traceback types typing ' +
    'unicodedata unittest urllib uuid venv warnings wave weakref xml zipfile zlib zoneinfo __future__ builtins'
  ).split(' '),
);

/** True for a module that is there wherever Python is. */
export const isLibrary = (name: string): boolean => library.has(name.split('.')[0] ?? '');

/** The module of a dotted name; unknown for one that is not part of Python. */
export function moduleOf(run: Run, name: string, at: Span): Val {
  const top = name.split('.')[0] ?? name;
  if (!isLibrary(name) && top !== 'gunicorn') {
    mayRaise(run, missingModule(top));
    return unknownOf(`the package ${top} is not read here`, [placeOf(run, at)]);
  }
  const found = run.modules.get(name);
  if (found) return val(found);
  const module = { type: 'module', name, overlay: attributesCell(new Map(), mergeVals) } as const;
  run.modules.set(name, module);
  return val(module);
}

const missingModule = (name: string): Raised =>
  new Raised('ModuleNotFoundError', `No module named '${name}'`, ancestorsOf('ModuleNotFoundError'));

const logLevels: Readonly<Record<string, number>> = {
  DEBUG: 10,
  INFO: 20,
  WARNING: 30,
  WARN: 30,
  ERROR: 40,
  CRITICAL: 50,
};

const constants: Readonly<Record<string, () => Val>> = {
  'os.name': () => strOf('posix'),
  'os.sep': () => strOf('/'),
  'os.linesep': () => strOf('\n'),
  'os.pathsep': () => strOf(':'),
  'os.curdir': () => strOf('.'),
  'os.pardir': () => strOf('..'),
  'os.devnull': () => strOf('/dev/null'),
  'os.path.sep': () => strOf('/'),
  'os.environ': () => val({ type: 'environ' }),
  'math.pi': () => floatOf(Math.PI),
  'math.e': () => floatOf(Math.E),
  'sys.platform': () => resting(strOf('linux'), assumed('it runs on Linux')),
  'sys.maxsize': () => unknownOf('a number this large is not followed'),
  'sys.version_info': versionInfo,
  'string.digits': () => strOf('0123456789'),
  'string.ascii_lowercase': () => strOf('abcdefghijklmnopqrstuvwxyz'),
};

const assumed = (what: string) => ({ origin: 'literal', assumes: [what], places: [] }) as const;

/** gunicorn has needed Python 3 since version 20; the minor version is the machine's. */
function versionInfo(): Val {
  const rest = unknownOf('the version of Python is not given');
  return tupleOf([intOf(3), rest, rest, rest, rest]);
}

/** `module.name`; unknown when it is only known at run time. */
export function moduleAttribute(run: Run, module: Val, name: string, at: Span): Val {
  if (module.data.type !== 'module') return unknownOf('this is no module');
  const { data } = module;
  if (!data.overlay.value)
    return unknownOf(`attributes of ${data.name} are changed in code that is not followed`);
  const own = data.overlay.value.get(name);
  if (own) return own;
  const full = `${data.name}.${name}`;
  const constant = Object.hasOwn(constants, full) ? constants[full] : undefined;
  if (constant) return constant();
  if (data.name === 'logging' && Object.hasOwn(logLevels, name)) return intOf(logLevels[name] ?? 0);
  if (isSubmodule(full)) return moduleOf(run, full, at);
  if (isNative(full)) return val({ type: 'builtin', name: full, self: undefined });
  if (name.startsWith('__') || data.name.startsWith('gunicorn')) {
    mayRaise(run);
    return unknownOf(`${full} is known only at run time`, [placeOf(run, at)]);
  }
  mayRaise(run, new Raised('AttributeError', '', ancestorsOf('AttributeError')));
  if (/^[A-Z]/.test(name)) return val({ type: 'opaque', name: full, parameters: undefined, isClass: false });
  return val({ type: 'builtin', name: full, self: undefined });
}

const submodules = new Set([
  'os.path',
  'concurrent.futures',
  'importlib.util',
  'urllib.parse',
  'logging.handlers',
  'logging.config',
  'collections.abc',
  'xml.etree',
]);

const isSubmodule = (name: string): boolean => submodules.has(name);

/** `hasattr(module, name)`; undefined when it cannot be told. */
export function moduleHas(
  run: Run,
  module: Val,
  name: string,
): { readonly has: boolean; readonly assumes?: string } | undefined {
  if (module.data.type !== 'module' || !module.data.overlay.value) return undefined;
  const { data } = module;
  const full = `${data.name}.${name}`;
  if (data.overlay.value?.has(name) || Object.hasOwn(constants, full) || isSubmodule(full))
    return { has: true };
  if (full === 'sys.pypy_version_info') return { has: false, assumes: 'it runs on CPython' };
  // sched_getaffinity and process_cpu_count depend on the system and the version.
  if (isNative(full) && !/getaffinity|process_cpu_count/.test(full)) return { has: true };
  return run.modules.has(full) ? { has: true } : undefined;
}

/** Sets an attribute of a module, as `gunicorn.SERVER_SOFTWARE = …` does. */
export function overlayWith(module: Val, name: string, value: Val): ReadonlyMap<string, Val> | undefined {
  if (module.data.type !== 'module' || !module.data.overlay.value) return undefined;
  return new Map([...module.data.overlay.value, [name, value]]);
}
