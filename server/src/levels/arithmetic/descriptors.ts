import { isCount } from './domain.ts';

/** supervisord's `minfds` where nothing is set; its children inherit the limit. */
export const MINFDS = 1024;

/** Files that a Python server has open before the first request: libraries, logs, pipes, the heartbeat file. */
const BASE_FILES = 30;

/** Files of supervisord for each child: its three pipes and room for a log file. */
const FILES_PER_CHILD = 4;

/**
 * Descriptors of one nginx worker: `2 · worker_connections`, a proxied client being two sockets; files being sent
 * and temporary files come on top. Undefined when it is no whole number.
 * Source: nginx documentation, Core functionality, `worker_rlimit_nofile`.
 */
export const nginxWorkerFiles = (workerConnections: number): number | undefined =>
  isCount(workerConnections) ? 2 * workerConnections : undefined;

/**
 * Descriptors of one application worker with `slots` requests at once: `2 · slots + listeners + 30`, one socket to
 * the client and one to a database or service for each. An estimate.
 * Undefined when a part is no whole number.
 */
export const appWorkerFiles = (slots: number, listeners = 1): number | undefined =>
  isCount(slots) && isCount(listeners) ? 2 * slots + listeners + BASE_FILES : undefined;

/**
 * Descriptors of supervisord: `4 · children + 30`. It raises its own limit to `minfds` and every child inherits the
 * higher limit. An estimate. Undefined when it is no whole number.
 * Source: Supervisor documentation, [supervisord], `minfds`.
 */
export const supervisordFiles = (children: number): number | undefined =>
  isCount(children) ? FILES_PER_CHILD * children + BASE_FILES : undefined;
