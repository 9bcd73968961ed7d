import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flattened, type SemanticToken, token } from '../../server/src/features/semantic-tokens/token.ts';
import { checkTokens } from '../support/structure.ts';

test('supervisord.conf: sections, options, commands, expansions, comments', () =>
  checkTokens(
    `-- /app/supervisord.conf --
; all of it
[program:web]
command = /venv/bin/gunicorn -w 4 --bind=unix:/run/%(program_name)s.sock shop:app ; start
numprocs = 2
autorestart = unexpected
killasgroup = true
environment = A="1",B="%(ENV_B)s"
colour = red
`,
    '/app/supervisord.conf',
    '; all of it comment',
    'program keyword',
    'web class.declaration',
    'command property',
    '/venv/bin/gunicorn function',
    '-w parameter',
    '--bind parameter',
    '%(program_name)s variable',
    '; start comment',
    'numprocs property',
    '2 number',
    'autorestart property',
    'unexpected enumMember',
    'killasgroup property',
    'true enumMember',
    'environment property',
    'A variable',
    'B variable',
    '%(ENV_B)s variable',
  ));

test('supervisord.conf: programs in a group, a section that nobody reads', () =>
  checkTokens(
    `-- /app/supervisord.conf --
[program:web]
command = sleep 1
[group:shop]
programs = web, gone
[colours]
a = 1
`,
    '/app/supervisord.conf',
    'program keyword',
    'web class.declaration',
    'command property',
    'group keyword',
    'shop namespace.declaration',
    'programs property',
    'web class',
    'gone class',
    '1 number',
  ));

test('nginx: blocks, directives, variables, parameters, upstreams', () =>
  checkTokens(
    `-- /etc/nginx/nginx.conf --
events {}
http {
    upstream shop {
        server 127.0.0.1:8000 weight=5 backup; # one
    }
    map $uri $bad { ~^/old 1; default 0; }
    server {
        location ~ \\.php$ { return 404; }
        location / {
            proxy_pass http://shop;
            proxy_set_header Host "$host:$server_port";
            proxy_buffering off;
            proxy_read_timeout 60s;
            no_such_thing $bad;
        }
    }
}
`,
    '/etc/nginx/nginx.conf',
    'events keyword',
    'http keyword',
    'upstream keyword',
    'shop interface.declaration',
    'server property',
    'weight parameter',
    '5 number',
    '# one comment',
    'map keyword',
    '$uri variable.defaultLibrary',
    '$bad variable',
    '~^/old regexp',
    '1 number',
    'default enumMember',
    '0 number',
    'server keyword',
    'location keyword',
    'return property',
    '404 number',
    'location keyword',
    'proxy_pass property',
    'shop interface',
    'proxy_set_header property',
    '" string',
    '$host variable.defaultLibrary',
    ': string',
    '$server_port variable.defaultLibrary',
    '" string',
    'proxy_buffering property',
    'off enumMember',
    'proxy_read_timeout property',
    '60s number',
    '$bad variable',
  ));

test('gunicorn.conf.py: settings and hooks alone', () =>
  checkTokens(
    `-- /app/gunicorn.conf.py --
import os
cores = os.cpu_count()
if cores:
    workers = cores * 2 + 1
ssl_version = 2
def post_fork(server, worker):
    workers = 1
def helper(): pass
`,
    '/app/gunicorn.conf.py',
    'workers property',
    'ssl_version property.deprecated',
    'post_fork function.declaration',
  ));

const anyToken = fc
  .tuple(fc.nat(30), fc.nat(12), fc.constantFrom('comment' as const, 'variable' as const))
  .map(([start, length, type]) => token(type, { start, end: start + length }));

test('flattened tokens stand in order, never overlap, and cover what was given', () => {
  fc.assert(
    fc.property(fc.array(anyToken, { maxLength: 12 }), (tokens) => {
      const flat = flattened(tokens);
      const covered = (list: readonly SemanticToken[], at: number) =>
        list.some(({ start, end }) => start <= at && at < end);
      for (const [index, one] of flat.entries()) {
        expect(one.end).toBeGreaterThan(one.start);
        expect(one.start).toBeGreaterThanOrEqual(flat[index - 1]?.end ?? 0);
      }
      for (let at = 0; at < 45; at++) if (covered(flat, at)) expect(covered(tokens, at)).toBe(true);
    }),
  );
});
