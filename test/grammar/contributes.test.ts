import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import picomatch from 'picomatch';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { contributes } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));

interface Language {
  readonly id: string;
  readonly extensions?: readonly string[];
  readonly filenames?: readonly string[];
  readonly filenamePatterns?: readonly string[];
  readonly firstLine?: string;
  readonly configuration: string;
  readonly icon: { readonly light: string; readonly dark: string };
}

const languages: readonly Language[] = contributes.languages;
const builtIn: readonly Partial<Language>[] = [
  { id: 'properties', extensions: ['.conf', '.properties', '.cfg'] },
  { id: 'ini', extensions: ['.ini'] },
  { id: 'python', extensions: ['.py'] },
];

const matchers = new Map<string, (path: string) => boolean>();

function matcherOf(pattern: string): (path: string) => boolean {
  const matcher = matchers.get(pattern) ?? picomatch(pattern.toLowerCase(), { dot: true });
  matchers.set(pattern, matcher);
  return matcher;
}

const longest = (texts: readonly string[]) => Math.max(-1, ...texts.map((text) => text.length));

/**
 * The language an editor takes by path, as VS Code's languagesAssociations.ts ranks it: the exact name, else the
 * longest pattern (on the whole path where it has a slash), else the longest extension.
 */
function languageOf(path: string): string | undefined {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  const all = [...builtIn, ...languages];
  const named = all.find((language) => language.filenames?.includes(name));
  if (named) return named.id;
  const rank = (score: (language: Partial<Language>) => number) =>
    all
      .map((language) => ({ id: language.id, score: score(language) }))
      .filter(({ score }) => score >= 0)
      .sort((a, b) => b.score - a.score)[0]?.id;
  const matches = (pattern: string) => matcherOf(pattern)(pattern.includes('/') ? lower : name);
  return (
    rank(({ filenamePatterns = [] }) => longest(filenamePatterns.filter(matches))) ??
    rank(({ extensions = [] }) => longest(extensions.filter((extension) => name.endsWith(extension))))
  );
}

describe('which language a path gets', () => {
  test.each([
    ['/srv/shop/supervisord.conf', 'supervisord'],
    ['/etc/supervisor/conf.d/shop.conf', 'supervisord'],
    ['/etc/supervisord.d/shop.ini', 'supervisord'],
    ['/srv/deploy/supervisord-prod.conf', 'supervisord'],
    ['/srv/deploy/shop_supervisor.conf', 'supervisord'],
    ['/srv/deploy/supervisord.conf.j2', 'supervisord'],
    ['/etc/nginx/nginx.conf', 'nginx'],
    ['/etc/nginx/conf.d/shop.conf', 'nginx'],
    ['/etc/nginx/sites-available/shop', 'nginx'],
    ['/srv/deploy/sites-enabled/shop.example', 'nginx'],
    ['/srv/deploy/shop.nginx', 'nginx'],
    ['/srv/deploy/nginx-prod.conf', 'nginx'],
    ['/srv/deploy/shop_nginx.conf', 'nginx'],
    ['/srv/deploy/nginx/templates/default.conf.template', 'nginx'],
    ['/srv/deploy/nginx.conf.erb', 'nginx'],
    ['/etc/nginx/mime.types', 'nginx'],
    ['/etc/nginx/uwsgi_params', 'nginx'],
    ['/srv/roles/supervisor/templates/nginx.conf', 'nginx'],
    ['/srv/shop/gunicorn.conf.py', 'python'],
    ['/srv/deploy/nginx/gunicorn.conf.py', 'python'],
    ['/srv/shop/scaling-lens.ini', 'ini'],
    ['/srv/shop/setup.cfg', 'properties'],
    ['/etc/redis/redis.conf', 'properties'],
    ['/etc/mime.types', undefined],
    ['/srv/shop/supervisor.py', 'python'],
  ])('%s: %s', (path, expected) => {
    expect(languageOf(path)).toBe(expected);
  });
  test('nobody claims all of *.conf or *.ini, and the id NGINX is left to others', () => {
    const extensions = languages.flatMap((language) => language.extensions ?? []);
    expect(extensions).not.toContain('.conf');
    expect(extensions).not.toContain('.ini');
    expect(languages.map((language) => language.id)).toEqual(['supervisord', 'nginx']);
  });
});

