import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';

export default defineRule({
  id: 'xfile/localhost-dual-stack',
  title: 'localhost may be two addresses',
  severity: 'hint',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'An upstream server is `localhost:PORT` and the program binds an IPv4 address only.',
  why: 'Where localhost also is ::1, nginx has two servers, and every second request first fails on the one that nobody binds.',
  silent: ['The address is written as 127.0.0.1.', 'The program binds both.'],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
  ],
  fix: 'Writes 127.0.0.1.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000  shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server localhost:8000;
                   ^^^^^^^^^^^^^^ hint: localhost can be 127.0.0.1 and ::1, and 'web' binds IPv4 only, so every second request may try a closed address first. Write 127.0.0.1:8000.
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
        command=/srv/shop/venv/bin/gunicorn -b [::]:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server localhost:8000;
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

function* check({ upstreams }: Deployment): Iterable<Draft> {
  for (const { servers } of upstreams) {
    for (const { server, boundBy } of servers) {
      const port = /^localhost:(\d+)$/i.exec(server.text)?.[1];
      if (port === undefined || boundBy.length === 0 || boundBy.some(({ bind }) => /\[/.test(bind.text)))
        continue;
      yield {
        place: server.addressPlace,
        message: `localhost can be 127.0.0.1 and ::1, and '${boundBy[0]?.program.name}' binds IPv4 only, so every second request may try a closed address first. Write 127.0.0.1:${port}.`,
        fixes: [
          {
            title: `Write 127.0.0.1:${port}`,
            safe: true,
            edits: [replace(server.addressPlace, `127.0.0.1:${port}`)],
          },
        ],
      };
    }
  }
}
