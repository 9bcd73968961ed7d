// The server in a real Neovim, set up as docs/editors.md says: what a person reads, jumps to and changes there.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const script = path.join(import.meta.dirname, 'neovim.lua');
const installed = spawnSync('nvim', ['--version'], { stdio: 'ignore' }).status === 0;

interface Answers {
  readonly failure?: string;
  readonly root: string;
  readonly definition: string;
  readonly hover: string;
  readonly fixed: string;
  readonly renamed: string;
  /** Knows window/showDocument. */
  readonly shows: boolean;
  readonly lens: string;
  readonly scaled: string;
  readonly completion: readonly string[];
}

/** The block for `init.lua` as users read it. */
function documented(): string {
  const block = /```lua\n([\s\S]*?)```/.exec(readFileSync(path.join(root, 'docs/editors.md'), 'utf8'))?.[1];
  if (block === undefined) throw new Error('docs/editors.md has no block for init.lua');
  return block;
}

/** A folder with the program on the PATH, the settings of Neovim and a copy of the deployment. */
function prepare(folder: string): void {
  const bin = path.join(folder, 'bin');
  mkdirSync(bin);
  const tsx = path.join(root, 'node_modules/tsx/dist/loader.mjs');
  const main = path.join(root, 'server/src/cli/main.ts');
  writeFileSync(
    path.join(bin, 'scaling-lens'),
    `#!/bin/sh\nexec '${process.execPath}' --import '${tsx}' '${main}' "$@"\n`,
  );
  chmodSync(path.join(bin, 'scaling-lens'), 0o755);
  writeFileSync(
    path.join(folder, 'init.lua'),
    `if vim.lsp.config then\n${documented()}\nend\nvim.cmd('filetype on')\n`,
  );
  cpSync(path.join(root, 'examples/shop'), path.join(folder, 'shop'), { recursive: true });
}

function ask(folder: string): Answers {
  prepare(folder);
  const answers = path.join(folder, 'answers.json');
  execFileSync(
    'nvim',
    ['--headless', '-n', '-i', 'NONE', '-u', path.join(folder, 'init.lua'), '-S', script],
    {
      timeout: 100_000,
      stdio: 'pipe',
      env: {
        ...process.env,
        PATH: `${path.join(folder, 'bin')}${path.delimiter}${process.env.PATH}`,
        FOLDER: path.join(folder, 'shop'),
        ANSWERS: answers,
      },
    },
  );
  return JSON.parse(readFileSync(answers, 'utf8')) as Answers;
}

describe.skipIf(!installed)('Neovim', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'lens-neovim-'));
  let answers: Answers;
  beforeAll(() => {
    answers = ask(folder);
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('does everything without a failure', () => expect(answers.failure).toBeUndefined());
  test('takes the folder of scaling-lens.ini as root', () =>
    expect(answers.root).toBe(path.join(folder, 'shop')));
  test('goes from an upstream server to the program that binds it', () =>
    expect(answers.definition).toBe('supervisord.conf:18'));
  test('shows the arithmetic of the instances', () =>
    expect(answers.hover).toContain('3 instances × 17 workers = 51 processes'));
  test('applies a fix to a file that another one asked for', () => {
    const servers = [...answers.fixed.matchAll(/web_\d+\.sock/g)].map(([name]) => name);
    expect(servers).toEqual(['web_00.sock', 'web_01.sock', 'web_02.sock']);
  });
  test('renames an upstream where it is made and called', () => {
    expect(answers.renamed).toContain('upstream backend {');
    expect(answers.renamed).toContain('proxy_pass http://backend;');
    expect(answers.renamed).not.toContain('shop_api');
  });
  test('follows a lens to the upstream, or shows its text alone', () =>
    expect(answers.lens).toBe(answers.shows ? 'nginx/shop.conf:7' : 'text alone'));
  test('scales a program with its upstream', () => expect(answers.scaled).toContain('web_03.sock'));
  test('completes a setting', () => expect(answers.completion).toContain('worker_class'));
});
