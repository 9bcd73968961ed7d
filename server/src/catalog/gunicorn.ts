import * as data from './data/gunicorn.ts';
import { lazy, tableOf, wordsOf } from './lazy.ts';
import { type CatalogLevel, gunicornLevel } from './scaling.ts';
import { atLeast } from './version.ts';

/** A plain value as Python would print it in JSON. */
export type PlainDefault =
  | string
  | number
  | boolean
  | null
  | readonly PlainDefault[]
  | { readonly [key: string]: PlainDefault };

/** The check of gunicorn/config.py behind a setting: `pos_int` is `validate_pos_int`. */
export type GunicornValidator =
  | 'bool'
  | 'pos_int'
  | 'string'
  | 'list_string'
  | 'list_of_files_or_patterns'
  | 'string_to_list'
  | 'string_to_addr_list'
  | 'dict'
  | 'class'
  | 'callable'
  | 'post_request'
  | 'user'
  | 'group'
  | 'chdir'
  | 'statsd_address'
  | 'reload_engine'
  | 'ssl_version'
  | 'header_map_behaviour'
  | 'http_protocols'
  | 'http2_cleartext'
  | 'http2_frame_size'
  | 'http2_stream_limit'
  | 'http2_window_size'
  | 'proxy_protocol'
  | 'asgi_loop'
  | 'asgi_lifespan'
  | 'http_parser';

/** What argparse does with the flag; null for a setting that only a file can give. */
export type GunicornAction = 'store' | 'store_true' | 'store_const' | 'append' | null;

export interface GunicornSettingInfo {
  /** The name in a configuration file. */
  readonly name: string;
  /** The heading of gunicorn's manual it stands under. */
  readonly section: string;
  /** Short and long flags, exactly as spelt; empty where the command line has none. */
  readonly flags: readonly string[];
  readonly action: GunicornAction;
  readonly metavar: string | null;
  /** What the flag's text is turned into before the validator sees it; null leaves it a text. */
  readonly flagType: 'int' | 'auto_int' | 'callable' | null;
  /** True for a flag whose value may be left out (`--proxy-protocol` since 24.1). */
  readonly optionalValue: boolean;
  /** `value`: the constant default. `computed`: gunicorn works it out when it starts. */
  readonly default: { readonly kind: 'value'; readonly value: PlainDefault } | { readonly kind: 'computed' };
  readonly validator: GunicornValidator;
  /** The number of parameters a hook must take; null for other settings and for post_request (2 to 4). */
  readonly parameters: number | null;
  /** Words that make sense as its value; empty where any text may. */
  readonly values: readonly string[];
  /** The environment variable that gives the default; null for none. */
  readonly env: string | null;
  /** The first version that has it; null: all versions since 0.17. */
  readonly since: string | null;
  /** The version from which on it does nothing; null while it has an effect. */
  readonly ignoredSince: string | null;
  /** True where gunicorn's manual says that it will go. */
  readonly deprecated: boolean;
  /** Versions that changed it. */
  readonly changed: readonly string[];
  readonly level: CatalogLevel | null;
}

/** Words a validator or the code behind it knows (gunicorn/config.py, gunicorn/glogging.py). */
const valuesByName: Readonly<Record<string, string>> = {
  asgi_lifespan: 'auto on off',
  asgi_loop: 'auto asyncio uvloop',
  header_map: 'drop refuse dangerous',
  http2_cleartext: 'off prior-knowledge upgrade both',
  http_parser: 'auto fast python',
  http_protocols: 'h1 h2',
  loglevel: 'debug info warning error critical',
  protocol: 'http uwsgi',
  proxy_protocol: 'off v1 v2 auto',
  reload_engine: 'auto poll inotify',
};

const deprecatedNames: readonly string[] = ['casefold_http_method', 'ssl_version', 'strip_header_spaces'];

const settings = lazy(() => tableOf(data.rows).map(settingOf));

function settingOf(columns: readonly string[]): GunicornSettingInfo {
  const [name = '', section = '', flags, action, metavar, flagType, nargs, value, check = ''] = columns;
  const [, , , , , , , , , since, env, changed] = columns;
  return {
    name,
    section,
    flags: wordsOf(flags),
    action: (action || null) as GunicornAction,
    metavar: metavar || null,
    flagType: (flagType || null) as GunicornSettingInfo['flagType'],
    optionalValue: nargs === '?',
    default: value ? { kind: 'value', value: JSON.parse(value) as PlainDefault } : { kind: 'computed' },
    validator: check.replace(/\(\d\)$/, '') as GunicornValidator,
    parameters: /\((\d)\)$/.exec(check) ? Number(check.slice(-2, -1)) : null,
    values: wordsOf(valuesByName[name], ' '),
    env: env || null,
    since: since || null,
    ignoredSince: name === 'ssl_version' ? '21.0' : null,
    deprecated: deprecatedNames.includes(name),
    changed: wordsOf(changed),
    level: gunicornLevel(name),
  };
}

const byName = lazy(() => new Map(settings().map((setting) => [setting.name, setting])));

/** All settings in the order of gunicorn/config.py. */
export const gunicornSettings = (): readonly GunicornSettingInfo[] => settings();

/** A setting by its name in a configuration file; names are case-sensitive. Undefined for any other name. */
export const gunicornSetting = (name: string): GunicornSettingInfo | undefined => byName().get(name);

/** A flag of the gunicorn command. */
export interface GunicornFlag {
  readonly flag: string;
  /** Null for `--help` and `--version`, which set nothing, and for a flag whose setting is gone. */
  readonly setting: GunicornSettingInfo | null;
  readonly value: 'none' | 'one' | 'optional';
  /** The version that took it out; null while it is there. */
  readonly removed: string | null;
}

