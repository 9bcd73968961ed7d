import type { TextFile } from '../../base/file.ts';
import { known, unknown, type Value } from '../../base/known.ts';
import { type ServerOption, type ServerRole, serverFlag, serverOptions } from '../../catalog/servers.ts';
import type { Address } from '../address.ts';
import { unixAddress } from '../address.ts';
import { type Argument, type Arguments, type FlagTable, readArguments } from './arguments.ts';
import { hypercornAddress, isFilledIn, tcp, uwsgiAddress, waitressAddress } from './bind.ts';
import { openValue } from './plain.ts';
import type { AppServerKind, Bind, CommandWord, Plain } from './types.ts';
import type { ServerCommand } from './unwrap.ts';
import { readUwsgiFile } from './uwsgi-file.ts';

/** The launch of a server other than gunicorn: its flags, settings by gunicorn's names, and binds. */
export interface OtherLaunch {
  readonly commandLine: Arguments<ServerOption>;
  readonly settings: ReadonlyMap<string, Value<Plain>>;
  readonly binds: Value<readonly Bind[]>;
  /** Its own configuration file. Only uWSGI's is read; of others what flags leave open stays unknown. */
  readonly config: Config | null;
}

interface Config {
  readonly text: string;
  readonly place: Argument<ServerOption>['flagPlace'];
  /** Null when it is not at hand or in a language that is not read. */
  readonly file: TextFile | null;
}

/** What a role is called among gunicorn's settings; roles without a counterpart keep a name of their own. */
const settingNames: Partial<Record<ServerRole, string>> = {
  workers: 'workers',
  threads: 'threads',
  'worker class': 'worker_class',
  connections: 'worker_connections',
  'max concurrency': 'limit_concurrency',
  backlog: 'backlog',
  timeout: 'timeout',
  'request timeout': 'timeout',
  'graceful timeout': 'graceful_timeout',
  keepalive: 'keepalive',
  'max requests': 'max_requests',
  'max requests jitter': 'max_requests_jitter',
  'proxy headers': 'proxy_headers',
  'trusted proxies': 'forwarded_allow_ips',
  interface: 'interface',
  reload: 'reload',
  daemon: 'daemon',
  umask: 'umask',
  user: 'user',
  group: 'group',
  master: 'master',
  term: 'die_on_term',
  gevent: 'gevent',
  'socket mode': 'socket_mode',
  'pid file': 'pidfile',
};

/** Reads the command line of uvicorn, hypercorn, daphne, granian, waitress or uWSGI. */
export function readOther(
  kind: Exclude<AppServerKind, 'gunicorn'>,
  command: ServerCommand,
  find: (path: string) => TextFile | undefined,
): OtherLaunch {
  const commandLine = readOtherArguments(kind, command.words.slice(1));
  const config = configOf(kind, commandLine, find);
  const launch = launchOf(kind, command, commandLine, config);
  return { commandLine, config, settings: settingsOf(launch), binds: bindsOf(launch) };
}

function launchOf(
  kind: Launch['kind'],
  command: ServerCommand,
  commandLine: Launch['commandLine'],
  config: Config | null,
): Launch {
  const file = config?.file ? readUwsgiFile(config.file, config.text) : null;
  const protocol = protocolFlag(command) ?? file?.protocol ?? 'uwsgi';
  return {
    kind,
    command,
    protocol,
    commandLine: file ? withFile(commandLine, file.flags) : commandLine,
    fromFile: new Set(file?.flags),
    hidden: command.doubt ?? (file ? file.doubt : hiddenBy(config)),
  };
}

/** The lines of uWSGI's file stand where the flag that names the file does; a bare path is read last. */
function withFile(
  { flags, ...others }: Launch['commandLine'],
  rows: Launch['commandLine']['flags'],
): Launch['commandLine'] {
  const at = flags.findIndex(({ option }) => option.role === 'config');
  const end = at < 0 ? flags.length : at;
  return { ...others, flags: [...flags.slice(0, end), ...rows, ...flags.slice(end)] };
}

