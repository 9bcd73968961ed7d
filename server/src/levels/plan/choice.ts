import { workerClass } from '../arithmetic/concurrency.ts';
import { workerRange, workerRule } from '../arithmetic/workers.ts';
import { count, percent } from '../words.ts';
import { workersInMemory } from './memory.ts';
import type { CheckedInput } from './types.ts';

/** A worker class and why it was taken. */
export interface Choice {
  readonly className: string;
  readonly model: 'process' | 'thread' | 'async';
  /** True for a server that is one process by design, so that only instances multiply it. */
  readonly single: boolean;
  readonly reason: string;
}

/** From here on a request is said to compute more than it waits. */
const COMPUTES = 0.5;

/** To reckon with where nobody names the cores. */
const FEW_CORES = 4;

/** Threads of a worker beyond which an event loop holds waiting requests for less. */
export const MANY_THREADS = 32;

/** Requests that a worker may hold at once: the default `worker_connections` for an event loop. */
export const holdsAtMost = ({ model }: Choice): number =>
  model === 'process' ? 1 : model === 'thread' ? MANY_THREADS : 1000;

const choice = (
  className: string,
  model: Choice['model'],
  reason: string,
  single: Choice['single'] = false,
): Choice => ({ className, model, single, reason });

/** The class that is wished for, or the first level that can hold the slots of one machine. */
export function chooseClass(input: CheckedInput, slots: number): Choice {
  const { workerClass: wish, cpuShare } = input;
  if (wish === 'daphne') return choice(wish, 'async', 'as wished', true);
  if (wish !== undefined) return choice(wish, workerClass(wish)?.model ?? 'process', 'as wished');
  if (cpuShare === undefined)
    return choice('sync', 'process', "the CPU share is not known, and sync is gunicorn's default");
  if (cpuShare >= COMPUTES) {
    const computes = `requests compute ${percent(cpuShare)} of their time, and processes use all cores`;
    return choice('sync', 'process', computes);
  }
  return chooseForWaiting(input, slots, percent(1 - cpuShare));
}

function chooseForWaiting(input: CheckedInput, slots: number, waits: string): Choice {
  const { cores } = input.target;
  const rule = cores === undefined ? undefined : workerRange(cores)?.most;
  const most = rule === undefined ? 0 : Math.min(rule, workersInMemory(input));
  if (slots <= most) {
    return choice(
      'sync',
      'process',
      `${count(slots, 'slot')} fit into ${count(most, 'process', 'processes')}`,
    );
  }
  const workers = Math.min(workerRule(cores ?? FEW_CORES) ?? 1, workersInMemory(input));
  return slots <= workers * MANY_THREADS
    ? choice(
        'gthread',
        'thread',
        `requests wait ${waits} of their time, and a thread holds a waiting request for less than a process`,
      )
    : choice(
        'gevent',
        'async',
        `${count(slots, 'slot')} would be more than ${MANY_THREADS} threads in each worker, and requests wait ${waits} of their time`,
      );
}
