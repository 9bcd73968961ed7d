/** Cases of each language's generators together, as CI asks for them. */
export const usualRuns = 5_000;

/** The same for this run: `npm run conformance -- --runs N` and CONFORMANCE_RUNS ask for more. */
export const runs = Number(process.env.CONFORMANCE_RUNS ?? usualRuns);

/** A number of cases that is usual for `usualRuns`, for this run. */
export const scaled = (usual: number): number => Math.ceil((usual * runs) / usualRuns);

/** The seed of this run: `--seed N` and CONFORMANCE_SEED ask for another than the usual one. */
export const seedOr = (usual: number): number => Number(process.env.CONFORMANCE_SEED ?? usual);

/** Which cases of all that a generator can make. */
export type Sample = 'usual' | 'other';

/** Which this run makes: CI's own, or more or others. */
export const sample: Sample =
  runs === usualRuns && process.env.CONFORMANCE_SEED === undefined ? 'usual' : 'other';

/** Milliseconds that a test over `runs` cases may take. */
export const timeLimit = 120_000 + 40 * runs;
