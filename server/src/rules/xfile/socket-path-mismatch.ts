import { addressKey } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { type Miss, missesOf, writtenFor } from '../shared/calls.ts';

export default defineRule({
  id: 'xfile/socket-path-mismatch',
  title: 'The socket of nginx and of the program differ by a few characters',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'nginx calls a unix socket that nobody binds, and exactly one socket that nginx does not call lies in the same folder, or has the same name, and differs by three characters at most. The same for a TCP host with the same port.',
  why: 'The socket file does not exist under the name nginx uses, so every request is a 502.',
  silent: [
    '`/var/run` and `/run`, `unix:///x` and `unix:/x`: the same.',
    'Several sockets are equally close.',
  ],
  logs: [
    'connect() to unix:/run/shop/shop.socket failed (2: No such file or directory) while connecting to upstream',
  ],
  evidence: [
    { text: 'gunicorn issue 1452', url: 'https://github.com/benoitc/gunicorn/issues/1452' },
    { text: 'gunicorn issue 1524', url: 'https://github.com/benoitc/gunicorn/issues/1524' },
    { text: 'Run with nginx 1.22.1: the line above, 502' },
  ],
  fix: 'Writes the path that is bound.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/web.socket;
                   ^^^^^^^^^^^^^^^^^^^^^^^^^ error: nginx calls unix:/run/shop/web.socket, but 'web' binds unix:/run/shop/web.sock. Write the same address in both.
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/web.sock;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/var/run/shop/web.sock shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/web.sock;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:a]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/a.sock shop:app
        [program:b]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/b.sock shop:app
        [program:c]
        command=/srv/shop/start.sh
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/c.sock;
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
  for (const miss of missesOf(deployment)) if (miss.kind === 'near path') yield draft(miss);
}

function draft({ call, meant }: Miss): Draft {
  const called = addressKey(call.address);
  const bound = meant ? addressKey(meant.address) : '';
  const message = `nginx calls ${called}, but '${meant?.program.name}' binds ${bound}. Write the same address in both.`;
  return {
    place: call.place,
    message,
    related: meant
      ? [
          {
            place: meant.bind.place ?? meant.program.place,
            message: `'${meant.instance.name}' binds ${addressKey(meant.address)} here`,
          },
        ]
      : [],
    fixes: fixesOf({ call, meant }),
  };
}

/** A server line takes the address as it is; in a pass directive only a plain address can be exchanged. */
function fixesOf({ call, meant }: Pick<Miss, 'call' | 'meant'>) {
  if (!meant || !call.server) return [];
  const written = writtenFor({ address: meant.address, server: null });
  return [{ title: `Call ${written} instead`, safe: false, edits: [replace(call.place, written)] }];
}
