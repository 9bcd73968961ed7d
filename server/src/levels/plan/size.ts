import { asyncWorkerRule, workerRange, workerRule } from '../arithmetic/workers.ts';
import { type Choice, MANY_THREADS } from './choice.ts';
import { workersInMemory } from './memory.ts';
import type { CheckedInput } from './types.ts';

/** The processes of one machine and what each holds. */
export interface Size {
  readonly instances: number;
  readonly workers: number;
  readonly threads: number;
  /** Requests of a worker of an async class at once; null for the others. */
  readonly connections: number | null;
  readonly slots: number;
}

/** Where nobody names the cores, an async or threaded set-up starts with so many workers. */
const FEW_WORKERS = 2;

/** Processes that the processor part of the load needs: each computes on one core at most. */
function computing({ rate, serviceTime, cpuShare, utilisation }: CheckedInput, machines: number): number {
  return cpuShare === undefined
    ? 1
    : Math.ceil((rate * serviceTime * cpuShare) / utilisation / machines - 1e-9);
}

/** The size of one of `machines` for its part of the slots. */
export function sizeOf(input: CheckedInput, choice: Choice, slots: number, machines: number): Size {
  const mine = Math.max(1, Math.ceil(slots / machines));
  if (choice.model === 'process') return ofProcesses(mine);
  return choice.model === 'thread'
    ? ofThreads(input, mine, machines)
    : ofLoops(input, choice, mine, machines);
}

const ofProcesses = (slots: number): Size => ({
  instances: 1,
  workers: Math.max(FEW_WORKERS, slots),
  threads: 1,
  connections: null,
  slots: Math.max(FEW_WORKERS, slots),
});

function ofThreads(input: CheckedInput, slots: number, machines: number): Size {
  const { cores } = input.target;
  const rule = cores === undefined ? Number.POSITIVE_INFINITY : (workerRule(cores) ?? FEW_WORKERS);
  const most = Math.max(1, Math.min(rule, workersInMemory(input)));
  const least = Math.max(FEW_WORKERS, computing(input, machines), Math.ceil(slots / MANY_THREADS));
  const workers = Math.min(most, Math.max(least, cores ?? FEW_WORKERS));
  const threads = Math.max(1, Math.ceil(slots / workers));
  return { instances: 1, workers, threads, connections: null, slots: workers * threads };
}

function ofLoops(input: CheckedInput, { single }: Choice, slots: number, machines: number): Size {
  const { cores } = input.target;
  const wanted =
    cores === undefined ? Math.max(FEW_WORKERS, computing(input, machines)) : (asyncWorkerRule(cores) ?? 1);
  const processes = Math.max(1, Math.min(wanted, workersInMemory(input)));
  const connections = Math.max(1, Math.ceil(slots / processes));
  const size = { threads: 1, connections, slots: processes * connections };
  return single
    ? { ...size, instances: processes, workers: 1 }
    : { ...size, instances: 1, workers: processes };
}

/** Workers of a class that one machine holds at most by the rules of thumb; undefined without a rule or cores. */
export function mostWorkers(cores: number | undefined, { model }: Choice): number | undefined {
  if (cores === undefined || model !== 'process') return undefined;
  return workerRange(cores)?.most;
}
