import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relativePath } from '../../server/src/base/uri.ts';
import { createDiskHost, pathOfUri, uriOfPath } from '../../server/src/node/disk-host.ts';
import { memoryLogger } from './support.ts';

describe('the disk', () => {
  const root = mkdtempSync(join(tmpdir(), 'disk host '));
  const write = (path: string, text = 'x') => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  const list = async (folder = root) =>
    (await createDiskHost(memoryLogger()).list(uriOfPath(folder))).map((uri) =>
      relativePath(uriOfPath(root), uri),
    );

  beforeAll(() => {
    write('supervisord.conf');
    write('no ssl/default');
    write('sites-available/shop');
    write('sites-available/off');
    mkdirSync(join(root, 'sites-enabled'));
    symlinkSync('../sites-available/shop', join(root, 'sites-enabled/shop'));
    symlinkSync('nowhere', join(root, 'sites-enabled/gone'));
    symlinkSync('..', join(root, 'no ssl/loop'));
    for (const folder of [
      'node_modules/a',
      '.git',
      'venv/lib',
      '.venv',
      'a/site-packages',
      'a/__pycache__',
      'dist',
    ])
      write(`${folder}/x.conf`);
    write('a/b/c/d.conf');
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it('lists files and files behind links, each folder and each site once, without dependencies', async () => {
    expect([...(await list())].sort()).toEqual([
      'a/b/c/d.conf',
      'no ssl/default',
      'sites-available/off',
      'sites-enabled/shop',
      'supervisord.conf',
    ]);
  });

  it('lists nothing of a folder that is not there, or of another scheme', async () => {
    expect(await list(join(root, 'absent'))).toEqual([]);
    expect(await createDiskHost(memoryLogger()).list('vscode-vfs://github/x')).toEqual([]);
  });

  it('reads bytes, and nothing for a folder, an absent file or another scheme', async () => {
    const host = createDiskHost(memoryLogger());
    const text = async (uri: string) => {
      const bytes = await host.read(uri);
      return bytes && new TextDecoder().decode(bytes);
    };
    expect(await text(uriOfPath(join(root, 'no ssl/default')))).toBe('x');
    expect(await text(uriOfPath(join(root, 'sites-enabled/shop')))).toBe('x');
    expect(await text(uriOfPath(root))).toBeUndefined();
    expect(await text(uriOfPath(join(root, 'absent')))).toBeUndefined();
    expect(await text('untitled:Untitled-1')).toBeUndefined();
  });

  it('names paths by uris and back', () => {
    const path = join(root, 'no ssl/(default)');
    expect(uriOfPath(path)).toContain('no%20ssl/%28default%29');
    expect(pathOfUri(uriOfPath(path))).toBe(path);
  });
});
