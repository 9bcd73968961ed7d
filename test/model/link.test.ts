import { describe, expect, it } from 'vitest';
import { capacityOf } from '../../server/src/model/capacity.ts';
import { bindsNothing } from '../../server/src/model/link-closed.ts';
import { deploymentOf } from '../support/service.ts';

const linked = async (fixture: string) => {
  const deployment = await deploymentOf(fixture);
  return {
    upstreams: deployment.upstreams.map(({ upstream, servers, routes }) => ({
      name: upstream.name,
      servers: servers.map(({ server, boundBy }) =>
        `${server.text} ${boundBy.map((r) => r.instance.name).join(',')}`.trim(),
      ),
      routes: routes.map(({ location }) => location),
    })),
    routes: deployment.routes.map(({ route, reaches }) =>
      `${route.location} ${reaches.map((r) => r.instance.name).join(',')}`.trim(),
    ),
  };
};

const instances = `
-- /supervisord.conf --
[supervisord]
[program:web]
command=gunicorn -w 2 -b 127.0.0.1:80%(process_num)02d shop:app
process_name=%(program_name)s_%(process_num)02d
numprocs=3
numprocs_start=1
-- /nginx.conf --
`;

describe('links', () => {
  it('each upstream server to the instances that bind it, each route over its upstream', async () => {
    expect(
      await linked(`${instances}
upstream shop {
    server 127.0.0.1:8001;
    server localhost:8002;
    server 0.0.0.0:8003;
    server 127.0.0.1:8004;
    server 10.0.0.1:8001;
}
server {
    location / { proxy_pass http://shop; }
    location /direct { proxy_pass http://127.0.0.1:8002/x/; }
    location /variable { proxy_pass http://$host; }
}
`),
    ).toEqual({
      upstreams: [
        {
          name: 'shop',
          servers: [
            '127.0.0.1:8001 web_01',
            'localhost:8002 web_02',
            '0.0.0.0:8003 web_03',
            '127.0.0.1:8004',
            '10.0.0.1:8001',
          ],
          routes: ['/'],
        },
      ],
      routes: ['/ web_01,web_02,web_03', '/direct web_02', '/variable'],
    });
  });

  it('/var/run and /run, three slashes and one', async () => {
    const { routes } = await linked(`
-- /supervisor.conf --
[program:web]
command=gunicorn -b unix:///var/run/shop/web.sock shop:app
-- /nginx.conf --
server {
    location / { proxy_pass http://unix:/run/shop/web.sock:/; }
}
`);
    expect(routes).toEqual(['/ web']);
  });

  it('a route of one fragment to the upstream of another of the same folder', async () => {
    const { routes } = await linked(`
-- /supervisor/web.conf --
[program:web]
command=gunicorn -b 127.0.0.1:8000 shop:app
-- /nginx/upstreams.conf --
upstream shop { server 127.0.0.1:8000; }
-- /nginx/site.conf --
server {
    server_name shop.example;
    location / { proxy_pass http://shop; }
}
`);
    expect(routes).toEqual(['/ web']);
  });
});

describe('capacity', () => {
  it('multiplies instances, workers and threads, and divides by the cores', async () => {
    const { capacity } = await deploymentOf(`
-- /supervisord.conf --
[supervisord]
[program:web]
command=gunicorn -w 4 --threads 2 -b unix:/run/web_%(process_num)d.sock shop:app
process_name=%(program_name)s_%(process_num)d
numprocs=3
[program:tasks]
command=celery -A shop worker
-- /scaling-lens.ini --
[target]
cores = 8
`);
    expect(capacity).toEqual({
      instances: 3,
      processes: 12,
      threads: 24,
      simultaneousRequests: 24,
      workersPerCore: 1.5,
    });
  });

  it('is unknown where a summand is, and unlimited is no number', async () => {
    const { capacity } = await deploymentOf(`
-- /supervisord.conf --
[supervisord]
[program:web]
command=gunicorn -b 127.0.0.1:8000 -c /srv/absent/gunicorn.conf.py shop:app
[program:chat]
command=uvicorn --port 8001 shop:app
`);
    expect(capacity).toEqual({
      instances: 2,
      processes: null,
      threads: null,
      simultaneousRequests: null,
      workersPerCore: null,
    });
    const chat = await deploymentOf(
      '-- /supervisor.conf --\n[program:chat]\ncommand=uvicorn --port 8001 shop:app\n',
    );
    expect(chat.capacity).toMatchObject({
      instances: 1,
      processes: 1,
      threads: 1,
      simultaneousRequests: null,
    });
  });

  it('of nothing is nothing', () => {
    expect(capacityOf([], 8)).toEqual({
      instances: 0,
      processes: 0,
      threads: 0,
      simultaneousRequests: 0,
      workersPerCore: 0,
    });
  });
});

describe('commands that listen nowhere', () => {
  it.each([
    'celery -A shop worker',
    '/srv/venv/bin/celery --app=shop beat -l info',
    'python manage.py celeryd -B',
    '/srv/venv/bin/python -u manage.py rqworker default',
    'python3 -m celery -A shop worker',
    'nice -n 10 /srv/venv/bin/rq worker',
    'env A=1 celery -A shop worker',
    "nginx -g 'daemon off;'",
    'tail -f /var/log/x',
    '/usr/sbin/cron -f',
  ])('%s', (command) => expect(bindsNothing(command)).toBe(true));

  it.each([
    'celery -A shop flower --port=5555',
    'python manage.py runserver 8000',
    'node server.js',
    'gunicorn shop:app',
    'redis-server',
    '/srv/start.sh',
    'python app.py',
    '',
  ])('not %s', (command) => expect(bindsNothing(command)).toBe(false));
});
