import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { root } from '../../tools/vscode/install.ts';

/** Runs `work` on a copy of the fixture deployment, which may be written to, and removes it again. */
export async function inCopy<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), 'lens-folder-'));
  try {
    cpSync(path.join(root, 'test/vscode/fixtures/shop'), folder, { recursive: true });
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
