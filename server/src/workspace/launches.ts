import type { TextFile } from '../base/file.ts';
import { known, unknown, type Value } from '../base/known.ts';
import { mappedVerbatim } from '../base/mapped-text.ts';
import { memo } from '../base/memo.ts';
import { folderOf, nameOf, pathOf } from '../base/uri.ts';
import { type Address, tcpAddress, unixAddress } from '../model/address.ts';
import type { Program } from '../model/deployment.ts';
import type { Ask } from '../model/link-lookup.ts';
import type { AppServer, Bind, Launch } from '../model/server/types.ts';
import {
  composeLaunches,
  dockerfileLaunches,
  systemdLaunches,
  systemdSockets,
  type UnitLaunch,
} from '../model/server/units.ts';
import type { Manager } from './group.ts';
import type { Machine } from './profiles.ts';
import { evaluatedAlone, withServers } from './servers.ts';

/** One way of starting programs without Supervisor: the units of a folder, a compose file, an image, a script. */
export interface Way {
  readonly kind: Manager['kind'];
  readonly files: readonly TextFile[];
  readonly programs: readonly Program[];
}

/** What kind of launch file a context file is; undefined for one that starts nothing (requirements, modules). */
function launcherOf({ uri }: TextFile): 'unit' | 'socket' | 'compose' | 'image' | 'script' | undefined {
  const name = nameOf(uri).toLowerCase();
  if (/\.service(?:\.\w+)?$/.test(name)) return 'unit';
  if (/\.socket(?:\.\w+)?$/.test(name)) return 'socket';
  if (/\.ya?ml$/.test(name)) return 'compose';
  if (/^(?:dockerfile|containerfile)|\.dockerfile$/.test(name)) return 'image';
  return /\.(?:txt|toml|cfg|py|ini|md|html)$|^(?:pipfile|procfile)/.test(name) ? undefined : 'script';
}

const unitsOf: (file: TextFile) => readonly UnitLaunch[] = memo((file: TextFile) => {
  switch (launcherOf(file)) {
    case 'unit':
      return systemdLaunches(file);
    case 'compose':
      return composeLaunches(file);
    case 'image':
      return dockerfileLaunches(file);
    case 'script':
      return [scriptLaunch(file)];
    default:
      return [];
  }
});

/** A script as if somebody ran it where it stands. */
function scriptLaunch(file: TextFile): UnitLaunch {
  const path = pathOf(file.uri);
  const command = mappedVerbatim(`sh ${path}`, file.uri, 0);
  const start = { uri: file.uri, span: { start: 0, end: 0 } };
  const launch: Launch = {
    command: known({ ...command, pieces: [] }, 'literal', [start]),
    directory: unknown('nobody says where the script is run'),
    environment: new Map(),
  };
  return { name: nameOf(file.uri).replace(/\.\w+$/, ''), place: start, launch };
}

/**
 * The ways of starting programs that the context files describe. Units and images that start no application server
 * are kept where another one of their folder does: they may listen as well.
 */
export function waysOf(
  files: readonly TextFile[],
  ask: Ask,
  machineFor: (uri: string) => Machine,
): readonly Way[] {
  const sockets = new Map(
    files.filter((file) => launcherOf(file) === 'socket').map((file) => [stemOf(file), file] as const),
  );
  const units = new Map<string, TextFile[]>();
  const ways: Way[] = [];
  for (const file of files) {
    const launcher = launcherOf(file);
    if (launcher === 'unit') units.set(folderOf(file.uri), [...(units.get(folderOf(file.uri)) ?? []), file]);
    else if (launcher && launcher !== 'socket')
      ways.push({
        kind: launcher === 'compose' ? 'compose' : 'script',
        files: [file],
        programs: programsIn(file, undefined, ask, machineFor(file.uri)),
      });
  }
  for (const own of units.values()) {
    const programs = own.flatMap((file) =>
      programsIn(file, sockets.get(stemOf(file)), ask, machineFor(file.uri)),
    );
    const held = own.flatMap((file) => sockets.get(stemOf(file)) ?? []);
    ways.push({ kind: 'systemd', files: [...own, ...held], programs });
  }
  return ways.filter(({ programs }) =>
    programs.some(({ instances }) => instances.some(({ server }) => server)),
  );
}

