import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';

const shop = `
  -- /deploy/prod/scaling-lens.ini --
  [target]
  cores = 8
  memory = 16GiB
  [paths]
  /srv/shop = .
  -- /deploy/prod/supervisord.conf --
  [supervisord]

  [program:web]
  command=gunicorn -w 4 -b unix:/run/shop/web_%(process_num)02d.sock -c /srv/shop/gunicorn.conf.py shop:app
  directory=/srv/shop
  user=www-data
  numprocs=3
  process_name=%(program_name)s_%(process_num)02d
  environment=A="1"
  -- /deploy/prod/gunicorn.conf.py --
  import os
  timeout = int(open('/etc/shop/timeout').read())
  threads = int(os.environ.get('THREADS', '1'))
  -- /deploy/prod/nginx/shop.conf --
  upstream shop {
      server unix:/run/shop/web_00.sock;
      server unix:/run/shop/web_01.sock weight=2;
      server unix:/run/shop/web_09.sock down;
  }
  server {
      listen 80;
      server_name shop.example;
      location / {
          proxy_pass http://shop;
      }
  }
`;

const model = async (...args: readonly string[]) => {
  const { out, status } = await runCli(['model', '--format', 'json', ...args], shop);
  expect(status).toBe(0);
  const { version, deployments } = JSON.parse(out);
  expect([version, deployments.length]).toEqual([1, 1]);
  return deployments[0];
};

test('the deployment is the promise of CONTRACT', async () => {
  const { root, files, target, capacity } = await model();
  expect(root).toBe('deploy/prod');
  expect(files).toEqual(
    expect.arrayContaining([
      { path: 'deploy/prod/supervisord.conf', kind: 'supervisor' },
      { path: 'deploy/prod/gunicorn.conf.py', kind: 'gunicorn' },
      { path: 'deploy/prod/nginx/shop.conf', kind: 'nginx' },
    ]),
  );
  expect(target).toMatchObject({ cores: 8, memory: 17179869184, from: 'scaling-lens.ini' });
  expect(capacity).toEqual({
    instances: 3,
    processes: 12,
    threads: 12,
    simultaneousRequests: 12,
    workersPerCore: 1.5,
  });
});

test('programs have their instances, and those their servers', async () => {
  const { programs } = await model();
  expect(programs).toHaveLength(1);
  const [{ instances, ...program }] = programs;
  expect(program).toEqual({
    name: 'web',
    kind: 'program',
    group: null,
    file: 'deploy/prod/supervisord.conf',
    line: 3,
    numprocs: 3,
  });
  expect(instances.map(({ name }: { name: string }) => name)).toEqual(['web_00', 'web_01', 'web_02']);
  expect(instances[0]).toMatchObject({
    command: 'gunicorn -w 4 -b unix:/run/shop/web_00.sock -c /srv/shop/gunicorn.conf.py shop:app',
    directory: '/srv/shop',
    user: 'www-data',
    environment: { A: '1' },
    autostart: true,
    server: {
      kind: 'gunicorn',
      app: 'shop:app',
      configFile: 'deploy/prod/gunicorn.conf.py',
      binds: ['unix:/run/shop/web_00.sock'],
      concurrency: { processes: 4, threadsPerProcess: 1, simultaneousRequests: 4 },
    },
  });
});

test('settings say where they come from, and what is unknown says why', async () => {
  const { programs } = await model();
  const { settings } = programs[0].instances[0].server;
  expect(settings.workers).toEqual({ value: 4, from: 'command line' });
  expect(settings.threads).toMatchObject({ value: 1, from: 'environment default' });
  expect(settings.timeout).toEqual({ value: null, from: 'unknown', why: expect.any(String) });
  expect(settings.keepalive).toEqual({ value: 2, from: 'default' });
});

test('upstreams say who binds each server, routes where they lead', async () => {
  const { upstreams, routes } = await model();
  expect(upstreams).toEqual([
    {
      name: 'shop',
      file: 'deploy/prod/nginx/shop.conf',
      line: 1,
      method: 'round-robin',
      keepalive: null,
      servers: [
        {
          address: 'unix:/run/shop/web_00.sock',
          weight: 1,
          backup: false,
          down: false,
          boundBy: 'web:web_00',
          line: 2,
        },
        {
          address: 'unix:/run/shop/web_01.sock',
          weight: 2,
          backup: false,
          down: false,
          boundBy: 'web:web_01',
          line: 3,
        },
        {
          address: 'unix:/run/shop/web_09.sock',
          weight: 1,
          backup: false,
          down: true,
          boundBy: null,
          line: 4,
        },
      ],
    },
  ]);
  expect(routes).toMatchObject([
    { listen: ['80'], serverNames: ['shop.example'], location: '/', passes: 'upstream shop', line: 10 },
  ]);
});

test('--target comes before the profile', async () => {
  const { target, capacity } = await model('--target', 'cores=2');
  expect(target).toMatchObject({ cores: 2, memory: 17179869184, from: '--target' });
  expect(capacity.workersPerCore).toBe(6);
});

test('text names what the JSON holds', async () => {
  const { out } = await runCli(['model'], shop);
  expect(out).toContain('deploy/prod\n  target: 8 cores, 16 GiB (scaling-lens.ini)\n');
  expect(out).toContain('    unix:/run/shop/web_00.sock web:web_00\n');
  expect(out).toContain('    web_00 gunicorn at unix:/run/shop/web_00.sock, 4 sync workers × 1\n');
  expect(out).toContain('  capacity: 3 instances, 12 processes, 12 threads, 12 requests at once\n');
});

test('an empty folder has no deployment', async () => {
  expect((await runCli(['model'], '')).out).toBe('No deployment found.\n');
  const { out } = await runCli(['model', '--format', 'json'], '');
  expect(JSON.parse(out)).toEqual({ version: 1, deployments: [] });
});
