import type { Deployment } from '../../model/deployment.ts';
import { effective } from '../../model/nginx/effective.ts';
import type { AppServer } from '../../model/server/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { appendWords } from '../edit/command.ts';
import { settingOf, trustedProxies } from '../shared/programs.ts';
import { proxied } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/uvicorn-uds-forwarded',
  title: 'uvicorn on a unix socket ignores X-Forwarded headers',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'uvicorn, or gunicorn with a worker of uvicorn, listens on a unix socket, nginx reaches it and sets X-Forwarded-For or -Proto, and `--forwarded-allow-ips` is not `*`.',
  why: 'On a socket the peer has no address, so the default (127.0.0.1) never matches: the application sees no client and thinks that HTTPS is HTTP. On a unix socket `*` is safe, for only the proxy reaches it.',
  silent: ['TCP on loopback, where the default works.', "gunicorn's own workers trust a unix peer."],
  logs: [],
  evidence: [
    { text: 'uvicorn issue 931', url: 'https://github.com/encode/uvicorn/issues/931' },
    { text: 'uvicorn pull request 796', url: 'https://github.com/encode/uvicorn/pull/796' },
    { text: 'Run with uvicorn 0.35 on a socket: client=None, scheme=http' },
  ],
  fix: 'Adds --forwarded-allow-ips.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --uds /run/shop/web.sock shop:app
                                                 ^^^^^^^^^^^^^^^^^^ warning: nginx sets X-Forwarded-Proto, but 'web' ignores it: uvicorn trusts 127.0.0.1, and a unix socket has no address. Add --forwarded-allow-ips '*', which is safe on a socket.
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/web.sock;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --uds /run/shop/web.sock shop:app --forwarded-allow-ips '*'
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/web.sock;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k uvicorn_worker.UvicornWorker -b unix:/run/shop/web.sock shop:app
                                                                               ^^^^^^^^^^^^^^^^^^^^^^^ warning: nginx sets X-Forwarded-Proto, but 'web' ignores it: uvicorn trusts 127.0.0.1,::1, and a unix socket has no address. Add --forwarded-allow-ips '*', which is safe on a socket.
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / {
                proxy_pass http://unix:/run/shop/web.sock;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --port 8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      good: `
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
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
  ],
  check,
});

/** uvicorn itself, or a worker of it under gunicorn, which hands its own setting on. */
const isUvicorn = (server: AppServer): boolean =>
  server.kind === 'uvicorn' ||
  /^uvicorn(?:_worker|\.workers)\./.test(String(settingOf(server, 'worker_class')));

function* check(deployment: Deployment): Iterable<Draft> {
  const seen = new Set<unknown>();
  for (const { route, server, program, reach } of proxied(deployment)) {
    const at = reach.bind.place;
    const trusted = trustedProxies(server);
    if (
      !isUvicorn(server) ||
      reach.bind.address?.kind !== 'unix' ||
      !at ||
      trusted === undefined ||
      trusted.includes('*') ||
      seen.has(program)
    )
      continue;
    const header = effective(route.block, 'proxy_set_header').find(({ args }) =>
      /^x-forwarded-/i.test(args[0]?.text ?? ''),
    );
    if (!header) continue;
    seen.add(program);
    const last = server.words.at(-1)?.place;
    yield {
      place: at,
      message: `nginx sets ${header.args[0]?.text}, but '${program.name}' ignores it: uvicorn trusts ${trusted}, and a unix socket has no address. Add --forwarded-allow-ips '*', which is safe on a socket.`,
      related: [{ place: header.place, message: 'The header is set here' }],
      fixes: last
        ? [
            {
              title: "Add --forwarded-allow-ips '*'",
              safe: false,
              edits: [appendWords(last, "--forwarded-allow-ips '*'")],
            },
          ]
        : [],
    };
  }
}
