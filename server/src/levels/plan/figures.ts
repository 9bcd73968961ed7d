import { poolPerProcess } from '../arithmetic/database.ts';
import { memoryOfProcesses } from '../arithmetic/memory.ts';
import { queueWait } from '../arithmetic/queueing.ts';
import { bytes, digits, duration, percent } from '../words.ts';
import { perProcess } from './ceilings.ts';
import type { Size } from './size.ts';
import type { CheckedInput, PlanFigure } from './types.ts';

const LITTLE = "Little's law";
const ERLANG = 'Erlang C (M/M/c: random arrivals, varying service times)';

/** What is needed, before it is spread over machines. */
export function needs({ rate, serviceTime, utilisation, cpuShare }: CheckedInput): readonly PlanFigure[] {
  const busy = rate * serviceTime;
  return [
    {
      name: 'requests in progress',
      value: busy,
      unit: 'requests',
      formula: 'L = λ·S',
      worked: `${digits(rate)} a second · ${duration(serviceTime)} = ${digits(busy)}`,
      source: LITTLE,
    },
    {
      name: 'slots',
      value: Math.max(1, Math.ceil(busy / utilisation - 1e-9)),
      unit: 'requests at once',
      formula: 'c = ⌈L / ρ⌉',
      worked: `${digits(busy)} / ${percent(utilisation)} = ${digits(Math.ceil(busy / utilisation - 1e-9))}`,
      source: LITTLE,
    },
    cpuShare === undefined
      ? {
          name: 'cores',
          value: null,
          unit: 'cores',
          formula: 'C = λ·S_cpu / ρ',
          worked: 'the CPU share is not known',
          source: 'utilisation law',
        }
      : {
          name: 'cores',
          value: (busy * cpuShare) / utilisation,
          unit: 'cores',
          formula: 'C = λ·S_cpu / ρ',
          worked: `${digits(rate)} a second · ${duration(serviceTime * cpuShare)} / ${percent(utilisation)} = ${digits((busy * cpuShare) / utilisation)}`,
          source: 'utilisation law',
        },
  ];
}

/** The wait for a slot on one machine. */
export function slotWait(input: CheckedInput, size: Size, machines: number): PlanFigure {
  const rho = (input.rate / machines) * (input.serviceTime / size.slots);
  const wait = queueWait(size.slots, rho);
  return {
    name: 'wait for a slot',
    value: wait === undefined ? null : wait.serviceTimes * input.serviceTime,
    unit: 's',
    formula: 'Wq = S·ErlangC(c, c·ρ) / (c·(1 − ρ))',
    worked:
      wait === undefined
        ? 'more arrives than the slots can serve, so the queue grows'
        : `c = ${digits(size.slots)}, ρ = ${percent(rho)}: ${percent(wait.probability)} of the requests wait, on average ${duration(wait.serviceTimes * input.serviceTime)}`,
    source: ERLANG,
  };
}

/** The wait for a core on one machine: the processor part of the requests queues for the cores. */
export function coreWait(input: CheckedInput, size: Size, machines: number): PlanFigure {
  const { cpuShare, target, rate, serviceTime } = input;
  const base = {
    name: 'wait for a core',
    unit: 's',
    formula: 'Wq = S_cpu·ErlangC(C, C·ρ) / (C·(1 − ρ))',
    source: ERLANG,
  };
  if (target.cores === undefined || cpuShare === undefined) {
    const why = cpuShare === undefined ? 'the CPU share is not known' : 'the target names no cores';
    return { ...base, value: null, worked: why };
  }
  const usable = Math.min(target.cores, size.instances * size.workers);
  const cpu = serviceTime * cpuShare;
  const rho = ((rate / machines) * cpu) / usable;
  const wait = queueWait(usable, rho);
  if (wait === undefined)
    return {
      ...base,
      value: null,
      worked: `${digits(usable)} cores would be busy ${percent(rho)} of the time`,
    };
  return {
    ...base,
    value: wait.serviceTimes * cpu,
    worked: `C = ${digits(usable)}, ρ = ${percent(rho)}: on average ${duration(wait.serviceTimes * cpu)}`,
  };
}

/** The memory of one machine's processes. */
export function memoryFigure({ target }: CheckedInput, size: Size): PlanFigure {
  const { memoryPerWorker, memory } = target;
  const base = {
    name: 'memory of a machine',
    unit: 'bytes',
    formula: 'M = N·(W + 1)·m',
    source: 'gunicorn: one master and its workers in each instance',
  };
  const value =
    memoryPerWorker === undefined
      ? undefined
      : memoryOfProcesses({ instances: size.instances, workers: size.workers, perWorker: memoryPerWorker });
  if (memoryPerWorker === undefined || value === undefined)
    return { ...base, value: null, worked: 'the target names no memory_per_worker' };
  const of = memory === undefined ? '' : `, ${percent(value / memory)} of ${bytes(memory)}`;
  return {
    ...base,
    value,
    worked: `${digits(size.instances)} · (${digits(size.workers)} + 1) · ${bytes(memoryPerWorker)} = ${bytes(value)}${of}`,
  };
}

/** The database connections of all machines. */
export function databaseFigure({ target }: CheckedInput, size: Size, machines: number): PlanFigure {
  const processes = machines * size.instances * size.workers;
  const { poolSize, maxOverflow = 0 } = target;
  const pool = poolSize === undefined ? perProcess(size) : poolSize + maxOverflow;
  const named = poolSize === undefined ? ' (no pool is named: one connection for each slot)' : '';
  return {
    name: 'database connections',
    value: processes * pool,
    unit: 'connections',
    formula:
      poolSize === undefined
        ? 'D = processes · slots of a process'
        : 'D = processes · (pool_size + max_overflow)',
    worked: `${digits(processes)} · ${digits(pool)} = ${digits(processes * pool)}${named}`,
    source: 'SQLAlchemy: QueuePool; Django: a connection for each thread',
  };
}

/** The pool of each process that all machines together may have; null when the database names no limit. */
export function poolThatFits({ target }: CheckedInput, size: Size, machines: number): number | null {
  if (target.maxConnections === undefined) return null;
  return poolPerProcess(machines * size.instances * size.workers, target.maxConnections) ?? null;
}
