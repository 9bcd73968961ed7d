import { describe, expect, test } from 'vitest';
import { profileText } from '../../server/src/catalog/docs/profile.ts';
import { targetKeyNames } from '../../server/src/workspace/profile/profile.ts';
import { checkHover, checkHoverToken, checkNoHover } from '../support/hover.ts';

const program = `[supervisord]
[program:web]
command = gunicorn -b unix:/run/web_%(process_num)d.sock shop:app
directory = /srv/shop
process_name = web_%(process_num)d
numprocs = 2
`;

describe('environment=', () => {
  const environment = (text: string): string =>
    `-- /srv/shop/supervisord.conf --\n${program}environment = ${text}\n`;
  test('a key with the value of each process', () =>
    checkHover(
      environment('PO<|>RT="80%(process_num)d",B=1'),
      '**`PORT`** = `800` and `801`',
      'A variable that supervisord sets for the process.',
    ));
  test('a key that the server reads', () =>
    checkHover(environment('WEB_CONC<|>URRENCY=3'), '**`WEB_CONCURRENCY`** = `3`', '`-w`'));
  test('flags in a variable', () =>
    checkHover(
      environment('GUNICORN_CMD_<|>ARGS="-w 3"'),
      '**`GUNICORN_CMD_ARGS`** = `-w 3`',
      'gunicorn reads flags from it',
    ));
  test('the token is the key alone', () => checkHoverToken(environment('A=1,B<|>B="2"'), 'BB'));
});

describe('files that are read', () => {
  test('[include] of supervisord.conf', () =>
    checkHover(
      '-- /srv/shop/supervisord.conf --\n[supervisord]\n[include]\nfiles = conf.d/*.co<|>nf\n' +
        '-- /srv/shop/conf.d/a.conf --\n[program:a]\ncommand=sleep 1\n-- /srv/shop/conf.d/b.conf --\n[program:b]\ncommand=sleep 1\n',
      '**`files`** = `conf.d/*.conf`',
      'Reads [a.conf](file:///srv/shop/conf.d/a.conf), [b.conf](file:///srv/shop/conf.d/b.conf).',
    ));
  test('include of nginx', () =>
    checkHover(
      '-- /etc/nginx/nginx.conf --\nevents {}\nhttp { include conf.d/*.co<|>nf; }\n' +
        '-- /etc/nginx/conf.d/shop.conf --\nserver { listen 80; }\n',
      '**`include`** = `conf.d/*.conf`',
      'Reads [shop.conf](file:///etc/nginx/conf.d/shop.conf).',
    ));
});

describe('scaling-lens.ini', () => {
  const profile = (text: string): string =>
    `-- /srv/shop/supervisord.conf --\n${program}-- /srv/shop/scaling-lens.ini --\n${text}\n`;
  test('cores with the sum of all workers', () =>
    checkHover(
      profile('[target]\nco<|>res = 4'),
      '**`cores`** = `4`',
      '2 worker processes on 4 cores: 0.5 per core.',
      '`cpu_count()` in gunicorn.conf.py comes to this number',
    ));
  test('memory with the sum of all workers', () =>
    checkHover(
      profile('[target]\nmemory = 1G<|>iB\nmemory_per_worker = 100MiB'),
      '**`memory`** = `1GiB`',
      '2 worker processes × 100 MiB = 200 MiB of 1 GiB.',
    ));
  test('the pool with the sum of all connections', () =>
    checkHover(
      profile('[target]\nmax_connections = 100\npool_s<|>ize = 5\nmax_overflow = 10'),
      '**`pool_size`** = `5`',
      '2 worker processes × (5 + 10) = 30 connections of 100 at most.',
    ));
  test('a rule with what it says', () =>
    checkHover(
      profile('[rules]\nnginx/upstream-emp<|>ty = off'),
      '**`nginx/upstream-empty`** = `off`',
      'Its own severity is error.',
    ));
  test('a version and a path', async () => {
    await checkHover(profile('[versions]\nngi<|>nx = 1.26'), '**`nginx`** = `1.26`', 'look at it');
    await checkHover(
      profile('[paths]\n/srv/sh<|>op = .'),
      '**`/srv/shop`** = `.`',
      'looked for in the folder',
    );
  });
  test('a section with what it governs', () =>
    checkHover(profile('[tar<|>get]\ncores = 4'), '**`[target]`**', 'Governs `shop`.'));
  test('a key that nobody reads and a comment have nothing to say', async () => {
    await checkNoHover(profile('[target]\ncolo<|>ur = red'));
    await checkNoHover(profile('; ta<|>rget\n[target]'));
    await checkNoHover(profile('[colo<|>urs]'));
  });
  test('every key of [target] is explained', () =>
    expect(targetKeyNames.filter((key) => profileText('target', key) === undefined)).toEqual([]));
});
