import { expect, test } from 'vitest';
import { allRules } from '../../server/src/rules/index.generated.ts';
import { runCli } from '../support/cli.ts';

test('rules --format json is the catalogue', async () => {
  const { out } = await runCli(['rules', '--format', 'json'], '');
  const { version, rules } = JSON.parse(out);
  expect(version).toBe(1);
  expect(rules.map(({ id }: { id: string }) => id)).toEqual(allRules.map(({ id }) => id));
  const unused = rules.find(({ id }: { id: string }) => id === 'suppression/unused');
  expect(unused).toMatchObject({
    severity: 'hint',
    title: 'An ignore comment that silences nothing',
    fixable: true,
    reads: ['supervisor', 'gunicorn', 'nginx'],
  });
});

test('rules lists one line a rule', async () => {
  const { out } = await runCli(['rules'], '');
  expect(out).toMatch(/^suppression\/unused +hint +F {2}An ignore comment that silences nothing$/m);
  expect(out).toContain(`${allRules.length} rules`);
});

test('rules --messages prints what rules say', async () => {
  const { out } = await runCli(['rules', '--messages'], '');
  expect(out).toMatch(/^suppression\/unused {2}'supervisor\/unknown-key' finds nothing on the line below/m);
});

test('explain prints the page of a rule, its group given or not', async () => {
  const { out } = await runCli(['explain', 'suppression/unused'], '');
  expect(out).toContain('# suppression/unused');
  expect(out).toContain('# scaling-lens-ignore suppression/unused — the reason');
  expect((await runCli(['explain', 'unknown-rule'], '')).out).toContain('# suppression/unknown-rule');
});

test('explain prints the page of a level', async () => {
  expect((await runCli(['explain', 'thread'], '')).out).toMatch(/^# .*\n/);
});

test('headings are bold on a terminal and nowhere else', async () => {
  const args = ['explain', 'thread'];
  const bold = '\u001b[1m';
  expect((await runCli(args, '', { terminal: true })).out).toContain(bold);
  expect((await runCli(args, '', { terminal: false })).out).not.toContain(bold);
  expect((await runCli(args, '', { terminal: true, env: { NO_COLOR: '1' } })).out).not.toContain(bold);
  expect((await runCli([...args, '--no-color'], '', { terminal: true })).out).not.toContain(bold);
  expect((await runCli(args, '', { env: { FORCE_COLOR: '1' } })).out).toContain(bold);
});
