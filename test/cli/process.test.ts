import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { folderOf, runCli } from '../support/cli.ts';

const main = resolve('server/src/cli/main.ts');
const loader = resolve('node_modules/tsx/dist/esm/index.mjs');
// Each test starts processes; on a busy machine they wait their turn.
vi.setConfig({ testTimeout: 60_000 });

const folders: (() => void)[] = [];

afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

/** A folder on disk that is gone after the test. */
function folder(literal: string): string {
  const { path, remove } = folderOf(literal);
  folders.push(remove);
  return path;
}

/** The command line as a process of its own. */
const cli = (args: readonly string[], cwd: string, input = '') =>
  spawnSync(process.execPath, ['--import', loader, main, ...args], { cwd, input, encoding: 'utf8' });

const refused = `
  -- /deploy dir/supervisord.conf --
  [supervisord]
  [program:mail]
  command=/srv/shop/venv/bin/python -m shop.mail
  numprocs=4
`;

test('a process gives the status and keeps the two outputs apart', () => {
  const cwd = folder(refused);
  const found = cli(['check', '--format', 'json', '--rule', 'supervisor/numprocs-without-process-num'], cwd);
  expect([found.status, found.stderr]).toEqual([1, '']);
  expect(JSON.parse(found.stdout).summary.errors).toBe(1);
  const wrong = cli(['check', 'nowhere'], cwd);
  expect([wrong.status, wrong.stdout]).toEqual([2, '']);
});

test('a process reads standard input', () => {
  const cwd = folder('');
  const text = '[supervisord]\n[program:mail]\ncommand=x\nnumprocs=2\n';
  const { stdout, status } = cli(
    ['check', '--format', 'github', '--stdin-filename', 'supervisord.conf'],
    cwd,
    text,
  );
  expect(stdout).toContain('::error file=supervisord.conf,line=4');
  expect(status).toBe(1);
});

test('the diff of --fix-dry-run is what git apply takes and --fix does', async () => {
  const rule = ['--rule', 'supervisor/numprocs-without-process-num'];
  const cwd = folder(refused);
  const { out } = await runCli(['check', '--fix-dry-run', ...rule], refused);
  const env = { GIT_DIR: '/nowhere', PATH: process.env.PATH ?? '' };
  const apply = spawnSync('git', ['apply', '-'], { cwd, input: out, encoding: 'utf8', env });
  expect([apply.status, apply.stderr]).toEqual([0, '']);
  const applied = readFileSync(join(cwd, 'deploy dir/supervisord.conf'), 'utf8');
  const { read } = await runCli(['check', '--fix', ...rule], refused);
  expect(applied).toBe(read('/deploy dir/supervisord.conf'));
  expect(applied).toContain('process_name');
});

test('a reader that goes away is no error', () => {
  const cwd = folder(refused);
  const command = `"${process.execPath}" --import "${loader}" "${main}" rules --messages | head -1`;
  const { stderr, status } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
  expect([stderr, status]).toEqual(['', 0]);
});
