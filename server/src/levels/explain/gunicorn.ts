import { known, type Value } from '../../base/known.ts';
import { type WorkerClass, workerClass } from '../arithmetic/concurrency.ts';
import { acceptQueue, SOMAXCONN } from '../arithmetic/queues.ts';
import { bytes, count, digits, duration } from '../words.ts';
import { allKnown, numberOf, type ProgramFigures, programsOf, textOf } from './figures.ts';
import {
  databaseLine,
  memoryLine,
  openFormula,
  processesLine,
  requestsLine,
  ruleLine,
  workerFilesLine,
} from './sums.ts';
import type { SettingText, SettingTexts } from './text.ts';
import type { DeploymentView, Subject } from './view.ts';

type ProgramLine = (program: ProgramFigures, view: DeploymentView) => string | undefined;

/** Each line for each program; with several programs a line says whose it is. */
const each =
  (...lines: readonly ProgramLine[]): SettingText['sums'] =>
  (subject, view) => {
    const programs = programsOf(subject, view);
    return programs.flatMap((program) =>
      lines
        .map((line) => line(program, view))
        .filter((line) => line !== undefined)
        .map((line) => (programs.length > 1 ? `\`${program.name}\`: ${line}` : line)),
    );
  };

function total({ instances, workers }: ProgramFigures): Value<number> {
  return instances.known && workers.known
    ? known(instances.value * workers.value, 'literal')
    : instances.known
      ? workers
      : instances;
}

const withWholeDeployment =
  (sums: SettingText['sums']): SettingText['sums'] =>
  (subject: Subject, view: DeploymentView) => [...sums(subject, view), memoryLine(view), databaseLine(view)];

const poolLine: ProgramLine = ({ slots, workers }, { target }) => {
  if (target.poolSize === undefined || !slots.known || !workers.known || workers.value === 0)
    return undefined;
  const perProcess = slots.value / workers.value;
  const pool = target.poolSize + (target.maxOverflow ?? 0);
  if (perProcess <= pool) return undefined;
  return `${count(perProcess, 'request')} of a worker share a pool of ${count(pool, 'connection')}: some wait for one.`;
};

const HOLDS: Readonly<Record<WorkerClass['perWorker'], string>> = {
  '1': '1 request',
  threads: 'as many requests as it has threads',
  worker_connections: 'up to `worker_connections` requests',
  'no limit': 'any number of requests',
};

const classLine: ProgramLine = ({ server, threads }) => {
  const name = textOf(server, 'worker_class');
  const found = name === undefined ? undefined : workerClass(name, threads.known ? threads.value : 1);
  if (name === undefined || !found) return undefined;
  const turned =
    name === 'sync' && found.perWorker === 'threads' ? ' (`threads` above 1 turns it into gthread)' : '';
  return `\`${name}\`${turned}: each worker holds ${HOLDS[found.perWorker]}, and ${found.keepsAlive ? 'keeps' : 'closes'} connections between requests.`;
};

const idleLine: ProgramLine = ({ server, threads }) => {
  const connections = numberOf(server, 'worker_connections');
  const name = textOf(server, 'worker_class') ?? 'sync';
  const found = workerClass(name, threads.known ? threads.value : 1);
  if (found?.perWorker === 'worker_connections') return undefined;
  if (found?.perWorker !== 'threads') return `\`${name}\` does not use it.`;
  const parts = allKnown([connections, threads]);
  if ('why' in parts) return openFormula('worker_connections − threads = idle connections', parts.why);
  const [open = 0, working = 0] = parts;
  return `${digits(open)} open connections − ${count(working, 'thread')} = ${digits(open - working)} that may idle in each worker.`;
};

const timeoutLine: ProgramLine = ({ server, threads }) => {
  const timeout = numberOf(server, 'timeout');
  const found = workerClass(textOf(server, 'worker_class') ?? 'sync', threads.known ? threads.value : 1);
  if (!timeout.known || !found) return undefined;
  if (timeout.value === 0) return '0 switches it off: a worker that hangs is never replaced.';
  return found.model === 'process'
    ? `A request that takes longer than ${duration(timeout.value)} is cut off, and its worker killed.`
    : `A request may take longer than ${duration(timeout.value)}; only a worker that is stuck as a whole is killed.`;
};

const keepaliveLine: ProgramLine = ({ server, threads }) => {
  const name = textOf(server, 'worker_class') ?? 'sync';
  const found = workerClass(name, threads.known ? threads.value : 1);
  const seconds = numberOf(server, 'keepalive');
  if (found && !found.keepsAlive) return `\`${name}\` closes after each request and does not use it.`;
  if (!seconds.known) return openFormula('keepalive > keepalive_timeout of the upstream (60 s)', seconds.why);
  return seconds.value > 60
    ? `${duration(seconds.value)} is above the 60 s that nginx keeps an idle connection of an upstream: nginx closes first.`
    : `${duration(seconds.value)} is not above the 60 s that nginx keeps an idle connection of an upstream: gunicorn may close one that nginx is about to use.`;
};

const restartLine: ProgramLine = (program) => {
  const max = numberOf(program.server, 'max_requests');
  if (!max.known) return openFormula('max_requests × processes / requests a second', max.why);
  if (max.value === 0) return '0: workers are never replaced.';
  const processes = total(program);
  if (!processes.known) return openFormula('max_requests × processes / requests a second', processes.why);
  const rate = 100;
  return `At ${rate} requests a second ${digits(max.value)} × ${count(processes.value, 'process', 'processes')} / ${rate} = every ${duration((max.value * processes.value) / rate)} for each worker.`;
};

