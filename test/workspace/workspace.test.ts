import { describe, expect, it } from 'vitest';
import type { Wanted } from '../../server/src/workspace/lookup.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { defaultSettings } from '../../server/src/workspace/snapshot.ts';
import { createWorkspace } from '../../server/src/workspace/workspace.ts';
import { memoryDisk, memoryLogger, uri } from './support.ts';

const program = '[program:web]\ncommand=gunicorn shop:app\n';

function workspaceOn(
  files: Record<string, string | Uint8Array>,
  wanted: (s: Snapshot) => readonly Wanted[] = () => [],
) {
  const disk = memoryDisk(files);
  const logger = memoryLogger();
  return {
    disk,
    logger,
    workspace: createWorkspace({ host: disk, logger, references: (s) => referencesTo(wanted(s)) }),
  };
}

const referencesTo = (missing: readonly Wanted[]) => ({
  missing,
  named: new Map(missing.flatMap(({ uri: name, as }) => (as ? [[name, as] as const] : []))),
});

const paths = (snapshot: Snapshot) =>
  [...snapshot.files.keys()].map((name) => name.slice('file://'.length)).sort();

describe('the workspace', () => {
  it('reads what matters of its folders and no more', async () => {
    const { workspace, disk } = workspaceOn({
      '/w/supervisord.conf': program,
      '/w/shop/views.py': 'x = 1\n',
      '/w/redis.conf': 'port 6379\n',
      '/w/README.md': '# shop\n',
    });
    await workspace.setFolders(['file:///w/']);
    expect(paths(workspace.snapshot)).toEqual(['/w/supervisord.conf']);
    expect(workspace.snapshot.existing.size).toBe(4);
    expect(workspace.snapshot.folders).toEqual(['file:///w']);
    expect(disk.reads).not.toContain(uri('/w/shop/views.py'));
  });

  it('lets a buffer hide the file on disk until it is closed', async () => {
    const { workspace } = workspaceOn({ '/w/supervisord.conf': program });
    await workspace.setFolders(['file:///w']);
    const onDisk = workspace.file(uri('/w/supervisord.conf'));
    workspace.open(uri('/w/supervisord.conf'), '[program:api]\ncommand=x\n');
    expect(workspace.file(uri('/w/supervisord.conf'))?.text).toContain('api');
    await workspace.close(uri('/w/supervisord.conf'));
    expect(workspace.file(uri('/w/supervisord.conf'))).toBe(onDisk);
  });

  it('drops a closed buffer that is on no disk', async () => {
    const { workspace } = workspaceOn({});
    workspace.open('untitled:Untitled-1', program, 'supervisord');
    expect(workspace.snapshot.files.size).toBe(1);
    await workspace.close('untitled:Untitled-1');
    expect(workspace.snapshot.files.size).toBe(0);
    expect(workspace.snapshot.existing.size).toBe(0);
  });

  it('keeps the snapshot when nothing changed, and every untouched file when something did', async () => {
    const { workspace, disk } = workspaceOn({
      '/w/a/supervisord.conf': program,
      '/w/b/supervisord.conf': program,
    });
    await workspace.setFolders(['file:///w']);
    const before = workspace.snapshot;
    await workspace.changed([uri('/w/a/supervisord.conf')]);
    expect(workspace.snapshot).toBe(before);
    disk.files.set(uri('/w/a/supervisord.conf'), `${program}numprocs=2\n`);
    await workspace.changed([uri('/w/a/supervisord.conf')]);
    expect(workspace.snapshot).not.toBe(before);
    expect(workspace.file(uri('/w/b/supervisord.conf'))).toBe(before.files.get(uri('/w/b/supervisord.conf')));
    expect(before.files.get(uri('/w/a/supervisord.conf'))?.text).toBe(program);
  });

  it('hears of created and deleted files', async () => {
    const { workspace, disk } = workspaceOn({ '/w/supervisord.conf': program });
    await workspace.setFolders(['file:///w']);
    disk.files.set(uri('/w/nginx.conf'), 'events {}\n');
    disk.files.delete(uri('/w/supervisord.conf'));
    await workspace.changed([uri('/w/nginx.conf'), uri('/w/supervisord.conf')]);
    expect(paths(workspace.snapshot)).toEqual(['/w/nginx.conf']);
    expect([...workspace.snapshot.existing]).toEqual([uri('/w/nginx.conf')]);
  });

  it('drops the files of a folder that was removed', async () => {
    const { workspace } = workspaceOn({ '/a/supervisord.conf': program, '/b/supervisord.conf': program });
    await workspace.setFolders(['file:///a', 'file:///b']);
    await workspace.setFolders(['file:///b']);
    expect(paths(workspace.snapshot)).toEqual(['/b/supervisord.conf']);
  });

  it('takes the editor at its word only for nginx and supervisord', () => {
    const { workspace } = workspaceOn({});
    workspace.open('file:///x/site', 'location / { }\n', 'nginx');
    workspace.open('file:///x/web', 'numprocs=2\n', 'supervisord');
    workspace.open('file:///x/app.py', 'x = 1\n', 'python');
    workspace.open('file:///x/redis.conf', 'port 6379\n', 'properties');
    expect([...workspace.snapshot.files.values()].map(({ kind }) => kind)).toEqual(['nginx', 'supervisor']);
  });

  it('reads what a snapshot refers to until nothing is missing, and asks once for what is absent', async () => {
    const { workspace, disk } = workspaceOn(
      { '/w/supervisord.conf': program, '/srv/a': 'x', '/srv/b': 'y' },
      (snapshot) => {
        const next = snapshot.files.has(uri('/srv/a')) ? ['/srv/a', '/srv/b', '/srv/gone'] : ['/srv/a'];
        return next.map((path) => ({ uri: uri(path), as: 'nginx' as const }));
      },
    );
    await workspace.setFolders(['file:///w']);
    await workspace.settle();
    expect(paths(workspace.snapshot)).toEqual(['/srv/a', '/srv/b', '/w/supervisord.conf']);
    expect(workspace.file(uri('/srv/b'))?.kind).toBe('nginx');
    expect(disk.reads.filter((name) => name === uri('/srv/gone'))).toHaveLength(1);
  });

  it('takes a buffer that is none of ours for what a reference makes of it', async () => {
    const { workspace } = workspaceOn({}, () => [{ uri: uri('/w/more'), as: 'nginx' }]);
    workspace.open(uri('/w/more'), 'foo bar;\n');
    expect(workspace.file(uri('/w/more'))).toBeUndefined();
    await workspace.settle();
    expect(workspace.file(uri('/w/more'))?.kind).toBe('nginx');
  });

  it('does not run after references that never end', async () => {
    let next = 0;
    const { workspace, disk } = workspaceOn({}, () => [{ uri: uri(`/srv/${next++}`), as: 'nginx' }]);
    await workspace.settle();
    expect(disk.reads.length).toBeLessThan(50);
  });

  it('leaves out what is too large, with a message', async () => {
    const { workspace, logger } = workspaceOn({ '/w/nginx.conf': `# ${'x'.repeat(1_100_000)}\n` });
    await workspace.setFolders(['file:///w']);
    expect(workspace.snapshot.files.size).toBe(0);
    expect(logger.lines.join()).toContain('nginx.conf');
  });

  it('reads at most some thousand files, the most promising first, and says so', async () => {
    const many = Object.fromEntries(Array.from({ length: 5100 }, (_, i) => [`/w/data/f${i}`, 'x']));
    const { workspace, logger } = workspaceOn({ ...many, '/w/z/supervisord.conf': program });
    await workspace.setFolders(['file:///w']);
    expect(paths(workspace.snapshot)).toEqual(['/w/z/supervisord.conf']);
    expect(logger.lines.join()).toContain('5000 of 5101');
  });

  it('says where a file has undecodable bytes', async () => {
    const { workspace } = workspaceOn({
      '/w/supervisord.conf': Uint8Array.from([...new TextEncoder().encode(program), 0x23, 0xe9, 0x0a]),
    });
    await workspace.setFolders(['file:///w']);
    const file = workspace.file(uri('/w/supervisord.conf'));
    expect(file?.undecodableAt).toBe(program.length + 1);
    expect(file?.undecodableReason).toMatch(/^'utf-8' codec can't decode byte 0x\w\w in position \d+: /);
  });

  it('carries the settings in the snapshot', () => {
    const { workspace } = workspaceOn({});
    const settings = { ...defaultSettings, target: { cores: 4 } };
    workspace.setSettings(settings);
    expect(workspace.snapshot.settings).toBe(settings);
  });
});
