import { describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';

const profile = `
-- /scaling-lens.ini --
[target]
cores = 4
memory = 8GiB
memory_per_worker = 200MiB
`;
const load = ['plan', '--rate', '200', '--service-time', '100ms', '--cpu-share', '20%'];

describe('scaling-lens plan', () => {
  test('text', async () => {
    const { status, out } = await runCli(load, profile);
    expect(status).toBe(0);
    expect(out).toMatch(/^Plan\n {2}200 requests a second of 100 ms: 2 machines/);
    expect(out).toContain('First bottleneck: ');
  });
  test('JSON', async () => {
    const { status, out } = await runCli([...load, '--format', 'json'], profile);
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      version: 1,
      input: { rate: 200, serviceTime: 0.1, cpuShare: 0.2, target: { cores: 4, memory: 8 * 2 ** 30 } },
      settings: { workerClass: 'sync', machines: 2 },
    });
  });
  test('the command line comes before the profile', async () => {
    const { out } = await runCli([...load, '--target', 'cores=16', '--format', 'json'], profile);
    expect(JSON.parse(out).input.target).toMatchObject({ cores: 16, memory: 8 * 2 ** 30 });
  });
  test('without a profile', async () => {
    const { status, out } = await runCli(load, '');
    expect(status).toBe(0);
    expect(out).toContain('the target names no cores');
  });
  test.each([
    [['plan'], '--rate is missing'],
    [['plan', '--rate', 'many', '--service-time', '1'], "--rate is 'many', which is no number"],
    [['plan', '--rate', '1', '--service-time', '0'], 'The service time has to be'],
    [['plan', '--rate', '1', '--service-time', '1', '--class', 'mine'], "'mine' is no worker class"],
    [['plan', '--rate', '1', '--service-time', '1', '--target', 'cores'], '--target'],
    [
      ['plan', '--rate', '1', '--service-time', '1', '--config', 'none.ini'],
      "Cannot read the profile 'none.ini'",
    ],
    [['plan', '--rates', '1'], "did you mean '--rate'?"],
    [['plan', 'web'], "plan takes no path ('web')"],
  ])('%o', async (args, message) => {
    const { status, out, error } = await runCli(args, '');
    expect(status).toBe(2);
    expect(out).toBe('');
    expect(error).toContain(message);
    expect(error.trim().split('\n')).toHaveLength(1);
  });
});
