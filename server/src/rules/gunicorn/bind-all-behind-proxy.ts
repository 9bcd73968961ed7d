import { nameOf } from '../../base/uri.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { callsOf } from '../shared/calls.ts';

export default defineRule({
  id: 'gunicorn/bind-all-behind-proxy',
  title: 'The server is open to the network although nginx stands before it',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['gunicorn', 'supervisor', 'nginx'],
  what: 'gunicorn binds all addresses (`0.0.0.0`, `[::]`, `:8000`) and nginx of the same deployment calls it on loopback.',
  why: 'Everyone who reaches the machine can talk to gunicorn directly, past the limits, the TLS and the headers of nginx.',
  silent: [
    'nginx calls it by another host name, as between containers.',
    'No nginx at hand calls it.',
    'The start script of an image (`docker-entrypoint.sh`), and deployments with a Dockerfile or compose file.',
  ],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Deploy', url: 'https://docs.gunicorn.org/en/stable/deploy.html' },
  ],
  fix: 'Binds 127.0.0.1.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8000 shop:app
                                               ^^^^^^^^^^^^ warning: 'web' binds 0.0.0.0:8000, so the whole network reaches it past nginx, which calls it on 127.0.0.1. Bind 127.0.0.1:8000.
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://web:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8000 shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/docker-entrypoint.sh --
        #!/bin/sh
        exec gunicorn -b 0.0.0.0:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const inContainer = deployment.context.dockerfiles.length + deployment.context.composeFiles.length > 0;
  const seen = new Set<string>();
  for (const { boundBy, address, place } of callsOf(deployment)) {
    for (const { bind, program } of boundBy) {
      const at = bind.place;
      if (
        !at ||
        inContainer ||
        isEntrypoint(program) ||
        bind.address?.kind !== 'tcp' ||
        bind.address.host !== '*' ||
        address.kind !== 'tcp' ||
        address.host === '*'
      )
        continue;
      const key = `${at.uri} ${at.span.start}`;
      if (seen.has(key)) continue;
      seen.add(key);
      const port = bind.address.port;
      const plain =
        bind.text === `0.0.0.0:${port}` || bind.text === `:${port}` || bind.text === `[::]:${port}`;
      const length = at.span.end - at.span.start;
      const written =
        length === bind.text.length
          ? `127.0.0.1:${port}`
          : length === bind.text.length + 2
            ? `'127.0.0.1:${port}'`
            : undefined;
      yield {
        place: at,
        message: `'${program.name}' binds ${bind.text}, so the whole network reaches it past nginx, which calls it on 127.0.0.1. Bind 127.0.0.1:${port}.`,
        related: [{ place, message: 'nginx calls it here' }],
        fixes:
          plain && written
            ? [{ title: `Bind 127.0.0.1:${port}`, safe: false, edits: [replace(at, written)] }]
            : [],
      };
    }
  }
}

/** True for the start script of an image (`docker-entrypoint.sh`): in a container only the port is published. */
const isEntrypoint = ({ manager, place }: Program): boolean =>
  manager === 'script' && /docker|entrypoint/i.test(nameOf(place.uri));
