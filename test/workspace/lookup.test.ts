import { describe, expect, it } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import type { Question } from '../../server/src/model/link-lookup.ts';
import { createLookup } from '../../server/src/workspace/lookup.ts';
import { readProfile } from '../../server/src/workspace/profile/profile.ts';
import type { Snapshot } from '../../server/src/workspace/snapshot.ts';
import { snapshotOf, uri } from './support.ts';

const main = '[supervisord]\n[include]\nfiles = x\n';
const program = '[program:web]\ncommand=x\n';
const settings = "bind = '127.0.0.1:8000'\n";
const site = 'server {\n  listen 80;\n  server_name x;\n}\n';

type Files = Readonly<Record<string, string>>;
type Partial = { path: string; folder?: string; custom?: true } | { pattern: string; as?: 'nginx' };

function asked(files: Files, from: string, partial: Partial, snapshot: Snapshot = snapshotOf(files)) {
  const file = snapshot.files.get(uri(from)) as TextFile;
  const question: Question =
    'path' in partial
      ? { kind: 'path', from: file, as: 'gunicorn', ...partial }
      : { kind: 'glob', from: file, as: partial.as ?? 'supervisor', pattern: partial.pattern };
  const profiles = [...snapshot.files.values()]
    .filter(({ kind }) => kind === 'profile')
    .map((f) => readProfile(f));
  const lookup = createLookup(snapshot, { all: profiles, for: () => profiles[0] });
  const found = lookup.ask(question).map((f) => decodeURIComponent(f.uri).slice('file://'.length));
  return { found, missing: lookup.missing.map((wanted) => wanted.uri.slice('file://'.length)) };
}

