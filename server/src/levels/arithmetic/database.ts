import { isCount } from './domain.ts';

/** PostgreSQL keeps this many connections for superusers: `superuser_reserved_connections`, default 3. */
export const RESERVED_CONNECTIONS = 3;

/** The pool of one process. */
export interface Pool {
  readonly poolSize: number;
  /** Connections it may open beyond `poolSize` and close again. */
  readonly maxOverflow: number;
}

/**
 * Connections that a pool in each process can open: `N · W · (pool_size + max_overflow)`. Pools open lazily, so it
 * is what they can reach under load. Undefined when a part is no whole number.
 * Source: SQLAlchemy documentation, Connection Pooling (`QueuePool`, default 5 + 10).
 */
export const pooledConnections = (processes: number, pool: Pool): number | undefined =>
  isCount(processes) && isCount(pool.poolSize) && isCount(pool.maxOverflow)
    ? processes * (pool.poolSize + pool.maxOverflow)
    : undefined;

/**
 * Connections without a pool, one for each thread as Django keeps them: `N · W · T`.
 * Undefined when a part is no whole number.
 * Source: Django documentation, Databases, "Persistent connections".
 */
export const threadConnections = (processes: number, threads: number): number | undefined =>
  isCount(processes) && isCount(threads, 1) ? processes * threads : undefined;

/**
 * Connections that clients may open: `max_connections − reserved`, not below 0.
 * Undefined when either is no whole number.
 * Source: PostgreSQL documentation, Connections and Authentication, `superuser_reserved_connections`.
 */
export const usableConnections = (
  maxConnections: number,
  reserved: number = RESERVED_CONNECTIONS,
): number | undefined =>
  isCount(maxConnections) && isCount(reserved) ? Math.max(0, maxConnections - reserved) : undefined;

/** True when `needed` connections fit in; undefined when a figure is no whole number. */
export function connectionsFit(
  needed: number,
  maxConnections: number,
  reserved: number = RESERVED_CONNECTIONS,
): boolean | undefined {
  const usable = usableConnections(maxConnections, reserved);
  return usable === undefined || !isCount(needed) ? undefined : needed <= usable;
}

/**
 * The pool each process may have so that all fit: `⌊(max_connections − reserved) / P⌋`; 0 when there are more
 * processes than connections. Undefined without processes.
 */
export function poolPerProcess(
  processes: number,
  maxConnections: number,
  reserved: number = RESERVED_CONNECTIONS,
): number | undefined {
  const usable = usableConnections(maxConnections, reserved);
  return usable === undefined || !isCount(processes, 1) ? undefined : Math.floor(usable / processes);
}

/**
 * Connections that a database works on well at once: `2 · cores + spindles`; more only adds contention. A starting
 * point to measure from. Undefined when a part is no whole number.
 * Source: PostgreSQL wiki, "Number Of Database Connections"; HikariCP, "About Pool Sizing".
 */
export const usefulConnections = (databaseCores: number, spindles = 1): number | undefined =>
  isCount(databaseCores, 1) && isCount(spindles) ? 2 * databaseCores + spindles : undefined;
