import { isAmount, isCount } from './domain.ts';

/** nginx's `worker_connections` where nothing is set. */
export const WORKER_CONNECTIONS = 512;

/** What a request occupies: one connection for a file, two when nginx passes it on. */
export type NginxUse = 'static' | 'proxy';

/**
 * Clients that nginx can hold: `worker_processes · worker_connections`, and half of it when it proxies, since each
 * client then has a connection to the backend besides. Listening sockets and idle upstream connections count too,
 * so it is the upper edge. Undefined when either is no whole number.
 * Source: nginx documentation, Core functionality, `worker_connections`.
 */
export const nginxClients = (
  workerProcesses: number,
  workerConnections: number,
  use: NginxUse,
): number | undefined =>
  isCount(workerProcesses) && isCount(workerConnections)
    ? Math.floor((workerProcesses * workerConnections) / (use === 'proxy' ? 2 : 1))
    : undefined;

/**
 * Idle connections that an upstream's cache keeps at most: `worker_processes · keepalive`, since each nginx worker
 * has a cache of its own. Undefined when either is no whole number.
 * Source: nginx documentation, ngx_http_upstream_module, `keepalive`.
 */
export const idleUpstreamConnections = (workerProcesses: number, keepalive: number): number | undefined =>
  isCount(workerProcesses) && isCount(keepalive) ? workerProcesses * keepalive : undefined;

/**
 * Part of the requests that each server gets: `weight / Σ weights`. Undefined when a weight is negative or all
 * are 0. Source: nginx documentation, ngx_http_upstream_module, `server … weight=`.
 */
export function weightShares(weights: readonly number[]): readonly number[] | undefined {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.every(isAmount) && sum > 0 ? weights.map((weight) => weight / sum) : undefined;
}