describe('first lines', () => {
  const firstLine = (id: string) => new RegExp(languages.find((l) => l.id === id)?.firstLine ?? '^$');
  test.each([
    ['supervisord', '[program:web]', true],
    ['supervisord', '[supervisord]', true],
    ['supervisord', '[section]', false],
    ['supervisord', '[program]', false],
    ['nginx', 'server {', true],
    ['nginx', 'upstream shop {', true],
    ['nginx', 'worker_processes auto;', true],
    ['nginx', 'server = {', false],
  ])('%s: %s', (id, line, expected) => {
    expect(firstLine(id).test(line)).toBe(expected);
  });
});

describe('files', () => {
  const named: readonly string[] = [
    ...languages.flatMap(({ configuration, icon }) => [configuration, icon.light, icon.dark]),
    ...contributes.grammars.map((grammar: { path: string }) => grammar.path),
    ...(contributes.snippets ?? []).map((snippets: { path: string }) => snippets.path),
  ];
  test.each(named)('%s is there', (path) => {
    expect(existsSync(root + path)).toBe(true);
  });
});

describe.each(languages)('words of $id', ({ id, configuration }) => {
  const config = JSON.parse(readFileSync(root + configuration, 'utf8'));
  const words = (text: string) => text.match(new RegExp(config.wordPattern, 'g'));
  const cases: Readonly<Record<string, readonly (readonly [string, readonly string[]])[]>> = {
    supervisord: [
      ['stdout_logfile=/a/b.log', ['stdout_logfile', 'a', 'b.log']],
      ['web_%(process_num)02d.sock', ['web_', '%(process_num)02d', 'sock']],
      ['%(proc', ['%(proc']],
      ['gunicorn --max-requests=10 shop.wsgi:app', ['gunicorn', '--max-requests', '10', 'shop.wsgi', 'app']],
    ],
    nginx: [
      ['proxy_pass http://shop;', ['proxy_pass', 'http', 'shop']],
      ['set $a ${host}x;', ['set', '$a', '${host}', 'x']],
      ['server 127.0.0.1:80 fail_timeout=10s;', ['server', '127.0.0.1', '80', 'fail_timeout', '10s']],
      ['server_name shop.example;', ['server_name', 'shop.example']],
      ['error_page 404 @app;', ['error_page', '404', '@app']],
    ],
  };
  test.each(cases[id] ?? [])('%s', (text, expected) => {
    expect(words(text)).toEqual(expected);
  });
  test('its patterns are regular expressions', () => {
    const { increaseIndentPattern, decreaseIndentPattern } = config.indentationRules;
    for (const pattern of [increaseIndentPattern, decreaseIndentPattern, config.folding.markers.start]) {
      expect(() => new RegExp(pattern)).not.toThrow();
    }
    expect(new RegExp(decreaseIndentPattern).test(id === 'nginx' ? '    }' : '  [program:web]')).toBe(true);
  });
});

const manifest = fileURLToPath(new URL('../../../shared/corpus/MANIFEST.tsv', import.meta.url));

test.skipIf(!existsSync(manifest))(
  'hardly a real file is taken for another language (../shared/corpus)',
  () => {
    const rows = readFileSync(manifest, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.split('\t'));
    const share = (kind: string, language: string) => {
      const paths = rows.filter((row) => row[0] === kind).map((row) => `/${row[4]}`);
      return paths.filter((path) => languageOf(path) === language).length / paths.length;
    };
    const table = {
      nginx: [share('nginx', 'nginx'), share('nginx', 'supervisord')],
      supervisor: [share('supervisor', 'supervisord'), share('supervisor', 'nginx')],
      gunicorn: [share('gunicorn', 'nginx') + share('gunicorn', 'supervisord')],
    };
    console.log(`share of real files: ${JSON.stringify(table)}`);
    expect(table.gunicorn[0]).toBe(0);
    expect(table.nginx[0]).toBeGreaterThan(0.5);
    expect(table.nginx[1]).toBe(0);
    expect(table.supervisor[0]).toBeGreaterThan(0.5);
    // Three of 344 are supervisor files that are named nginx.conf.
    expect(table.supervisor[1]).toBeLessThan(0.01);
  },
);