const jitterLine: ProgramLine = ({ server }) => {
  const max = numberOf(server, 'max_requests');
  const jitter = numberOf(server, 'max_requests_jitter');
  return max.known && max.value > 0 && jitter.known && jitter.value === 0
    ? 'Without `max_requests_jitter` workers that started together are replaced together.'
    : undefined;
};

const preloadLine: ProgramLine = (program, { target }) => {
  const processes = total(program);
  const each = target.memoryPerWorker;
  if (each === undefined) {
    return openFormula('saved = workers × shared part of a process', 'the target names no memory_per_worker');
  }
  if (!processes.known) return openFormula('saved = workers × shared part of a process', processes.why);
  const half = (processes.value * each) / 2;
  return `If half of a process stays shared: ${count(processes.value, 'worker')} × ${bytes(each / 2)} = ${bytes(half)} less. Measure it as PSS; RSS counts shared pages in each process.`;
};

const backlogLine: ProgramLine = ({ server, slots }) => {
  const backlog = numberOf(server, 'backlog');
  if (!backlog.known) return openFormula('queue = min(backlog, somaxconn)', backlog.why);
  const queue = acceptQueue(backlog.value);
  if (queue === undefined) return undefined;
  const cut = `min(${digits(backlog.value)}, somaxconn ${digits(SOMAXCONN)}) = ${digits(queue)} connections may wait for each instance.`;
  if (!slots.known || slots.value === 0 || slots.value === Number.POSITIVE_INFINITY) return cut;
  return `${cut} With requests of 100 ms on ${digits(slots.value)} slots the last one waits ${duration((queue * 0.1) / slots.value)}.`;
};

/** What the settings of gunicorn do to scaling. */
export const gunicornSettings: SettingTexts = {
  workers: {
    level: 'process',
    what: 'Number of worker processes of one gunicorn. With `sync` it is the number of requests at the same moment.',
    when: 'First of all: processes use all cores and need no change of the code.',
    limits:
      'Each costs the memory of the application and a pool of database connections; far above the cores they only take turns.',
    sums: withWholeDeployment(
      each(
        (program, { target }) => processesLine(program, target),
        (program, { target }) => ruleLine(total(program), target),
        requestsLine,
      ),
    ),
  },
  threads: {
    level: 'thread',
    what: 'Threads of each worker, each with one request. Above 1 it turns `sync` into `gthread`; other classes ignore it.',
    when: 'Requests wait (database, other services) and memory limits the workers; or connections should stay open.',
    limits:
      'Threads share memory, so the code has to be safe for them, and one core: the lock of the interpreter lets one thread of a process compute at a time (Python 3.13 and later can be built without it).',
    sums: each(requestsLine, classLine, poolLine),
  },
  worker_class: {
    level: 'async',
    what: 'How a worker handles requests: `sync` one at a time, `gthread` one a thread, `gevent` and ASGI classes many on an event loop.',
    when: '`sync` for requests that compute, `gthread` for those that wait, event loops for thousands of connections that wait.',
    limits:
      'On an event loop one call that blocks stops every request of the worker, and every library has to take part.',
    sums: each(classLine, requestsLine),
  },
  worker_connections: {
    level: 'async',
    what: 'Requests that one `gevent` worker holds at once; for `gthread` the open connections, idle ones included.',
    when: 'Many connections wait at the same time.',
    limits:
      'Each takes an open file, and each request that uses the database a connection of the pool. `sync` and ASGI classes do not use it.',
    sums: each(requestsLine, idleLine, workerFilesLine, poolLine),
  },
  timeout: {
    level: 'process',
    what: 'Seconds without a sign of life after which the master kills a worker and starts a new one.',
    when: 'Just above the longest request that you accept, and below `proxy_read_timeout` of nginx.',
    limits:
      'Only with `sync` is it the limit of one request. A killed request leaves a 502 behind, and a GET may be tried on every other instance.',
    sums: each(timeoutLine),
  },
  keepalive: {
    level: 'thread',
    what: 'Seconds that a connection stays open for the next request.',
    when: 'With `keepalive` of the nginx upstream, so that connections are reused: set it above the time that nginx keeps them.',
    limits: '`sync` workers close each connection and do not use it.',
    sums: each(keepaliveLine),
  },
  max_requests: {
    level: 'process',
    what: 'Replaces a worker after so many requests; what it leaked is freed.',
    when: 'Memory grows slowly and the reason is not found yet.',
    limits:
      'Each replacement costs the start of the application; reused connections of nginx can break on it. Set `max_requests_jitter` as well.',
    sums: each(restartLine, jitterLine),
  },
  preload_app: {
    level: 'process',
    what: 'Loads the application once in the master; the workers begin as copies that share its memory until they write to it.',
    when: 'Memory limits the number of workers, or the application starts slowly.',
    limits:
      'What was opened before the fork (database, sockets, threads) must be opened anew in `post_fork`; and `HUP` no longer loads new code.',
    sums: each(preloadLine),
  },
  backlog: {
    level: 'vertical',
    what: 'Connections that may wait until a worker takes them.',
    when: 'To bridge short peaks.',
    limits:
      'The system cuts it at `net.core.somaxconn`. When it is full a unix socket refuses at once (502), a port makes the client try again after 1, 3, 7 seconds.',
    sums: each(backlogLine),
  },
  bind: {
    level: 'horizontal',
    what: 'The address on which one gunicorn listens.',
    when: 'A unix socket for nginx on the same machine, a port for one on another.',
    limits:
      'Each instance needs its own: two on one port collide, and two on one unix socket steal it from each other without a word.',
    sums: each((program) =>
      program.instances.known && program.instances.value > 1
        ? `${count(program.instances.value, 'instance')} need ${count(program.instances.value, 'address', 'addresses')}, and as many \`server\` lines in nginx.`
        : undefined,
    ),
  },
};
