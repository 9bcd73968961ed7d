/**
 * A command that cannot run as it was called: exit status 2. The message says what failed and where, `next` what to
 * do about it.
 */
export interface UsageError extends Error {
  readonly next: string;
}

export const usageError = (message: string, next: string): UsageError =>
  Object.assign(new Error(message), { name: 'UsageError', next });

export const isUsageError = (error: unknown): error is UsageError =>
  error instanceof Error && error.name === 'UsageError';
