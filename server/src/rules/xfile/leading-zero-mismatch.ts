import { addressKey } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { type Miss, missesOf, writtenFor } from '../shared/calls.ts';

export default defineRule({
  id: 'xfile/leading-zero-mismatch',
  title: 'web_1.sock against web_01.sock',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'nginx calls a socket that differs from one a program binds in leading zeros alone: `%(process_num)02d` gives `web_01.sock`, `%(process_num)d` gives `web_1.sock`.',
  why: 'None of the names match, so every request is a 502.',
  silent: ['The numbers themselves differ: that is another rule.'],
  logs: [
    'connect() to unix:/run/shop/web_1.sock failed (2: No such file or directory) while connecting to upstream',
  ],
  evidence: [
    {
      text: 'Supervisor documentation, process_name',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Supervisor issue 801', url: 'https://github.com/Supervisor/supervisor/issues/801' },
    { text: 'Run with nginx 1.22.1: No such file or directory' },
  ],
  fix: 'Writes the path that is bound.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/web_0.sock;
                   ^^^^^^^^^^^^^^^^^^^^^^^^^ error: nginx calls unix:/run/shop/web_0.sock, but 'web_00' binds unix:/run/shop/web_00.sock: the two differ in a zero. Write the same number of digits in both.
            server unix:/run/shop/web_1.sock;
                   ^^^^^^^^^^^^^^^^^^^^^^^^^ error: nginx calls unix:/run/shop/web_1.sock, but 'web_01' binds unix:/run/shop/web_01.sock: the two differ in a zero. Write the same number of digits in both.
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
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/web_00.sock;
            server unix:/run/shop/web_1.sock;
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
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/web_00.sock;
            server unix:/run/shop/web_01.sock;
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
  for (const miss of missesOf(deployment)) if (miss.kind === 'leading zero') yield draft(miss);
}

function draft({ call, meant }: Miss): Draft {
  const called = addressKey(call.address);
  const bound = meant ? addressKey(meant.address) : '';
  const message = `nginx calls ${called}, but '${meant?.instance.name}' binds ${bound}: the two differ in a zero. Write the same number of digits in both.`;
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
