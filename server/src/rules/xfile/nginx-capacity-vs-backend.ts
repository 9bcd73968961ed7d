import { ifKnown } from '../../base/known.ts';
import { acceptQueue, BACKLOG } from '../../levels/arithmetic/queues.ts';
import type { Deployment, Instance, Reach } from '../../model/deployment.ts';
import type { NginxConfig } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { allDirectives, workerProcesses } from '../shared/nginx.ts';
import { numberOf } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/nginx-capacity-vs-backend',
  title: 'nginx takes more requests than the application can run and queue',
  severity: 'hint',
  confidence: 'medium',
  level: 'horizontal',
  reads: ['nginx', 'supervisor', 'gunicorn'],
  what: 'The profile names the cores, `worker_connections` is written, and the clients that nginx can serve at once (workers × connections / 2) are more than the requests that all application servers behind it run at once and keep waiting in their queues.',
  why: 'Requests wait first in the queue of the socket (`backlog`). When that is full, connections are refused or time out, and nginx answers 502 or 504 though it has connections left. `max_conns` with a `zone` makes the limit visible in nginx.',
  silent: [
    'No cores in the profile: the number of nginx workers depends on the machine.',
    '`max_conns` limits the servers.',
    'A backend whose limit is not known, such as an async server without one.',
  ],
  logs: [
    'connect() to unix:/run/shop/web.sock failed (11: Resource temporarily unavailable) while connecting to upstream',
  ],
  evidence: [
    {
      text: 'nginx documentation, worker_connections',
      url: 'https://nginx.org/en/docs/ngx_core_module.html#worker_connections',
    },
    {
      text: 'listen(2), the backlog and somaxconn',
      url: 'https://man7.org/linux/man-pages/man2/listen.2.html',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 9 -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/nginx.conf --
        worker_processes auto;
        events { worker_connections 4096; }
                                    ^^^^ hint: nginx can serve 8192 clients at once (4 × 4096 / 2; scaling-lens.ini), but 'web' runs 9 requests and lets 2048 wait: more end in 502 or 504. Limit the servers with max_conns and a zone, or lower worker_connections.
        http {
            server {
                listen 80;
                location / { proxy_pass http://127.0.0.1:8000; }
            }
        }
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 9 -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/nginx.conf --
        worker_processes 4;
        events { worker_connections 4096; }
        http {
            server {
                listen 80;
                location / { proxy_pass http://127.0.0.1:8000; }
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 9 -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/nginx.conf --
        worker_processes auto;
        events { worker_connections 4096; }
        http {
            upstream shop {
                zone shop 64k;
                server 127.0.0.1:8000 max_conns=200;
            }
            server {
                listen 80;
                location / { proxy_pass http://shop; }
            }
        }
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --port 8000 shop:app
        -- /srv/shop/nginx/nginx.conf --
        worker_processes auto;
        events { worker_connections 4096; }
        http {
            server {
                listen 80;
                location / { proxy_pass http://127.0.0.1:8000; }
            }
        }
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  if (deployment.target.cores === undefined) return;
  for (const config of deployment.nginx) {
    const processes = workerProcesses(config, deployment);
    const word = allDirectives(config).find(({ name }) => name === 'worker_connections')?.args[0];
    const backends = backendsOf(deployment, config);
    if (!word || !/^\d+$/.test(word.text) || processes === undefined || !backends) continue;
    const clients = Math.floor((processes * Number(word.text)) / 2);
    if (clients <= backends.running + backends.waiting) continue;
    yield {
      place: word.place,
      message: `nginx can serve ${clients} clients at once (${processes} × ${word.text} / 2; ${deployment.target.from}), but ${backends.names} runs ${backends.running} requests and lets ${backends.waiting} wait: more end in 502 or 504. Limit the servers with max_conns and a zone, or lower worker_connections.`,
    };
  }
}

interface Backends {
  readonly names: string;
  readonly running: number;
  readonly waiting: number;
}

/** All that answers nginx; undefined when somebody is not known or has a limit already. */
function backendsOf(deployment: Deployment, config: NginxConfig): Backends | undefined {
  const routes = deployment.routes.filter((one) => one.config === config && one.route.protocol === 'http');
  const limited = config.upstreams.some(({ servers }) => servers.some(({ maxConns }) => maxConns > 0));
  const isOpen = routes.some(({ reaches }) => reaches.length === 0);
  if (routes.length === 0 || limited || isOpen || config.fragment || !config.complete) return undefined;
  const reaches = routes.flatMap((route) => route.reaches);
  const instances = [...new Set(reaches.map(({ instance }) => instance))];
  const parts = instances.map(sizeOf);
  const programs = new Set(reaches.map(({ program }: Reach) => `'${program.name}'`));
  return parts.every((part) => part !== undefined)
    ? {
        names: [...programs].join(' and '),
        running: parts.reduce((sum, { running }) => sum + running, 0),
        waiting: parts.reduce((sum, { waiting }) => sum + waiting, 0),
      }
    : undefined;
}

function sizeOf({ server }: Instance): { readonly running: number; readonly waiting: number } | undefined {
  const running = server && ifKnown(server.concurrency)?.simultaneousRequests;
  const waiting = server && acceptQueue(numberOf(server, 'backlog') ?? BACKLOG);
  return typeof running === 'number' && typeof waiting === 'number' ? { running, waiting } : undefined;
}
