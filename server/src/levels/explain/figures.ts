import { ifKnown, known, unknown, type Value } from '../../base/known.ts';
import { memo } from '../../base/memo.ts';
import type { DeploymentView, ProgramView, ServerView, Subject, UpstreamView } from './view.ts';

/** The numbers of one program, as far as they can be told. */
export interface ProgramFigures {
  readonly name: string;
  readonly instances: Value<number>;
  /** Of one instance. */
  readonly workers: Value<number>;
  /** Of one worker. */
  readonly threads: Value<number>;
  /** Requests in progress of one instance; `Infinity` where nothing limits them. */
  readonly slots: Value<number>;
  readonly server: ServerView;
}

/** The figures of a program; undefined when it runs no application server. */
export function programFigures(program: ProgramView): ProgramFigures | undefined {
  const server = program.instances.find((instance) => instance.server !== null)?.server;
  if (!server) return undefined;
  const { concurrency } = server;
  return {
    name: program.name,
    instances: program.numprocs,
    workers: concurrency.known ? known(concurrency.value.processes, 'literal') : numberOf(server, 'workers'),
    threads: concurrency.known
      ? known(concurrency.value.threadsPerProcess, 'literal')
      : numberOf(server, 'threads'),
    slots: concurrency.known
      ? known(concurrency.value.simultaneousRequests ?? Number.POSITIVE_INFINITY, 'literal')
      : concurrency,
    server,
  };
}

/** A setting of a server that is a number; unknown with the reason otherwise. */
export function numberOf(server: ServerView, name: string): Value<number> {
  const value = server.settings.get(name);
  if (value === undefined) return unknown(`${server.kind} has no ${name} here`);
  if (!value.known) return value;
  return typeof value.value === 'number'
    ? known(value.value, value.from, value.places)
    : unknown(`${name} is no number`);
}

/** A setting of a server that is a text; undefined where it is unknown. */
export function textOf(server: ServerView, name: string): string | undefined {
  const value = ifKnown(server.settings.get(name));
  return typeof value === 'string' ? value : undefined;
}

/** The programs a subject speaks of: those it names, else all that run an application server. */
export function programsOf(subject: Subject, view: DeploymentView): readonly ProgramFigures[] {
  return view.programs
    .filter(({ name }) => subject.programs === undefined || subject.programs.includes(name))
    .map(programFigures)
    .filter((figures) => figures !== undefined);
}

/** The first value and the reason of the first unknown of several figures. */
export function allKnown(values: readonly Value<number>[]): readonly number[] | { readonly why: string } {
  const numbers: number[] = [];
  for (const value of values) {
    if (!value.known) return { why: value.why };
    numbers.push(value.value);
  }
  return numbers;
}

/** Worker processes of all application servers, and their masters. */
export interface AllProcesses {
  readonly workers: number;
  readonly masters: number;
}

/** Processes of all application servers and their masters; unknown when a part is. */
export const allProcesses = (view: DeploymentView): Value<AllProcesses> => processesOf(view.programs);

/** Several lines of one explanation need the sum, and a deployment may have thousands of programs. */
const processesOf = memo((programs: DeploymentView['programs']): Value<AllProcesses> => {
  let workers = 0;
  let masters = 0;
  for (const program of programs) {
    const figures = programFigures(program);
    if (!figures) continue;
    const parts = allKnown([figures.instances, figures.workers]);
    if ('why' in parts) return unknown(`${figures.name}: ${parts.why}`);
    const [instances = 0, each = 0] = parts;
    workers += instances * each;
    masters += instances;
  }
  return known({ workers, masters }, 'literal');
});

/** The upstream a subject stands in. */
export const upstreamOf = (subject: Subject, view: DeploymentView): UpstreamView | undefined =>
  view.upstreams.find(({ upstream }) => upstream.name === subject.upstream);

/** Servers of an upstream that get requests in ordinary times. */
export const activeServers = ({ upstream }: UpstreamView) =>
  upstream.servers.filter((server) => !server.backup && !server.down);

/** Requests that the instances behind an upstream hold at once; unknown when nobody at hand answers. */
export function slotsBehind(upstream: UpstreamView): Value<number> {
  const servers = new Map<string, ServerView>();
  for (const { boundBy } of upstream.servers) {
    for (const { instance } of boundBy) if (instance.server) servers.set(instance.name, instance.server);
  }
  if (servers.size === 0) return unknown('no program at hand binds its servers');
  let total = 0;
  for (const { concurrency } of servers.values()) {
    if (!concurrency.known) return concurrency;
    total += concurrency.value.simultaneousRequests ?? Number.POSITIVE_INFINITY;
  }
  return known(total, 'literal');
}

/** The first argument of a directive of nginx' main or events block; undefined where it is not set. */
export function nginxSetting(view: DeploymentView, name: string): string | undefined {
  for (const { root } of view.nginx) {
    const events = root.directives.find((directive) => directive.name === 'events')?.block?.directives ?? [];
    const found = [...root.directives, ...events].find((directive) => directive.name === name);
    if (found) return found.args[0]?.text;
  }
  return undefined;
}

/** `worker_processes` of nginx: a number, or the cores for `auto`; 1 where it is not set. */
export function nginxProcesses(view: DeploymentView): Value<number> {
  const text = nginxSetting(view, 'worker_processes') ?? '1';
  if (/^\d+$/.test(text)) return known(Number(text), 'literal');
  if (text !== 'auto') return unknown(`worker_processes is '${text}'`);
  return view.target.cores === undefined
    ? unknown('worker_processes is auto, and the target names no cores')
    : known(view.target.cores, 'target cores');
}

/** `worker_connections` of nginx; 512 where it is not set. */
export function nginxConnections(view: DeploymentView): Value<number> {
  const text = nginxSetting(view, 'worker_connections') ?? '512';
  return /^\d+$/.test(text) ? known(Number(text), 'literal') : unknown(`worker_connections is '${text}'`);
}