/** What uWSGI's `--protocol` makes of its plain sockets. */
function protocolFlag({ kind, words }: ServerCommand): string | undefined {
  if (kind !== 'uwsgi') return undefined;
  const at = words.findIndex(({ text }) => /^--(?:socket-)?protocol(?:=|$)/.test(text));
  return at < 0 ? undefined : (/=(.*)$/.exec(words[at]?.text ?? '')?.[1] ?? words[at + 1]?.text);
}

/** The words after the server's name as its own parser reads them. */
export const readOtherArguments = (
  kind: Exclude<AppServerKind, 'gunicorn'>,
  words: readonly CommandWord[],
): Arguments<ServerOption> => readArguments(words, flagTable(kind));

interface Launch {
  readonly kind: Exclude<AppServerKind, 'gunicorn'>;
  readonly command: ServerCommand;
  readonly commandLine: Arguments<ServerOption>;
  /** What stands in a file and not on the command line. */
  readonly fromFile: ReadonlySet<Argument<ServerOption>>;
  /** What uWSGI's plain sockets speak. */
  readonly protocol: string;
  /** Why options that no flag gives are unknown; null when they have their default. */
  readonly hidden: string | null;
}

const flagTable = (kind: AppServerKind): FlagTable<ServerOption> => ({
  find: (flag) => {
    const option = serverFlag(kind, flag);
    return option ? [option] : [];
  },
  takes: (option) => option.value,
  spellings: (option) => option.flags,
  joinsShort: kind !== 'uwsgi',
});

function configOf(
  kind: AppServerKind,
  { flags, positionals }: Arguments<ServerOption>,
  find: (path: string) => TextFile | undefined,
): Config | null {
  const given = flags.filter(({ option }) => option.role === 'config');
  const flag = given.at(-1);
  const bare =
    kind === 'uwsgi'
      ? positionals.find(({ text }) => /\.(?:ini|xml|ya?ml|json)(?::[^:/]+)?$/.test(text))
      : undefined;
  const named = flag?.value ?? bare;
  if (!named) return null;
  const { text, place } = named;
  const isRead = kind === 'uwsgi' && given.length < 2 && /\.ini(?::[^:/]+)?$/.test(text);
  return { text, place, file: (isRead && find(text.replace(/:[^:/]+$/, ''))) || null };
}

const hiddenBy = (config: Config | null): string | null =>
  config ? `${config.text} may set it, and that file is not read` : null;

function settingsOf(launch: Launch): ReadonlyMap<string, Value<Plain>> {
  const settings = new Map<string, Value<Plain>>();
  for (const option of serverOptions(launch.kind)) {
    const name = settingNames[option.role];
    if (name && !settings.has(name)) settings.set(name, optionValue(launch, option));
  }
  if (!settings.has('workers')) settings.set('workers', known(1, 'default'));
  if (!settings.has('threads')) settings.set('threads', known(1, 'default'));
  const workers = settings.get('workers');
  if (workers?.known && workers.value === null) settings.set('workers', known(1, workers.from));
  return settings;
}

/** The value of one option: the last flag, an environment variable, the default. */
function optionValue(launch: Launch, option: ServerOption): Value<Plain> {
  const { commandLine, command, hidden } = launch;
  const flag = commandLine.flags.filter((one) => one.option === option).at(-1);
  if (flag) return flagValue(flag, originOf(launch, flag));
  for (const name of option.env) {
    const value = command.environment.get(name);
    if (value) return value.known ? known(typed(option, value.value), 'environment', value.places) : value;
  }
  if (hidden) return unknown(hidden);
  return option.default.kind === 'value'
    ? known(option.default.value as Plain, 'default')
    : unknown('the server works it out when it starts');
}

const originOf = ({ fromFile }: Launch, flag: Argument<ServerOption>): 'config file' | 'command line' =>
  fromFile.has(flag) ? 'config file' : 'command line';

