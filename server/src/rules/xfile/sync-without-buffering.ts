import type { Deployment } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import { type Draft, defineRule } from '../define.ts';
import { removeDirective } from '../edit/nginx.ts';
import { settingOf } from '../shared/programs.ts';
import { proxied } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/sync-without-buffering',
  title: 'Slow clients hold sync workers',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: '`proxy_buffering off` or `proxy_request_buffering off` is in force on the way to a program with sync workers and one thread.',
  why: 'nginx then passes the speed of the client on: one that reads or sends slowly keeps a whole worker, and a few of them stop the site.',
  silent: ['gthread, gevent and async workers.', 'Buffering is on.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Deploy', url: 'https://docs.gunicorn.org/en/stable/deploy.html' },
    { text: 'gunicorn documentation, Design', url: 'https://docs.gunicorn.org/en/stable/design.html' },
    { text: 'Run with one stalled client: the next request waits 7.5 s with sync, 1.5 ms with gthread' },
  ],
  fix: 'Removes the directive.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 3 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_buffering off;
                ^^^^^^^^^^^^^^^^^^^^ warning: proxy_buffering off lets a slow client hold a sync worker of 'web' for as long as it likes. Remove it, or use threads for this program.
            }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 3 shop:app
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
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 4 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_buffering off;
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 3 shop:app
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
  for (const { route, server, program } of proxied(deployment)) {
    if (server.kind !== 'gunicorn' || settingOf(server, 'worker_class') !== 'sync') continue;
    for (const name of ['proxy_buffering', 'proxy_request_buffering']) {
      const directive = effectiveOne(route.block, name);
      if (directive?.args[0]?.text.toLowerCase() !== 'off') continue;
      const edit = removeDirective(deployment, directive);
      yield {
        place: directive.place,
        message: `${name} off lets a slow client hold a sync worker of '${program.name}' for as long as it likes. Remove it, or use threads for this program.`,
        related: [{ place: program.place, message: `'${program.name}' runs sync workers` }],
        fixes: edit ? [{ title: `Remove ${name}`, safe: false, edits: [edit] }] : [],
      };
    }
  }
}
