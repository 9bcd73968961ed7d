import { test } from 'vitest';
import { checkCalls } from '../support/call-hierarchy.ts';

/** A deployment whose files hold a cursor where one is given. */
const shop = ({
  pass = 'http://shop',
  upstream = 'shop',
  server = '127.0.0.1:8000',
  option = 'c',
  setting = 'workers',
}) => `
-- /srv/shop/supervisord.conf --
[supervisord]
[program:web]
command = gunicorn -${option} gunicorn.conf.py -b 127.0.0.1:800%(process_num)d shop:app
directory = /srv/shop
process_name = web_%(process_num)d
numprocs = 2
[program:mail]
command = python mail.py
-- /srv/shop/gunicorn.conf.py --
${setting} = 4
-- /srv/shop/nginx/shop.conf --
upstream ${upstream} {
    server ${server};
    server 127.0.0.1:8001;
    server 127.0.0.1:8002;
}
server {
    listen 80;
    server_name shop.example;
    location / { proxy_pass ${pass}; }
    location /admin/ { proxy_pass http://127.0.0.1:8001; }
}
`;
const config = 'config gunicorn.conf.py (4 workers)';
const web = 'program web (2 instances)';
const upstream = 'upstream shop (3 servers · round-robin)';
const root = 'route shop.example / (http://shop)';

test('an upstream: the routes that pass to it, the programs behind its servers', () =>
  checkCalls(
    shop({ upstream: '<|>shop' }),
    upstream,
    `← ${root}: http://shop`,
    `→ ${web}: 127.0.0.1:8000 127.0.0.1:8001`,
  ));

test('the name in proxy_pass is the upstream', () =>
  checkCalls(
    shop({ pass: 'http://sh<|>op' }),
    upstream,
    `← ${root}: http://shop`,
    `→ ${web}: 127.0.0.1:8000 127.0.0.1:8001`,
  ));

test('the address of a server is the program that binds it, with all who call it', () =>
  checkCalls(
    shop({ server: '127.0.0.1:80<|>00' }),
    web,
    '← route shop.example /admin/ (http://127.0.0.1:8001): http://127.0.0.1:8001',
    `← ${upstream}: 127.0.0.1:8000 127.0.0.1:8001`,
    `→ ${config}: gunicorn.conf.py`,
  ));

test('a configuration file: the programs that are started with it', () =>
  checkCalls(shop({ setting: 'work<|>ers' }), config, `← ${web}: gunicorn.conf.py`));

test('the location around the cursor where nothing is called', () =>
  checkCalls(
    shop({ pass: 'http://shop; proxy_set_header Host<|> $host' }),
    root,
    `→ ${upstream}: http://shop`,
  ));

test('a program that nobody calls', () =>
  checkCalls(
    `
-- /srv/shop/supervisord.conf --
[supervisord]
[program:ma<|>il]
command = python mail.py
`,
    'program mail (1 instance)',
  ));

test('nothing outside of all parts', () =>
  checkCalls('-- /srv/shop/supervisord.conf --\n[super<|>visord]\n'));