function flagValue(
  { option, flag, flagPlace, value }: Argument<ServerOption>,
  from: 'config file' | 'command line',
): Value<Plain> {
  const places = value?.place ?? flagPlace;
  const open = value && openValue(value, places ? [places] : []);
  if (open) return open;
  if (!value) return known(!/^--no-/.test(flag), from, places ? [places] : []);
  return known(typed(option, value.text), from, places ? [places] : []);
}

/** Numbers where the option's roles are numbers; everything else stays a text. */
const typed = (option: ServerOption, text: string): Plain =>
  /^-?\d+$/.test(text) && numeric.has(option.role) ? Number(text) : text;

const numeric: ReadonlySet<ServerRole> = new Set<ServerRole>([
  'workers',
  'threads',
  'connections',
  'max concurrency',
  'backlog',
  'timeout',
  'request timeout',
  'graceful timeout',
  'keepalive',
  'max requests',
  'max requests jitter',
  'port',
  'gevent',
]);

function bindsOf(launch: Launch): Value<readonly Bind[]> {
  if (launch.command.doubt) return unknown(launch.command.doubt);
  const given = givenBinds(launch).map((bind) => ({ ...bind, ...sharing(launch, bind) }));
  const hidden = hiddenAddress(launch);
  if (hidden && !given.some(({ from }) => from !== 'environment')) return hidden;
  if (launch.hidden && launch.fromFile.size > 0) return unknown(launch.hidden);
  if (given.length > 0) return known(given, given[0]?.from ?? 'command line');
  if (launch.hidden) return unknown(launch.hidden);
  return defaultBinds(launch);
}

const addressRoles: readonly ServerRole[] = [
  'host',
  'port',
  'unix socket',
  'fd',
  'uwsgi socket',
  'http socket',
];

/** A variable that decides the address and is set to something unknown. */
function hiddenAddress({ kind, command }: Launch): Value<readonly Bind[]> | undefined {
  for (const { role, env } of serverOptions(kind)) {
    if (!addressRoles.includes(role)) continue;
    for (const name of env) {
      const value = command.environment.get(name);
      if (value && !value.known) return value;
    }
  }
  return undefined;
}

const tlsFlags = /^--(?:ssl-(?:keyfile|certfile|certificate|keyfile-password)|certfile|keyfile)$/;

/** hypercorn opens its port with SO_REUSEPORT when it has several workers; a certificate makes it TLS. */
function sharing(
  { kind, commandLine }: Launch,
  { address, speaks }: Bind,
): Pick<Bind, 'reusePort' | 'speaks'> {
  const workers = commandLine.flags.filter(({ option }) => option.role === 'workers').at(-1)?.value?.text;
  const isTls = kind !== 'uwsgi' && commandLine.flags.some(({ flag }) => tlsFlags.test(flag));
  return {
    reusePort: kind === 'hypercorn' && address?.kind === 'tcp' && Number(workers) > 1,
    speaks: isTls && speaks === 'http' ? 'https' : speaks,
  };
}

type Listener = (launch: Launch) => readonly Bind[];

const listeners: Readonly<Record<Exclude<AppServerKind, 'gunicorn'>, Listener>> = {
  uvicorn: (launch) => first([unixSockets(launch), descriptors(launch), hostAndPort(launch)]),
  daphne: (launch) => [...unixSockets(launch), ...descriptors(launch), ...hostAndPort(launch)],
  granian: (launch) => first([unixSockets(launch), hostAndPort(launch)]),
  hypercorn: (launch) => texts(launch, ['bind', 'insecure bind'], hypercornAddress, 'http'),
  waitress: (launch) =>
    first([unixSockets(launch), texts(launch, ['bind'], waitressAddress, 'http'), hostAndPort(launch)]),
  uwsgi: (launch) => [
    ...texts(launch, ['uwsgi socket'], uwsgiAddress, spoken(launch)),
    ...texts(launch, ['http socket', 'http router'], uwsgiAddress, 'http'),
  ],
};

const spoken = ({ protocol }: Launch): Bind['speaks'] =>
  protocol === 'http' || protocol === 'https' || protocol === 'fastcgi' ? protocol : 'uwsgi';

const givenBinds = (launch: Launch): readonly Bind[] => listeners[launch.kind](launch);

