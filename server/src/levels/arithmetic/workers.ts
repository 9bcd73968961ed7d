import { isCount } from './domain.ts';

/** Fewest and most workers that a rule of thumb allows. */
export interface WorkerRange {
  readonly least: number;
  readonly most: number;
}

/**
 * Workers for a number of cores: `2·C + 1`. While one worker of a core waits for a socket, the other computes.
 * Undefined when `cores` is no whole number from 1 on.
 * Source: gunicorn documentation, Design, "How Many Workers?".
 */
export const workerRule = (cores: number): number | undefined =>
  isCount(cores, 1) ? 2 * cores + 1 : undefined;

/**
 * The range that the settings reference gives for `workers`: `2·C` to `4·C`.
 * Undefined when `cores` is no whole number from 1 on.
 * Source: gunicorn settings reference, `workers`.
 */
export const workerRange = (cores: number): WorkerRange | undefined =>
  isCount(cores, 1) ? { least: 2 * cores, most: 4 * cores } : undefined;

/**
 * Workers of an asynchronous class (gevent, asgi, uvicorn): `C`, one event loop for each core; concurrency comes
 * from connections, not from workers. A rule of thumb: the documentations give no formula for these classes.
 * Undefined when `cores` is no whole number from 1 on.
 */
export const asyncWorkerRule = (cores: number): number | undefined => (isCount(cores, 1) ? cores : undefined);

/**
 * The workers of one instance so that all instances together keep to `total`: `⌈total / N⌉`.
 * Undefined when either is no whole number from 1 on.
 */
export const workersPerInstance = (total: number, instances: number): number | undefined =>
  isCount(total, 1) && isCount(instances, 1) ? Math.ceil(total / instances) : undefined;

/** Worker processes for each core: `P / C`. Undefined when the cores are not positive. */
export const workersPerCore = (processes: number, cores: number): number | undefined =>
  isCount(processes) && isCount(cores, 1) ? processes / cores : undefined;
