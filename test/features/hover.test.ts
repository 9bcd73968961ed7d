import { describe, expect, test } from 'vitest';
import { cursorOf } from '../support/fixture.ts';
import { checkHover, checkHoverToken, checkNoHover } from '../support/hover.ts';
import { openFixture } from '../support/service.ts';

const supervisor = `
[supervisord]
logfile=/var/log/supervisord.log

[program:web]
command=/srv/shop/bin/gunicorn -c /srv/shop/gunicorn.conf.py --threads=2 -b unix:/run/web_%(process_num)02d.sock shop.wsgi:app
process_name=%(program_name)s_%(process_num)02d
numprocs=2
directory=/srv/shop
environment=WEB_MODE="fast",PORT="1"
stopwaitsecs=10

[group:all]
programs=web
`;
const gunicorn = `
import multiprocessing
import os
cores = multiprocessing.cpu_count()
workers = cores * 2 + 1
worker_class = "gthread"
threads = 8
mode = os.environ.get("WEB_MODE", "slow")
`;
const nginx = `
events {
    worker_connections 1024;
}
http {
    proxy_read_timeout 60s;
    map $http_upgrade $connection_upgrade { default upgrade; "" close; }
    upstream shop {
        least_conn;
        server unix:/run/web_00.sock weight=2;
        server unix:/run/web_9.sock max_fails=3;
    }
    server {
        listen 80;
        location / {
            proxy_pass http://shop;
            proxy_read_timeout 30s;
            proxy_set_header Connection $connection_upgrade;
            proxy_set_header Host $host;
        }
    }
}
`;
const profile = '[target]\ncores = 4\n';

const shop = (edit: (texts: { supervisor: string; gunicorn: string; nginx: string }) => void): string => {
  const texts = { supervisor, gunicorn, nginx };
  edit(texts);
  return `-- /srv/shop/supervisord.conf --${texts.supervisor}-- /srv/shop/gunicorn.conf.py --${texts.gunicorn}-- /srv/shop/nginx.conf --${texts.nginx}-- /srv/shop/scaling-lens.ini --\n${profile}`;
};
/** The shop with the cursor before (or, with `<|>` in it, inside) the first text of one of its files. */
const at = (file: 'supervisor' | 'gunicorn' | 'nginx', text: string): string =>
  shop((texts) => {
    const plain = text.replace('<|>', '');
    const marked = text.includes('<|>') ? text : `<|>${text}`;
    expect(texts[file]).toContain(plain);
    texts[file] = texts[file].replace(plain, () => marked);
  });

describe('supervisord.conf', () => {
  test.each([
    [
      '[<|>program:web]',
      '**`[program:web]`** · 2 instances of gunicorn: `web_00` and `web_01`',
      'Called by `upstream shop`',
    ],
    [
      'numprocs=2',
      '**`numprocs`** = `2`',
      '2 instances × 9 workers = 18 processes on 4 cores: 4.5 per core.',
      '*Level:* horizontal',
    ],
    ['numprocs=<|>2', '**`numprocs`** = `2`'],
    ['process_name=%', '**`process_name`** = `web_00` and `web_01`'],
    ['process_num)02d.sock', '**`%(process_num)02d`** = `00` and `01` for `web_00` and `web_01`'],
    ['%(program_name)s_', '**`%(program_name)s`** = `web`'],
    ['stopwaitsecs', '**`stopwaitsecs`** = `10`', 'default `10`'],
    ['directory', '**`directory`** = `/srv/shop`', '[manual](http://supervisord.org/'],
    ['programs=<|>web', '**`web`** · 2 instances of gunicorn: `web_00` and `web_01`'],
    ['[<|>group:all]', '**`[group:all]`**', 'Starts and stops `web` together.'],
    ['logfile=/var', '**`logfile`** = `/var/log/supervisord.log`'],
  ])('%s', async (text, title, ...parts) => checkHover(at('supervisor', text), title, ...parts));

  test('a repeated option says which one counts', () =>
    checkHover(
      '[program:a]\ncommand=x\nnumpr<|>ocs=1\n[program:a]\nnumprocs=1\n',
      '**`numprocs`** = `1`',
      'sets it again and wins',
    ));
  test('a repeated option says what it wins over', () =>
    checkHover(
      '[program:a]\ncommand=x\npriority=1\n[program:a]\nprior<|>ity=2\n',
      '**`priority`** = `2`',
      'Wins over',
    ));
  test('an unknown option has nothing to say', () => checkNoHover('[program:a]\nfoo<|>bar=1\n'));
  test('a comment has nothing to say', () => checkNoHover('[program:a]\n; num<|>procs=1\n'));
  test('an option of a continued value', () =>
    checkHover('[program:a]\ncommand=/bin/gunicorn\n  --work<|>ers 3\n  a:b\n', '**`--workers`** = `3`'));
  test('broken text still has hovers', () =>
    checkHover('[program:a]\ncommand=x\ngarbage\nauto<|>start=true', '**`autostart`** = `true`'));
});

