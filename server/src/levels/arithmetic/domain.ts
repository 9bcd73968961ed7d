/** True for a finite number above zero: a rate, a time, a size. */
export const isPositive = (value: number): boolean => Number.isFinite(value) && value > 0;

/** True for zero or a finite number above it. */
export const isAmount = (value: number): boolean => Number.isFinite(value) && value >= 0;

/** True for a whole number from `least` on that arithmetic keeps exact. */
export const isCount = (value: number, least = 0): boolean => Number.isSafeInteger(value) && value >= least;

/** True for a part of a whole, from 0 to 1. */
export const isShare = (value: number): boolean => value >= 0 && value <= 1;
