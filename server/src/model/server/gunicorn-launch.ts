import { ifKnown, known, type Origin, unknown, type Value } from '../../base/known.ts';
import { mappedVerbatim } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import {
  flagsWithPrefix,
  flagValueIn,
  type GunicornFlag,
  type GunicornSettingInfo,
  gunicornFlag,
  gunicornSettings,
} from '../../catalog/gunicorn.ts';
import { splitCommand } from '../../syntax/shell/split.ts';
import type { GunicornFile } from '../gunicorn/types.ts';
import { type Argument, type Arguments, type FlagTable, readArguments } from './arguments.ts';
import type { ServerContext } from './context.ts';
import { flagSetting, settingOf } from './plain.ts';
import type { AppServer, Plain } from './types.ts';
import type { ServerCommand } from './unwrap.ts';

/** gunicorn's settings as one launch makes them, and what they were made of. */
export interface GunicornLaunch {
  readonly settings: ReadonlyMap<string, Value<Plain>>;
  readonly commandLine: Arguments<GunicornFlag>;
  readonly commandArguments: Arguments<GunicornFlag>;
  readonly configFile: GunicornFile | null;
  readonly configPath: AppServer['configPath'];
}

/**
 * Reads a gunicorn command as gunicorn/app/base.py does, later wins: defaults (with WEB_CONCURRENCY, PORT and
 * FORWARDED_ALLOW_IPS), one configuration file, GUNICORN_CMD_ARGS, the command line.
 */
export function readGunicorn(
  command: ServerCommand,
  directory: string | undefined,
  context: ServerContext,
): GunicornLaunch {
  const table = flagTable(context.versions.gunicorn);
  const commandLine = readArguments(command.words.slice(1), table);
  const commandArguments = readArguments(commandArgumentsOf(command), table);
  const configPath = configOf(commandLine, commandArguments, directory, context);
  const configFile = configPath?.file
    ? evaluated(configPath.file, configPath.text, command, directory, context)
    : null;
  const launch = { commandLine, commandArguments, configFile, configPath };
  const settings = new Map(
    gunicornSettings().map((setting) => [setting.name, settingValue(setting, launch, command)]),
  );
  return { ...launch, settings: withEffectiveClass(settings) };
}

function flagTable(version: string | undefined): FlagTable<GunicornFlag> {
  return {
    find: (flag) => {
      const exact = gunicornFlag(flag);
      return exact ? [exact] : sameSetting(flagsWithPrefix(flag, version));
    },
    takes: (flag) => flagValueIn(flag, version),
    spellings: ({ flag }) => [flag],
    joinsShort: true,
  };
}

/** argparse takes an abbreviation that fits two spellings of one option. */
const sameSetting = (flags: readonly GunicornFlag[]): readonly GunicornFlag[] =>
  new Set(flags.map(({ setting }) => setting)).size === 1 ? flags.slice(0, 1) : flags;

function commandArgumentsOf({ environment }: ServerCommand): readonly ServerCommand['words'][number][] {
  const value = environment.get('GUNICORN_CMD_ARGS');
  const text = ifKnown(value);
  if (text === undefined) return [];
  const at = value?.places[0];
  return splitCommand(at ? atPlace(text, at) : { text, pieces: [] }).words;
}

/** A text that comes from a place as a whole. */
const atPlace = (text: string, { uri, span }: Place) =>
  text.length === span.end - span.start
    ? mappedVerbatim(text, uri, span.start)
    : { text, pieces: [{ start: 0, end: text.length, uri, source: span, verbatim: false }] };

const lastOf = (args: Arguments<GunicornFlag>, name: string): Argument<GunicornFlag> | undefined =>
  args.flags.filter(({ option }) => option.setting?.name === name).at(-1);

/** The configuration file: `-c` of the command line, of GUNICORN_CMD_ARGS, else ./gunicorn.conf.py if it is there. */
function configOf(
  commandLine: Arguments<GunicornFlag>,
  commandArguments: Arguments<GunicornFlag>,
  directory: string | undefined,
  context: ServerContext,
): AppServer['configPath'] {
  const given = lastOf(commandLine, 'config')?.value ?? lastOf(commandArguments, 'config')?.value;
  if (given) {
    const path = given.text.replace(/^file:/, '');
    const file = /^python:/.test(path) ? undefined : context.file(path, directory, 'gunicorn');
    return { text: given.text, place: given.place, file: file ?? null };
  }
  const file = context.file('./gunicorn.conf.py', directory, 'gunicorn');
  return file ? { text: './gunicorn.conf.py', place: undefined, file } : null;
}

