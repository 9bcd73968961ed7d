import { describe, expect, test } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import { resolveUri } from '../../server/src/base/uri.ts';
import type { Ask } from '../../server/src/model/link-lookup.ts';
import { loadNginx } from '../../server/src/model/nginx/load.ts';
import { segmentMatcher } from '../../server/src/syntax/supervisor/glob.ts';
import { nginxOracle, quietHttp } from '../../tools/oracle/nginx.ts';

type Files = Readonly<Record<string, string>>;

const http = (text: string): string => `events { }\nhttp { QUIET\n${text}\n}\n`;
const server = (port: number, text = ''): string => `server { listen 127.0.0.1:${port};\n${text}\n}\n`;

/** Main files with what they include; line ends, order and cycles as nginx has them. */
const cases: Readonly<Record<string, readonly [main: string, files: Files]>> = {
  'a file in its place': [http('include a.conf;'), { 'a.conf': server(18080) }],
  'a mistake in an included file': [http('include a.conf;'), { 'a.conf': 'server {\n  listn 80;\n}\n' }],
  'a glob in the order of names': [
    http('include conf.d/*.conf;'),
    {
      'conf.d/b.conf': 'upstream u { server 127.0.0.1:1; }\n',
      'conf.d/a.conf': '\nupstream u { server 127.0.0.1:2; }\n',
    },
  ],
  'capital letters first': [
    http('include conf.d/*.conf;'),
    { 'conf.d/a.conf': 'gzip maybe;\n', 'conf.d/B.conf': '\n\ngzip perhaps;\n' },
  ],
  'hidden files are none': [http('include conf.d/*.conf;'), { 'conf.d/.x.conf': 'nonsense;\n' }],
  'a set': [http('include conf.d/[ab].conf;'), { 'conf.d/b.conf': 'nonsense;', 'conf.d/c.conf': 'other;' }],
  'a folder glob': [http('include sites-*/x.conf;'), { 'sites-a/x.conf': '', 'sites-b/x.conf': '\n}\n' }],
  'a glob that matches nothing': [http('include nothing.d/*.conf;'), {}],
  'includes start at the main file': [
    http('include conf.d/a.conf;'),
    { 'conf.d/a.conf': 'include parts/b.conf;\n', 'parts/b.conf': '\ngzip maybe;\n' },
  ],
  'a block that one file opens and another closes': [
    http('include a.conf;\ninclude b.conf;'),
    { 'a.conf': 'server {\nlisten 127.0.0.1:18080;\n', 'b.conf': '}\n' },
  ],
  'an unfinished directive': [http('include a.conf;\n'), { 'a.conf': 'gzip on' }],
  'an unexpected brace': [http('include a.conf;\n'), { 'a.conf': 'gzip on;\n}\n' }],
  'an open quote': [http('include a.conf;\n'), { 'a.conf': 'add_header a "b;\n' }],
  'lines that end with a carriage return': [
    http('include a.conf;'),
    {
      'a.conf':
        'gzip on;\r\nserver {\r\n  listen 127.0.0.1:18080;\r\n  root "a\r\n";\r\n  gzipp on;\r\n}\r\n',
    },
  ],
  'in a map': [
    http('map $host $a {\ninclude hosts;\ndefault 1;\n}'),
    { hosts: 'a.example 1;\nb.example 2;\na.example 3;\n' },
  ],
  'in a map, with a block': [http('map $host $a {\ninclude hosts;\n}'), { hosts: '\na { }\n' }],
  'in types': [http('types {\ninclude types;\n}'), { types: 'text/html html;\n' }],
  'in a location': [
    http(server(18080, 'location / {\ninclude proxy;\n}')),
    { proxy: 'proxy_pass http://127.0.0.1:1;\nproxy_set_header Host $nope;\n' },
  ],
  'twice the same': [http('include a.conf;\ninclude a.conf;'), { 'a.conf': 'log_format x a;\n' }],
  'at the top': [
    'include events.conf;\ninclude http.conf;\n',
    { 'events.conf': 'events { }\n', 'http.conf': '\nhttp { QUIET\nserver { listn 1; } }' },
  ],
  'with quotes and spaces': [http('include "a b.conf";'), { 'a b.conf': '\n\nnonsense on;\n' }],
  'too many words': [http('include a.conf b.conf;'), { 'a.conf': '' }],
  'a byte order mark': [http('include a.conf;'), { 'a.conf': '\ufeffgzip on;\n' }],
  'a comment at the very end': [http('include a.conf;'), { 'a.conf': 'gzip on; # end' }],
  'nothing at all': [http('include a.conf;'), { 'a.conf': '' }],
  'a long word': [http('include a.conf;'), { 'a.conf': `\nadd_header a ${'x'.repeat(4096)};\n` }],
  'letters of two bytes to the edge of the buffer': [
    http('include a.conf;'),
    { 'a.conf': `\nadd_header a ${'é'.repeat(2047)};\nadd_header b ${'é'.repeat(2048)};\n` },
  ],
};

const top = 'file:///m';

/** Answers with files by name; patterns as glob(3) has them in every segment. */
const askAmong =
  (files: readonly TextFile[]): Ask =>
  (question) => {
    if (question.kind === 'absence') return [];
    const pattern = question.kind === 'glob' ? question.pattern : question.path;
    if (question.kind === 'path') return files.filter(({ uri }) => uri === resolveUri(top, pattern));
    const tests = pattern.split('/').map(segmentMatcher);
    const fits = ({ uri }: TextFile): boolean => {
      const names = decodeURIComponent(uri.slice(top.length + 1)).split('/');
      return names.length === tests.length && names.every((name, i) => tests[i]?.(name));
    };
    return files.filter(fits).sort((a, b) => (a.uri < b.uri ? -1 : 1));
  };

function oursOf(main: string, others: Files, version: string): string {
  const fileOf = (name: string, text: string): TextFile => ({
    uri: resolveUri(top, name),
    text,
    kind: 'nginx',
  });
  const files = Object.entries(others).map(([name, text]) => fileOf(name, text));
  const { problems } = loadNginx(fileOf('nginx.conf', main), askAmong(files), { version });
  const first = problems.find(({ refusedBy }) => refusedBy === 'nginx');
  if (!first) return 'accepted';
  const file = decodeURIComponent(first.place.uri.slice(top.length + 1));
  return `${first.data?.said}${first.data?.line === undefined ? '' : ` in ${file}:${first.data.line}`}`;
}

const oracle = nginxOracle(1);

describe.skipIf(oracle === undefined)(
  'includes as the installed nginx takes them (skipped without it)',
  () => {
    test.each(Object.entries(cases))('%s', async (_, [main, files]) => {
      if (!oracle) return;
      const quiet = quietHttp(oracle.folder);
      const quieted = Object.fromEntries(
        Object.entries(files).map(([name, text]) => [name, text.replace('QUIET', quiet)]),
      );
      const { ok, messages } = await oracle.ask(main.replace('QUIET', quiet), quieted);
      const emerg = messages.find(({ level }) => level === 'emerg');
      const where = emerg?.line === null || emerg === undefined ? '' : ` in ${emerg.file}:${emerg.line}`;
      const theirs = ok ? 'accepted' : `${emerg?.text}${where}`;
      expect(oursOf(main.replace('QUIET', quiet), quieted, oracle.version)).toBe(theirs);
    });
  },
);
