import type { Deployment, LinkedRoute } from '../../model/deployment.ts';
import type { NginxBlock } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { around, headerLines, headersOf, mayHide, oncePerFile, proxyRoutes } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/forwarded-headers-missing',
  title: 'The application is not told who asked for what',
  severity: 'information',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: "A location proxies to a Python application of the deployment without a `Host` header where the target is an upstream (a warning: the application sees the upstream's name), or from a server that listens with `ssl` without `X-Forwarded-Proto`. Said once in a file.",
  why: 'The application builds links and redirects from them. Django answers an unknown host with 400, and links to http pages come out of an https site.',
  silent: [
    "The headers may stand in an include that is not at hand; Debian's `proxy_params` sets them.",
    'Programs that are no Python application servers.',
    'Other headers tell the scheme: `X-Forwarded-Ssl`, `X-Scheme`, `Forwarded` …',
    'The header is a fixed text.',
    'A block around sends the host and the location hides it: `nginx/header-inheritance-lost` says that.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_proxy_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
    { text: 'gunicorn documentation, deploying', url: 'https://docs.gunicorn.org/en/stable/deploy.html' },
  ],
  fix: 'Adds the headers.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                ^^^^^^^^^^^^^^^^^^^^^^^ warning: The application sees 'shop', the upstream's name, as the host it is asked for. Add 'proxy_set_header Host $host;'.
            }
        }
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        server {
            listen 443 ssl;
            location / {
                proxy_pass http://127.0.0.1:8000;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: The application cannot tell that the request came over https. Add 'proxy_set_header X-Forwarded-Proto $scheme;'.
                proxy_set_header Host $host;
            }
        }
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        server {
            listen 443 ssl;
            location / {
                proxy_pass http://127.0.0.1:8000;
                proxy_set_header X-Forwarded-Proto $scheme;
                proxy_set_header Host $host;
            }
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop { server 127.0.0.1:8000; }
        server {
            listen 80;
            proxy_set_header Host $host;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Shop 1;
            }
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                include proxy_params;
            }
        }
      `,
    },
    {
      good: `
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
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        server {
            listen 443 ssl;
            location / {
                proxy_pass http://127.0.0.1:8000;
                proxy_set_header Host $host;
                proxy_set_header X-Scheme $scheme;
            }
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header Host shop.example;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const routes = proxyRoutes(deployment).filter(
    ({ reaches, route, config }) =>
      reaches.some(({ instance }) => instance.server) && !mayHide(config, route.block),
  );
  yield* oncePerFile(routes.flatMap((linked) => drafts(deployment, linked)));
}

function drafts(deployment: Deployment, { route }: LinkedRoute): readonly Draft[] {
  const { target, directive, block, server } = route;
  const headers = headersOf(block);
  const lacksHost = target.kind === 'upstream' && !headers.has('host');
  if (isHidden(block)) return [];
  const isTls = server?.listens.some(({ parameters }) => parameters.has('ssl')) ?? false;
  const lacksScheme = isTls && ![...headers.keys()].some(tellsScheme);
  if (!lacksHost && !lacksScheme) return [];
  const added = {
    ...(lacksHost ? { Host: '$host' } : {}),
    ...(lacksHost && !headers.has('x-forwarded-for')
      ? { 'X-Forwarded-For': '$proxy_add_x_forwarded_for' }
      : {}),
    ...([...headers.keys()].some(tellsScheme) ? {} : { 'X-Forwarded-Proto': '$scheme' }),
  };
  const lines = headerLines(deployment, block, added);
  return [
    {
      place: directive.place,
      ...(lacksHost ? { severity: 'warning' as const } : {}),
      message:
        target.kind === 'upstream' && lacksHost
          ? `The application sees '${target.upstream.name}', the upstream's name, as the host it is asked for. Add 'proxy_set_header Host $host;'.`
          : "The application cannot tell that the request came over https. Add 'proxy_set_header X-Forwarded-Proto $scheme;'.",
      fixes: fixWith('Add the headers', false, insertAfterDirective(deployment, directive, ...lines)),
    },
  ];
}

/** True when a block around sends the host and the location hides it, which another rule says. */
const isHidden = (block: NginxBlock): boolean =>
  !headersOf(block).has('host') && [...around(block)].some((at) => headersOf(at).has('host'));

const tellsScheme = (name: string): boolean =>
  /^(?:forwarded|x-forwarded-(?:proto|protocol|ssl|scheme)|x-scheme|x-url-scheme|front-end-https|x-https)$/.test(
    name,
  );
