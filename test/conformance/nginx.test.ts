import { describe, expect, test } from 'vitest';
import { installedNginx } from '../../tools/oracle/nginx.ts';
import { machineCases, recordedRows } from './nginx.ts';
import { sharedIsHere } from './nginx-corpus.ts';
import { type FuzzSource, fuzzNginx } from './nginx-fuzz.ts';

describe.skipIf(!sharedIsHere())('recorded verdicts (skipped without ../shared)', () => {
  const rows = recordedRows();

  test.each(rows.filter(({ source }) => source === 'nginx cases').map((row) => [row.version, row] as const))(
    'every case that the text decides, in nginx %s',
    (_, row) => {
      expect(row.differing).toEqual([]);
      expect(row.unknown).toBe(Object.keys(machineCases).length);
      expect(row.agreed).toBe(row.cases);
    },
  );

  test('no file that nginx accepts is refused', () => {
    const row = rows.find(({ source }) => source === 'corpus, files nginx accepts');
    expect(row?.differing).toEqual([]);
    expect(row?.cases).toBeGreaterThan(400);
  });

  test('files that nginx refuses for their text are refused at the same line', () => {
    const row = rows.find(({ source }) => source === 'corpus, files nginx refuses');
    expect((row?.agreed ?? 0) / (row?.cases ?? 1)).toBeGreaterThanOrEqual(0.95);
    expect(row?.differing).toEqual([]);
  });
});

/** Cases of all generators together; more with CONFORMANCE_RUNS. */
const runs = Number(process.env.CONFORMANCE_RUNS ?? 5000);
const shares: Readonly<Record<FuzzSource, number>> = { lexical: 0.3, directives: 0.4, mutations: 0.3 };
const seed = Number(process.env.CONFORMANCE_SEED ?? 1);

describe.skipIf(installedNginx() === undefined)('generated cases (skipped without nginx)', () => {
  test.each(Object.entries(shares) as [FuzzSource, number][])(
    'nginx and we say the same of %s',
    async (source, share) => {
      const result = await fuzzNginx(source, Math.ceil(runs * share), seed);
      expect(result?.differing).toEqual([]);
      expect(result?.accepted).toBeGreaterThan(0);
      expect(result?.machine).toBeLessThan((result?.cases ?? 0) * 0.05);
    },
    60 * 60_000,
  );
});
