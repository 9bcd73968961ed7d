import { isAmount, isCount, isPositive } from './domain.ts';

/** How a worker handles requests: one, one a thread, or many on an event loop. */
export type WorkerModel = 'process' | 'thread' | 'async';

/** What one worker of a class can hold. */
export interface WorkerClass {
  readonly model: WorkerModel;
  /** Requests of one worker at once, in words: `1`, `threads`, `worker_connections`, `no limit`. */
  readonly perWorker: '1' | 'threads' | 'worker_connections' | 'no limit';
  /** True when it keeps an idle client connection open for the next request. */
  readonly keepsAlive: boolean;
}

const SYNC: WorkerClass = { model: 'process', perWorker: '1', keepsAlive: false };
const GTHREAD: WorkerClass = { model: 'thread', perWorker: 'threads', keepsAlive: true };
const GREEN: WorkerClass = { model: 'async', perWorker: 'worker_connections', keepsAlive: true };
const LOOP: WorkerClass = { model: 'async', perWorker: 'no limit', keepsAlive: true };

const CLASSES: ReadonlyMap<string, WorkerClass> = new Map([
  ['sync', SYNC],
  ['gthread', GTHREAD],
  ['gevent', GREEN],
  ['gevent_wsgi', GREEN],
  ['gevent_pywsgi', GREEN],
  ['eventlet', GREEN],
  ['tornado', LOOP],
  ['asgi', LOOP],
  ['uvicorn', LOOP],
  ['gunicorn.workers.sync.SyncWorker', SYNC],
  ['gunicorn.workers.gthread.ThreadWorker', GTHREAD],
  ['gunicorn.workers.ggevent.GeventWorker', GREEN],
  ['gunicorn.workers.geventlet.EventletWorker', GREEN],
  ['gunicorn.workers.gtornado.TornadoWorker', LOOP],
  ['uvicorn.workers.UvicornWorker', LOOP],
  ['uvicorn.workers.UvicornH11Worker', LOOP],
  ['uvicorn_worker.UvicornWorker', LOOP],
  ['uvicorn_worker.UvicornH11Worker', LOOP],
]);

/**
 * What a worker class holds, by its name in gunicorn or its dotted path. gunicorn takes gthread for sync as soon as
 * `threads` is above 1. Undefined for a class of someone's own.
 * Source: gunicorn settings reference (`worker_class`, `threads`), gunicorn/config.py `worker_class`.
 */
export function workerClass(name: string, threads = 1): WorkerClass | undefined {
  const found = CLASSES.get(name);
  return found === SYNC && threads > 1 ? GTHREAD : found;
}

/** The parts of a concurrency figure. */
export interface ConcurrencyInput {
  readonly instances: number;
  readonly workers: number;
  readonly threads: number;
  readonly workerConnections: number;
  readonly className: string;
}

/**
 * Requests in progress at once: sync `N·W`, gthread `N·W·T`, gevent and eventlet `N·W·K`; `Infinity` where the
 * class sets no limit (tornado, asgi, uvicorn).
 * Undefined for an unknown class or counts that are no whole numbers.
 * Source: gunicorn settings reference, `workers`, `threads`, `worker_connections`.
 */
export function simultaneousRequests(input: ConcurrencyInput): number | undefined {
  const { instances, workers, threads, workerConnections, className } = input;
  const found = workerClass(className, threads);
  if (!found || ![instances, workers].every((n) => isCount(n)) || !isCount(threads, 1)) return undefined;
  const processes = instances * workers;
  if (found.perWorker === '1') return processes;
  if (found.perWorker === 'threads') return processes * threads;
  if (found.perWorker === 'no limit') return processes === 0 ? 0 : Number.POSITIVE_INFINITY;
  return isCount(workerConnections) ? processes * workerConnections : undefined;
}

/** What bounds the requests a second. */
export interface ThroughputInput {
  /** Requests in progress at once; `Infinity` where nothing limits them. */
  readonly slots: number;
  /** Seconds of one request from start to end. */
  readonly seconds: number;
  /** Seconds of one request on a processor; undefined when nobody measured it. */
  readonly cpuSeconds?: number | undefined;
  readonly cores?: number | undefined;
  /** Worker processes, for the GIL: the threads of one process compute one at a time. */
  readonly processes?: number | undefined;
}

/**
 * Requests a second at most: `min(slots / S, C / S_cpu, P / S_cpu)`, of which parts without a figure are left out.
 * Undefined when the time is not positive or nothing bounds the rate.
 * Source: Little's law and the utilisation law; the last part is CPython's global interpreter lock.
 */
export function throughputCeiling(input: ThroughputInput): number | undefined {
  const { slots, seconds, cpuSeconds = 0, cores, processes } = input;
  const computers = [cores, processes].filter((count) => count !== undefined);
  if (!isPositive(seconds) || !(slots >= 0) || !computers.every(isAmount) || !isAmount(cpuSeconds)) {
    return undefined;
  }
  const byProcessor = cpuSeconds > 0 ? computers.map((count) => count / cpuSeconds) : [];
  const least = Math.min(slots / seconds, ...byProcessor);
  return Number.isFinite(least) ? least : undefined;
}
