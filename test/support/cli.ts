import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run } from '../../server/src/cli/run.ts';
import { readFixture } from './fixture.ts';

/** What one command line gave. */
export interface CliResult {
  readonly status: number;
  readonly out: string;
  readonly error: string;
  /** Text of a file of the folder afterwards. */
  readonly read: (path: string) => string;
}

export interface CliOptions {
  readonly stdin?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly terminal?: boolean;
  /** Folder to start in, below the one that holds the files. */
  readonly cwd?: string;
}

/** Puts a fixture into a folder of its own on disk; `remove` takes it away. */
export function folderOf(literal: string): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'lens-'));
  for (const file of literal.trim() === '' ? [] : readFixture(literal).files) {
    mkdirSync(dirname(join(path, file.path)), { recursive: true });
    writeFileSync(join(path, file.path), file.text);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** Runs one command line in this process, in a folder that holds the fixture. */
export async function runCli(
  args: readonly string[],
  literal: string,
  { stdin = '', env = {}, terminal = false, cwd = '.' }: CliOptions = {},
): Promise<CliResult> {
  const folder = folderOf(literal);
  const texts = { out: '', error: '' };
  try {
    const status = await run(args, {
      cwd: join(folder.path, cwd),
      env,
      terminal,
      out: (text) => {
        texts.out += text;
      },
      error: (text) => {
        texts.error += text;
      },
      stdin: () => (typeof stdin === 'string' ? new TextEncoder().encode(stdin) : stdin),
    });
    const files = new Map(
      readFixture(literal).files.map(({ path }) => [path, textAt(join(folder.path, path))]),
    );
    return { status, ...texts, read: (path) => files.get(path) ?? '' };
  } finally {
    folder.remove();
  }
}

const textAt = (path: string): string => readFileSync(path, 'utf8');
