/** Milliseconds after which work on a long text counts as too much: linear work takes a small part of it. */
const limit = 15_000;

/**
 * True when `run` ends soon enough. Give it a text so long that work which grows with the square of the length takes
 * minutes; then a busy machine does not matter.
 */
export function endsSoon(run: () => unknown): boolean {
  const start = performance.now();
  run();
  return performance.now() - start < limit;
}
