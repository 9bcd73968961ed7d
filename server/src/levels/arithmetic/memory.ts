import { isAmount, isCount, isPositive, isShare } from './domain.ts';

/** Part of the memory that workers may fill; the rest is left to the system and its file cache. */
export const MEMORY_SHARE = 0.8;

/** What a pre-fork server occupies. All sizes in bytes. */
export interface MemoryInput {
  readonly instances: number;
  /** Workers of one instance; each instance has a master besides. */
  readonly workers: number;
  /** Resident set of one process after the application is loaded (RSS without preload, as `ps` prints it). */
  readonly perWorker: number;
  /**
   * Part of a worker, from 0 to 1, that it still shares with its master after running for a while. 0 without
   * `preload_app`; copy-on-write and reference counts let it shrink with time, so it has to be measured (PSS).
   */
  readonly shared?: number;
}

/**
 * Bytes of all processes: `N · (W + 1) · M` without sharing. With the share s that copy-on-write keeps in common,
 * an instance holds `M + W · M · (1 − s)`: the loaded application once, and what each worker wrote itself.
 * Undefined when a count is no whole number or a size or share is outside its domain.
 * Source: gunicorn settings reference, `preload_app`; proc(5), `smaps` (PSS counts each shared page by its share).
 */
export function memoryOfProcesses(input: MemoryInput): number | undefined {
  const { instances, workers, perWorker, shared = 0 } = input;
  if (!isCount(instances) || !isCount(workers) || !isAmount(perWorker) || !isShare(shared)) return undefined;
  return instances * perWorker * (1 + workers * (1 - shared));
}

/**
 * Workers that fit on a machine beside their masters: `⌊(share · memory / (N·M) − 1) / (1 − s)⌋ · N`, not below 0.
 * Undefined when everything is shared (no limit) or a part is outside its domain.
 */
export function workersThatFit(
  memory: number,
  perWorker: number,
  instances = 1,
  shared = 0,
): number | undefined {
  if (!isAmount(memory) || !isPositive(perWorker) || !isCount(instances, 1)) return undefined;
  if (!isShare(shared) || shared === 1) return undefined;
  const perInstance = (MEMORY_SHARE * memory) / instances / perWorker - 1;
  return Math.max(0, Math.floor(perInstance / (1 - shared) + 1e-9)) * instances;
}

/** Part of the memory that `bytes` take: above `MEMORY_SHARE` it is tight, above 1 the kernel kills a process. */
export const memoryUse = (bytes: number, memory: number): number | undefined =>
  isAmount(bytes) && isPositive(memory) ? bytes / memory : undefined;
