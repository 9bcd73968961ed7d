import { addressKey } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { type Miss, missesOf, writtenFor } from '../shared/calls.ts';

export default defineRule({
  id: 'xfile/transport-mismatch',
  title: 'nginx calls a port and the program binds a socket, or the reverse',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'nothing of what nginx calls is bound, every program is understood, and the one program that waits for calls binds the other kind of address.',
  why: 'A TCP port and a unix socket never meet: every request is a 502.',
  silent: ['Another program may bind it: a command is hidden in a script, or several programs wait.'],
  logs: ['connect() failed (111: Connection refused) while connecting to upstream'],
  evidence: [
    { text: 'gunicorn issue 2399', url: 'https://github.com/benoitc/gunicorn/issues/2399' },
    { text: 'gunicorn issue 1452', url: 'https://github.com/benoitc/gunicorn/issues/1452' },
  ],
  fix: 'Writes the address that is bound.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
                   ^^^^^^^^^^^^^^ error: nginx calls 127.0.0.1:8000, but 'web' listens on unix:/run/shop/web.sock, and nobody else binds anything. Call that address, or bind 127.0.0.1:8000.
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
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock shop:app
        [program:other]
        command=/srv/shop/start.sh
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
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
  for (const miss of missesOf(deployment)) if (miss.kind === 'transport') yield draft(miss);
}

function draft({ call, meant }: Miss): Draft {
  const called = addressKey(call.address);
  const bound = meant ? addressKey(meant.address) : '';
  const message = `nginx calls ${called}, but '${meant?.program.name}' listens on ${bound}, and nobody else binds anything. Call that address, or bind ${called}.`;
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
