import type { Value } from '../../base/known.ts';
import { pooledConnections, usableConnections } from '../arithmetic/database.ts';
import { appWorkerFiles } from '../arithmetic/descriptors.ts';
import { MEMORY_SHARE, memoryUse } from '../arithmetic/memory.ts';
import { workerRange, workerRule } from '../arithmetic/workers.ts';
import { bytes, count, digits, percent } from '../words.ts';
import { allKnown, allProcesses, type ProgramFigures } from './figures.ts';
import type { DeploymentView, TargetView } from './view.ts';

/** A formula that could not be worked out, and why. */
export const openFormula = (formula: string, why: string): string =>
  `\`${formula}\`: not worked out, ${why}.`;

const timesInstances = (instances: number): string =>
  instances === 1 ? '' : `${count(instances, 'instance')} × `;

/** `3 instances × 4 workers = 12 processes on 8 cores: 1.5 per core.` */
export function processesLine(program: ProgramFigures, target: TargetView): string {
  const parts = allKnown([program.instances, program.workers]);
  if ('why' in parts) return openFormula('numprocs × workers = processes', parts.why);
  const [instances = 0, workers = 0] = parts;
  const total = instances * workers;
  const left = `${timesInstances(instances)}${count(workers, 'worker')}`;
  const sum = instances === 1 ? left : `${left} = ${count(total, 'process', 'processes')}`;
  if (target.cores === undefined) return `${sum}; the target names no cores to hold them against.`;
  return `${sum} on ${count(target.cores, 'core')}: ${digits(total / target.cores)} per core.`;
}

/** `3 instances × 4 workers × 2 threads = 24 requests at the same moment.` */
export function requestsLine(program: ProgramFigures): string {
  const parts = allKnown([program.instances, program.workers, program.threads, program.slots]);
  if ('why' in parts) return openFormula('numprocs × workers × threads = requests at once', parts.why);
  const [instances = 0, workers = 0, threads = 1, slots = 0] = parts;
  const left = `${timesInstances(instances)}${count(workers, 'worker')}`;
  if (slots === Number.POSITIVE_INFINITY) return `${left}: no limit to the requests at the same moment.`;
  const each = workers === 0 ? 0 : slots / workers;
  const factor = each === threads ? threadsFactor(threads) : ` × ${count(each, 'request')}`;
  return `${left}${factor} = ${count(instances * slots, 'request')} at the same moment.`;
}

const threadsFactor = (threads: number): string => (threads === 1 ? '' : ` × ${count(threads, 'thread')}`);

/** The rule of thumb beside what there is: `2·C + 1 = 17 for 8 cores, at most 32; here 12.` */
export function ruleLine(processes: Value<number>, target: TargetView): string {
  const { cores } = target;
  const whole = cores === undefined ? 0 : Math.max(1, Math.floor(cores));
  const rule = workerRule(whole);
  const range = workerRange(whole);
  if (cores === undefined || rule === undefined || range === undefined) {
    return openFormula('W = 2·C + 1, at most 4·C', 'the target names no cores');
  }
  const here = processes.known ? `; here ${digits(processes.value)}` : '';
  return `\`2·C + 1\` = ${digits(rule)} workers for ${count(cores, 'core')}, at most \`4·C\` = ${digits(range.most)}${here}. Async classes: one for each core.`;
}

/** What all processes of the deployment take of the memory. */
export function memoryLine(view: DeploymentView): string {
  const { memory, memoryPerWorker } = view.target;
  const all = allProcesses(view);
  const formula = 'memory = (workers + masters) × memory of one process';
  if (memoryPerWorker === undefined) return openFormula(formula, 'the target names no memory_per_worker');
  if (!all.known) return openFormula(formula, all.why);
  const { workers, masters } = all.value;
  const total = (workers + masters) * memoryPerWorker;
  const left = `(${count(workers, 'worker')} + ${count(masters, 'master')}) × ${bytes(memoryPerWorker)} = ${bytes(total)}`;
  const use = memory === undefined ? undefined : memoryUse(total, memory);
  if (memory === undefined || use === undefined) return `Memory: ${left}; the target names no memory.`;
  const verdict = use > 1 ? ': too much' : use > MEMORY_SHARE ? ': tight' : '';
  return `Memory: ${left}, ${percent(use)} of ${bytes(memory)}${verdict}.`;
}

/** What the pools of all processes take of the database's connections. */
export function databaseLine(view: DeploymentView): string {
  const { poolSize, maxOverflow, maxConnections } = view.target;
  const formula = 'connections = processes × (pool_size + max_overflow)';
  if (poolSize === undefined) return openFormula(formula, 'the target names no pool_size');
  const all = allProcesses(view);
  if (!all.known) return openFormula(formula, all.why);
  const overflow = maxOverflow ?? 0;
  const needed = pooledConnections(all.value.workers, { poolSize, maxOverflow: overflow });
  if (needed === undefined) return openFormula(formula, 'pool_size is no whole number');
  const pool = overflow === 0 ? digits(poolSize) : `(${digits(poolSize)} + ${digits(overflow)})`;
  const left = `${count(all.value.workers, 'process', 'processes')} × ${pool} = ${count(needed, 'connection')} under load`;
  const usable = maxConnections === undefined ? undefined : usableConnections(maxConnections);
  if (usable === undefined) return `Database: ${left}; the target names no max_connections.`;
  return `Database: ${left}, of ${digits(usable)} that it grants${needed > usable ? ': too many' : ''}.`;
}

/** Open files of one worker of a program: `A worker of web: about 2031 open files.` */
export function workerFilesLine(program: ProgramFigures): string {
  const parts = allKnown([program.workers, program.slots]);
  const formula = '2 × requests of a worker + 31 = its open files';
  if ('why' in parts) return openFormula(formula, parts.why);
  const [workers = 0, slots = 0] = parts;
  if (workers === 0 || slots === Number.POSITIVE_INFINITY) {
    return openFormula(formula, 'nothing limits the requests of a worker');
  }
  const files = appWorkerFiles(Math.ceil(slots / workers));
  return files === undefined
    ? openFormula(formula, 'the requests of a worker are no whole number')
    : `A worker of ${program.name}: ${count(slots / workers, 'request')}, about ${count(files, 'open file')}.`;
}
