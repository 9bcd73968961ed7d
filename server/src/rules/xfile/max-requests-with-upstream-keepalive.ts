import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { removeDirective } from '../edit/nginx.ts';
import { numberOf, settingOf } from '../shared/programs.ts';
import { reusedUpstreams } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/max-requests-with-upstream-keepalive',
  title: 'Workers that restart on connections nginx keeps',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'nginx keeps connections to a gunicorn with threads or gevent, and `max_requests` is below 1000. From 1000 on it is information.',
  why: 'A worker that has had its requests closes all its connections, also those that nginx is about to use: POSTs end in a 502 now and then.',
  silent: ['sync workers.', '`max_requests` is 0.', 'nginx does not reuse connections.'],
  logs: ['recv() failed (104: Connection reset by peer) while reading response header from upstream'],
  evidence: [
    { text: 'gunicorn issue 3038', url: 'https://github.com/benoitc/gunicorn/issues/3038' },
    { text: 'gunicorn issue 2297', url: 'https://github.com/benoitc/gunicorn/issues/2297' },
    { text: 'Run with 600 POSTs with max_requests 30: 23 × 502; without keepalive none' },
  ],
  fix: 'Drops keepalive of the upstream.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 4 --max-requests 100 --max-requests-jitter 10 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
            ^^^^^^^^^^^^^ warning: A worker of 'web' restarts after 100 requests and closes the connections that nginx keeps to it, so POSTs end in a 502 now and then. Drop keepalive on this local hop, or max_requests.
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
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 4 --max-requests 100 --max-requests-jitter 10 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
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
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 3 --max-requests 100 shop:app
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
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 4 --max-requests 100 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
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
    const most = server && numberOf(server, 'max_requests');
    if (
      !server ||
      !most ||
      server.kind !== 'gunicorn' ||
      !/^(?:gthread|gevent)/.test(String(settingOf(server, 'worker_class')))
    )
      continue;
    const at = server.settings.get('max_requests')?.places[0];
    yield {
      place: upstream.keepaliveDirective?.place ?? upstream.namePlace,
      ...(most < 1000 ? {} : { severity: 'information' as const }),
      message: `A worker of '${reach.program.name}' restarts after ${most} requests and closes the connections that nginx keeps to it, so POSTs end in a 502 now and then. Drop keepalive on this local hop, or max_requests.`,
      related: at ? [{ place: at, message: `max_requests=${most} is set here` }] : [],
      fixes: upstream.keepaliveDirective
        ? fixWith('Drop keepalive', false, removeDirective(deployment, upstream.keepaliveDirective))
        : [],
    };
  }
}
