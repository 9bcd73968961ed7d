import { describe, test } from 'vitest';
import { checkLenses } from '../support/code-lens.ts';

const shop = (
  over: { numprocs?: string; command?: string; nginx?: string; gunicorn?: string } = {},
): string => `
-- /srv/shop/supervisord.conf --
[supervisord]
[program:web]
command=${over.command ?? 'gunicorn -c gunicorn.conf.py -b 127.0.0.1:80%(process_num)02d shop:app'}
directory=/srv/shop
process_name=%(program_name)s_%(process_num)02d
numprocs=${over.numprocs ?? '3'}
-- /srv/shop/gunicorn.conf.py --
${over.gunicorn ?? 'workers = 4'}
-- /srv/shop/scaling-lens.ini --
[target]
cores = 8
-- /srv/shop/nginx/shop.conf --
${
  over.nginx ??
  `upstream shop {
    server 127.0.0.1:8000;
    server 127.0.0.1:8001;
    server 127.0.0.1:8002;
}
server {
    listen 80;
    location / { proxy_pass http://shop; }
}`
}
`;
const supervisor = '/srv/shop/supervisord.conf';
const nginx = '/srv/shop/nginx/shop.conf';
const gunicorn = '/srv/shop/gunicorn.conf.py';

describe('over a program', () => {
  test('its processes, the cores and who reaches it', () =>
    checkLenses(
      shop(),
      supervisor,
      '2: 3 instances × 4 workers = 12 processes · 8 cores · reached by upstream shop (3/3) -> /srv/shop/nginx/shop.conf:1',
    ));

  test('an unknown number of workers is left out', () =>
    checkLenses(
      shop({ gunicorn: 'workers = int(open("/w").read())' }),
      supervisor,
      '2: 3 instances · 8 cores · reached by upstream shop (3/3) -> /srv/shop/nginx/shop.conf:1',
    ));

  test('instances that nobody reaches are counted', () =>
    checkLenses(
      shop({ numprocs: '4' }),
      supervisor,
      '2: 4 instances × 4 workers = 16 processes · 8 cores · reached by upstream shop (3/4) -> /srv/shop/nginx/shop.conf:1',
    ));

  test('a location that names the address itself', () =>
    checkLenses(
      shop({ numprocs: '1', nginx: 'server {\n location /a { proxy_pass http://127.0.0.1:8000; }\n}' }),
      supervisor,
      '2: 1 instance × 4 workers = 4 processes · 8 cores · reached by location /a (1/1) -> /srv/shop/nginx/shop.conf:2',
    ));

  test('a program that is no server has none', () =>
    checkLenses('-- /supervisord.conf --\n[program:job]\ncommand=/bin/cat\n', '/supervisord.conf'));
});

describe('over an upstream', () => {
  test('servers, who binds them, requests at once', () =>
    checkLenses(
      shop(),
      nginx,
      '1: 3 servers · all bound · 12 requests at once -> /srv/shop/supervisord.conf:6',
    ));

  test('a server that nobody binds', () =>
    checkLenses(shop({ numprocs: '2' }), nginx, '1: 3 servers · 2 bound -> /srv/shop/supervisord.conf:6'));

  test('of a server on another machine nothing is said', () =>
    checkLenses(
      shop({ nginx: 'upstream shop { server 10.0.0.7:80; server 127.0.0.1:8000; }' }),
      nginx,
      '1: 2 servers -> /srv/shop/supervisord.conf:6',
    ));
});

describe('over a gunicorn file', () => {
  test('who starts it and what comes of it', () =>
    checkLenses(
      shop({ gunicorn: 'workers = 9\nthreads = 4\n', numprocs: '1' }),
      gunicorn,
      '1: started by web: 9 workers, gthread × 4 -> /srv/shop/supervisord.conf:3',
    ));

  test('several instances', () =>
    checkLenses(
      shop(),
      gunicorn,
      '1: started by web (3 instances): 4 workers, sync -> /srv/shop/supervisord.conf:3',
    ));

  test('what is not known is left out', () =>
    checkLenses(
      shop({ gunicorn: 'workers = int(open("/w").read())', numprocs: '1' }),
      gunicorn,
      '1: started by web: sync -> /srv/shop/supervisord.conf:3',
    ));
});
