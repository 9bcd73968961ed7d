import { describe, expect, test } from 'vitest';
import { installedNginx } from '../../tools/oracle/nginx.ts';
import { floorFaults } from './floor.ts';
import { machineCases, recordedRows } from './nginx.ts';
import { sharedIsHere } from './nginx-corpus.ts';
import { fuzzNginx, fuzzSources } from './nginx-fuzz.ts';
import { nginxTable } from './nginx-table.ts';
import { rowOf } from './row.ts';
import { timeLimit } from './runs.ts';

describe.skipIf(!sharedIsHere())('recorded verdicts (skipped without ../shared)', () => {
  const rows = recordedRows();

  test.each(rows.filter(({ source }) => source === 'nginx cases').map((row) => [row.version, row] as const))(
    'every case that the text decides, in %s',
    (_, row) => {
      expect(row.differing).toEqual([]);
      expect(row.unknown.map(({ name }) => name)).toEqual(Object.keys(machineCases));
    },
  );

  test('no file that nginx accepts is refused', () => {
    const row = rows.find(({ source }) => source === 'nginx corpus, files it accepts');
    expect(row?.differing).toEqual([]);
    expect(row?.cases).toBeGreaterThan(400);
  });

  test('files that nginx refuses for their text are refused at the same line', () => {
    const row = rows.find(({ source }) => source === 'nginx corpus, files it refuses');
    const decided = (row?.agreed ?? 0) + (row?.differing.length ?? 1);
    expect((row?.agreed ?? 0) / decided).toBeGreaterThanOrEqual(0.95);
    expect(row?.differing).toEqual([]);
  });

  test('no figure falls', () => {
    expect(floorFaults(rows.map(rowOf))).toEqual([]);
  });
});

describe.skipIf(installedNginx() === undefined)('generated cases (skipped without nginx)', () => {
  test.each(fuzzSources)(
    'nginx and we say the same of %s',
    async (source) => {
      const row = await fuzzNginx(source);
      expect(row?.differing).toEqual([]);
      expect(row?.accepted).toBeGreaterThan(0);
      expect(row?.unknown.length).toBeLessThan((row?.cases ?? 0) * 0.05);
      expect(floorFaults(row ? [rowOf(row)] : [])).toEqual([]);
    },
    timeLimit,
  );

  test(
    'nginx and we say the same of where directives stand and how many words they take',
    async () => {
      const row = await nginxTable();
      expect(row?.differing).toEqual([]);
      expect(row?.agreed).toBeGreaterThan(500);
      expect(floorFaults(row ? [rowOf(row)] : [])).toEqual([]);
    },
    timeLimit,
  );
});
