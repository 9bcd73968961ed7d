// Asks the real programs, or their recorded verdicts, how often we agree with them: one table, compared with the
// committed floor. A figure that falls fails. `--update` writes better figures into the floor; `--details` lists
// what differs and what is unknown; `--runs N` and `--seed N` generate more cases, and others, than CI does.
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { fallen, floorPath, keyOf, raised, readFloor } from '../test/conformance/floor.ts';
import type { ConformanceRow } from '../test/conformance/row.ts';

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

/** The rows of each language. Loaded late, since the number of cases is read when they are. */
const sources: Readonly<Record<string, () => Promise<readonly ConformanceRow[]>>> = {
  supervisor: async () => (await import('../test/conformance/supervisor.ts')).conformSupervisor(),
  gunicorn: async () => (await import('../test/conformance/gunicorn.ts')).conformGunicorn(),
  nginx: async () => (await import('../test/conformance/nginx.ts')).conformNginx(),
};

async function measure(only: readonly string[]): Promise<readonly ConformanceRow[]> {
  const rows: ConformanceRow[] = [];
  for (const [name, conform] of Object.entries(sources)) {
    if (only.length === 0 || only.includes(name)) rows.push(...(await conform()));
  }
  return rows;
}

/** Puts a flag's number where the generators read it. */
function passOn(flag: string, variable: string, words: readonly string[]): void {
  const at = words.indexOf(flag);
  if (at !== -1) process.env[variable] = words[at + 1];
}

async function main(words: readonly string[]): Promise<number> {
  passOn('--runs', 'CONFORMANCE_RUNS', words);
  passOn('--seed', 'CONFORMANCE_SEED', words);
  const rows = await measure(words.filter((word) => word in sources));
  const floor = readFloor();
  console.log(tableOf(rows));
  if (words.includes('--details'))
    for (const row of rows) for (const line of row.details ?? []) console.log(`${keyOf(row)}: ${line}`);
  const missing = Object.keys(floor).filter((key) => !rows.some((row) => keyOf(row) === key));
  for (const key of missing) console.log(`not measured here: ${key}`);
  const faults = fallen(rows, floor);
  for (const fault of faults) console.error(`fell: ${fault}`);
  if (words.includes('--update'))
    writeFileSync(floorPath, `${JSON.stringify(raised(rows, floor), null, 2)}\n`);
  return faults.length > 0 ? 1 : 0;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = await main(process.argv.slice(2));
}