describe('a path on the server', () => {
  it('is the one file here whose path ends so', () => {
    const files = { '/w/shop/supervisord.conf': main, '/w/shop/gunicorn.conf.py': settings };
    expect(asked(files, '/w/shop/supervisord.conf', { path: '/srv/shop/gunicorn.conf.py' }).found).toEqual([
      '/w/shop/gunicorn.conf.py',
    ]);
  });

  it('prefers the longer end, then the nearer file', () => {
    const files = {
      '/w/a/supervisord.conf': main,
      '/w/a/gunicorn.conf.py': settings,
      '/w/b/gunicorn.conf.py': settings,
    };
    const from = '/w/a/supervisord.conf';
    expect(asked(files, from, { path: '/app/gunicorn.conf.py' }).found).toEqual(['/w/a/gunicorn.conf.py']);
    expect(asked(files, from, { path: '/srv/b/gunicorn.conf.py' }).found).toEqual(['/w/b/gunicorn.conf.py']);
  });

  it('is none where two fit equally well', () => {
    const files = {
      '/w/supervisord.conf': main,
      '/w/a/gunicorn.conf.py': settings,
      '/w/b/gunicorn.conf.py': settings,
    };
    expect(asked(files, '/w/supervisord.conf', { path: '/srv/gunicorn.conf.py' }).found).toEqual([]);
  });

  it('is never a file of another environment', () => {
    const files = { '/w/staging/supervisord.conf': main, '/w/prod/gunicorn.conf.py': settings };
    expect(asked(files, '/w/staging/supervisord.conf', { path: '/srv/gunicorn.conf.py' }).found).toEqual([]);
  });

  it('is never a file of another language by its bare name', () => {
    const files = { '/w/supervisor/web.conf': program, '/w/supervisor/gunicorn.conf': program };
    expect(asked(files, '/w/supervisor/web.conf', { path: '/srv/gunicorn.conf' }).found).toEqual([]);
  });

  it('written relative needs every segment of what is written', () => {
    const files = { '/w/conf/supervisor.conf': program, '/w/conf/gunicorn.conf.py': settings };
    const from = '/w/conf/supervisor.conf';
    expect(asked(files, from, { path: 'config/gunicorn.conf.py', folder: '/srv/x' }).found).toEqual([]);
    expect(asked(files, from, { path: 'conf/gunicorn.conf.py', folder: '/srv/x' }).found).toEqual([
      '/w/conf/gunicorn.conf.py',
    ]);
  });

  it('looked for only by custom must lie at the top of the project', () => {
    const files = { '/w/deploy/app.conf': program, '/w/old/config/gunicorn.conf.py': settings };
    const partial = { path: './gunicorn.conf.py', folder: '/srv/x', custom: true } as const;
    expect(asked(files, '/w/deploy/app.conf', partial).found).toEqual([]);
    const top = { ...files, '/w/gunicorn.conf.py': settings };
    expect(asked(top, '/w/deploy/app.conf', partial).found).toEqual(['/w/gunicorn.conf.py']);
  });

  it('with a name that every service has must end in the same folder, or lie beside the file or at the top', () => {
    const files = {
      '/w/deploy/supervisor/web.conf': program,
      '/w/deploy/scripts/gunicorn/start.sh': '#!/bin/sh\n',
    };
    const ask = (path: string) => asked(files, '/w/deploy/supervisor/web.conf', { path }).found;
    expect(ask('/srv/x/scripts/celery/start.sh')).toEqual([]);
    expect(ask('/srv/x/scripts/gunicorn/start.sh')).toEqual(['/w/deploy/scripts/gunicorn/start.sh']);
    const top = { ...files, '/w/start.sh': '#!/bin/sh\n' };
    expect(asked(top, '/w/deploy/supervisor/web.conf', { path: '/start.sh' }).found).toEqual(['/w/start.sh']);
  });

  it('follows [paths] of the profile and nothing else then', () => {
    const files = {
      '/w/scaling-lens.ini': '[paths]\n/srv = code\n/srv/shop = shop\n',
      '/w/deploy/supervisord.conf': main,
      '/w/shop/gunicorn.conf.py': settings,
      '/w/code/api/gunicorn.conf.py': settings,
    };
    const from = '/w/deploy/supervisord.conf';
    expect(asked(files, from, { path: '/srv/shop/gunicorn.conf.py' }).found).toEqual([
      '/w/shop/gunicorn.conf.py',
    ]);
    expect(asked(files, from, { path: '/srv/api/gunicorn.conf.py' }).found).toEqual([
      '/w/code/api/gunicorn.conf.py',
    ]);
    expect(asked(files, from, { path: '/srv/gunicorn.conf.py' }).found).toEqual([]);
  });

  it('is itself where the files lie on the server', () => {
    const files = { '/etc/supervisor/supervisord.conf': main, '/etc/shop/gunicorn.conf.py': settings };
    const snapshot = snapshotOf(files, ['/etc']);
    const from = '/etc/supervisor/supervisord.conf';
    expect(asked(files, from, { path: '/etc/shop/gunicorn.conf.py' }, snapshot).found).toEqual([
      '/etc/shop/gunicorn.conf.py',
    ]);
    expect(asked(files, from, { path: '/srv/x/gunicorn.conf.py' }, snapshot).missing).toEqual([
      '/srv/x/gunicorn.conf.py',
    ]);
  });

  it('outside every folder is read beside the file; inside a folder absent is absent', () => {
    const files = { '/x/gunicorn.conf.py': settings };
    const alone = snapshotOf(files, []);
    expect(asked(files, '/x/gunicorn.conf.py', { path: 'other.py' }, alone).missing).toEqual(['/x/other.py']);
    expect(
      asked(files, '/x/gunicorn.conf.py', { path: 'other.py' }, snapshotOf(files, ['/x'])).missing,
    ).toEqual([]);
  });
});

