import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { numberOf, settingOf } from '../shared/programs.ts';
import { reusedUpstreams } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/keepalive-pins-gthread',
  title: 'Idle connections fill the workers',
  severity: 'information',
  confidence: 'high',
  level: 'thread',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: "nginx keeps connections to a gthread program, and keepalive times nginx's worker processes reaches `worker_connections` − `threads`.",
  why: 'Every idle connection counts for the worker that holds it; when the places are taken, new ones wait.',
  silent: ['The usual 1000 connections.'],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
  ],
  fix: 'Halves the places that keepalive may take.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 4 --worker-connections 20 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
            ^^^^^^^^^^^^^ information: keepalive 16 can fill all 16 idle places of 'web' (worker_connections − threads, times workers). Lower it, or raise worker_connections.
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
            }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 4 --worker-connections 20 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 8;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 4 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { upstream, reach } of reusedUpstreams(deployment)) {
    const { server } = reach.instance;
    const places =
      server && (numberOf(server, 'worker_connections') ?? 1000) - (numberOf(server, 'threads') ?? 1);
    const workers = server && (numberOf(server, 'workers') ?? 1);
    if (
      !server ||
      !places ||
      !workers ||
      server.kind !== 'gunicorn' ||
      settingOf(server, 'worker_class') !== 'gthread' ||
      (upstream.keepalive ?? 0) < places * workers
    )
      continue;
    const word = upstream.keepaliveDirective?.args[0];
    const half = Math.floor((places * workers) / 2);
    yield {
      place: upstream.keepaliveDirective?.place ?? upstream.namePlace,
      message: `keepalive ${upstream.keepalive} can fill all ${places * workers} idle places of '${reach.program.name}' (worker_connections − threads, times workers). Lower it, or raise worker_connections.`,
      fixes:
        word && half > 0 ? fixWith(`Set keepalive to ${half}`, false, replace(word.place, String(half))) : [],
    };
  }
}
