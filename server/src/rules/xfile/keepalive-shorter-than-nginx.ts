import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { numberOf, settingOf } from '../shared/programs.ts';
import { reusedUpstreams } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/keepalive-shorter-than-nginx',
  title: 'The server closes idle connections before nginx does',
  severity: 'warning',
  confidence: 'high',
  level: 'thread',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: "nginx keeps connections to the program (explicit `keepalive` with HTTP/1.1 and an empty Connection header), and the keep-alive of the server (gunicorn 2 s, uvicorn 5 s unless set) is shorter than nginx's `keepalive_timeout` of the upstream (60 s).",
  why: 'nginx can send a request on a connection that the server is just closing. It repeats GETs; a POST can end in a 502.',
  silent: ['sync workers, which keep nothing.', 'nginx does not reuse connections.'],
  logs: ['recv() failed (104: Connection reset by peer) while reading response header from upstream'],
  evidence: [
    { text: 'jetty.project issue 2306', url: 'https://github.com/jetty/jetty.project/issues/2306' },
    {
      text: 'eq-survey-runner pull request 2379',
      url: 'https://github.com/ONSdigital/eq-survey-runner/pull/2379',
    },
  ],
  fix: 'Sets keepalive of gunicorn to 75.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 4 --keep-alive 5 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
            ^^^^^^^^^^^^^ warning: nginx keeps idle connections to 'web' for 60 s, but gunicorn closes them after 5 s: a POST sent in between can end in a 502. Set its keep-alive to 75.
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
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 4 --keep-alive 75 shop:app
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
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 3 shop:app
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
  for (const { upstream, idle, reach } of reusedUpstreams(deployment)) {
    const { server } = reach.instance;
    const kept = server ? numberOf(server, 'keepalive') : undefined;
    if (
      !server ||
      kept === undefined ||
      !/^(?:gunicorn|uvicorn|hypercorn)$/.test(server.kind) ||
      kept >= idle
    )
      continue;
    if (server.kind === 'gunicorn' && settingOf(server, 'worker_class') === 'sync') continue;
    const at = server.settings.get('keepalive')?.places[0];
    yield {
      place: upstream.keepaliveDirective?.place ?? upstream.namePlace,
      message: `nginx keeps idle connections to '${reach.program.name}' for ${idle} s, but ${server.kind} closes them after ${kept} s: a POST sent in between can end in a 502. Set its keep-alive to ${idle + 15}.`,
      related: [{ place: at ?? reach.program.place, message: `${server.kind} keeps them ${kept} s` }],
      fixes: at
        ? [{ title: `Set keep-alive to ${idle + 15}`, safe: false, edits: [replace(at, String(idle + 15))] }]
        : [],
    };
  }
}