describe('an include', () => {
  it.each([
    ['conf.d/*[1.conf', ['/w/conf.d/web[1.conf']],
    ['conf.d/[!w]*.conf', ['/w/conf.d/app.conf']],
    ['conf.d/(web|app).conf', []],
  ])('of Supervisor is Python’s: %s', (pattern, found) => {
    const files = {
      '/w/supervisord.conf': main,
      '/w/conf.d/web[1.conf': program,
      '/w/conf.d/app.conf': program,
      '/w/conf.d/.hidden.conf': program,
    };
    expect(asked(files, '/w/supervisord.conf', { pattern }).found).toEqual(found);
  });

  it('is relative to the main file, sorted, without hidden files', () => {
    const files = {
      '/w/supervisord.conf': main,
      '/w/conf.d/b.conf': program,
      '/w/conf.d/a.conf': program,
      '/w/conf.d/.c.conf': program,
      '/w/conf.d/a.ini': program,
    };
    expect(asked(files, '/w/supervisord.conf', { pattern: 'conf.d/*.conf' }).found).toEqual([
      '/w/conf.d/a.conf',
      '/w/conf.d/b.conf',
    ]);
    expect(asked(files, '/w/supervisord.conf', { pattern: './conf.d/[b-z].conf' }).found).toEqual([
      '/w/conf.d/b.conf',
    ]);
  });

  it('knows no braces, no extended patterns and no double star', () => {
    const files = {
      '/w/supervisord.conf': main,
      '/w/d/a.conf': program,
      '/w/d/e/a.conf': program,
      '/w/b.conf': program,
    };
    const from = '/w/supervisord.conf';
    expect(asked(files, from, { pattern: '{b,c}.conf' }).found).toEqual([]);
    expect(asked(files, from, { pattern: '+(b).conf' }).found).toEqual([]);
    expect(asked(files, from, { pattern: '**/a.conf' }).found).toEqual(['/w/d/a.conf']);
    expect(asked(files, from, { pattern: '[' }).found).toEqual([]);
  });

  it("of the server's folder is the one folder here that ends so and holds that language", () => {
    const files = {
      '/w/deploy/supervisor/supervisord.conf': main,
      '/w/deploy/supervisor/conf.d/a.conf': program,
      '/w/deploy/nginx/conf.d/a.conf': site,
    };
    expect(
      asked(files, '/w/deploy/supervisor/supervisord.conf', { pattern: '/etc/supervisor/conf.d/*.conf' })
        .found,
    ).toEqual(['/w/deploy/supervisor/conf.d/a.conf']);
  });

  it('of nginx is found from a site that lies below the main folder', () => {
    const files = {
      '/w/nginx/sites-enabled/shop': site,
      '/w/nginx/snippets/ssl.conf': 'ssl_protocols TLSv1.3;\n',
    };
    expect(
      asked(files, '/w/nginx/sites-enabled/shop', { pattern: 'snippets/ssl.conf', as: 'nginx' }).found,
    ).toEqual(['/w/nginx/snippets/ssl.conf']);
  });

  it('makes an unknown file one of its language', () => {
    const files = { '/w/nginx.conf': 'events {}\n', '/w/more.conf': 'foo bar;\n' };
    expect(asked(files, '/w/nginx.conf', { pattern: 'more.conf', as: 'nginx' }).missing).toEqual([
      '/w/more.conf',
    ]);
  });
});

describe('the absence of an include', () => {
  const files = {
    '/w/scaling-lens.ini': '[paths]\n/etc/nginx = nginx\n',
    '/w/nginx/nginx.conf': 'events { }\n',
    '/w/nginx/conf.d/shop.conf': site,
  };
  const isAbsent = (path: string, given: Files = files) => {
    const snapshot = snapshotOf(given);
    const from = snapshot.files.get(uri('/w/nginx/nginx.conf')) as TextFile;
    const profiles = [...snapshot.files.values()]
      .filter(({ kind }) => kind === 'profile')
      .map((f) => readProfile(f));
    const { ask } = createLookup(snapshot, { all: profiles, for: () => profiles[0] });
    return ask({ kind: 'absence', path, from }).length > 0;
  };

  it.each([
    ['conf.d/shop.conf', false],
    ['conf.d/shops.conf', true],
    ['/etc/nginx/conf.d/shops.conf', true],
    ['/etc/other/shops.conf', false],
    ['mime.types', false],
    ['/etc/nginx/snippets/fastcgi-php.conf', false],
  ])('%s: %s', (path, absent) => expect(isAbsent(path)).toBe(absent));

  it('is never sure without [paths]', () => {
    const { '/w/scaling-lens.ini': _, ...rest } = files;
    expect(isAbsent('conf.d/shops.conf', rest)).toBe(false);
  });
});
