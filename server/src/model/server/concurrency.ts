import { ifKnown, known, unknown, type Value } from '../../base/known.ts';
import { workerClass } from '../../catalog/gunicorn.ts';
import type { AppServerKind, Concurrency, Plain } from './types.ts';

type Settings = ReadonlyMap<string, Value<Plain>>;

/**
 * How many requests one instance runs at once, from its effective settings; unknown where a factor is. Per worker:
 * sync 1, gthread its threads, gevent and eventlet worker_connections, asyncio servers no limit (gunicorn's design
 * page; facts measured with one-second requests).
 */
export function concurrencyOf(kind: AppServerKind, settings: Settings): Value<Concurrency> {
  const processes = numberOf(settings, 'workers');
  if (processes === undefined)
    return unknown(reasonOf(settings, 'workers', 'the number of workers is unknown'));
  if (kind === 'gunicorn') return gunicorn(processes, settings);
  if (kind === 'waitress' || kind === 'uwsgi') return threaded(processes, settings);
  const limit = numberOf(settings, 'limit_concurrency');
  return limit === undefined
    ? unlimited(processes)
    : perWorker(processes, 1, limit, `${count(processes, 'worker')} × ${limit} (limit-concurrency)`);
}

function gunicorn(processes: number, settings: Settings): Value<Concurrency> {
  const name = ifKnown(settings.get('worker_class'));
  if (typeof name !== 'string')
    return unknown(reasonOf(settings, 'worker_class', 'the worker class is unknown'));
  const bound = workerClass(name)?.bound ?? 'none';
  if (bound === 'one') return perWorker(processes, 1, 1, `${count(processes, 'sync worker')} × 1`);
  if (bound === 'threads') return threaded(processes, settings);
  if (bound === 'none') return unlimited(processes);
  const connections = numberOf(settings, 'worker_connections');
  if (connections === undefined)
    return unknown(reasonOf(settings, 'worker_connections', 'worker_connections is unknown'));
  const formula = `${count(processes, `${name} worker`)} × ${connections} connections`;
  return perWorker(processes, 1, connections, formula);
}

function threaded(processes: number, settings: Settings): Value<Concurrency> {
  const threads = numberOf(settings, 'threads');
  if (threads === undefined)
    return unknown(reasonOf(settings, 'threads', 'the number of threads is unknown'));
  return perWorker(
    processes,
    threads,
    threads,
    `${count(processes, 'worker')} × ${count(threads, 'thread')}`,
  );
}

const perWorker = (processes: number, threads: number, each: number, formula: string): Value<Concurrency> =>
  known(
    { processes, threadsPerProcess: threads, simultaneousRequests: processes * each, formula },
    'literal',
  );

const unlimited = (processes: number): Value<Concurrency> =>
  known(
    {
      processes,
      threadsPerProcess: 1,
      simultaneousRequests: null,
      formula: `${count(processes, 'worker')}, each without a limit of its own`,
    },
    'literal',
  );

function numberOf(settings: Settings, name: string): number | undefined {
  const value = ifKnown(settings.get(name));
  return typeof value === 'number' ? value : undefined;
}

function reasonOf(settings: Settings, name: string, otherwise: string): string {
  const value = settings.get(name);
  return value && !value.known ? `${name}: ${value.why}` : otherwise;
}

const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`;
