import type { Deployment } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import { type Draft, defineRule } from '../define.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { numberOf, settingOf } from '../shared/programs.ts';
import { proxied, secondsOf } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/slow-request-disables-all',
  title: 'One slow request takes every instance out',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'An upstream has two servers or more with the default `max_fails`, `proxy_next_upstream` still holds timeouts, and `proxy_read_timeout` is written below what the program allows a request.',
  why: 'nginx repeats a GET that took too long on the next instance, and counts a failure for each. After one such request all instances are out for ten seconds: "no live upstreams".',
  silent: [
    '`max_fails=0` or more than the default.',
    '`proxy_next_upstream` without timeout.',
    'The default read timeout.',
  ],
  logs: [
    'no live upstreams while connecting to upstream',
    'upstream server temporarily disabled while reading response header from upstream',
  ],
  evidence: [
    {
      text: 'aptible/docker-nginx pull request 131',
      url: 'https://github.com/aptible/docker-nginx/pull/131',
    },
    { text: 'nginx-proxy issue 1495', url: 'https://github.com/nginx-proxy/nginx-proxy/issues/1495' },
    {
      text: 'Run with 3 gunicorns, proxy_read_timeout 1s, one GET of 3 s: executed three times, then 502 for everybody for 10 s',
    },
  ],
  fix: 'Sets proxy_next_upstream error.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 5s;
                                   ^^ warning: A request of 'web' that takes over 5 s is repeated on all 2 servers of 'shop' and takes each out for 10 s, so one slow GET stops the site. Use proxy_next_upstream error; or raise max_fails.
            }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 5s;
                proxy_next_upstream error;
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000 max_fails=0;
            server 127.0.0.1:8001 max_fails=0;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 5s;
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 5s;
                proxy_next_upstream error;
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { route, server, program, upstream } of proxied(deployment)) {
    const live = upstream?.servers.filter(({ server: one }) => !one.down) ?? [];
    const { seconds, directive } = secondsOf(route, 'proxy_read_timeout', 60);
    const next = effectiveOne(route.block, 'proxy_next_upstream');
    if (live.length < 2 || !upstream || !directive || seconds === undefined) continue;
    if (live.some(({ server: one }) => one.maxFails !== 1 || one.failTimeout === 0)) continue;
    if (next && !next.args.some(({ text }) => text === 'timeout')) continue;
    const allowed = settingOf(server, 'worker_class') === 'sync' ? (numberOf(server, 'timeout') ?? 30) : 30;
    if (seconds >= allowed) continue;
    const edit = next ? undefined : insertAfterDirective(deployment, directive, 'proxy_next_upstream error;');
    yield {
      place: directive.args[0]?.place ?? directive.place,
      message: `A request of '${program.name}' that takes over ${seconds} s is repeated on all ${live.length} servers of '${upstream.upstream.name}' and takes each out for 10 s, so one slow GET stops the site. Use proxy_next_upstream error; or raise max_fails.`,
      related: [
        { place: upstream.upstream.namePlace, message: 'These servers have max_fails=1, the default' },
      ],
      fixes: edit ? [{ title: 'Add proxy_next_upstream error;', safe: false, edits: [edit] }] : [],
    };
  }
}
