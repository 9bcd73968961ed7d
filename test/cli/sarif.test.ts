import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';

const files = `
  -- /a b/nginx.conf --
  events {}
  http {
      upstream shop {
          server 127.0.0.1:8000;
          server 127.0.0.1:8000;
      }
      upstream admin {
          server 127.0.0.1:9000;
          # scaling-lens-ignore nginx/upstream-duplicate-server — two shares are meant
          server 127.0.0.1:9000;
      }
  }
`;

const args = ['check', '--format', 'sarif', '--rule', 'nginx/upstream-duplicate-server'];

const log = async (): Promise<Log> => JSON.parse((await runCli(args, files)).out);

test('SARIF names its version, schema and tool', async () => {
  const { version, $schema, runs } = await log();
  expect(version).toBe('2.1.0');
  expect($schema).toMatch(/sarif-schema-2\.1\.0\.json$/);
  expect(runs).toHaveLength(1);
  expect(runs[0]).toMatchObject({ columnKind: 'utf16CodeUnits', tool: { driver: { name: 'scaling-lens' } } });
});

test('SARIF describes each rule that was found, with a place to read on', async () => {
  const [run] = (await log()).runs;
  expect(run?.tool.driver.rules).toMatchObject([
    {
      id: 'nginx/upstream-duplicate-server',
      defaultConfiguration: { level: 'warning' },
      helpUri: expect.stringMatching(/^https:\/\//),
      help: { markdown: expect.stringContaining('# nginx/upstream-duplicate-server') },
    },
  ]);
});

test('SARIF gives places, related places, fixes and suppressions', async () => {
  const [found, silenced, ...more] = (await log()).runs[0]?.results ?? [];
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    ruleId: 'nginx/upstream-duplicate-server',
    ruleIndex: 0,
    level: 'warning',
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'a%20b/nginx.conf', uriBaseId: '%SRCROOT%' },
          region: { startLine: 5, startColumn: 16, endLine: 5, endColumn: 30 },
        },
      },
    ],
    relatedLocations: [{ id: 0, message: { text: '127.0.0.1:8000 is listed here first' } }],
    fixes: [{ artifactChanges: [{ replacements: [{ deletedRegion: { startLine: 5, endLine: 6 } }] }] }],
  });
  expect(found?.suppressions).toBeUndefined();
  expect(silenced?.suppressions).toEqual([{ kind: 'inSource', justification: 'two shares are meant' }]);
});
