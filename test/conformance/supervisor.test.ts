import { describe, expect, it } from 'vitest';
import { supervisorInstalled } from '../../tools/oracle/supervisor-oracle.ts';
import { floorFaults } from './floor.ts';
import { rowOf } from './row.ts';
import { runs, timeLimit } from './runs.ts';
import { sharedIsHere, supervisorRows } from './supervisor.ts';
import { generatedSupervisor } from './supervisor-generated.ts';

describe.skipIf(!sharedIsHere())('recorded verdicts (skipped without ../shared)', () => {
  it('agree with ours, case by case and file by file', () => {
    const rows = supervisorRows();
    expect(rows.map(({ source, version, cases }) => [source, version, cases])).toEqual([
      ['supervisor cases', 'supervisor 4.2.5', 159],
      ['supervisor cases', 'supervisor 4.4.0.dev0', 159],
      ['supervisor corpus', 'supervisor 4.2.5', 211],
    ]);
    expect(rows.flatMap(({ differing, unknown }) => [...differing, ...unknown])).toEqual([]);
    expect(floorFaults(rows.map(rowOf))).toEqual([]);
  });
});

describe.skipIf(!supervisorInstalled())('the installed supervisord (skipped without it)', () => {
  it(
    `says the same of ${runs} generated configurations`,
    async () => {
      const row = await generatedSupervisor();
      expect(row?.differing).toEqual([]);
      // Both verdicts must be common, or the property says little.
      expect(row?.accepted).toBeGreaterThan(runs * 0.2);
      expect(row?.refused).toBeGreaterThan(runs * 0.2);
      expect(row?.unknown.length).toBeLessThan(runs * 0.01);
      expect(floorFaults(row ? [rowOf(row)] : [])).toEqual([]);
    },
    timeLimit,
  );
});
