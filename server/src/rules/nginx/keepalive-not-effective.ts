import { ifKnown } from '../../base/known.ts';
import { atLeast } from '../../catalog/version.ts';
import type { Deployment, LinkedUpstream } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import type { NginxBlock, NginxRoute } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { headerLines, headersOf, httpUpstreams, mayHide } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/keepalive-not-effective',
  title: 'keepalive of an upstream that no request uses',
  severity: 'warning',
  confidence: 'high',
  level: 'async',
  reads: ['nginx'],
  what: 'An upstream has `keepalive`, and a location that proxies to it lacks `proxy_http_version 1.1` or `proxy_set_header Connection ""`. Information where other locations keep their connections. With nginx 1.29.7 or newer only a Connection header of another value counts.',
  why: 'Before 1.29.7 nginx speaks HTTP/1.0 with `Connection: close` unless told otherwise: each request opens a connection and the pool stays empty.',
  silent: [
    'Locations of WebSockets, which keep their connection anyhow.',
    'A variable gives the Connection header.',
    'The lines may stand in an include that is not at hand.',
    'All servers are gunicorn with sync workers, which close each connection by themselves.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, keepalive',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive',
    },
    {
      text: 'nginx documentation, proxy_http_version',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_http_version',
    },
    { text: 'gunicorn pull request 2376', url: 'https://github.com/benoitc/gunicorn/pull/2376' },
    {
      text: 'Run with nginx 1.22.1: 40 requests used 40 connections, with both lines 2; 1.31.5 with neither: 2',
    },
  ],
  fix: 'Adds the missing lines.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
            ^^^^^^^^^^^^^ warning: Upstream 'shop' keeps up to 16 connections, but before nginx 1.29.7 location / closes each after one request. Add proxy_http_version 1.1 and proxy_set_header Connection "".
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
            }
        }
      `,
      fixed: `
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
      note: 'Headers that the location would lose come along:',
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
            ^^^^^^^^^^^^^ warning: Upstream 'shop' keeps up to 16 connections, but before nginx 1.29.7 location / closes each after one request. Add proxy_set_header Connection "".
        }
        server {
            listen 80;
            proxy_set_header Host $host;
            location / {
                proxy_pass http://shop;
                proxy_http_version 1.1;
            }
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
        }
        server {
            listen 80;
            proxy_set_header Host $host;
            location / {
                proxy_pass http://shop;
                proxy_set_header Host $host;
                proxy_set_header Connection "";
                proxy_http_version 1.1;
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade";
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_http_version 1.1;
                proxy_set_header Connection $connection_upgrade;
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                include /etc/nginx/proxy_common;
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
            keepalive 16;
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
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            keepalive 16;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
            }
        }
        -- /etc/nginx/conf.d/scaling-lens.ini --
        [versions]
        nginx = 1.30.0
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const linked of httpUpstreams(deployment)) {
    const { upstream, routes, config } = linked;
    const { keepaliveDirective: keepalive, keepalive: size, name } = upstream;
    if (!keepalive || !size || allSync(linked)) continue;
    const closing = routes.filter(
      (route) =>
        route.kind === 'proxy_pass' && !mayHide(config, route.block) && closes(deployment, route.block),
    );
    const [first] = closing;
    if (!first) continue;
    const lacking = lackingIn(deployment, first.block).join(' and ').replaceAll(';', '');
    yield {
      place: keepalive.place,
      ...(closing.length < routes.length ? { severity: 'information' as const } : {}),
      message: `Upstream '${name}' keeps up to ${size} connections, but ${before(deployment, first.block)}${where(closing)} closes each after one request. Add ${lacking}.`,
      related: closing.map(({ directive }) => ({
        place: directive.place,
        message: 'Each request of this location opens a connection',
      })),
      fixes: mend(deployment, closing),
    };
  }
}

/** What holds for older releases only, where the release is not known and the defaults decide. */
const before = ({ versions }: Deployment, block: NginxBlock): string =>
  atLeast(versions.nginx, '1.29.7') === undefined && !isWritten(block) ? 'before nginx 1.29.7 ' : '';

const where = ([first, ...others]: readonly NginxRoute[]): string =>
  `location ${first?.location ?? ''}${others.length > 0 ? ` (and ${others.length} more)` : ''}`;

/** True when gunicorn's sync workers are all that answers. */
function allSync({ servers }: LinkedUpstream): boolean {
  const apps = servers.flatMap(({ boundBy }) => boundBy.map(({ instance }) => instance.server));
  return (
    apps.length > 0 &&
    apps.every((app) => app?.kind === 'gunicorn' && ifKnown(app.settings.get('worker_class')) === 'sync')
  );
}

const isNew = ({ versions }: Deployment): boolean => atLeast(versions.nginx, '1.29.7') === true;

function closes(deployment: Deployment, block: NginxBlock): boolean {
  const headers = headersOf(block);
  const connection = headers.get('connection');
  if (headers.has('upgrade') || connection?.includes('$') || /upgrade/i.test(connection ?? '')) return false;
  return lackingIn(deployment, block).length > 0;
}

function lackingIn(deployment: Deployment, block: NginxBlock): readonly string[] {
  const version = effectiveOne(block, 'proxy_http_version')?.args[0]?.text;
  const connection = headersOf(block).get('connection');
  const speaks = version === undefined ? isNew(deployment) : version !== '1.0';
  const keeps = connection === undefined ? isNew(deployment) : /^(?:|keep-alive)$/i.test(connection);
  return [
    ...(speaks ? [] : ['proxy_http_version 1.1;']),
    ...(keeps ? [] : ['proxy_set_header Connection "";']),
  ];
}

/** Adds the lines to each location; none where one of them writes another value, which its author has to judge. */
function mend(deployment: Deployment, routes: readonly NginxRoute[]): readonly Fix[] {
  if (routes.some(({ block }) => isWritten(block))) return [];
  const edits = routes.map(({ directive, block }) => {
    const lacking = lackingIn(deployment, block);
    const headers = lacking.some((line) => line.includes('Connection'))
      ? headerLines(deployment, block, { Connection: '""' })
      : [];
    const lines = [...lacking.filter((line) => !line.includes('Connection')), ...headers];
    return insertAfterDirective(deployment, directive, ...lines);
  });
  return fixWith('Add the missing lines', false, ...edits);
}

const isWritten = (block: NginxBlock): boolean =>
  headersOf(block).has('connection') || effectiveOne(block, 'proxy_http_version')?.args[0]?.text === '1.0';
