import { linesOf } from '../base/file.ts';
import { ifKnown, type Value } from '../base/known.ts';
import { lineAt } from '../base/line-index.ts';
import { unknownIn } from '../base/mapped-text.ts';
import type { Place } from '../base/span.ts';
import type {
  Deployment,
  Instance,
  LinkedRoute,
  LinkedUpstream,
  LinkedUpstreamServer,
  Program,
} from '../model/deployment.ts';
import type { GunicornFile, PyValue } from '../model/gunicorn/types.ts';
import type { NginxTarget } from '../model/nginx/types.ts';
import type { AppServer, Plain } from '../model/server/types.ts';
import type { SupervisorInstance } from '../model/supervisor/types.ts';
import type { Report } from './report.ts';

/** What turns places into what a reader of the JSON knows. */
export type Paths = Pick<Report, 'file' | 'shown'>;

/** A deployment as `model --format json` promises it; what is unknown is null, never guessed. */
export function modelJson(deployment: Deployment, paths: Paths) {
  const { root, files, target, programs, upstreams, routes, capacity, gunicorn } = deployment;
  return {
    root: paths.shown(root),
    files: files.map(({ uri, kind }) => ({ path: paths.shown(uri), kind })),
    target: withNulls({ ...target }),
    versions: withNulls({ ...deployment.versions }),
    closed: deployment.closed,
    programs: programs.map((program) => programJson(program, paths)),
    upstreams: upstreams.map((upstream) => upstreamJson(upstream, paths)),
    routes: routes.map((route) => routeJson(route, paths)),
    gunicornFiles: gunicorn.map((file) => gunicornFileJson(file, paths)),
    capacity,
  };
}

export type ModelJson = ReturnType<typeof modelJson>;

type WithNulls<T> = { readonly [Key in keyof T]: Exclude<T[Key], undefined> | null };

/** JSON drops what is undefined; a reader should see that a value is not given. */
const withNulls = <T extends Readonly<Record<string, unknown>>>(values: T): WithNulls<T> =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, value ?? null])) as WithNulls<T>;

function where({ file, shown }: Paths, { uri, span }: Place) {
  const text = file(uri);
  return { file: shown(uri), line: text ? lineAt(linesOf(text), span.start) + 1 : 1 };
}

function programJson(program: Program, paths: Paths) {
  return {
    name: program.name,
    kind: program.config?.kind ?? program.manager,
    group: program.config?.group ?? null,
    ...where(paths, program.place),
    numprocs: ifKnown(program.numprocs) ?? null,
    instances: program.instances.map((instance) => instanceJson(instance, paths)),
  };
}

const instanceJson = ({ name, process, server }: Instance, paths: Paths) => ({
  name,
  ...processJson(process),
  server: server && serverJson(server, paths),
});

/** The command as supervisord runs it; null where a part of it is filled in elsewhere. */
function commandOf({ command }: SupervisorInstance): string | null {
  if (!command.known || unknownIn(command.value) !== undefined) return null;
  return command.value.text;
}

const processJson = (process: SupervisorInstance | null) => ({
  command: process && commandOf(process),
  directory: (process && ifKnown(process.directory)) ?? null,
  user: (process && ifKnown(process.user)) ?? null,
  environment: Object.fromEntries(
    [...(process?.environment ?? [])].map(([name, value]) => [name, ifKnown(value) ?? null]),
  ),
  autostart: (process && ifKnown(process.autostart)) ?? null,
});

function serverJson(server: AppServer, { shown }: Paths) {
  return {
    kind: server.kind,
    app: server.app?.text ?? null,
    configFile: server.configFile ? shown(server.configFile.file.uri) : (server.configPath?.text ?? null),
    settings: Object.fromEntries([...server.settings].map(([name, value]) => [name, valueJson(value)])),
    binds: server.binds.known ? server.binds.value.map(({ text }) => text) : null,
    ...(server.binds.known ? {} : { bindsWhy: server.binds.why }),
    concurrency: concurrencyJson(server.concurrency),
  };
}

/** A value with where it comes from; `assumes` says what it rests on. */
function valueJson(value: Value<unknown>) {
  if (!value.known) return { value: null, from: 'unknown', why: value.why };
  const assumes = value.assumes ? { assumes: value.assumes } : {};
  return { value: value.value, from: value.from, ...assumes };
}

function concurrencyJson(concurrency: AppServer['concurrency']) {
  if (concurrency.known) return concurrency.value;
  return { processes: null, threadsPerProcess: null, simultaneousRequests: null, why: concurrency.why };
}

function upstreamJson({ upstream, servers }: LinkedUpstream, paths: Paths) {
  return {
    name: upstream.name,
    ...where(paths, upstream.directive.place),
    method: upstream.method,
    keepalive: upstream.keepalive,
    servers: servers.map((server) => upstreamServerJson(server, paths)),
  };
}

function upstreamServerJson({ server, boundBy }: LinkedUpstreamServer, paths: Paths) {
  const first = boundBy[0];
  return {
    address: server.text,
    weight: server.weight,
    backup: server.backup,
    down: server.down,
    boundBy: first ? `${first.program.name}:${first.instance.name}` : null,
    line: where(paths, server.directive.place).line,
  };
}

function routeJson({ route, reaches }: LinkedRoute, paths: Paths) {
  return {
    listen: route.server?.listens.map(({ text }) => text) ?? [],
    serverNames: route.server?.serverNames.map(({ text }) => text) ?? [],
    location: route.location,
    passes: passesText(route.target),
    reaches: reaches.map(({ program, instance }) => `${program.name}:${instance.name}`),
    ...where(paths, route.directive.place),
  };
}

function passesText(target: NginxTarget): string {
  if (target.kind === 'upstream') return `upstream ${target.upstream.name}`;
  if (target.kind === 'name') return target.port === null ? target.name : `${target.name}:${target.port}`;
  return target.text;
}

const gunicornFileJson = ({ file, settings }: GunicornFile, { shown }: Paths) => ({
  path: shown(file.uri),
  settings: Object.fromEntries([...settings].map(([name, { value }]) => [name, pyJson(value)])),
});

/** A setting as it stands in the file, Python's values as JSON has them. */
const pyJson = (value: Value<PyValue>) =>
  valueJson(value.known ? { ...value, value: plainOf(value.value) } : value);

function plainOf(value: PyValue): Plain {
  switch (value.type) {
    case 'none':
      return null;
    case 'bool':
    case 'int':
    case 'float':
    case 'str':
    case 'bytes':
      return value.value;
    case 'list':
    case 'tuple':
    case 'set':
      return value.items.map(plainOrNull);
    case 'dict':
      return Object.fromEntries(
        value.entries.map(([key, item]) => [String(plainOf(key)), plainOrNull(item)]),
      );
    case 'function':
      return `<function ${value.name}>`;
    case 'object':
      return `<${value.name}>`;
  }
}

const plainOrNull = (value: Value<PyValue>): Plain => (value.known ? plainOf(value.value) : null);
