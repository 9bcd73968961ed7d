import { describe, expect, it } from 'vitest';
import type { Deployment } from '../../server/src/model/deployment.ts';
import { pathOf } from '../support/fixture.ts';
import { deploymentOf, deploymentsOf } from '../support/service.ts';

const filesOf = ({ files }: Deployment) => files.map(({ uri }) => pathOf(uri));
const groups = async (fixture: string) =>
  (await deploymentsOf(fixture)).map((one) => filesOf(one).join(' ')).sort();

const nginx = (target: string, name = 'shop.example') => `
upstream app {
    server ${target};
}
server {
    listen 80;
    server_name ${name};
    location / {
        proxy_pass http://app;
    }
}`;

const gunicorn = (bind: string, name = 'web') => `
[program:${name}]
command=/srv/shop/venv/bin/gunicorn -b ${bind} shop:app
directory=/srv/shop`;

describe('files of one deployment', () => {
  it('are those that addresses, includes and -c join', async () => {
    const deployment = await deploymentOf(`
-- /shop/deploy/supervisor/supervisord.conf --
[supervisord]
[include]
files = conf.d/*.conf
-- /shop/deploy/supervisor/conf.d/web.conf --
[program:web]
command=/srv/shop/venv/bin/gunicorn -c /srv/shop/gunicorn.conf.py shop:app
directory=/srv/shop
-- /shop/gunicorn.conf.py --
bind = 'unix:/run/shop.sock'
workers = 3
-- /shop/deploy/nginx/nginx.conf --
events {}
http {
    include sites/*.conf;
}
-- /shop/deploy/nginx/sites/shop.conf --
server {
    listen 80;
    location / {
        proxy_pass http://unix:/run/shop.sock;
    }
}
-- /shop/scaling-lens.ini --
[target]
cores = 4
`);
    expect(filesOf(deployment).sort()).toEqual([
      '/shop/deploy/nginx/nginx.conf',
      '/shop/deploy/nginx/sites/shop.conf',
      '/shop/deploy/supervisor/conf.d/web.conf',
      '/shop/deploy/supervisor/supervisord.conf',
      '/shop/gunicorn.conf.py',
      '/shop/scaling-lens.ini',
    ]);
    expect(pathOf(deployment.root)).toBe('/shop');
    expect(deployment.target).toMatchObject({ cores: 4, from: 'scaling-lens.ini' });
    expect(deployment.closed).toBe(true);
    expect(deployment.routes[0]?.reaches.map(({ instance }) => instance.name)).toEqual(['web']);
    expect(deployment.capacity).toEqual({
      instances: 1,
      processes: 3,
      threads: 3,
      simultaneousRequests: 3,
      workersPerCore: 0.75,
    });
  });

  it('stay apart for staging and production', async () => {
    expect(
      await groups(`
-- /staging/supervisor.conf --${gunicorn('127.0.0.1:8000')}
-- /staging/nginx.conf --${nginx('127.0.0.1:8000')}
-- /prod/supervisor.conf --${gunicorn('127.0.0.1:9000')}
-- /prod/nginx.conf --${nginx('127.0.0.1:8000')}
`),
    ).toEqual(['/prod/supervisor.conf /prod/nginx.conf', '/staging/supervisor.conf /staging/nginx.conf']);
  });

  it('may belong to several: an http and an https site are alternatives', async () => {
    expect(
      await groups(`
-- /deploy/supervisor/web.conf --${gunicorn('127.0.0.1:8000')}
-- /deploy/nginx/http.conf --${nginx('127.0.0.1:8000')}
-- /deploy/nginx/https.conf --${nginx('127.0.0.1:8000')}
`),
    ).toEqual([
      '/deploy/supervisor/web.conf /deploy/nginx/http.conf',
      '/deploy/supervisor/web.conf /deploy/nginx/https.conf',
    ]);
  });

  it('are fragments of one folder together, unless a program stands in two of them', async () => {
    expect(
      await groups(`
-- /supervisor/web.conf --${gunicorn('127.0.0.1:8000')}
-- /supervisor/tasks.conf --
[program:tasks]
command=celery -A shop worker
`),
    ).toEqual(['/supervisor/tasks.conf /supervisor/web.conf']);
    expect(
      await groups(`
-- /supervisor/one.conf --${gunicorn('127.0.0.1:8000')}
-- /supervisor/two.conf --${gunicorn('127.0.0.1:8001')}
`),
    ).toEqual(['/supervisor/one.conf', '/supervisor/two.conf']);
  });

  it('are each of the two ways that start the same', async () => {
    expect(
      await groups(`
-- /deploy/supervisor/web.conf --${gunicorn('127.0.0.1:8000')}
-- /deploy/systemd/web.service --
[Service]
ExecStart=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
-- /deploy/nginx/shop.conf --${nginx('127.0.0.1:8000')}
`),
    ).toEqual([
      '/deploy/nginx/shop.conf /deploy/systemd/web.service',
      '/deploy/supervisor/web.conf /deploy/nginx/shop.conf',
    ]);
  });

  it('are governed by the nearest profile, which is a border', async () => {
    const all = await deploymentsOf(`
-- /scaling-lens.ini --
[target]
cores = 2
-- /supervisor.conf --${gunicorn('127.0.0.1:8000')}
-- /inner/scaling-lens.ini --
[target]
cores = 8
-- /inner/nginx.conf --${nginx('127.0.0.1:8000')}
`);
    expect(all.map(({ target, files }) => [target.cores, files.length])).toEqual([
      [2, 2],
      [8, 2],
    ]);
  });

  it('lie on the server where [paths] says: %(here)s is a folder there', async () => {
    const deployment = await deploymentOf(`
-- /scaling-lens.ini --
[paths]
/srv/shop = .
-- /deploy/supervisord.conf --
[supervisord]
[include]
files = %(here)s/conf.d/*.conf
-- /deploy/conf.d/web.conf --
[program:web]
command=/srv/venv/bin/gunicorn -b unix:%(here)s/web.sock shop:app
-- /nginx.conf --${nginx('unix:/srv/shop/deploy/conf.d/web.sock')}
`);
    expect(deployment.programs.map(({ name }) => name)).toEqual(['web']);
    expect(deployment.routes[0]?.reaches).toHaveLength(1);
  });

  it('are a profile alone where it governs nothing', async () => {
    expect(await groups('-- /scaling-lens.ini --\n[target]\ncores = 2\n')).toEqual(['/scaling-lens.ini']);
  });
});