describe('command lines', () => {
  test.each([
    ['/srv/shop/bin/gunicorn', '**gunicorn** · 2 instances of gunicorn: `web_00` and `web_01`'],
    ['-c /srv', '**`-c`** = `/srv/shop/gunicorn.conf.py`'],
    [
      '--threads=2',
      '**`--threads`** = `2`',
      '2 instances × 9 workers × 2 threads = 36 requests at the same moment.',
    ],
    ['--threads=<|>2', '**`--threads`** = `2`'],
    [
      '-b unix',
      '**`-b`** = `unix:/run/web_00.sock` and `unix:/run/web_01.sock`',
      'No nginx file at hand calls `unix:/run/web_01.sock`.',
    ],
    ['shop.wsgi:app', '**application** = `shop.wsgi:app`'],
  ])('%s', async (text, title, ...parts) => checkHover(at('supervisor', text), title, ...parts));

  test('a flag of uvicorn', () =>
    checkHover(
      '[program:a]\ncommand=uvicorn --w<|>orkers 2 a:b\n',
      '**`--workers`** = `2`',
      'variable `UVICORN_WORKERS`, `WEB_CONCURRENCY`',
    ));
  test('a value joined to its short flag', () =>
    checkHover('[program:a]\ncommand=gunicorn -w<|>4 a:b\n', '**`-w`** = `4`'));
  test('inside of sh -c', () =>
    checkHover(
      `[program:a]\ncommand=sh -c "cd /srv && exec gunicorn --time<|>out 40 a:b"\n`,
      '**`--timeout`** = `40`',
    ));
  test('another program has the option itself', () =>
    checkHover('[program:a]\ncommand=/bin/cel<|>ery worker\n', '**`command`** = `/bin/celery worker`'));
  test('only the flag is marked', () =>
    checkHoverToken('[program:a]\ncommand=gunicorn --work<|>ers=4 a:b\n', '--workers'));
  test('only the value is marked', () =>
    checkHoverToken('[program:a]\ncommand=gunicorn --workers=<|>4 a:b\n', '4'));
});

describe('gunicorn.conf.py', () => {
  test.each([
    [
      'workers =',
      '**`workers`** = `9`',
      '`cores * 2 + 1`, with 4 cores (scaling-lens.ini).',
      'Read by `web` (2 instances).',
    ],
    [
      'threads =',
      '**`threads`** = `2`',
      'For `web` it comes from the command line',
      'which wins over this file',
    ],
    ['cores = m', '**`cores`** = `4`'],
    ['cpu_<|>count()', '**`multiprocessing.cpu_count()`** = `4`'],
    ['"gth<|>read"', '**worker class `gthread`**'],
    ['"WEB_<|>MODE"', '**`WEB_MODE`** = `fast`', 'Set by `environment=` of supervisord.conf.'],
  ])('%s', async (text, title, ...parts) => checkHover(at('gunicorn', text), title, ...parts));

  const alone = (text: string): string => `-- /gunicorn.conf.py --\n${text}`;
  test('a file by itself', () =>
    checkHover(alone('time<|>out = 40\n'), '**`timeout`** = `40`', 'default `30`'));
  test('a name that gunicorn ignores', () =>
    checkHover(alone('bind = "x"\npre<|>load = True\n'), '**`preload`**', 'the setting is `preload_app`'));
  test('a hook', () => checkHover(alone('def post_<|>fork(server, worker):\n    pass\n'), '**`post_fork`**'));
  test('Python itself is left to others', () => checkNoHover(alone('bind = "x"\nimport o<|>s\n')));
  test('function bodies are left to others', () =>
    checkNoHover(alone('def on_exit(server):\n    work<|>ers = 3\n')));
});

