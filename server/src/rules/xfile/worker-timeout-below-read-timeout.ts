import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { numberOf, settingOf } from '../shared/programs.ts';
import { proxied, secondsOf } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/worker-timeout-below-read-timeout',
  title: 'A raised proxy_read_timeout that the worker never reaches',
  severity: 'hint',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: "`proxy_read_timeout` is written above gunicorn's `timeout`, and the workers are sync.",
  why: 'gunicorn kills the worker first, so requests over `timeout` end in a 502, and raising the read timeout changes nothing.',
  silent: ['The defaults.', 'gthread and async workers.'],
  logs: [
    '[CRITICAL] WORKER TIMEOUT (pid:4711)',
    'upstream prematurely closed connection while reading response header from upstream',
  ],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with -t 3: 502 after 3.3 s' },
  ],
  fix: 'Raises timeout with it.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --timeout 30 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 300s;
                                   ^^^^ hint: nginx waits 300 s, but gunicorn kills a sync worker of 'web' after timeout=30 s: longer requests end in a 502. Raise timeout as well.
            }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --timeout 300 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 300s;
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000  shop:app
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
                proxy_read_timeout 300s;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { route, server, program } of proxied(deployment)) {
    const timeout = numberOf(server, 'timeout');
    const { seconds, directive } = secondsOf(route, 'proxy_read_timeout', 60);
    if (
      !timeout ||
      !directive ||
      seconds === undefined ||
      settingOf(server, 'worker_class') !== 'sync' ||
      seconds <= Math.max(timeout, 60)
    )
      continue;
    const at = server.settings.get('timeout')?.places[0];
    yield {
      place: directive.args[0]?.place ?? directive.place,
      message: `nginx waits ${seconds} s, but gunicorn kills a sync worker of '${program.name}' after timeout=${timeout} s: longer requests end in a 502. Raise timeout as well.`,
      related: at ? [{ place: at, message: `timeout=${timeout} is set here` }] : [],
      fixes: at
        ? [{ title: `Set timeout to ${seconds}`, safe: false, edits: [replace(at, String(seconds))] }]
        : [],
    };
  }
}
