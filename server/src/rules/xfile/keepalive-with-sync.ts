import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { removeDirective } from '../edit/nginx.ts';
import { settingOf } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/keepalive-with-sync',
  title: 'Upstream keepalive that sync workers never use',
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'An upstream has `keepalive`, and all programs behind it run sync workers with one thread.',
  why: 'gunicorn answers `Connection: close` with sync workers, so nothing is ever kept. It does no harm.',
  silent: ['One of the programs keeps connections.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Design', url: 'https://docs.gunicorn.org/en/stable/design.html' },
    { text: 'gunicorn pull request 2376', url: 'https://github.com/benoitc/gunicorn/pull/2376' },
    { text: 'Run with 40 requests, no connection reused' },
  ],
  fix: 'Removes keepalive.',
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
            keepalive 16;
            ^^^^^^^^^^^^^ information: keepalive of 'shop' is never used: the sync workers behind it close the connection after each answer. Remove it, or use threads.
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
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
            keepalive 16;
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
  for (const { upstream, servers } of deployment.upstreams) {
    const directive = upstream.keepaliveDirective;
    const behind = servers.flatMap(({ boundBy }) => boundBy.map(({ instance }) => instance.server));
    if (
      !directive ||
      upstream.keepalive === 0 ||
      behind.length === 0 ||
      servers.some(({ boundBy }) => boundBy.length === 0)
    )
      continue;
    if (
      !behind.every((server) => server?.kind === 'gunicorn' && settingOf(server, 'worker_class') === 'sync')
    )
      continue;
    const edit = removeDirective(deployment, directive);
    yield {
      place: directive.place,
      message: `keepalive of '${upstream.name}' is never used: the sync workers behind it close the connection after each answer. Remove it, or use threads.`,
      tag: 'unnecessary',
      fixes: edit ? [{ title: 'Remove keepalive', safe: true, edits: [edit] }] : [],
    };
  }
}
