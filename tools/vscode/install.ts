import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

/** Which process runs the extension: Node as on a desktop or a remote machine, or a web worker as on vscode.dev. */
export type HostKind = 'node' | 'web';

/** The repository's root. */
export const root: string = path.resolve(import.meta.dirname, '../..');

/** The folder with the editor of a host: outside node_modules, since its packages need another Node. */
export const hostFolder = (kind: HostKind): string => path.join(root, '.vscode-test', `${kind}-host`);

/**
 * Installs VS Code for a host from npm with a pinned lockfile and gives its folder. Nothing is done when the
 * lockfile is the one installed last. Throws with npm's output when an install fails.
 */
export function installHost(kind: HostKind): string {
  const from = path.join(root, 'test/vscode/hosts', kind);
  const folder = hostFolder(kind);
  const stamp = path.join(folder, 'installed');
  const hash = createHash('sha256')
    .update(readFileSync(path.join(from, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(from, folder, { recursive: true });
  npmCi(folder, []);
  if (kind === 'node') installEditorPackages(folder);
  writeFileSync(stamp, hash);
  return folder;
}

/**
 * code-server's own install script builds native modules with another Node; the tests need none of them, so only
 * the editor's packages are fetched. Its lockfile disagrees with peer ranges, hence `--legacy-peer-deps`.
 */
function installEditorPackages(folder: string): void {
  npmCi(path.join(folder, 'node_modules/code-server/lib/vscode'), ['--legacy-peer-deps', '--omit=dev']);
}

function npmCi(folder: string, options: readonly string[]): void {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', ...options];
  const run = spawnSync(npm, args, { cwd: folder, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.status !== 0) throw new Error(`npm ci failed in ${folder}:\n${run.stdout}\n${run.stderr}`);
}
