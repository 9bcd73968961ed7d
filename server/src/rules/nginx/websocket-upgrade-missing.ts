import { atLeast } from '../../catalog/version.ts';
import type { Deployment } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import type { NginxBlock } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { headerLines, headersOf, isForWebSockets, mayHide, proxyRoutes } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/websocket-upgrade-missing',
  title: 'A WebSocket location that passes no upgrade on',
  severity: 'warning',
  confidence: 'medium',
  level: 'async',
  reads: ['nginx'],
  what: 'A location named for WebSockets (`ws`, `wss`, `websocket`, `socket.io`, `cable` as a part of its path) proxies without an `Upgrade` header, or with it but without `proxy_http_version 1.1` where nginx is older than 1.29.7 or of unknown version.',
  why: '`Upgrade` and `Connection` go from hop to hop only: without these lines the application sees a plain request and refuses the WebSocket.',
  silent: [
    'The lines are in force from a block around.',
    'The lines may stand in an include that is not at hand.',
  ],
  logs: [],
  evidence: [
    { text: 'nginx documentation, WebSocket proxying', url: 'https://nginx.org/en/docs/http/websocket.html' },
  ],
  fix: 'Adds the lines.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location /ws/ {
                proxy_pass http://127.0.0.1:8000;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: Location /ws/ is named for WebSockets and does not pass Upgrade and Connection on, so the application sees plain requests. Set both headers and proxy_http_version 1.1.
            }
        }
      `,
      fixed: `
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
      note: 'WebSockets begin with HTTP/1.1:',
      bad: `
        server {
            listen 80;
            location /socket.io/ {
                proxy_pass http://127.0.0.1:8000;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: Location /socket.io/ passes Upgrade on in HTTP/1.0, which has no WebSockets. Write proxy_http_version 1.1.
                proxy_set_header Upgrade $http_upgrade;
                proxy_set_header Connection "upgrade";
            }
        }
      `,
      fixed: `
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
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection "upgrade";
            location /ws/ {
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location /ws/ {
                proxy_pass http://127.0.0.1:8000;
                include /etc/nginx/websocket.conf;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location /news/ {
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { route, config } of proxyRoutes(deployment)) {
    const { location, block, directive } = route;
    if (location === null || !isForWebSockets(location) || mayHide(config, block)) continue;
    const lacksHeaders = !headersOf(block).has('upgrade');
    const lacksVersion = !speaksHttp11(deployment, block);
    if (!lacksHeaders && !lacksVersion) continue;
    const headers = lacksHeaders
      ? headerLines(deployment, block, { Upgrade: '$http_upgrade', Connection: '"upgrade"' })
      : [];
    const version = lacksVersion ? ['proxy_http_version 1.1;'] : [];
    const isOld = effectiveOne(block, 'proxy_http_version') !== undefined && lacksVersion;
    yield {
      place: directive.place,
      message: lacksHeaders
        ? `Location ${location} is named for WebSockets and does not pass Upgrade and Connection on, so the application sees plain requests. Set both headers and proxy_http_version 1.1.`
        : `Location ${location} passes Upgrade on in HTTP/1.0, which has no WebSockets. Write proxy_http_version 1.1.`,
      fixes: isOld
        ? []
        : fixWith(
            'Add the lines',
            false,
            insertAfterDirective(deployment, directive, ...version, ...headers),
          ),
    };
  }
}

function speaksHttp11({ versions }: Deployment, block: NginxBlock): boolean {
  const version = effectiveOne(block, 'proxy_http_version')?.args[0]?.text;
  return version === undefined ? atLeast(versions.nginx, '1.29.7') === true : version !== '1.0';
}
