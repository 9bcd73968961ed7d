import type { Capacity, Instance, Program } from './deployment.ts';
import type { Concurrency } from './server/types.ts';

/**
 * Sums over the application servers of all programs: instances × workers × threads. A sum is null where a summand
 * is unknown or without a limit, or where it is unknown how many instances a program has.
 */
export function capacityOf(programs: readonly Program[], cores: number | undefined): Capacity {
  const servers = programs.flatMap(({ instances }) => instances.filter(({ server }) => server !== null));
  const countable = programs.every(({ numprocs }) => numprocs.known);
  const sum = (term: (concurrency: Concurrency) => number | null): number | null =>
    countable ? sumOf(servers, term) : null;
  const processes = sum((concurrency) => concurrency.processes);
  return {
    instances: servers.length,
    processes,
    threads: sum(({ processes: workers, threadsPerProcess }) => workers * threadsPerProcess),
    simultaneousRequests: sum((concurrency) => concurrency.simultaneousRequests),
    workersPerCore: processes === null || cores === undefined ? null : processes / cores,
  };
}

function sumOf(
  servers: readonly Instance[],
  term: (concurrency: Concurrency) => number | null,
): number | null {
  let total = 0;
  for (const { server } of servers) {
    const value = server?.concurrency.known ? term(server.concurrency.value) : null;
    if (value === null) return null;
    total += value;
  }
  return total;
}
