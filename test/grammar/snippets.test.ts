import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { askGunicorn, askNginx, askSupervisor, mayBeAbsent, type Verdict } from './programs.ts';
import { expanded, type Snippet, snippetsOf } from './snippet-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'lens-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const titled = (name: string) => snippetsOf(name).map((snippet) => [snippet.title, snippet] as const);

describe('expansion', () => {
  test.each([
    ['a ${1:b} $1 ${2:c}$0', 'a b b c'],
    ['\\$host ${1:\\$uri} \\} \\\\', '$host $uri } \\'],
    ['${1|TERM,QUIT|} $1', 'TERM TERM'],
    ['$2celery ${2:x}', 'xcelery x'],
  ])('%s', (body, text) => {
    expect(expanded(body)).toBe(text);
  });
});

describe.each(['supervisord', 'gunicorn', 'nginx'])('%s', (name) => {
  const all = snippetsOf(name);
  test('no prefix is used twice, and each says what it is for', () => {
    const prefixes = all.flatMap((snippet) => snippet.prefixes);
    expect(new Set(prefixes).size).toBe(prefixes.length);
    for (const { title, description } of all) expect(description.length, title).toBeGreaterThan(20);
  });
  test('nothing of the snippet language is left after expansion', () => {
    for (const { title, body } of all) {
      expect(expanded(body), title).not.toMatch(/\$\{?\d+:|\$0|\\\$/);
    }
  });
});

test('gunicorn snippets are told from Python’s own by their prefix', () => {
  for (const { prefixes } of snippetsOf('gunicorn')) {
    for (const prefix of prefixes) expect(prefix).toMatch(/^gunicorn-/);
  }
});

/** A whole supervisord.conf around a snippet; options alone go into a program. */
function supervisorFile(text: string): string {
  const options = !text.startsWith('[');
  const program = options
    ? `[program:one]\ncommand=/bin/cat\n${text.includes('process_num') ? 'numprocs=2\n' : ''}`
    : '';
  const main = text.includes('[supervisord]') ? '' : '[supervisord]\nnodaemon=true\n\n';
  return `${main}${program}${text}`;
}

/** One question about all files; afterwards each snippet looks up its own answer. */
function verdictsOf(
  name: string,
  extra: readonly string[],
  write: (text: string) => string,
  ask: (files: readonly string[]) => readonly Verdict[],
): readonly Verdict[] {
  const texts = [...snippetsOf(name).map(({ body }) => expanded(body)), ...extra];
  return ask(texts.map((text, index) => file(`${name}-${index}.py`, write(text))));
}

describe.skipIf(mayBeAbsent('supervisor'))('supervisord loads (skipped: supervisor is not installed)', () => {
  let verdicts: readonly Verdict[] = [];
  beforeAll(() => {
    const broken = '[program:a]\ncommand=/bin/cat\nnumprocs=2\n';
    verdicts = verdictsOf('supervisord', [broken], supervisorFile, (files) =>
      askSupervisor(files, folder, { SUPERVISOR_PASSWORD: 'x' }),
    );
  }, 60_000);
  test.each(snippetsOf('supervisord').map(({ title }, index) => [title, index] as const))(
    '%s',
    (_, index) => {
      expect(verdicts[index]).toMatchObject({ ok: true });
      expect(verdicts[index]?.says).not.toContain('Error');
    },
  );
  test('and a broken one is refused, so that the question means something', () => {
    expect(verdicts.at(-1)).toMatchObject({ ok: false });
    expect(verdicts.at(-1)?.says).toContain('%(process_num) must be present within process_name');
  });
});

describe.skipIf(mayBeAbsent('gunicorn'))('gunicorn loads (skipped: gunicorn is not installed)', () => {
  let verdicts: readonly Verdict[] = [];
  beforeAll(() => {
    verdicts = verdictsOf(
      'gunicorn',
      ['workers = 1.5\n'],
      (text) => text,
      (files) => askGunicorn(files, folder),
    );
  }, 60_000);
  test.each(snippetsOf('gunicorn').map(({ title }, index) => [title, index] as const))('%s', (_, index) => {
    expect(verdicts[index]).toEqual({ ok: true, says: '' });
  });
  test('and a broken one is refused', () => {
    expect(verdicts.at(-1)?.ok).toBe(false);
  });
  test('every name a snippet assigns is a setting, or used further on', () => {
    for (const { title, body } of snippetsOf('gunicorn')) {
      const text = expanded(body);
      const names = [...text.matchAll(/^(\w+) = /gm)].map((match) => match[1] ?? '');
      const unknown = names.filter((name) => !isSetting(name) && text.split(name).length < 3);
      expect(unknown, title).toEqual([]);
    }
  });
});

let settings: ReadonlySet<string> | undefined;

function isSetting(name: string): boolean {
  settings ??= new Set(
    spawnSync(
      '/usr/bin/python3',
      ['-c', 'from gunicorn.config import KNOWN_SETTINGS as k; print(*[s.name for s in k])'],
      {
        encoding: 'utf8',
      },
    ).stdout.split(/\s+/),
  );
  return settings.has(name);
}

type Context = 'main' | 'http' | 'server' | 'location';

/** Where a snippet belongs, by its first prefix; the others stand in http. */
const contexts: Readonly<Record<string, Context>> = {
  'nginx-main': 'main',
  'nginx-workers': 'main',
  'location-proxy': 'server',
  'location-proxy-keepalive': 'server',
  'location-websocket': 'server',
  'location-sse': 'server',
  'location-static': 'server',
  'location-try-files': 'server',
  'location-health': 'server',
  'location-health-app': 'server',
  'location-status': 'server',
  'location-uwsgi': 'server',
  'proxy-headers': 'location',
  'proxy-timeouts': 'location',
  'proxy-next-upstream': 'location',
  'limit-req': 'location',
  'proxy-cache': 'location',
};

/** The private surroundings of a test: no port below 1024, no file outside the folder. */
const temporary = () =>
  ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${folder}/${name};`)
    .join('\n');

const privately = (text: string): string =>
  text
    .replace(/listen 80;/g, 'listen 127.0.0.1:18480;')
    .replace(/listen 443 ssl;/g, 'listen 127.0.0.1:18443 ssl;')
    .replace(/\/etc\/ssl\/\S+\.pem/g, `${folder}/cert.pem`)
    .replace(/\/etc\/ssl\/\S+\.key/g, `${folder}/cert.key`)
    .replace(/\/var\/(?:log|cache)\/nginx\//g, `${folder}/`)
    .replace(/pid \S+;/, '');

function nginxFile({ prefixes, body }: Snippet): string {
  const text = privately(expanded(body));
  const context = contexts[prefixes[0] ?? ''] ?? 'http';
  const head = `pid ${folder}/nginx.pid;\nerror_log stderr notice;\n`;
  if (context === 'main') {
    const http = text.includes('http {') ? '' : `http { ${temporary()} }`;
    return `${head}${text.replace('http {', `http {\naccess_log off;\n${temporary()}\n`)}${http}`;
  }
  const app = text.includes('upstream app') ? '' : 'upstream app { server 127.0.0.1:18481; }';
  const known = [
    text.includes('$connection_upgrade') && context !== 'http'
      ? 'map $http_upgrade $connection_upgrade { default upgrade; }'
      : '',
    context === 'location' ? 'limit_req_zone $binary_remote_addr zone=perip:1m rate=1r/s;' : '',
    context === 'location' ? `proxy_cache_path ${folder}/cache keys_zone=app:1m;` : '',
  ].join('\n');
  const location = context === 'location' ? `location / { proxy_pass http://app;\n${text}\n}` : text;
  const server = context === 'http' ? text : `server { listen 127.0.0.1:18480;\n${location}\n}`;
  return `${head}events {}\nhttp {\naccess_log off;\n${temporary()}\n${app}\n${known}\n${server}\n}\n`;
}

describe.skipIf(mayBeAbsent('nginx'))('nginx loads (skipped: nginx is not installed)', () => {
  beforeAll(() => {
    mkdirSync(join(folder, 'cache'), { recursive: true });
    const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=example.org'];
    spawnSync('openssl', [...args, '-keyout', join(folder, 'cert.key'), '-out', join(folder, 'cert.pem')]);
  });
  const ask = (text: string): Verdict => askNginx(file('nginx.conf', text), folder);
  test.each(titled('nginx'))('%s', (_, snippet) => {
    const verdict = ask(nginxFile(snippet));
    expect(verdict).toMatchObject({ ok: true });
    expect(verdict.says).not.toMatch(/\[(?:warn|emerg|crit|alert)\]/);
  });
  test('and a broken one is refused', () => {
    expect(ask('events {}\nhttp { upstream a { } }\n').says).toContain('no servers are inside upstream');
  });
});
