import { describe, test } from 'vitest';
import { checkHints } from '../support/inlay-hints.ts';

const gunicorn = '/srv/shop/gunicorn.conf.py';
const supervisor = '/srv/shop/supervisord.conf';

const alone = (text: string): string =>
  `-- /srv/shop/scaling-lens.ini --\n[target]\ncores = 8\n-- ${gunicorn} --\n${text}`;

const started = (command: string, numprocs: number, rest = ''): string => `
-- ${supervisor} --
[supervisord]
[program:web]
command=${command}
directory=/srv/shop
process_name=%(program_name)s_%(process_num)02d
numprocs=${numprocs}
${rest}`;

describe('gunicorn settings', () => {
  test('a computed value, with what it assumes', () =>
    checkHints(
      alone('from multiprocessing import cpu_count\nworkers = cpu_count() * 2 + 1\n'),
      gunicorn,
      'workers = cpu_count() * 2 + 1 «= 17|With 8 cores (scaling-lens.ini).»',
    ));

  test('arithmetic needs no assumption', () =>
    checkHints(alone('timeout = 60 * 2\n'), gunicorn, 'timeout = 60 * 2 «= 120»'));

  test('a name is followed', () => checkHints(alone('n = 4\nthreads = n\n'), gunicorn, 'threads = n «= 4»'));

  for (const plain of [
    'workers = 4',
    'workers = -1',
    'bind = "127.0.0.1:8000"',
    "bind = ['127.0.0.1:8000', 'unix:/run/a.sock']",
    'preload_app = True',
    'loglevel = None',
    'workers = int(open("/etc/n").read())',
    'def post_fork(server, worker):\n    pass',
  ])
    test(`no hint: ${plain}`, () => checkHints(alone(`${plain}\n`), gunicorn));

  test('programs that get different values', () =>
    checkHints(
      `
-- ${supervisor} --
[supervisord]
[program:big]
command=gunicorn -c gunicorn.conf.py shop:app
directory=/srv/shop
environment=N="8"
[program:small]
command=gunicorn -c gunicorn.conf.py -b :9000 shop:app
directory=/srv/shop
environment=N="2"
-- ${gunicorn} --
import os
workers = int(os.environ["N"])
`,
      gunicorn,
      'workers = int(os.environ["N"]) «= 8 or 2|big: 8 (N=8); small: 2 (N=2)»',
    ));

  test('text that cannot be read gives nothing', () =>
    checkHints(alone('workers = 2 * \ntimeout = (\n'), gunicorn));
});

describe('addresses of instances', () => {
  test('ports', () =>
    checkHints(
      started('gunicorn -b 127.0.0.1:80%(process_num)02d shop:app', 3),
      supervisor,
      'command=gunicorn -b 127.0.0.1:80%(process_num)02d «8000 to 8002|3 instances: 127.0.0.1:8000, 127.0.0.1:8001, 127.0.0.1:8002» shop:app',
      'process_name=%(program_name)s_%(process_num)02d «web_00 to web_02|3 instances: web_00, web_01, web_02»',
    ));

  test('sockets', () =>
    checkHints(
      started('gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app', 2),
      supervisor,
      'command=gunicorn -b unix:/run/shop/web_%(process_num)02d.sock «web_00.sock, web_01.sock|2 instances: unix:/run/shop/web_00.sock, unix:/run/shop/web_01.sock» shop:app',
      'process_name=%(program_name)s_%(process_num)02d «web_00, web_01|2 instances: web_00, web_01»',
    ));

  test('a plain address has none', () =>
    checkHints(started('gunicorn -b 127.0.0.1:8000 shop:app', 1), supervisor));
});

describe('parameters of servers that are not written', () => {
  const nginx = '/srv/shop/nginx/shop.conf';
  const upstream = (...servers: readonly string[]): string =>
    `-- ${nginx} --\nupstream shop {\n${servers.map((one) => `    ${one}\n`).join('')}}\n`;
  const about = 'What nginx takes where nothing is written.';

  test('those that hold', () =>
    checkHints(
      upstream(
        'server 10.0.0.1:80;',
        'server 10.0.0.2:80 weight=5 fail_timeout=3s;',
        'server 10.0.0.3:80 down;',
      ),
      nginx,
      `    server 10.0.0.1:80 «weight=1 max_fails=1 fail_timeout=10s|${about}»;`,
      `    server 10.0.0.2:80 weight=5 fail_timeout=3s «max_fails=1|${about}»;`,
    ));

  test('a server that is alone has none: nginx does not use them', () =>
    checkHints(upstream('server 10.0.0.1:80;'), nginx));
});
