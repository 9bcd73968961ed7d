// What npm start and npm test share: they must run before anything is installed, so this is plain JavaScript.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import * as path from 'node:path';

export const root = path.resolve(import.meta.dirname, '..');

const oldestNode = [20, 12];

/** Ends the process with a clear line when Node is too old to go on. */
export function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  console.error(
    `Scaling Lens needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}.`,
  );
  process.exit(2);
}

/** Runs a command in the repository; gives its exit status. Node's own tools are found in node_modules. */
export function run(command, args, options = {}) {
  const bin = path.join(root, 'node_modules/.bin');
  const result = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
    ...options,
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH}`, ...options.env },
  });
  return result.status ?? 1;
}

/** True when a program is on the PATH. */
export const isInstalled = (program) =>
  spawnSync(process.platform === 'win32' ? 'where' : 'which', [program], { stdio: 'ignore' }).status === 0;

/** Installs the dependencies of the lockfile unless exactly they are there. Gives the exit status. */
export function installDependencies() {
  if (dependenciesAreThere()) return 0;
  console.log('Installing the dependencies (npm ci)');
  // A lockfile written where a registry lacks packages of other platforms is refused by ci; install reads it as well.
  return run('npm', ['ci', '--loglevel=error']) && run('npm', ['install', '--no-save', '--loglevel=error']);
}

/** npm keeps a copy of the lockfile of what it installed; optional packages of other platforms are not in it. */
function dependenciesAreThere() {
  const installed = path.join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const want = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(want).every(
    ([name, { version, optional }]) =>
      name === '' || have[name]?.version === version || (optional && !have[name]),
  );
}
