import { test } from 'vitest';
import { checkTree } from '../support/tree.ts';

test('route, upstream, instances, workers', () =>
  checkTree(
    `-- /srv/shop/supervisord.conf --
[supervisord]
[program:web]
command = gunicorn -c gunicorn.conf.py -b unix:/run/shop/web_%(process_num)d.sock shop:app
directory = /srv/shop
process_name = web_%(process_num)d
numprocs = 2
stopwaitsecs = 40
[program:mail]
command = python mail.py
-- /srv/shop/gunicorn.conf.py --
workers = 4
-- /srv/shop/nginx/shop.conf --
upstream shop {
    server unix:/run/shop/web_0.sock;
    server unix:/run/shop/web_1.sock;
    server unix:/run/shop/web_2.sock;
}
server {
    listen 80;
    server_name shop.example;
    location / { proxy_set_header Host $host; proxy_pass http://shop; }
}
-- /srv/shop/scaling-lens.ini --
[target]
cores = 8
`,
    `deployment srv/shop · 8 cores (scaling-lens.ini) @supervisord.conf:1 !xfile/numprocs-vs-upstream-count !xfile/upstream-target-unbound
  route shop.example / · upstream shop @shop.conf:9 !xfile/upstream-target-unbound !xfile/numprocs-vs-upstream-count
    upstream shop · 3 servers, 2 bound here · round-robin @shop.conf:1 !xfile/upstream-target-unbound !xfile/numprocs-vs-upstream-count
      instance web_0 · unix:/run/shop/web_0.sock @supervisord.conf:2 !xfile/numprocs-vs-upstream-count
        workers 4 workers · gunicorn · gunicorn.conf.py @gunicorn.conf.py:1
      instance web_1 · unix:/run/shop/web_1.sock @supervisord.conf:2 !xfile/numprocs-vs-upstream-count
        workers 4 workers · gunicorn · gunicorn.conf.py @gunicorn.conf.py:1
      address unix:/run/shop/web_2.sock · bound by no program here @shop.conf:4 !xfile/upstream-target-unbound
  unreached Not behind nginx · 1 program
    program mail · 1 instance @supervisord.conf:8
      instance mail @supervisord.conf:8`,
  ));

test('without nginx the programs stand under the deployment', () =>
  checkTree(
    `-- /srv/api/supervisord.conf --
[supervisord]
[program:api]
command = gunicorn -w 2 --threads 4 -b 127.0.0.1:8000 api:app
`,
    `deployment srv/api · no profile @supervisord.conf:1
  program api · 1 instance @supervisord.conf:2
    instance api · 127.0.0.1:8000 @supervisord.conf:2
      workers 2 workers × 4 threads · gunicorn · supervisord.conf @supervisord.conf:3`,
  ));

test('an address that a location calls itself, an upstream that nobody uses', () =>
  checkTree(
    `-- /srv/api/supervisord.conf --
[supervisord]
[program:api]
command = gunicorn -w 2 -b 127.0.0.1:8000 api:app
-- /srv/api/nginx/api.conf --
upstream unused { least_conn; server 10.0.0.7:80; }
server {
    listen 8080;
    location /api { proxy_set_header Host $host; proxy_pass http://127.0.0.1:8000; }
    location /way { proxy_set_header Host $host; proxy_pass http://$arg_host; }
}
`,
    `deployment srv/api · no profile @supervisord.conf:1
  route 8080 /api · 127.0.0.1:8000 @api.conf:4
    instance api · 127.0.0.1:8000 @supervisord.conf:2
      workers 2 workers · gunicorn · supervisord.conf @supervisord.conf:3
  route 8080 /way · http://$arg_host @api.conf:5
  upstream unused · 1 server · least_conn @api.conf:1
    address 10.0.0.7:80 · bound by no program here @api.conf:1`,
  ));

test('of many instances the first are listed', () => {
  const instances = Array.from(
    { length: 63 },
    (_, index) => `    instance many_${index} @supervisord.conf:2`,
  );
  return checkTree(
    `-- /srv/api/supervisord.conf --
[supervisord]
[program:many]
command = sleep 1
process_name = many_%(process_num)d
numprocs = 100
`,
    [
      'deployment srv/api · no profile @supervisord.conf:1',
      '  program many · 100 instances @supervisord.conf:2',
    ]
      .concat(instances, '    further 37 more')
      .join('\n'),
  );
});
