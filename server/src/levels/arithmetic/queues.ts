import { isAmount, isCount, isPositive } from './domain.ts';

/** `net.core.somaxconn` since Linux 5.4 (2019); 128 before. */
export const SOMAXCONN = 4096;

/** gunicorn's and uvicorn's `backlog` where nothing is set. */
export const BACKLOG = 2048;

/**
 * Connections that wait to be accepted: `min(backlog, somaxconn)`; listen(2) cuts silently.
 * Undefined when either is no whole number.
 * Source: listen(2), notes; gunicorn FAQ, "How can I increase the maximum socket backlog?".
 */
export const acceptQueue = (backlog: number, somaxconn: number = SOMAXCONN): number | undefined =>
  isCount(backlog) && isCount(somaxconn) ? Math.min(backlog, somaxconn) : undefined;

/**
 * Seconds until the last of `waiting` connections is taken up: `q · S / c`. A queue longer than the client's
 * patience only holds work that nobody waits for any more.
 * Undefined without slots or for input outside its domain.
 */
export const queueSeconds = (waiting: number, seconds: number, slots: number): number | undefined =>
  isAmount(waiting) && isAmount(seconds) && isPositive(slots) ? (waiting * seconds) / slots : undefined;

/**
 * Seconds between two restarts of one worker: `M · P / λ`, with M `max_requests`. Without jitter all workers of an
 * instance that started together restart together.
 * Undefined when `max_requests` is 0 (never) or a part is outside its domain.
 * Source: gunicorn settings reference, `max_requests`, `max_requests_jitter`.
 */
export const restartInterval = (maxRequests: number, processes: number, rate: number): number | undefined =>
  isCount(maxRequests, 1) && isCount(processes, 1) && isPositive(rate)
    ? (maxRequests * processes) / rate
    : undefined;

/**
 * Seconds until a client sees an error when every server hangs: `tries · (connect + read)`; nginx tries each
 * server of an upstream once for a request that may be repeated.
 * Undefined when a part is outside its domain.
 * Source: nginx documentation, `proxy_next_upstream`, `proxy_read_timeout`, `proxy_connect_timeout`.
 */
export const worstFailure = (
  tries: number,
  connectSeconds: number,
  readSeconds: number,
): number | undefined =>
  isCount(tries, 1) && isAmount(connectSeconds) && isAmount(readSeconds)
    ? tries * (connectSeconds + readSeconds)
    : undefined;
