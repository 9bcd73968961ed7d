import { ifKnown } from '../../base/known.ts';
import type { Deployment, LinkedUpstream } from '../../model/deployment.ts';
import type { AppServer } from '../../model/server/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { httpUpstreams, workerProcesses } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/keepalive-too-large',
  title: 'A keepalive pool larger than the workers can hold',
  severity: 'warning',
  confidence: 'high',
  level: 'async',
  reads: ['nginx', 'gunicorn'],
  what: "`keepalive` times the worker processes of nginx is above what all instances of the upstream can hold: gthread's `worker_connections` times `workers`.",
  why: 'Idle connections fill the instances, and new ones wait in the backlog although nobody works.',
  silent: [
    'Other worker classes, or instances that are not all known.',
    '`worker_processes auto` without a target: one process is counted.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, keepalive: small enough to let servers process new connections as well',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive',
    },
  ],
  fix: 'Lowers keepalive.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 2 --threads 4 --worker-connections 50 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 500;
                      ^^^ warning: Upstream 'shop' keeps 500 idle connections, and its instances hold 100 in all (worker_connections × workers). Lower keepalive, for example to 2.
        }
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 2 --threads 4 --worker-connections 50 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 2;
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 2 -k gevent --worker-connections 50 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 500;
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 2 --threads 4 --worker-connections 50 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 90;
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const linked of httpUpstreams(deployment)) {
    const { upstream, config } = linked;
    const { keepalive, keepaliveDirective, name, servers } = upstream;
    const word = keepaliveDirective?.args[0];
    const capacity = capacityOf(linked);
    const processes = workerProcesses(config, deployment) ?? 1;
    if (!keepalive || !word || capacity === undefined || keepalive * processes <= capacity) continue;
    const right = Math.max(1, Math.min(2 * servers.length, Math.floor(capacity / processes)));
    const times = processes > 1 ? ` in each of ${processes} nginx processes` : '';
    yield {
      place: word.place,
      message: `Upstream '${name}' keeps ${keepalive} idle connections${times}, and its instances hold ${capacity} in all (worker_connections × workers). Lower keepalive, for example to ${right}.`,
      fixes: fixWith(`Set keepalive to ${right}`, false, replace(word.place, String(right))),
    };
  }
}

/** Connections that all servers hold together; undefined unless each is gunicorn's gthread with known numbers. */
function capacityOf({ servers }: LinkedUpstream): number | undefined {
  let sum = 0;
  for (const { boundBy } of servers) {
    const held = heldBy(boundBy[0]?.instance.server ?? null);
    if (held === undefined) return undefined;
    sum += held;
  }
  return servers.length > 0 ? sum : undefined;
}

function heldBy(server: AppServer | null): number | undefined {
  if (server?.kind !== 'gunicorn' || ifKnown(server.settings.get('worker_class')) !== 'gthread')
    return undefined;
  const connections = ifKnown(server.settings.get('worker_connections'));
  const workers = ifKnown(server.settings.get('workers'));
  return typeof connections === 'number' && typeof workers === 'number' ? connections * workers : undefined;
}