const first = (lists: readonly (readonly Bind[])[]): readonly Bind[] =>
  lists.find((list) => list.length > 0) ?? [];

function defaultBinds({ kind }: Launch): Value<readonly Bind[]> {
  if (kind === 'uwsgi') return known([], 'default');
  const host = kind === 'waitress' ? '0.0.0.0' : '127.0.0.1';
  const port = kind === 'waitress' ? '8080' : '8000';
  return known([bindOf(`${host}:${port}`, tcp(host, port), undefined, 'default', 'http')], 'default');
}

const bindOf = (
  text: string,
  address: Address | undefined,
  place: Bind['place'],
  from: Bind['from'],
  speaks: Bind['speaks'],
  reusePort = false,
): Bind => ({ text, address: isFilledIn(text) ? undefined : address, from, place, reusePort, speaks });

const flagsOf = ({ commandLine }: Launch, role: ServerRole): readonly Argument<ServerOption>[] =>
  commandLine.flags.filter(({ option }) => option.role === role);

function texts(
  launch: Launch,
  roles: readonly ServerRole[],
  read: (text: string) => Address | undefined,
  speaks: Bind['speaks'],
): readonly Bind[] {
  const written = roles.flatMap((role) => flagsOf(launch, role));
  const several = written.flatMap((flag) => {
    const { text = '', place } = flag.value ?? {};
    const each = flag.value ? (launch.kind === 'waitress' ? text.split(/\s+/) : [text]) : [];
    return each.map((one) => ({ text: one, place, from: originOf(launch, flag) }));
  });
  const variables = roles.flatMap((role) => variableOf(launch, role) ?? []);
  return [
    ...several.map(({ text, place, from }) => bindOf(text, read(text), place, from, speaks)),
    ...variables.map(({ value, places }) => bindOf(value, read(value), places[0], 'environment', speaks)),
  ];
}

function unixSockets(launch: Launch): readonly Bind[] {
  const value = flagsOf(launch, 'unix socket').at(-1)?.value;
  if (value)
    return [bindOf(`unix:${value.text}`, unixAddress(value.text), value.place, 'command line', 'http')];
  const variable = variableOf(launch, 'unix socket');
  return variable
    ? [
        bindOf(
          `unix:${variable.value}`,
          unixAddress(variable.value),
          variable.places[0],
          'environment',
          'http',
        ),
      ]
    : [];
}

function descriptors(launch: Launch): readonly Bind[] {
  const value = flagsOf(launch, 'fd').at(-1)?.value;
  const variable = variableOf(launch, 'fd');
  const text = value?.text ?? variable?.value ?? '';
  if (!/^\d+$/.test(text)) return [];
  const from = value ? 'command line' : 'environment';
  const place = value ? value.place : variable?.places[0];
  return [bindOf(`fd://${text}`, { kind: 'fd', fd: Number(text) }, place, from, 'http')];
}

function hostAndPort(launch: Launch): readonly Bind[] {
  const host = flagsOf(launch, 'host').at(-1)?.value;
  const port = flagsOf(launch, 'port').at(-1)?.value;
  const hostVariable = variableOf(launch, 'host');
  const portVariable = variableOf(launch, 'port');
  if (!host && !port && !hostVariable && !portVariable) return [];
  const hostText =
    host?.text ?? hostVariable?.value ?? (launch.kind === 'waitress' ? '0.0.0.0' : '127.0.0.1');
  const portText = port?.text ?? portVariable?.value ?? (launch.kind === 'waitress' ? '8080' : '8000');
  const place = port?.place ?? host?.place ?? portVariable?.places[0] ?? hostVariable?.places[0];
  const from = host || port ? 'command line' : 'environment';
  return [bindOf(`${hostText}:${portText}`, tcp(hostText, portText), place, from, 'http')];
}

function variableOf({ kind, command }: Launch, role: ServerRole) {
  const option = serverOptions(kind).find((one) => one.role === role);
  for (const name of option?.env ?? []) {
    const value = command.environment.get(name);
    if (value?.known) return value;
  }
  return undefined;
}