const takes = (setting: GunicornSettingInfo): GunicornFlag['value'] =>
  setting.action?.startsWith('store_') ? 'none' : setting.optionalValue ? 'optional' : 'one';

const bare = (flag: string, removed: string | null): GunicornFlag => ({
  flag,
  setting: null,
  value: 'none',
  removed,
});

/** Flags of settings that are gone; seen in gunicorn 20.1.0 as Debian patches it and in 22.0. */
const removedFlags: readonly GunicornFlag[] = [bare('--tolerate-dangerous-framing', '23.0')];

const flags = lazy((): readonly GunicornFlag[] => [
  ...['-h', '--help', '-v', '--version'].map((flag) => bare(flag, null)),
  ...settings().flatMap((setting) =>
    setting.flags.map((flag) => ({ flag, setting, value: takes(setting), removed: null })),
  ),
]);

const flagsByText = lazy(() => new Map([...flags(), ...removedFlags].map((flag) => [flag.flag, flag])));

/**
 * Whether a flag takes a value in a version: `--proxy-protocol` was a switch before 24.1 and has since swallowed the
 * next word.
 */
export const flagValueIn = (flag: GunicornFlag, version: string | undefined): GunicornFlag['value'] =>
  flag.value === 'optional' && atLeast(version, '24.1') === false ? 'none' : flag.value;

/** Every flag that the newest gunicorn's parser knows. */
export const gunicornFlags = (): readonly GunicornFlag[] => flags();

/**
 * A flag by its exact spelling, dashes included and without `=value`; undefined for any other text. A flag that is
 * gone is found as well, marked as `removed`.
 */
export const gunicornFlag = (flag: string): GunicornFlag | undefined => flagsByText().get(flag);

/**
 * The long flags that begin with `text`, as argparse reads an abbreviation: one hit is that flag, several are refused
 * as ambiguous, and an exact flag stands alone whatever else begins with it. What `version` certainly does not have
 * is left out; without a version, what is gone.
 */
export function flagsWithPrefix(text: string, version?: string): readonly GunicornFlag[] {
  if (!text.startsWith('--') || text.length < 3) return [];
  const known = [...flagsByText().values()].filter(
    (flag) => flag.flag.startsWith(text) && mayHave(version, flag),
  );
  const exact = known.find(({ flag }) => flag === text);
  return exact ? [exact] : known;
}

function mayHave(version: string | undefined, { setting, removed }: GunicornFlag): boolean {
  if (removed !== null) return version !== undefined && atLeast(version, removed) !== true;
  return !setting?.since || atLeast(version, setting.since) !== false;
}

export interface GunicornWorkerClass {
  /** The word or import path after `-k`. */
  readonly name: string;
  readonly since: string | null;
  readonly deprecated: string | null;
  readonly removed: string | null;
  /** The class that does the same under another name; null for the usual name. */
  readonly aliasOf: string | null;
  /** What bounds the requests that one worker has in progress. */
  readonly bound: 'one' | 'threads' | 'worker_connections' | 'none';
}

const aliases: Readonly<Record<string, string>> = {
  gevent_pywsgi: 'gevent',
  gevent_wsgi: 'gevent',
  'uvicorn.workers.UvicornWorker': 'uvicorn_worker.UvicornWorker',
};

const bounds: Readonly<Record<string, GunicornWorkerClass['bound']>> = {
  sync: 'one',
  gthread: 'threads',
  gevent: 'worker_connections',
  gevent_wsgi: 'worker_connections',
  gevent_pywsgi: 'worker_connections',
  eventlet: 'worker_connections',
};

const classes = lazy(() =>
  data.workerClasses.map((row): GunicornWorkerClass => {
    const [name = '', since, deprecated, removed] = row.split(' ');
    return {
      name,
      since: since || null,
      deprecated: deprecated || null,
      removed: removed || null,
      aliasOf: aliases[name] ?? null,
      bound: bounds[name] ?? 'none',
    };
  }),
);

/** The worker classes that gunicorn or uvicorn ship or shipped. */
export const workerClasses = (): readonly GunicornWorkerClass[] => classes();

/**
 * A worker class by its short name or by the import path of gunicorn's own (`gunicorn.workers.sync.SyncWorker`,
 * `egg:gunicorn#sync`); undefined for a class of someone else.
 */
export function workerClass(name: string): GunicornWorkerClass | undefined {
  const path = /^gunicorn\.workers\.(?:sync|gthread|g?gevent|g?eventlet|gtornado|gasgi)\.(\w+?)Worker$/.exec(
    name,
  );
  const egg = /^egg:gunicorn#(\w+)$/.exec(name);
  const word = egg?.[1] ?? pathWords[path?.[1] ?? ''] ?? name;
  return classes().find((candidate) => candidate.name === word);
}

const pathWords: Readonly<Record<string, string>> = {
  Sync: 'sync',
  Thread: 'gthread',
  Gevent: 'gevent',
  GeventPyWSGI: 'gevent_pywsgi',
  Eventlet: 'eventlet',
  Tornado: 'tornado',
  ASGI: 'asgi',
};

const pairsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(text.split(' ').map((pair) => pair.split('=') as [string, string]));

const traps = lazy(() => pairsOf(data.traps));
const removed = lazy(() => pairsOf(data.removed));

/**
 * Names that gunicorn ignores in a file and that stand for a setting of another name: `preload` for `preload_app`.
 * The wrong name first.
 */
export const settingNameTraps = (): ReadonlyMap<string, string> => traps();

/** Settings that no longer exist, with the version that took them out. gunicorn ignores them in silence. */
export const removedSettings = (): ReadonlyMap<string, string> => removed();
