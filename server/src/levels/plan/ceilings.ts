import { usableConnections } from '../arithmetic/database.ts';
import { MEMORY_SHARE } from '../arithmetic/memory.ts';
import { bytes, digits, duration } from '../words.ts';
import { type Choice, holdsAtMost } from './choice.ts';
import { workersInMemory } from './memory.ts';
import { mostWorkers, type Size } from './size.ts';
import type { CheckedInput, PlanCeiling, PlanResource } from './types.ts';

const open = (resource: PlanResource, formula: string, worked: string): PlanCeiling => ({
  resource,
  rate: null,
  formula,
  worked,
});

/** Requests that one process holds at once. */
export const perProcess = (size: Size): number => size.threads * (size.connections ?? 1);

const processCeiling = (input: CheckedInput, choice: Choice): readonly PlanCeiling[] => {
  if (choice.model !== 'process') return [];
  const formula = 'X = 4·C / S';
  const most = mostWorkers(input.target.cores, choice);
  if (most === undefined) return [open('processes', formula, 'the target names no cores')];
  const rate = most / input.serviceTime;
  const worked = `${digits(most)} / ${duration(input.serviceTime)} = ${digits(rate)} a second`;
  return [{ resource: 'processes', rate, formula, worked }];
};

function coreCeiling({ target, serviceTime, cpuShare }: CheckedInput): PlanCeiling {
  const formula = 'X = C / S_cpu';
  if (target.cores === undefined) return open('cores', formula, 'the target names no cores');
  if (cpuShare === undefined) return open('cores', formula, 'the CPU share is not known');
  const cpu = serviceTime * cpuShare;
  if (cpu === 0) return open('cores', formula, 'requests take no processor time');
  const rate = target.cores / cpu;
  const worked = `${digits(target.cores)} / ${duration(cpu)} = ${digits(rate)} a second`;
  return { resource: 'cores', rate, formula, worked };
}

function memoryCeiling(input: CheckedInput, choice: Choice): PlanCeiling {
  const formula = 'X = ⌊0.8·RAM / m − 1⌋ · requests of a worker / S';
  const { memory, memoryPerWorker } = input.target;
  const fit = workersInMemory(input);
  if (memory === undefined || memoryPerWorker === undefined || fit === Number.POSITIVE_INFINITY)
    return open('memory', formula, 'the target names no memory or no memory_per_worker');
  const each = holdsAtMost(choice);
  const rate = (fit * each) / input.serviceTime;
  const room = `${digits(MEMORY_SHARE)} · ${bytes(memory)} / ${bytes(memoryPerWorker)} − 1 = ${digits(fit)}`;
  const worked = `${room}; ${digits(fit)} · ${digits(each)} / ${duration(input.serviceTime)} = ${digits(rate)} a second`;
  return { resource: 'memory', rate, formula, worked };
}

/** A request is taken to hold one connection from start to end, which is the most it can. */
function databaseCeiling({ target, serviceTime }: CheckedInput, processes: number): PlanCeiling {
  const formula = 'X = min(max_connections − 3, processes · pool) / S';
  const usable = target.maxConnections === undefined ? undefined : usableConnections(target.maxConnections);
  if (usable === undefined) return open('database', formula, 'the target names no max_connections');
  const { poolSize, maxOverflow = 0 } = target;
  const pools = poolSize === undefined ? Number.POSITIVE_INFINITY : processes * (poolSize + maxOverflow);
  const rate = Math.min(usable, pools) / serviceTime;
  const pooled = poolSize === undefined ? '' : `, ${digits(pools)} in pools`;
  const worked = `${digits(usable)} granted${pooled}: ${digits(rate)} a second on all machines together`;
  return { resource: 'database', rate, formula, worked };
}

function slotCeiling({ serviceTime }: CheckedInput, size: Size): PlanCeiling {
  const rate = size.slots / serviceTime;
  const worked = `${digits(size.slots)} / ${duration(serviceTime)} = ${digits(rate)} a second`;
  return { resource: 'slots', rate, formula: 'X = c / S', worked };
}

/** What each resource allows, the machine's first; `machines` share the database. */
export const ceilingsOf = (
  input: CheckedInput,
  choice: Choice,
  size: Size,
  machines: number,
): readonly PlanCeiling[] => [
  ...processCeiling(input, choice),
  coreCeiling(input),
  memoryCeiling(input, choice),
  databaseCeiling(input, machines * size.instances * size.workers),
  slotCeiling(input, size),
];

/** The lowest known ceiling of these resources. */
export function lowest(
  ceilings: readonly PlanCeiling[],
  resources: readonly PlanResource[],
): (PlanCeiling & { readonly rate: number }) | undefined {
  let found: (PlanCeiling & { readonly rate: number }) | undefined;
  for (const ceiling of ceilings) {
    const { rate } = ceiling;
    if (rate === null || !resources.includes(ceiling.resource)) continue;
    if (found === undefined || rate < found.rate) found = { ...ceiling, rate };
  }
  return found;
}