describe('nginx', () => {
  test.each([
    [
      'upstream shop',
      '**`upstream`** `shop`',
      'No program is known to bind `unix:/run/web_9.sock`.',
      'Used by `location /`',
    ],
    ['least_conn', '**`least_conn`**', '*Level:* horizontal'],
    ['unix:/run/web_00', '**server** = `unix:/run/web_00.sock`', 'Bound by `web_00` ([supervisord.conf:4]('],
    ['unix:/run/web_9', '**server** = `unix:/run/web_9.sock`', 'Nobody in this deployment binds it.'],
    ['weight=2', '**`weight`** = `2`', '`unix:/run/web_00.sock` 66.7 %'],
    ['max_fails=3', '**`max_fails`** = `3`', 'After 3 failures within 10 s'],
    ['http://shop', '**upstream `shop`**', 'answered by `web_00`'],
    ['proxy_pass', '**`proxy_pass`** = `http://shop`', 'To the upstream `shop`'],
    [
      'proxy_read_timeout 30s',
      '**`proxy_read_timeout`** = `30s`',
      'Here in place of `60s` of an outer level',
      '`web` behind it: `timeout` 30 s of gunicorn.',
    ],
    ['$connection_upgrade;', '**`$connection_upgrade`**', 'Set by `map` from `$http_upgrade`'],
    ['$host', '**`$host`**'],
    ['worker_connections', '**`worker_connections`** = `1024`', '*Level:* vertical'],
    ['location /', '**`location`** `/`', 'To the upstream `shop`'],
    ['listen', '**`listen`** = `80`'],
  ])('%s', async (text, title, ...parts) => checkHover(at('nginx', text), title, ...parts));

  const file = (text: string): string => `-- /etc/nginx/nginx.conf --\n${text}`;
  test('a missing semicolon does not hide the next directive', () =>
    checkHover(file('events {}\nhttp {\n  sendfile on\n  gz<|>ip on;\n}\n'), '**`gzip`** = `on`'));
  test('a block that is never closed', () =>
    checkHover(file('events {}\nhttp {\n  server {\n    listen 80;\n    root /a<|>'), '**`root`** = `/a`'));
  test('a fragment of a server', () =>
    checkHover(
      '-- /etc/nginx/snippets/app.conf --\nlocation / {\n  proxy_<|>buffering off;\n}\n',
      '**`proxy_buffering`** = `off`',
    ));
  test('a server of stream is none of http', () =>
    checkHover(
      file('events {}\nstream {\n  server {\n    proxy_time<|>out 1m;\n  }\n}\n'),
      '**`proxy_timeout`** = `1m`',
      'stream',
    ));
  test('comments', () => checkNoHover(file('# work<|>er_processes 1;\nevents {}\n')));
  test('a directive of a third-party module', () =>
    checkHover(
      file('events {}\nhttp {\n  more_set_<|>headers "A: b";\n}\n'),
      '**`more_set_headers`** = `"A: b"`',
      'from a third-party module',
    ));
  test('quotes belong to the token', () =>
    checkHoverToken(file('events {}\nhttp {\n  log_format a "$host<|> b";\n}\n'), '$host'));
});

const conflict = '[program:a]\ncommand=/bin/a\nredirect_stderr=true\nstderr_<|>logfile=/var/log/a.err\n';

test('information and hints of a place are told there', () =>
  checkHover(conflict, '**`stderr_logfile`** = `none`', '💡', '`supervisor/redirect-stderr-conflict`'));

test('they are left out where the editor shows them itself', async () => {
  const { service, snapshot, fixture } = await openFixture(conflict);
  const { uri, offset } = cursorOf(fixture);
  expect(service.hover(snapshot, uri, offset, { advice: 'left out' })?.markdown).not.toContain('💡');
});
