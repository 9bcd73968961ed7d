import { ifKnown, known, type Origin, unknown, type Value } from '../../base/known.ts';
import { lazyMap } from '../../base/lazy-map.ts';
import { mappedVerbatim, unknownIn } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import {
  type GunicornFlag,
  type GunicornSettingInfo,
  gunicornSetting,
  gunicornSettings,
} from '../../catalog/gunicorn.ts';
import { lazy } from '../../catalog/lazy.ts';
import { atLeast } from '../../catalog/version.ts';
import { splitCommand } from '../../syntax/shell/split.ts';
import type { GunicornFile } from '../gunicorn/types.ts';
import { readArgparse } from './argparse.ts';
import type { Argument, Arguments } from './arguments.ts';
import type { ServerContext } from './context.ts';
import { flagSetting, openValue, settingOf } from './plain.ts';
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
  const version = context.versions.gunicorn;
  const commandLine = readArgparse(command.words.slice(1), version);
  const commandArguments = readArgparse(commandArgumentsOf(command), version);
  const configPath = configOf(commandLine, commandArguments, directory, context);
  const configFile = configPath?.file
    ? evaluated(configPath.file, configPath.text, command, directory, context)
    : null;
  const launch = { commandLine, commandArguments, configFile, configPath, version };
  const own = (name: string): Value<Plain> => {
    const setting = gunicornSetting(name);
    return setting ? settingValue(setting, launch, command) : noSetting;
  };
  const settings: ReadonlyMap<string, Value<Plain>> = lazyMap(settingNames(), (name) =>
    name === 'worker_class'
      ? effectiveClass(own(name), () => settings.get('threads') ?? noSetting)
      : own(name),
  );
  return { ...launch, settings };
}

const noSetting = unknown('gunicorn has no such setting');

const settingNames = lazy(() => new Set(gunicornSettings().map(({ name }) => name)));

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
    const isPath = !/^python:/.test(path) && unknownIn(given.mapped) === undefined;
    const file = isPath ? context.file(path, directory, 'gunicorn') : undefined;
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

interface Sources extends Omit<GunicornLaunch, 'settings'> {
  readonly version: string | undefined;
}

function settingValue(setting: GunicornSettingInfo, sources: Sources, command: ServerCommand): Value<Plain> {
  return (
    fromFlags(setting, sources.commandLine, 'command line', sources.version) ??
    (command.doubt ? unknown(command.doubt) : undefined) ??
    fromFlags(setting, sources.commandArguments, 'GUNICORN_CMD_ARGS', sources.version) ??
    hiddenArguments(command) ??
    fromFile(setting, sources) ??
    fromEnvironment(setting, command, sources.version) ??
    defaultOf(setting, sources.version)
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
  version: string | undefined,
): Value<Plain> | undefined {
  const given = flags.filter(({ option }) => option.setting === setting);
  const last = given[given.length - 1];
  if (!last) return undefined;
  const places = given.flatMap(({ value, flagPlace }) => value?.place ?? flagPlace ?? []);
  if (setting.action === 'append') {
    const texts = given.flatMap(({ value }) => (value ? [value.text.trim()] : []));
    return known(texts, from, places);
  }
  if (setting.action === 'store_true') return known(true, from, places);
  if (setting.action === 'store_const') return known(false, from, places);
  if (!last.value) return known(setting.optionalValue && isSwitch(version) ? true : 'auto', from, places);
  const place = last.value.place ?? last.flagPlace;
  const open = openValue(last.value, place ? [place] : []);
  if (open) return open;
  return flagSetting(setting, last.value.text, from, place ? [place] : [], version);
}

/** `--proxy-protocol` was a switch before 24.1. */
const isSwitch = (version: string | undefined): boolean => atLeast(version, '24.1') === false;

function fromFile(
  setting: GunicornSettingInfo,
  { configFile, configPath, version }: Sources,
): Value<Plain> | undefined {
  if (configFile) {
    const assignment = configFile.settings.get(setting.name);
    if (assignment) return settingOf(setting, assignment.value, version);
    return configFile.openEnded === undefined ? undefined : unknown(configFile.openEnded);
  }
  return configPath ? unknown(`${configPath.text} may set it, and that file is not at hand`) : undefined;
}

/** WEB_CONCURRENCY, PORT and FORWARDED_ALLOW_IPS change defaults, SENDFILE what is done without a setting. */
function fromEnvironment(
  setting: GunicornSettingInfo,
  { environment }: ServerCommand,
  version: string | undefined,
): Value<Plain> | undefined {
  const value = setting.env ? environment.get(setting.env) : undefined;
  if (!value) return undefined;
  if (!value.known) return value;
  const { places } = value;
  if (setting.name === 'sendfile') {
    return known(/^(?:y|1|yes|true)$/i.test(value.value), 'environment', places);
  }
  if (setting.name === 'bind') return known([`0.0.0.0:${value.value}`], 'environment', places);
  return flagSetting(setting, value.value, 'environment', places, version);
}

const defaults = lazy(() => new Map<string | undefined, Map<GunicornSettingInfo, Value<Plain>>>());

/** The default of a version, worked out once. */
function defaultOf(setting: GunicornSettingInfo, version: string | undefined): Value<Plain> {
  const ofVersion = defaults().get(version) ?? new Map<GunicornSettingInfo, Value<Plain>>();
  defaults().set(version, ofVersion);
  const value = ofVersion.get(setting) ?? standardOf(setting, version);
  ofVersion.set(setting, value);
  return value;
}

function standardOf(setting: GunicornSettingInfo, version: string | undefined): Value<Plain> {
  if (setting.default.kind !== 'value') return unknown('gunicorn works it out when it starts');
  const { value } = setting.default;
  // The loopback address of IPv6 joined the trusted ones in 23.0.
  const isOld = setting.validator === 'string_to_addr_list' && atLeast(version, '23.0') === false;
  return typeof value === 'string'
    ? flagSetting(setting, isOld ? '127.0.0.1' : value, 'default', [], version)
    : known(value as Plain, 'default');
}

/** sync with more than one thread is gthread (gunicorn/config.py `worker_class`), in gunicorn's own words. */
function effectiveClass(name: Value<Plain>, threadsOf: () => Value<Plain>): Value<Plain> {
  const isSync = name.known && typeof name.value === 'string' && /^sync$|SyncWorker$/.test(name.value);
  if (!isSync) return name;
  const threads = threadsOf();
  if (!threads.known) return unknown('sync or gthread, by the number of threads', threads.places);
  if (typeof threads.value !== 'number' || threads.value <= 1) return name;
  const places = [...threads.places, ...name.places];
  return known('gthread', threads.from, places, ['sync with threads > 1 is gthread']);
}
