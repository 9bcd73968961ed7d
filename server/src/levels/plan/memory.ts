import { workersThatFit } from '../arithmetic/memory.ts';
import type { CheckedInput } from './types.ts';

/** Workers that the memory of a machine holds; `Infinity` where nobody names it. */
export function workersInMemory({ target: { memory, memoryPerWorker } }: CheckedInput): number {
  const fit =
    memory === undefined || memoryPerWorker === undefined
      ? undefined
      : workersThatFit(memory, memoryPerWorker);
  return fit ?? Number.POSITIVE_INFINITY;
}
