import { memo } from '../base/memo.ts';
import type { Place, Span } from '../base/span.ts';
import { count } from '../levels/words.ts';
import type {
  Deployment,
  Instance,
  LinkedUpstream,
  LinkedUpstreamServer,
  Program,
} from '../model/deployment.ts';
import type { AppServer, Concurrency } from '../model/server/types.ts';
import { isLocalAddress, programsBehind } from '../rules/reach.ts';
import { type Reader, readersOf, serversOf } from './shared/program.ts';
import type { Question } from './shared/question.ts';

/** A line of figures above a piece of a file. */
export interface CodeLens {
  /** The line it stands over. */
  readonly span: Span;
  readonly title: string;
  /** The other end of what it tells: where a click leads. */
  readonly targets: readonly Place[];
}

/**
 * The figures of the deployment over the lines that decide them: over a program its processes and who reaches it,
 * over an upstream its servers, over a gunicorn file who starts it. What is not known is left out.
 */
export function codeLenses(question: Question): readonly CodeLens[] {
  switch (question.file.kind) {
    case 'supervisor':
      return question.deployments.flatMap((deployment) => programLenses(deployment, question.file.uri));
    case 'nginx':
      return firstOfEachSpan(
        question.deployments.flatMap((deployment) => upstreamLenses(deployment, question.file.uri)),
      );
    case 'gunicorn':
      return readerLenses(readersOf(question.deployments, question.file));
    default:
      return [];
  }
}

const separator = ' · ';

/** A file that several deployments share has one lens a line, of the first deployment that has something to say. */
function firstOfEachSpan(lenses: readonly CodeLens[]): readonly CodeLens[] {
  const seen = new Set<number>();
  return lenses.filter(({ span }) => !seen.has(span.start) && seen.add(span.start));
}

const programLenses = (deployment: Deployment, uri: string): readonly CodeLens[] =>
  firstOfEachSpan(
    deployment.programs
      .filter((program) => program.config && program.place.uri === uri)
      .flatMap((program) => programLens(deployment, program) ?? []),
  );

function programLens(deployment: Deployment, program: Program): CodeLens | undefined {
  const servers = serversOf(program);
  if (servers.length === 0) return undefined;
  const { cores } = deployment.target;
  const callers = callersIn(deployment).get(program) ?? [];
  const parts = [
    ...processesPart(program, servers),
    ...(cores === undefined ? [] : [count(cores, 'core')]),
    ...(callers.length === 0 ? [] : [`reached by ${callers.map(({ text }) => text).join(', ')}`]),
  ];
  if (parts.length === 0) return undefined;
  const called = callers.map(({ place }) => place);
  const targets = called.length > 0 ? called : filesOf(servers);
  return { span: program.place.span, title: parts.join(separator), targets };
}

/** `3 instances × 4 workers = 12 processes`; without the product where a factor is not known. */
function processesPart({ numprocs }: Program, servers: readonly AppServer[]): readonly string[] {
  const each = sameConcurrency(servers);
  const instances = numprocs.known ? [count(numprocs.value, 'instance')] : [];
  if (!each) return instances;
  const threads = each.threadsPerProcess > 1 ? `, ${count(each.threadsPerProcess, 'thread')} each` : '';
  const workers = count(each.processes, 'worker');
  if (!numprocs.known) return [`${workers}${threads}`];
  const total = count(numprocs.value * each.processes, 'process', 'processes');
  return [`${instances.join('')} × ${workers} = ${total}${threads}`];
}

/** The concurrency that all servers share; undefined where one is unknown or another. */
function sameConcurrency(servers: readonly AppServer[]): Concurrency | undefined {
  const [first] = servers;
  if (!first?.concurrency.known) return undefined;
  const { processes, threadsPerProcess } = first.concurrency.value;
  const isSame = servers.every(
    ({ concurrency }) =>
      concurrency.known &&
      concurrency.value.processes === processes &&
      concurrency.value.threadsPerProcess === threadsPerProcess,
  );
  return isSame ? first.concurrency.value : undefined;
}

interface Caller {
  readonly text: string;
  readonly place: Place;
}

/** Upstreams and locations that reach each program, with how many of its instances. */
const callersIn: (deployment: Deployment) => ReadonlyMap<Program, readonly Caller[]> = memo(
  ({ upstreams, routes }: Deployment) => {
    const found = new Map<Program, Caller[]>();
    const add = (program: Program, name: string, instances: ReadonlySet<Instance>, place: Place): void => {
      const caller = { text: `${name} (${instances.size}/${program.instances.length})`, place };
      found.set(program, [...(found.get(program) ?? []), caller]);
    };
    for (const linked of upstreams) {
      const { name, namePlace } = linked.upstream;
      for (const program of programsBehind(linked))
        add(program, `upstream ${name}`, instancesBehind(linked.servers, program), namePlace);
    }
    for (const { route, reaches } of routes) {
      if (route.target.kind !== 'address') continue;
      const name = route.location === null ? 'a server' : `location ${route.location}`;
      for (const program of new Set(reaches.map((reach) => reach.program))) {
        const own = reaches.filter((reach) => reach.program === program);
        add(program, name, new Set(own.map(({ instance }) => instance)), route.target.place);
      }
    }
    return found;
  },
);

