import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import * as path from 'node:path';
import { pathToFileURL } from 'node:url';
import * as esbuild from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createProtocolConnection,
  type InitializeResult,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';

const folder = mkdtempSync(path.join(tmpdir(), 'lens-process-'));
const bundle = path.join(folder, 'server.cjs');

beforeAll(async () => {
  await esbuild.build({
    entryPoints: ['server/src/node/server.ts'],
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ended = (child: ChildProcessWithoutNullStreams): Promise<number | null> =>
  new Promise((resolve) => child.once('exit', resolve));

async function start() {
  const child = spawn(process.execPath, [bundle, '--stdio']);
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  connection.listen();
  const initialized = await connection.sendRequest<InitializeResult>('initialize', {
    processId: process.pid,
    rootUri: pathToFileURL(folder).href,
    capabilities: {},
  });
  return { child, connection, initialized };
}

test('the process serves over its standard streams, reads the disk and ends with success', async () => {
  writeFileSync(path.join(folder, 'nginx.conf'), 'events {}\n');
  const { child, connection, initialized } = await start();
  expect(initialized.serverInfo?.name).toBe('Scaling Lens');
  const ready = new Promise<void>((resolve) => connection.onNotification('scalingLens/ready', resolve));
  await connection.sendNotification('initialized', {});
  await ready;
  const exit = ended(child);
  await connection.sendRequest('shutdown');
  await connection.sendNotification('exit');
  expect(await exit).toBe(0);
});

test('the process ends by itself when the editor is gone', async () => {
  const { child } = await start();
  const exit = ended(child);
  child.stdin.end();
  expect(await exit).toBe(1);
});