/** `web` for `web.service` and `web.socket` of one folder. */
const stemOf = ({ uri }: TextFile): string => uri.replace(/\.(?:service|socket)(?:\.\w+)?$/, '');

const programsIn = (
  file: TextFile,
  socket: TextFile | undefined,
  ask: Ask,
  machine: Machine,
): readonly Program[] => {
  const programs = withServers(file, file, ask, machine, (read) =>
    unitsOf(file).map((unit) => programOf(file, unit, read(unit.launch))),
  );
  return socket ? held(programs, socket) : programs;
};

const holders = memo((_programs: readonly Program[]) => new Map<TextFile, readonly Program[]>());

/** Programs whose sockets systemd opens. */
function held(programs: readonly Program[], socket: TextFile): readonly Program[] {
  const known = holders(programs).get(socket);
  if (known) return known;
  const binds = socketBinds(socket);
  const made = programs.map((program) => ({
    ...program,
    instances: program.instances.map((one) => ({ ...one, server: one.server && { ...one.server, binds } })),
  }));
  holders(programs).set(socket, made);
  return made;
}

function programOf(file: TextFile, unit: UnitLaunch, server: AppServer | null): Program {
  const launcher = launcherOf(file);
  const manager = launcher === 'unit' ? 'systemd' : launcher === 'compose' ? 'compose' : 'script';
  const instance = { name: unit.name, program: unit.name, process: null, launch: unit.launch, server };
  return {
    manager,
    name: unit.name,
    config: null,
    place: unit.place,
    numprocs: known(1, 'default'),
    instances: [instance],
    ...(manager === 'compose' ? { hosts: [unit.name] } : {}),
  };
}

/**
 * A gunicorn file that nobody at hand starts, as a way of its own: what it binds is known where it says so, how it
 * is started is not.
 */
export function aloneWay(file: TextFile, ask: Ask, machine: Machine): Way {
  const programs = withServers(file, file, ask, machine, (read) => {
    const server = read(launchAlone(file));
    return server ? [alone(file, server, evaluatedAlone(file, machine).settings.has('bind'))] : [];
  });
  return { kind: 'gunicorn', files: [file], programs };
}

const launchAlone = (file: TextFile): Launch => ({
  command: known({ text: `gunicorn -c ${quoted(pathOf(file.uri))}`, pieces: [] }, 'literal'),
  directory: known(folderOf(pathOf(file.uri)), 'literal'),
  environment: new Map(),
});

const quoted = (path: string): string => `'${path.replace(/'/g, `'"'"'`)}'`;

function alone(file: TextFile, server: AppServer, hasBind: boolean): Program {
  const place = { uri: file.uri, span: { start: 0, end: 0 } };
  const why = 'nobody says how it is started';
  const instance = {
    name: 'gunicorn',
    program: 'gunicorn',
    process: null,
    launch: { command: unknown(why), directory: unknown(why), environment: new Map() },
    server: { ...server, words: [], configPath: null, binds: hasBind ? server.binds : unknown(why) },
  };
  const numprocs = known(1, 'default');
  return { manager: 'script', name: 'gunicorn', config: null, place, numprocs, instances: [instance] };
}

/** The sockets that systemd opens and hands over; gunicorn then drops its own binds (gunicorn/arbiter.py). */
function socketBinds(file: TextFile): Value<readonly Bind[]> {
  const binds = systemdSockets(file).map(
    ({ text, place }): Bind => ({
      text,
      address: listenAddress(text),
      from: 'config file',
      place,
      reusePort: false,
      speaks: 'http',
    }),
  );
  return binds.length > 0
    ? known(
        binds,
        'config file',
        binds.flatMap(({ place }) => place ?? []),
      )
    : unknown('the socket unit names none');
}

/** An address of ListenStream= (systemd.socket(5)); undefined for an abstract or other one. */
function listenAddress(text: string): Address | undefined {
  if (text.startsWith('/')) return unixAddress(text);
  const match = /^(?:(.*):)?(\d{1,5})$/.exec(text);
  return match ? tcpAddress(match[1] ?? '', Number(match[2])) : undefined;
}