const instancesBehind = (servers: readonly LinkedUpstreamServer[], program?: Program) =>
  new Set(
    servers.flatMap(({ boundBy }) =>
      boundBy.filter((reach) => !program || reach.program === program).map(({ instance }) => instance),
    ),
  );

/** The configuration files of some servers, each at its start. */
const filesOf = (servers: readonly AppServer[]): readonly Place[] =>
  [...new Set(servers.flatMap(({ configFile }) => configFile?.file.uri ?? []))].map((uri) => ({
    uri,
    span: { start: 0, end: 0 },
  }));

const upstreamLenses = (deployment: Deployment, uri: string): readonly CodeLens[] =>
  deployment.upstreams
    .filter(({ upstream }) => upstream.namePlace.uri === uri && upstream.servers.length > 0)
    .map((linked) => upstreamLens(deployment, linked));

function upstreamLens(deployment: Deployment, linked: LinkedUpstream): CodeLens {
  const { upstream, servers } = linked;
  const parts = [
    count(servers.length, 'server'),
    ...boundPart(deployment, servers),
    ...requestsPart(servers),
  ];
  const targets = programsBehind(linked).map(
    ({ config, place }) => config?.section.options.get('numprocs')?.namePlace ?? place,
  );
  return { span: upstream.namePlace.span, title: parts.join(separator), targets };
}

/** How many servers a program here binds. Where a program is not understood, "not bound" would be a guess. */
function boundPart({ closed }: Deployment, servers: readonly LinkedUpstreamServer[]): readonly string[] {
  const bound = servers.filter(({ boundBy }) => boundBy.length > 0).length;
  if (bound === servers.length) return ['all bound'];
  if (bound === 0 || !closed || !servers.every(isBoundOrLocal)) return [];
  return [`${bound} bound`];
}

const isBoundOrLocal = ({ server, boundBy }: LinkedUpstreamServer): boolean =>
  boundBy.length > 0 || (server.address !== undefined && isLocalAddress(server.address));

/** Requests that all instances behind the servers take at once; left out where one of them is not known. */
function requestsPart(servers: readonly LinkedUpstreamServer[]): readonly string[] {
  if (servers.some(({ boundBy }) => boundBy.length === 0)) return [];
  let total = 0;
  for (const { server } of instancesBehind(servers)) {
    const concurrency = server?.concurrency;
    if (!concurrency?.known || concurrency.value.simultaneousRequests === null) return [];
    total += concurrency.value.simultaneousRequests;
  }
  return [`${count(total, 'request')} at once`];
}

/** More programs than this that read one file are told in one lens. */
const mostReaders = 3;

function readerLenses(readers: readonly Reader[]): readonly CodeLens[] {
  const span = { start: 0, end: 0 };
  const single = readers.length > mostReaders ? readers.slice(0, mostReaders - 1) : readers;
  const rest = readers.slice(single.length);
  const lenses = single.map((reader) => ({ span, title: startedBy(reader), targets: [startOf(reader)] }));
  if (rest.length === 0) return lenses;
  return [...lenses, { span, title: `started by ${rest.length} more programs`, targets: rest.map(startOf) }];
}

/** `started by web: 9 workers, gthread × 4`; figures that are not known, or not the same in all instances, are left out. */
function startedBy({ program, instances }: Reader): string {
  const servers = instances.map(({ server }) => server);
  const each = sameConcurrency(servers);
  const classes = new Set(
    servers.map(({ settings }) => {
      const value = settings.get('worker_class');
      return value?.known && typeof value.value === 'string' ? value.value : undefined;
    }),
  );
  const [name] = classes.size === 1 ? classes : [];
  const threads = each && each.threadsPerProcess > 1 ? ` × ${each.threadsPerProcess}` : '';
  const effect = [
    ...(each ? [count(each.processes, 'worker')] : []),
    ...(name === undefined ? [] : [`${name}${threads}`]),
  ];
  const times = instances.length > 1 ? ` (${count(instances.length, 'instance')})` : '';
  return `started by ${program.name}${times}${effect.length > 0 ? `: ${effect.join(', ')}` : ''}`;
}

/** Where a program names the file, else where it is defined. */
const startOf = ({ program, instances }: Reader): Place =>
  instances[0]?.server.configPath?.place ?? program.place;
