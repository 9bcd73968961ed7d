import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createSyncHost } from '../../server/src/cli/sync-host.ts';
import { createDiskHost, uriOfPath } from '../../server/src/node/disk-host.ts';
import { folderOf } from '../support/cli.ts';

const logger = { info: () => {}, error: () => {} };
const folders: (() => void)[] = [];

afterEach(() => {
  for (const remove of folders.splice(0)) remove();
});

test('finds and reads what the language server finds and reads', async () => {
  const { path, remove } = folderOf(`
    -- /a b/nginx.conf --
    events {}
    -- /node_modules/x/nginx.conf --
    events {}
    -- /ü/100%.conf --
    x
  `);
  folders.push(remove);
  mkdirSync(join(path, 'empty'));
  writeFileSync(join(path, 'bytes.conf'), new Uint8Array([0xff, 0x00]));
  symlinkSync('..', join(path, 'a b', 'loop'));
  symlinkSync('nowhere', join(path, 'broken'));
  symlinkSync('a b/nginx.conf', join(path, 'linked.conf'));
  mkdirSync(join(path, 'sites-available'));
  mkdirSync(join(path, 'sites-enabled'));
  writeFileSync(join(path, 'sites-available/shop'), 'x');
  symlinkSync('../sites-available/shop', join(path, 'sites-enabled/shop'));
  const [quick, usual] = [createSyncHost(logger), createDiskHost(logger)];
  const uri = uriOfPath(path);
  const listed = await usual.list(uri);
  expect(await quick.list(uri)).toEqual(listed);
  expect(listed.length).toBeGreaterThan(3);
  for (const one of [...listed, uriOfPath(join(path, 'none')), uri, 'http://x/y'])
    expect(await quick.read(one)).toEqual(await usual.read(one));
});