function evaluated(
  file: NonNullable<NonNullable<AppServer['configPath']>['file']>,
  path: string,
  { environment }: ServerCommand,
  directory: string | undefined,
  context: ServerContext,
): GunicornFile {
  const plain = path.replace(/^file:/, '').replace(/^\.\//, '');
  const full =
    plain.startsWith('/') || directory === undefined ? plain : `${directory.replace(/\/$/, '')}/${plain}`;
  return context.evaluate(file, {
    cores: context.cores,
    coresFrom: context.coresFrom,
    environment,
    directory,
    path: full,
  });
}

type Sources = Omit<GunicornLaunch, 'settings'>;

function settingValue(setting: GunicornSettingInfo, sources: Sources, command: ServerCommand): Value<Plain> {
  return (
    fromFlags(setting, sources.commandLine, 'command line') ??
    (command.doubt ? unknown(command.doubt) : undefined) ??
    fromFlags(setting, sources.commandArguments, 'GUNICORN_CMD_ARGS') ??
    hiddenArguments(command) ??
    fromFile(setting, sources) ??
    fromEnvironment(setting, command) ??
    defaultOf(setting)
  );
}

/** GUNICORN_CMD_ARGS that is set to something unknown may set anything below the command line. */
function hiddenArguments({ environment }: ServerCommand): Value<Plain> | undefined {
  const value = environment.get('GUNICORN_CMD_ARGS');
  return value && !value.known ? value : undefined;
}

function fromFlags(
  setting: GunicornSettingInfo,
  { flags }: Arguments<GunicornFlag>,
  from: Origin,
): Value<Plain> | undefined {
  const given = flags.filter(({ option }) => option.setting === setting);
  const last = given[given.length - 1];
  if (!last) return undefined;
  const places = given.flatMap(({ value, flagPlace }) => value?.place ?? flagPlace ?? []);
  if (setting.action === 'append') {
    return known(
      given.flatMap(({ value }) => (value ? [value.text] : [])),
      from,
      places,
    );
  }
  if (setting.action === 'store_true') return known(true, from, places);
  if (setting.action === 'store_const') return known(false, from, places);
  if (!last.value) return setting.optionalValue ? known('auto', from, places) : undefined;
  return flagSetting(setting, last.value.text, from, places);
}

function fromFile(
  setting: GunicornSettingInfo,
  { configFile, configPath }: Sources,
): Value<Plain> | undefined {
  if (configFile) {
    const assignment = configFile.settings.get(setting.name);
    return assignment && settingOf(setting, assignment.value);
  }
  return configPath ? unknown(`${configPath.text} may set it, and that file is not at hand`) : undefined;
}

/** WEB_CONCURRENCY, PORT and FORWARDED_ALLOW_IPS change defaults; an empty FORWARDED_ALLOW_IPS counts. */
function fromEnvironment(
  setting: GunicornSettingInfo,
  { environment }: ServerCommand,
): Value<Plain> | undefined {
  const value = setting.env ? environment.get(setting.env) : undefined;
  if (!value) return undefined;
  if (!value.known) return value;
  if (value.value === '' && setting.name !== 'forwarded_allow_ips') return undefined;
  const text = setting.name === 'bind' ? `0.0.0.0:${value.value}` : value.value;
  return flagSetting(setting, text, 'environment', value.places);
}

function defaultOf(setting: GunicornSettingInfo): Value<Plain> {
  return setting.default.kind === 'value'
    ? known(setting.default.value as Plain, 'default')
    : unknown('gunicorn works it out when it starts');
}

/** sync with more than one thread is gthread (gunicorn/config.py `worker_class`), in gunicorn's own words. */
function withEffectiveClass(settings: Map<string, Value<Plain>>): Map<string, Value<Plain>> {
  const name = settings.get('worker_class');
  const threads = settings.get('threads');
  const isSync =
    name?.known && typeof name.value === 'string' && /^(?:sync|egg:gunicorn#sync)$/.test(name.value);
  if (!isSync || !threads) return settings;
  if (!threads.known)
    settings.set('worker_class', unknown('sync or gthread, by the number of threads', threads.places));
  else if (typeof threads.value === 'number' && threads.value > 1) {
    const places = [...threads.places, ...name.places];
    settings.set(
      'worker_class',
      known('gthread', threads.from, places, ['sync with threads > 1 is gthread']),
    );
  }
  return settings;
}
