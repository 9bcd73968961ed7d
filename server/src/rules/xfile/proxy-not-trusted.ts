import type { Deployment } from '../../model/deployment.ts';
import { effective } from '../../model/nginx/effective.ts';
import type { NginxDirective } from '../../model/nginx/types.ts';
import type { AppServer } from '../../model/server/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { isLocalAddress } from '../reach.ts';
import { isExplicit, trustedProxies } from '../shared/programs.ts';
import { type Proxied, proxied } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/proxy-not-trusted',
  title: 'nginx on another host, and the server trusts 127.0.0.1 only',
  severity: 'information',
  confidence: 'medium',
  level: 'horizontal',
  reads: ['nginx', 'gunicorn', 'supervisor'],
  what: 'nginx calls the application by the name of another host or container and sets X-Forwarded-Proto (for uvicorn also X-Forwarded-For), and `--forwarded-allow-ips` is the default, 127.0.0.1.',
  why: 'The server takes the headers only from addresses it trusts. From another container nginx comes with another address: the application takes HTTPS for HTTP, redirects in circles, and logs the proxy as every client.',
  silent: [
    'nginx calls a loopback address, which is trusted.',
    '`--forwarded-allow-ips` or FORWARDED_ALLOW_IPS is set.',
    'The application reads the headers itself: ProxyFix, ProxyHeadersMiddleware or SECURE_PROXY_SSL_HEADER in its module.',
  ],
  logs: [],
  evidence: [
    { text: 'uvicorn documentation, Deployment', url: 'https://uvicorn.dev/deployment/' },
    { text: 'gunicorn documentation, Deploy', url: 'https://docs.gunicorn.org/en/stable/deploy.html' },
    { text: 'Networks such as 10.0.0.0/8 are taken by gunicorn 24.1 and uvicorn 0.31 and newer' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/docker-compose.yml --
        services:
          web:
            image: shop
            command: uvicorn --host 0.0.0.0 --port 8000 shop:app
                                                   ^^^^ information: nginx calls 'web' from another host and sets X-Forwarded-Proto, but uvicorn takes it from 127.0.0.1 only (--forwarded-allow-ips, its default). Name the network of the proxy there.
          proxy:
            image: nginx
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / {
                proxy_pass http://web:8000;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      bad: `
        -- /srv/shop/docker-compose.yml --
        services:
          web:
            image: shop
            command: gunicorn -b 0.0.0.0:8000 shop:app
                                 ^^^^^^^^^^^^ information: nginx calls 'web' from another host and sets X-Forwarded-Proto, but gunicorn takes it from 127.0.0.1,::1 only (--forwarded-allow-ips, its default). Name the network of the proxy there.
          proxy:
            image: nginx
        -- /srv/shop/nginx/shop.conf --
        upstream shop { server web:8000; }
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
        command=/srv/shop/venv/bin/uvicorn --port 8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / {
                proxy_pass http://127.0.0.1:8000;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/docker-compose.yml --
        services:
          web:
            image: shop
            command: uvicorn --host 0.0.0.0 --port 8000 --forwarded-allow-ips 10.0.0.0/8 shop:app
          proxy:
            image: nginx
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / {
                proxy_pass http://web:8000;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/docker-compose.yml --
        services:
          web:
            image: shop
            command: gunicorn -b 0.0.0.0:8000 shop:app
          proxy:
            image: nginx
        -- /srv/shop/shop.py --
        from flask import Flask
        from werkzeug.middleware.proxy_fix import ProxyFix
        app = Flask(__name__)
        app.wsgi_app = ProxyFix(app.wsgi_app)
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / {
                proxy_pass http://web:8000;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const seen = new Set<unknown>();
  for (const one of proxied(deployment)) {
    const { program, reach, server } = one;
    const header = forwardedHeader(one);
    if (!header || seen.has(program) || !isElsewhere(one) || !trustsLoopback(one)) continue;
    if (readsHeaders(deployment, server)) continue;
    seen.add(program);
    yield {
      place: reach.bind.place ?? program.place,
      message: `nginx calls '${program.name}' from another host and sets ${header.args[0]?.text}, but ${server.kind} takes it from ${trustedProxies(server)} only (--forwarded-allow-ips, its default). Name the network of the proxy there.`,
      related: [{ place: header.place, message: 'The header is set here' }],
    };
  }
}

/** The first header that the server would read; gunicorn reads the scheme alone. */
function forwardedHeader({ route, server }: Proxied): NginxDirective | undefined {
  const read = server.kind === 'gunicorn' ? /^x-forwarded-proto$/i : /^x-forwarded-(?:proto|for)$/i;
  if (server.kind !== 'gunicorn' && server.kind !== 'uvicorn') return undefined;
  return effective(route.block, 'proxy_set_header').find(({ args }) => read.test(args[0]?.text ?? ''));
}

/** True when nginx calls the bind by a name or an address that is not of its own machine. */
function isElsewhere({ route, upstream, reach }: Proxied): boolean {
  const { target } = route;
  if (reach.bind.address?.kind !== 'tcp') return false;
  if (target.kind === 'name') return true;
  if (target.kind === 'address') return !isLocalAddress(target.address);
  const servers = upstream?.servers.filter(({ boundBy }) => boundBy.some(({ bind }) => bind === reach.bind));
  return (
    servers?.some(({ server }) => server.address !== undefined && !isLocalAddress(server.address)) ?? false
  );
}

function trustsLoopback({ server, reach }: Proxied): boolean {
  const isSet = isExplicit(server, 'forwarded_allow_ips');
  return (
    trustedProxies(server) !== undefined &&
    !isSet &&
    !reach.instance.launch.environment.has('FORWARDED_ALLOW_IPS')
  );
}

function readsHeaders({ context }: Deployment, { app }: AppServer): boolean {
  const path = `/${(app?.text.split(':')[0] ?? '').replaceAll('.', '/')}.py`;
  return context.modules.some(
    ({ uri, text }) =>
      uri.endsWith(path) && /\b(?:ProxyFix|ProxyHeadersMiddleware|SECURE_PROXY_SSL_HEADER)\b/.test(text),
  );
}
