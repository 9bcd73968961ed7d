/**
 * Edits (insert, delete, replace, swap of neighbours) between two words; `limit + 1` as soon as it is certain that
 * more than `limit` are needed.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = nextRow(a, b, i, last, beforeLast);
    if (Math.min(...row) > limit) return limit + 1;
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? limit + 1;
}

function nextRow(a: string, b: string, i: number, last: readonly number[], beforeLast: readonly number[]) {
  const row = [i];
  for (let j = 1; j <= b.length; j++) {
    const replaced = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
    let cost = Math.min(replaced, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
    const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
    if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
    row.push(cost);
  }
  return row;
}

/** Words longer than this are compared with nothing: no name of ours is, and the comparison is quadratic. */
const longest = 80;

/**
 * The candidate with the fewest edits from `word`, the first of equals; undefined when all need more than `limit`.
 * Letter case does not count.
 */
export function nearest(word: string, candidates: Iterable<string>, limit = 2): string | undefined {
  if (word.length > longest) return undefined;
  let best: string | undefined;
  let fewest = limit + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), fewest - 1);
    if (distance >= fewest) continue;
    best = candidate;
    fewest = distance;
  }
  return best;
}
