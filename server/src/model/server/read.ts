import { ifKnown, known, type Unknown, unknown, type Value } from '../../base/known.ts';
import { mappedVerbatim } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import { serverOptions } from '../../catalog/servers.ts';
import { gunicornAddress, isFilledIn } from './bind.ts';
import { concurrencyOf } from './concurrency.ts';
import type { ServerContext } from './context.ts';
import { type GunicornLaunch, readGunicorn } from './gunicorn-launch.ts';
import { launchProblems } from './launch-problems.ts';
import { withDoubt } from './loose.ts';
import { readOther } from './other-launch.ts';
import { otherProblems } from './other-problems.ts';
import type { AppServer, Bind, CommandWord, Launch, Plain } from './types.ts';
import { findServer, type ServerCommand } from './unwrap.ts';

/**
 * The application server that a launch starts, with its effective settings; null when it starts none that we know
 * or the command is unknown. Nothing is run: scripts and configuration files are read.
 */
export function readServer(launch: Launch, context: ServerContext): AppServer | null {
  if (!launch.command.known) return null;
  const folder = ifKnown(launch.directory) ?? undefined;
  const command = findServer(launch.command.value, launch.environment, (path) => {
    const file = context.file(path, folder, 'context');
    return file && mappedVerbatim(file.text, file.uri, 0);
  });
  return command && serverOf(withDoubt(command, context.versions.gunicorn), folder, context);
}

function serverOf(
  command: ServerCommand,
  folder: string | undefined,
  context: ServerContext,
): AppServer | null {
  return command.kind === 'gunicorn'
    ? gunicornServer(command, directoryOf(command, folder), context)
    : otherServer(command, directoryOf(command, folder), context);
}

/** The folder the server itself starts in: the launch's, moved by `cd` in a wrapper. */
function directoryOf({ directory }: ServerCommand, folder: string | undefined): string | undefined {
  if (!directory) return folder;
  const moved = ifKnown(directory);
  if (moved === undefined || moved.startsWith('/')) return moved;
  return folder === undefined ? undefined : `${folder.replace(/\/$/, '')}/${moved}`;
}

function gunicornServer(
  command: ServerCommand,
  directory: string | undefined,
  context: ServerContext,
): AppServer {
  const launch = readGunicorn(command, directory, context);
  const word = isManaged(command) ? undefined : launch.commandLine.positionals[0];
  const app = appOf(word, launch.settings.get('wsgi_app'));
  wantModule(app, directory, context);
  return {
    kind: 'gunicorn',
    words: command.words,
    app,
    configFile: launch.configFile,
    configPath: launch.configPath,
    settings: launch.settings,
    binds: gunicornBinds(launch, command),
    concurrency: concurrencyOf('gunicorn', launch.settings),
    problems: launchProblems(launch, command, context.versions.gunicorn),
  };
}

/** `manage.py run_gunicorn ADDRESS`: the application is the Django project's own. */
const isManaged = ({ words }: ServerCommand): boolean => words[0]?.text === 'run_gunicorn';

/** The application: the first word that is no flag, else `wsgi_app` of the file. */
function appOf(word: CommandWord | undefined, setting: Value<Plain> | undefined): AppServer['app'] {
  if (word) return { text: word.text, place: word.place };
  const text = ifKnown(setting);
  return typeof text === 'string' && setting ? { text, place: setting.places[0] } : null;
}

/** Asks for the application's module, so that it is at hand for rules that look at what it makes. */
function wantModule(app: AppServer['app'], directory: string | undefined, context: ServerContext): void {
  const module = app?.text.split(':')[0] ?? '';
  if (/^[A-Za-z_][\w.]*$/.test(module))
    context.file(`${module.replaceAll('.', '/')}.py`, directory, 'context');
}

/** The sockets gunicorn opens. Any `fd://` among them makes it drop the others (gunicorn/sock.py). */
function gunicornBinds(launch: GunicornLaunch, command: ServerCommand): Value<readonly Bind[]> {
  const { settings } = launch;
  const { environment } = command;
  const setting = bindSetting(launch, command);
  if (command.doubt) return unknown(command.doubt);
  if (setting?.known === false && setting.placeholder !== undefined) return filledIn(setting, settings);
  if (!setting?.known) return setting ?? unknown('bind is unknown');
  if (environment.has('LISTEN_FDS') || environment.has('GUNICORN_FD'))
    return unknown('sockets are handed over at start');
  const texts = (Array.isArray(setting.value) ? setting.value : [setting.value]).filter(
    (text): text is string => typeof text === 'string',
  );
  const each = setting.from === 'command line' || setting.from === 'GUNICORN_CMD_ARGS';
  const binds = texts.map((text, i): Bind => {
    const place = setting.places[each ? i : 0];
    const address = isFilledIn(text) ? undefined : gunicornAddress(text);
    return { text, address, from: setting.from, place, ...sharing(settings) };
  });
  const handed = binds.filter(({ address }) => address?.kind === 'fd');
  return known(handed.length > 0 ? handed : binds, setting.from, setting.places, setting.assumes);
}

/** An address that a template or the environment fills in, as it is written. */
function filledIn(setting: Unknown, settings: GunicornLaunch['settings']): Value<readonly Bind[]> {
  const { placeholder: text = '', places } = setting;
  const bind = {
    text,
    address: undefined,
    from: 'config file' as const,
    place: places[0],
    ...sharing(settings),
  };
  return isFilledIn(text) ? known([bind], 'config file', places) : setting;
}

/** Where it binds; the first plain word after run_gunicorn is an address. */
function bindSetting(
  { settings, commandLine }: GunicornLaunch,
  command: ServerCommand,
): Value<Plain> | undefined {
  const word = isManaged(command) ? commandLine.positionals[0] : undefined;
  const setting = settings.get('bind');
  if (!word || (setting?.known && setting.from === 'command line')) return setting;
  return known([word.text], 'command line', word.place ? [word.place] : []);
}

function sharing(settings: ReadonlyMap<string, Value<Plain>>): Pick<Bind, 'reusePort' | 'speaks'> {
  const has = (name: string): boolean => {
    const value = ifKnown(settings.get(name));
    return value !== undefined && value !== null && value !== false && value !== '';
  };
  const speaks = ifKnown(settings.get('protocol')) === 'uwsgi' ? 'uwsgi' : has('certfile') ? 'https' : 'http';
  return { reusePort: ifKnown(settings.get('reuse_port')) === true, speaks };
}

function otherServer(
  command: ServerCommand,
  directory: string | undefined,
  context: ServerContext,
): AppServer | null {
  if (command.kind === 'gunicorn') return null;
  const launch = readOther(command.kind, command, (path) => context.file(path, directory, 'context'));
  const named = serverOptions(command.kind).find(({ role }) => role === 'app');
  const flag = launch.commandLine.flags.filter(({ option }) => option === named).at(-1)?.value;
  const word = flag ?? (launch.config ? undefined : launch.commandLine.positionals[0]);
  return {
    kind: command.kind,
    words: command.words,
    app: word ? { text: word.text, place: word.place } : null,
    configFile: null,
    configPath: launch.config,
    settings: launch.settings,
    binds: launch.binds,
    concurrency: concurrencyOf(command.kind, launch.settings),
    problems: command.doubt === null ? otherProblems(command.kind, launch) : [],
  };
}

/** The place that decides a setting: the last flag, else the assignment; undefined for a default. */
export const placeOfSetting = (server: AppServer, name: string): Place | undefined =>
  server.settings.get(name)?.places[0];
