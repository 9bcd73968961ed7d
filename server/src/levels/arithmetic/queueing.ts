import { isAmount, isCount, isPositive } from './domain.ts';

/** Above this many slots the recursion of Erlang's formula is refused rather than left to run. */
const MOST_SLOTS = 1_000_000;

/** How an M/M/c queue waits. */
export interface QueueWait {
  /** Probability from 0 to 1 that a request has to wait. */
  readonly probability: number;
  /** Mean wait of all requests in service times: multiply by S for seconds. */
  readonly serviceTimes: number;
}

/**
 * Requests in progress: `L = λ · S` (Little's law), from the arrival rate in requests a second and the time of one
 * request in seconds. It holds for every arrival pattern, in the long run.
 * Undefined for negative or infinite input.
 * Source: J. D. C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9(3), 1961.
 */
export const inFlight = (rate: number, seconds: number): number | undefined =>
  isAmount(rate) && isAmount(seconds) ? rate * seconds : undefined;

/**
 * Slots to provide so that they are busy `utilisation` of the time: `⌈λ · S / ρ⌉`.
 * Undefined when the utilisation is not above 0 and at most 1.
 */
export function slotsNeeded(rate: number, seconds: number, utilisation: number): number | undefined {
  const busy = inFlight(rate, seconds);
  if (busy === undefined || !(utilisation > 0 && utilisation <= 1)) return undefined;
  // 0.7 · 100 / 0.7 leaves 1e-14 above the whole number, which must not cost a slot.
  return Math.max(1, Math.ceil(busy / utilisation - 1e-9));
}

/** Share of time a slot is busy: `ρ = λ · S / c`; above 1 the queue grows. Undefined without slots. */
export function utilisation(rate: number, seconds: number, slots: number): number | undefined {
  const busy = inFlight(rate, seconds);
  return busy === undefined || !isPositive(slots) ? undefined : busy / slots;
}

/**
 * Wait in a queue with `slots` servers (M/M/c: Poisson arrivals, exponential service times) at utilisation ρ:
 * `P(wait) = B / (1 − ρ·(1 − B))`, `Wq / S = P(wait) / (c·(1 − ρ))`, with B from Erlang's recursion
 * `B(0) = 1, B(n) = aB(n−1) / (n + aB(n−1))`, `a = c·ρ`. For c = 1 it is M/M/1: `Wq / S = ρ / (1 − ρ)`.
 * Undefined when ρ is below 0 or at least 1 (the wait has no bound), or the slots are no whole number from 1 to a
 * million.
 * Source: A. K. Erlang, 1917; L. Kleinrock, Queueing Systems, vol. 1, 1975, section 3.5.
 */
export function queueWait(slots: number, rho: number): QueueWait | undefined {
  if (!isCount(slots, 1) || slots > MOST_SLOTS || !(rho >= 0 && rho < 1)) return undefined;
  const load = slots * rho;
  let blocking = 1;
  for (let n = 1; n <= slots; n++) blocking = (load * blocking) / (n + load * blocking);
  const probability = blocking / (1 - rho * (1 - blocking));
  return { probability, serviceTimes: probability / (slots * (1 - rho)) };
}

/**
 * Mean wait in seconds before a request is taken up: `Wq = S · ErlangC(c, c·ρ) / (c·(1 − ρ))`.
 * Undefined as `queueWait` and `utilisation` are; in particular when more arrives than can be served.
 */
export function meanWait(rate: number, seconds: number, slots: number): number | undefined {
  const rho = utilisation(rate, seconds, slots);
  const wait = rho === undefined ? undefined : queueWait(slots, rho);
  return wait && wait.serviceTimes * seconds;
}
