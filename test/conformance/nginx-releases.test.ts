import { describe, expect, test } from 'vitest';
import { installedNginx, nginxOracle } from '../../tools/oracle/nginx.ts';
import { floorFaults } from './floor.ts';
import { askedReleases, askLive, recordedTexts, releaseRows } from './nginx-releases.ts';
import { rowOf } from './row.ts';

test.each(releaseRows().map((row) => [row.version, row] as const))('what %s says', (_, row) => {
  expect(row.differing).toEqual([]);
  expect(row.unknown.length).toBeLessThan(4);
  expect(floorFaults([rowOf(row)])).toEqual([]);
});

describe.skipIf(installedNginx() === undefined)('the record (skipped without nginx)', () => {
  test('holds what the installed nginx says, where it is one of those asked', async () => {
    const oracle = nginxOracle(1);
    const version = oracle?.version ?? '';
    try {
      for (const { text, said } of askedReleases.includes(version) ? recordedTexts() : [])
        if (oracle) expect([text, await askLive(oracle, text)]).toEqual([text, said[version]]);
    } finally {
      oracle?.close();
    }
  });
});
