const factors = new Map<string, number>([
  ['', 1],
  ['B', 1],
  ['K', 1024],
  ['M', 1024 ** 2],
  ['G', 1024 ** 3],
  ['T', 1024 ** 4],
  ['KIB', 1024],
  ['MIB', 1024 ** 2],
  ['GIB', 1024 ** 3],
  ['TIB', 1024 ** 4],
  ['KB', 1000],
  ['MB', 1000 ** 2],
  ['GB', 1000 ** 3],
  ['TB', 1000 ** 4],
]);

/**
 * Bytes of a size such as `16GiB`, `180 MiB`, `512M` (1024s, as systemd and Docker have it) or `16GB` (1000s);
 * undefined for anything else, zero and negative sizes included.
 */
export function parseSize(text: string): number | undefined {
  const match = /^(\d{1,15}(?:\.\d{1,6})?)\s*([a-zA-Z]{0,3})$/.exec(text.trim());
  const factor = factors.get(match?.[2]?.toUpperCase() ?? '');
  if (!match || factor === undefined) return undefined;
  const bytes = Math.round(Number(match[1]) * factor);
  return bytes > 0 && Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** A number above zero, such as `8` or `1.5`; undefined for anything else. */
export function parsePositive(text: string): number | undefined {
  const value = /^\d{1,9}(?:\.\d{1,6})?$/.test(text.trim()) ? Number(text) : 0;
  return value > 0 ? value : undefined;
}

/** A whole number from 0; undefined for anything else. */
export const parseCount = (text: string): number | undefined =>
  /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
