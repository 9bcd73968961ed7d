import type { Deployment } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { headersOf, isForWebSockets, mayHide, oncePerFile, proxyRoutes } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/websocket-read-timeout',
  title: 'A WebSocket is cut after 60 silent seconds',
  severity: 'information',
  confidence: 'medium',
  level: 'async',
  reads: ['nginx'],
  what: 'A location named for WebSockets (`ws` or `websocket` as a part of its path) passes `Upgrade` on, and `proxy_read_timeout` is nowhere written. Said once in a file.',
  why: 'nginx closes a connection on which the application says nothing for 60 seconds. Clients that do not reconnect go deaf.',
  silent: [
    'uvicorn, hypercorn or daphne answers, which send a ping before that.',
    'Socket.IO, SockJS or Action Cable by the name of the location: their servers ping every 25 s or sooner.',
    'A timeout is written in a block around.',
    'Locations of other names, where the lines often are a precaution.',
  ],
  logs: ['upstream timed out (110: Connection timed out) while proxying upgraded connection'],
  evidence: [
    { text: 'nginx documentation, WebSocket proxying', url: 'https://nginx.org/en/docs/http/websocket.html' },
    { text: 'uvicorn documentation, settings', url: 'https://uvicorn.dev/settings/' },
  ],
  fix: 'Adds proxy_read_timeout 1h.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location /ws/ {
                proxy_pass http://127.0.0.1:8000;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: nginx cuts a WebSocket of location /ws/ after 60 s without a word from the application. Write proxy_read_timeout, unless the application sends pings.
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade";
            }
        }
      `,
      fixed: `
        server {
            listen 80;
            location /ws/ {
                proxy_pass http://127.0.0.1:8000;
                proxy_read_timeout 1h;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade";
            }
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --port 8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        server {
            listen 80;
            location /ws/ {
                proxy_pass http://127.0.0.1:8000;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade";
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            proxy_read_timeout 10m;
            location /ws/ {
                proxy_pass http://127.0.0.1:8000;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade";
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location /socket.io/ {
                proxy_pass http://127.0.0.1:8000;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade";
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location / {
                proxy_pass http://127.0.0.1:8000;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade";
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const routes = proxyRoutes(deployment).filter(
    ({ route, config, reaches }) =>
      isForWebSockets(route.location ?? '') &&
      !pingsByProtocol(route.location ?? '') &&
      headersOf(route.block).has('upgrade') &&
      !effectiveOne(route.block, 'proxy_read_timeout') &&
      !mayHide(config, route.block) &&
      !reaches.some(({ instance }) => pings(instance.server?.kind)),
  );
  yield* oncePerFile(
    routes.map(({ route: { directive, location } }) => ({
      place: directive.place,
      message: `nginx cuts a WebSocket of location ${location ?? ''} after 60 s without a word from the application. Write proxy_read_timeout, unless the application sends pings.`,
      fixes: fixWith(
        'Add proxy_read_timeout 1h',
        false,
        insertAfterDirective(deployment, directive, 'proxy_read_timeout 1h;'),
      ),
    })),
  );
}

const pings = (kind: string | undefined): boolean =>
  kind === 'uvicorn' || kind === 'hypercorn' || kind === 'daphne';

const pingsByProtocol = (location: string): boolean => /socket\\?\.io|sockjs|cable/i.test(location);
