import { count } from '../../levels/words.ts';
import type { Concurrency } from '../../model/server/types.ts';

/** `4 workers × 2 threads`; threads are named where there are several. */
export function workersText({ processes, threadsPerProcess }: Concurrency): string {
  const workers = count(processes, 'worker');
  return threadsPerProcess > 1 ? `${workers} × ${count(threadsPerProcess, 'thread')}` : workers;
}
