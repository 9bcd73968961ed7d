import { describe, expect, test } from 'vitest';
import { floorFaults } from './floor.ts';
import { gunicornRows, sharedIsHere } from './gunicorn.ts';
import { generatedCommandLines } from './gunicorn-command-lines.ts';
import { generatedPrograms, type ProgramSource } from './gunicorn-generated.ts';
import { hasGunicorn, hasPython } from './gunicorn-oracle.ts';
import { everySetting } from './gunicorn-settings.ts';
import { rowOf } from './row.ts';
import { timeLimit } from './runs.ts';

describe.skipIf(!sharedIsHere())('recorded verdicts (skipped: no ../shared beside the checkout)', () => {
  const rows = gunicornRows();
  const row = (source: string, version: string) =>
    rows.find((one) => one.source === source && one.version === `gunicorn ${version}`);

  test.each(['20.1.0', '26.1.0'])('every case of gunicorn %s', (version) => {
    expect(row('gunicorn cases', version)?.differing).toEqual([]);
    // What the machine decides is left open: missing files and modules, variables that nobody sets.
    expect(row('gunicorn cases', version)?.unknown.map(({ name }) => name)).toEqual([
      'conf-missing',
      'hook-string-missing',
      'import-error',
      'env-keyerror',
      'int-none',
    ]);
  });

  test('which files of the corpus gunicorn refuses, and why', () => {
    expect(row('gunicorn corpus, files', '20.1.0')?.differing).toEqual([]);
    expect(row('gunicorn corpus, files', '20.1.0')?.cases).toBeGreaterThan(100);
  });

  test('every setting of the corpus: none wrong, few unknown', () => {
    const settings = row('gunicorn corpus, settings', '20.1.0');
    expect(settings?.differing).toEqual([]);
    expect((settings?.unknown.length ?? 1) / (settings?.cases ?? 1)).toBeLessThan(0.02);
  });

  test('no figure falls', () => {
    expect(floorFaults(rows.map(rowOf))).toEqual([]);
  });
});

describe.skipIf(!hasPython())('generated programs (skipped: no /usr/bin/python3 3.11)', () => {
  test.each<[ProgramSource, { names: number; unknown: number }]>([
    ['operators', { names: 2000, unknown: 0.06 }],
    ['expressions', { names: 2000, unknown: 0.02 }],
    ['programs', { names: 3000, unknown: 0.02 }],
    ['open conditions', { names: 2000, unknown: 0.4 }],
  ])(
    '%s: no value is wrong',
    async (source, least) => {
      const row = await generatedPrograms(source);
      expect(row?.differing).toEqual([]);
      expect(row?.cases).toBeGreaterThan(least.names);
      expect((row?.unknown.length ?? 0) / (row?.cases ?? 1)).toBeLessThan(least.unknown);
      expect(floorFaults(row ? [rowOf(row)] : [])).toEqual([]);
    },
    timeLimit,
  );
});

describe.skipIf(!hasGunicorn())('generated command lines (skipped: no gunicorn 20.1.0)', () => {
  test(
    'gunicorn takes and refuses what we do, with the same settings',
    async () => {
      const row = await generatedCommandLines();
      expect(row?.differing).toEqual([]);
      expect(row?.cases).toBeGreaterThan(1000);
      expect(floorFaults(row ? [rowOf(row)] : [])).toEqual([]);
    },
    timeLimit,
  );

  test(
    'gunicorn takes and refuses every setting with every kind of value as we do',
    async () => {
      const row = await everySetting();
      expect(row?.differing).toEqual([]);
      expect((row?.unknown.length ?? 1) / (row?.cases ?? 1)).toBeLessThan(0.07);
      expect(floorFaults(row ? [rowOf(row)] : [])).toEqual([]);
    },
    timeLimit,
  );
});
