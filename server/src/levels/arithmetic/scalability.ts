import { isAmount, isPositive, isShare } from './domain.ts';

/**
 * Speed-up on `n` processors of a work of which the share `serial` cannot be divided: `1 / (s + (1 − s) / n)`.
 * Undefined when the share is not from 0 to 1 or `n` is below 1.
 * Source: G. M. Amdahl, "Validity of the single processor approach …", AFIPS 1967.
 */
export const amdahl = (serial: number, n: number): number | undefined =>
  isShare(serial) && Number.isFinite(n) && n >= 1 ? 1 / (serial + (1 - serial) / n) : undefined;

/** The speed-up that no number of processors exceeds: `1 / s`. Undefined when nothing is serial (no limit). */
export const amdahlLimit = (serial: number): number | undefined =>
  isShare(serial) && serial > 0 ? 1 / serial : undefined;

/**
 * Capacity of `n` nodes relative to one: `C(n) = n / (1 + α·(n − 1) + β·n·(n − 1))`, with α the share that waits
 * for something held in common (contention) and β the cost of keeping each pair in agreement (coherency).
 * Undefined when α is not from 0 to 1, β is negative or `n` is below 1.
 * Source: N. J. Gunther, Guerrilla Capacity Planning, 2007 (Universal Scalability Law).
 */
export const usl = (alpha: number, beta: number, n: number): number | undefined =>
  isShare(alpha) && isAmount(beta) && Number.isFinite(n) && n >= 1
    ? n / (1 + alpha * (n - 1) + beta * n * (n - 1))
    : undefined;

/**
 * Nodes at which the capacity of `usl` is highest: `n* = √((1 − α) / β)`; more nodes make it slower.
 * Undefined when β is 0 (no peak) or either is outside its domain.
 */
export const uslPeak = (alpha: number, beta: number): number | undefined =>
  isShare(alpha) && isPositive(beta) ? Math.sqrt((1 - alpha) / beta) : undefined;
