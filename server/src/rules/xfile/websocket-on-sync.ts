import { memo } from '../../base/memo.ts';
import type { Deployment } from '../../model/deployment.ts';
import { effective } from '../../model/nginx/effective.ts';
import type { NginxRoute } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { isForWebSockets } from '../shared/nginx.ts';
import { settingOf } from '../shared/programs.ts';
import { proxied } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/websocket-on-sync',
  title: 'WebSockets on workers that cannot hold them',
  severity: 'warning',
  confidence: 'high',
  level: 'async',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A location passes the Upgrade header on, and its program runs sync workers (or gthread without simple-websocket or flask-sock in the requirements). It is a warning where something else speaks of WebSockets: the path of the location (`/ws`, `/socket.io`), or a package of the requirements; else an information, since many copy the two headers from a tutorial.',
  why: 'A WebSocket stays open. A sync worker holds one connection and is killed after `timeout`.',
  silent: ['gthread with simple-websocket or flask-sock.', 'gevent, eventlet, asgi and uvicorn workers.'],
  logs: [],
  evidence: [
    { text: 'nginx documentation, WebSocket proxying', url: 'https://nginx.org/en/docs/http/websocket.html' },
    { text: 'gunicorn documentation, Design', url: 'https://docs.gunicorn.org/en/stable/design.html' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 3 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: This location passes WebSockets to 'web', whose sync workers cannot hold them: each takes a worker until timeout kills it. Use gevent, or an ASGI server; without WebSockets, remove the Upgrade header.
                proxy_set_header Connection "upgrade";
            }
        }
      `,
    },
    {
      note: 'The path says that WebSockets are meant:',
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -w 3 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location /ws/ {
                proxy_pass http://127.0.0.1:8000;
                proxy_http_version 1.1;
                proxy_set_header Upgrade $http_upgrade;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: This location passes WebSockets to 'web', whose sync workers cannot hold them: each takes a worker until timeout kills it. Use gevent, or an ASGI server; without WebSockets, remove the Upgrade header.
                proxy_set_header Connection "upgrade";
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --threads 8 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
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
        -- /srv/shop/requirements.txt --
        flask-sock
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 -k gevent shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
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
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const canThread = deployment.context.requirements.some(({ text }) =>
    /simple-websocket|flask-sock|channels/i.test(text),
  );
  for (const { route, server, program } of proxied(deployment)) {
    const name = settingOf(server, 'worker_class');
    if (
      server.kind !== 'gunicorn' ||
      !(name === 'sync' || (name === 'gthread' && !canThread && deployment.context.requirements.length > 0))
    )
      continue;
    const header = effective(route.block, 'proxy_set_header').find(
      ({ args }) => args[0]?.text.toLowerCase() === 'upgrade' && /http_upgrade/.test(args[1]?.text ?? ''),
    );
    if (!header || header.place.uri !== route.directive.place.uri || !route.block.directives.includes(header))
      continue;
    yield {
      place: header.place,
      ...(isMeant(deployment, route) ? {} : { severity: 'information' as const }),
      message: `This location passes WebSockets to '${program.name}', whose ${name} workers cannot hold them: each takes a worker${name === 'sync' ? ' until timeout kills it' : ''}. Use gevent, or an ASGI server; without WebSockets, remove the Upgrade header.`,
      related: [{ place: program.place, message: `'${program.name}' starts here` }],
    };
  }
}

const packages =
  /^[ \t"'-]*(?:flask[-_]socketio|python[-_]socketio|flask[-_]sock|flask[-_]sockets|simple[-_]websocket|channels|websockets|gevent[-_]websocket)\b/im;

/** True where more than the headers speaks of WebSockets, and no other location is there for them. */
const isMeant = (deployment: Deployment, { location }: NginxRoute): boolean =>
  (location !== null && isForWebSockets(location)) || isRequired(deployment);

/** True when the requirements name a package for WebSockets and no location is named for them. */
const isRequired = memo(
  ({ context, routes }: Deployment) =>
    context.requirements.some(({ text }) => packages.test(text)) &&
    !routes.some(({ route }) => route.location !== null && isForWebSockets(route.location)),
);
