// Asks the real programs, or their recorded verdicts, how often we agree with them: one table, compared with the
// committed floor. A figure that falls fails. `--update` writes better figures into the floor; `--details` lists
// what differs.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConformanceRow } from '../test/conformance/row.ts';

const sources = ['supervisor', 'gunicorn', 'nginx'] as const;
const floorPath = 'test/conformance/floor.json';

/** The figures that may not fall, by `keyOf` a row. */
export type Floor = Readonly<Record<string, { readonly agreed: number; readonly differing: number }>>;

export const keyOf = ({ source, version }: ConformanceRow): string => `${source} | ${version}`;

/** What fell below the floor, in words. */
export function fallen(rows: readonly ConformanceRow[], floor: Floor): readonly string[] {
  return rows.flatMap((row) => {
    const before = floor[keyOf(row)];
    if (!before) return [];
    const faults = [
      ...(row.agreed < before.agreed ? [`agreed ${row.agreed}, was ${before.agreed}`] : []),
      ...(row.differing > before.differing ? [`differing ${row.differing}, was ${before.differing}`] : []),
    ];
    return faults.map((fault) => `${keyOf(row)}: ${fault}`);
  });
}

/** The floor with the figures of rows that are as good or better; rows that were not measured keep theirs. */
export function raised(rows: readonly ConformanceRow[], floor: Floor): Floor {
  const better = rows.filter((row) => fallen([row], floor).length === 0);
  const entries = better.map(
    (row) => [keyOf(row), { agreed: row.agreed, differing: row.differing }] as const,
  );
  return Object.fromEntries(Object.entries({ ...floor, ...Object.fromEntries(entries) }).sort(byKey));
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

const columns = ['source', 'version', 'cases', 'agreed', 'differing', 'unknown'] as const;

/** The rows as an aligned table. */
export function tableOf(rows: readonly ConformanceRow[]): string {
  const cells = [columns, ...rows.map((row) => columns.map((column) => String(row[column])))];
  const widths = columns.map((_, i) => Math.max(...cells.map((line) => line[i]?.length ?? 0)));
  const isNumber = (i: number): boolean => i > 1;
  return cells
    .map((line) =>
      line
        .map((cell, i) => (isNumber(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

type Conform = () => Promise<readonly ConformanceRow[]>;

async function measure(root: string): Promise<readonly ConformanceRow[]> {
  const rows: ConformanceRow[] = [];
  for (const name of sources) {
    const file = join(root, 'test/conformance', `${name}.ts`);
    if (!existsSync(file)) continue;
    const module: Record<string, unknown> = await import(pathToFileURL(file).href);
    const conform = Object.entries(module).find(([key]) => key.startsWith('conform'))?.[1];
    if (typeof conform !== 'function')
      throw new Error(`test/conformance/${name}.ts exports no conform… function`);
    rows.push(...(await (conform as Conform)()));
  }
  return rows;
}

const readFloor = (root: string): Floor =>
  existsSync(join(root, floorPath)) ? (JSON.parse(readFileSync(join(root, floorPath), 'utf8')) as Floor) : {};

async function main(root: string, flags: readonly string[]): Promise<number> {
  const rows = await measure(root);
  const floor = readFloor(root);
  console.log(tableOf(rows));
  if (flags.includes('--details'))
    for (const row of rows) for (const line of row.details ?? []) console.log(`${keyOf(row)}: ${line}`);
  const missing = Object.keys(floor).filter((key) => !rows.some((row) => keyOf(row) === key));
  for (const key of missing) console.log(`not measured here: ${key}`);
  const faults = fallen(rows, floor);
  for (const fault of faults) console.error(`fell: ${fault}`);
  if (flags.includes('--update'))
    writeFileSync(join(root, floorPath), `${JSON.stringify(raised(rows, floor), null, 2)}\n`);
  return faults.length > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.cwd(), process.argv.slice(2));
}