describe('who starts programs', () => {
  it('a systemd socket is where nginx calls, whatever gunicorn says', async () => {
    const deployment = await deploymentOf(`
-- /deploy/shop.service --
[Service]
ExecStart=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
-- /deploy/shop.socket --
[Socket]
ListenStream=/run/shop.sock
-- /deploy/nginx.conf --${nginx('unix:/run/shop.sock')}
`);
    expect(deployment.routes[0]?.reaches.map(({ program }) => program.manager)).toEqual(['systemd']);
    expect(deployment.context.systemdUnits.map(({ uri }) => pathOf(uri))).toEqual([
      '/deploy/shop.service',
      '/deploy/shop.socket',
    ]);
  });

  it('a compose service is called by its name', async () => {
    const deployment = await deploymentOf(`
-- /docker-compose.yml --
services:
  web:
    command: gunicorn -b 0.0.0.0:8000 shop:app
-- /nginx/default.conf --${nginx('web:8000')}
`);
    expect(deployment.upstreams[0]?.servers[0]?.boundBy.map(({ instance }) => instance.name)).toEqual([
      'web',
    ]);
  });

  it('the socket of an fcgi-program is the address of all its instances', async () => {
    const deployment = await deploymentOf(`
-- /supervisord.conf --
[supervisord]
[fcgi-program:web]
socket=tcp://127.0.0.1:8000
command=/srv/venv/bin/uvicorn --fd 0 shop:app
process_name=%(program_name)s_%(process_num)d
numprocs=3
-- /nginx.conf --${nginx('127.0.0.1:8000')}
`);
    expect(deployment.upstreams[0]?.servers[0]?.boundBy.map(({ instance }) => instance.name)).toEqual([
      'web_0',
      'web_1',
      'web_2',
    ]);
  });

  it('a start script is read where the command leads to it', async () => {
    const deployment = await deploymentOf(`
-- /deploy/supervisor.conf --
[program:web]
command=/srv/shop/deploy/start.sh
-- /deploy/start.sh --
#!/bin/sh
BIND=unix:/run/shop.sock
exec gunicorn --bind=$BIND shop:app
-- /deploy/nginx.conf --${nginx('unix:/run/shop.sock')}
`);
    expect(filesOf(deployment)).toContain('/deploy/start.sh');
    expect(deployment.closed).toBe(true);
    expect(deployment.routes[0]?.reaches).toHaveLength(1);
  });

  it('a gunicorn file that nobody starts is linked, and nothing is certain then', async () => {
    const deployment = await deploymentOf(`
-- /gunicorn.conf.py --
bind = '127.0.0.1:8000'
-- /nginx.conf --${nginx('127.0.0.1:8000')}
`);
    expect(deployment.routes[0]?.reaches.map(({ instance }) => instance.name)).toEqual(['gunicorn']);
    expect(deployment.closed).toBe(false);
  });

  it('a gunicorn file goes to the supervisord beside it whose path leads nowhere', async () => {
    expect(
      await groups(`
-- /conf/supervisor.conf --
[program:web]
command=gunicorn -c config/gunicorn.conf.py shop:app
-- /conf/gunicorn.conf.py --
bind = '127.0.0.1:8000'
-- /conf/nginx.conf --${nginx('127.0.0.1:8000')}
`),
    ).toEqual(['/conf/supervisor.conf /conf/nginx.conf /conf/gunicorn.conf.py']);
  });
});

