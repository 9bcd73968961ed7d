import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ConformanceRow } from './row.ts';

/** The file of the figures that may not fall. */
export const floorPath = fileURLToPath(new URL('./floor.json', import.meta.url));

/** The figures that may not fall, by `keyOf` a row. */
export type Floor = Readonly<Record<string, FloorFigures>>;

export interface FloorFigures {
  readonly cases: number;
  readonly agreed: number;
  readonly differing: number;
}

export const keyOf = ({ source, version }: ConformanceRow): string => `${source} | ${version}`;

/** The committed floor; empty when there is none. */
export const readFloor = (): Floor =>
  existsSync(floorPath) ? (JSON.parse(readFileSync(floorPath, 'utf8')) as Floor) : {};

/**
 * What fell below the floor, in words. A row without a floor is one that nobody has committed figures of. What was
 * agreed of other generated cases than CI's is no measure.
 */
export function fallen(rows: readonly ConformanceRow[], floor: Floor): readonly string[] {
  return rows.flatMap((row) => {
    const before = floor[keyOf(row)];
    if (!before) return [];
    const comparable = row.generated !== 'other';
    const faults = [
      ...(comparable && row.agreed < before.agreed ? [`agreed ${row.agreed}, was ${before.agreed}`] : []),
      ...(row.differing > before.differing ? [`differing ${row.differing}, was ${before.differing}`] : []),
    ];
    return faults.map((fault) => `${keyOf(row)}: ${fault}`);
  });
}

/** The floor with the figures of rows that are as good or better; rows that were not measured keep theirs. */
export function raised(rows: readonly ConformanceRow[], floor: Floor): Floor {
  const better = rows.filter((row) => row.generated !== 'other' && fallen([row], floor).length === 0);
  const entries = better.map(
    (row) => [keyOf(row), { cases: row.cases, agreed: row.agreed, differing: row.differing }] as const,
  );
  return Object.fromEntries(Object.entries({ ...floor, ...Object.fromEntries(entries) }).sort(byKey));
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/**
 * What a test may not let pass: rows below the floor, and rows that have none. Another version of an installed program
 * than the one of CI has no figures yet.
 */
export function floorFaults(rows: readonly ConformanceRow[]): readonly string[] {
  const floor = readFloor();
  const bare = rows.filter((row) => !row.generated && !floor[keyOf(row)]);
  return [
    ...fallen(rows, floor),
    ...bare.map((row) => `${keyOf(row)}: it has no floor; --update gives it one`),
  ];
}
