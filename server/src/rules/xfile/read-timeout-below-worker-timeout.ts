import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { isExplicit, numberOf, settingOf } from '../shared/programs.ts';
import { proxied, secondsOf } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/read-timeout-below-worker-timeout',
  title: 'nginx gives up before the worker may',
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'The program runs sync workers, `timeout` or `proxy_read_timeout` is written, and the read timeout in force (60 s by default) is shorter: a warning when both are written.',
  why: 'The client gets a 504 while the worker goes on with a request that nobody waits for.',
  silent: ['The defaults, 60 s and 30 s.', 'gthread and async workers, whose timeout limits no request.'],
  logs: ['upstream timed out (110: Connection timed out) while reading response header from upstream'],
  evidence: [
    {
      text: 'nginx documentation, ngx_http_proxy_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with nginx 1.22.1: 504 after 2.0 s, the application still busy for 6 s' },
  ],
  fix: 'Raises proxy_read_timeout five seconds above it.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --timeout 120 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 30s;
                                   ^^^ warning: nginx waits 30 s (proxy_read_timeout), but 'web' may work for 120 s (timeout): the client gets a 504 while the worker stays busy. Set proxy_read_timeout 125s.
            }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --timeout 120 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 125s;
            }
        }
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --timeout 120 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                ^^^^^^^^^^ information: nginx waits 60 s (proxy_read_timeout, its default), but 'web' may work for 120 s (timeout): the client gets a 504 while the worker stays busy. Set proxy_read_timeout 125s.
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
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --timeout 120 --threads 4 shop:app
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
    const timeout = numberOf(server, 'timeout');
    const { seconds, directive } = secondsOf(route, 'proxy_read_timeout', 60);
    if (
      timeout === undefined ||
      seconds === undefined ||
      settingOf(server, 'worker_class') !== 'sync' ||
      timeout <= seconds
    )
      continue;
    const isWritten = isExplicit(server, 'timeout');
    if (!isWritten && !directive) continue;
    const word = directive?.args[0];
    const at = server.settings.get('timeout')?.places[0];
    yield {
      place: word?.place ?? route.directive.namePlace,
      ...(isWritten && directive ? { severity: 'warning' as const } : {}),
      message: `nginx waits ${seconds} s (proxy_read_timeout${directive ? '' : ', its default'}), but '${program.name}' may work for ${timeout} s (timeout): the client gets a 504 while the worker stays busy. Set proxy_read_timeout ${timeout + 5}s.`,
      related: at ? [{ place: at, message: `timeout=${timeout} is set here` }] : [],
      fixes: word
        ? [{ title: `Set ${timeout + 5}s`, safe: false, edits: [replace(word.place, `${timeout + 5}s`)] }]
        : [],
    };
  }
}