describe('closed: "nobody binds this" is certain', () => {
  const closed = async (fixture: string) => (await deploymentsOf(fixture)).map((one) => one.closed);

  it.each([
    ['a server whose bind is known', gunicorn('127.0.0.1:8000'), true],
    [
      'a task worker beside it',
      `${gunicorn('127.0.0.1:8000')}\n[program:tasks]\ncommand=celery -A shop worker\n`,
      true,
    ],
    [
      'celery through manage.py',
      `${gunicorn('127.0.0.1:8000')}\n[program:t]\ncommand=python manage.py celery worker\n`,
      true,
    ],
    ['a bind that no server understands', gunicorn('ubuntu:/run/shop.sock'), true],
    [
      'an event listener',
      `${gunicorn('127.0.0.1:8000')}\n[eventlistener:mail]\ncommand=x\nevents=TICK_5\n`,
      true,
    ],
    [
      'a program nobody knows',
      `${gunicorn('127.0.0.1:8000')}\n[program:node]\ncommand=node server.js\n`,
      false,
    ],
    [
      "celery's web interface",
      `${gunicorn('127.0.0.1:8000')}\n[program:f]\ncommand=celery -A shop flower\n`,
      false,
    ],
    ['a script that is not at hand', '\n[program:web]\ncommand=/srv/shop/start.sh\n', false],
    ['a template', '\n[program:web]\ncommand={{ command }}\n', false],
    ['an unknown number of instances', `${gunicorn('127.0.0.1:8000')}\nnumprocs=%(ENV_N)s\n`, false],
  ])('%s', async (_, text, expected) => {
    expect(await closed(`-- /supervisor.conf --${text}`)).toEqual([expected]);
  });

  it('not with an include that leads nowhere', async () => {
    expect(
      await closed(
        `-- /supervisord.conf --\n[supervisord]\n[include]\nfiles = /etc/x/*.conf\n${gunicorn('127.0.0.1:1')}`,
      ),
    ).toEqual([false]);
  });

  it('not where another way of starting the project binds what nginx calls', async () => {
    const all = await deploymentsOf(`
-- /deploy/supervisor/web.conf --${gunicorn('127.0.0.1:8000')}
-- /deploy/systemd/ws.service --
[Service]
ExecStart=/srv/venv/bin/daphne -b 127.0.0.1 -p 8001 shop.asgi:application
-- /deploy/nginx/shop.conf --
server {
    listen 80;
    location / { proxy_pass http://127.0.0.1:8000; }
    location /ws { proxy_pass http://127.0.0.1:8001; }
}
`);
    const supervised = all.find(({ supervisor }) => supervisor.length > 0);
    expect(supervised?.routes.map(({ reaches }) => reaches.length)).toEqual([1, 0]);
    expect(supervised?.closed).toBe(false);
  });
});
