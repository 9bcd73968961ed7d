import type { Deployment } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { headersOf, mayHide, proxyRoutes } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/sse-buffered',
  title: 'An event stream through a buffer',
  severity: 'information',
  confidence: 'medium',
  level: 'async',
  reads: ['nginx'],
  what: 'A location named for event streams (`events`, `stream`, `sse` as the last part of its path) proxies with buffering on.',
  why: 'nginx collects what the application sends until a buffer is full: events come late and in lumps.',
  silent: [
    '`proxy_buffering off` is in force.',
    '`Upgrade` is passed on: the location is for WebSockets, which no buffer holds up.',
    'The line may stand in an include that is not at hand.',
    'Other paths.',
  ],
  logs: [],
  evidence: [
    { text: 'Server Fault 801628', url: 'https://serverfault.com/questions/801628/' },
    {
      text: 'nginx documentation, module ngx_http_proxy_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
  ],
  fix: 'Adds proxy_buffering off and a read timeout.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location /events {
                proxy_pass http://127.0.0.1:8000;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: Location /events is named for an event stream, and nginx buffers what the application sends, so events come late. Write proxy_buffering off, unless the application sends X-Accel-Buffering: no.
            }
        }
      `,
      fixed: `
        server {
            listen 80;
            location /events {
                proxy_pass http://127.0.0.1:8000;
                proxy_buffering off;
                proxy_read_timeout 1h;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location /events {
                proxy_pass http://127.0.0.1:8000;
                proxy_buffering off;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location /events {
                proxy_pass http://127.0.0.1:8000;
                include /etc/nginx/stream.conf;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location /events {
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
            location /events/archive/ {
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
    if (location === null || !isForEvents(location) || mayHide(config, block)) continue;
    if (effectiveOne(block, 'proxy_buffering')?.args[0]?.text === 'off') continue;
    if (headersOf(block).has('upgrade')) continue;
    const timeout = effectiveOne(block, 'proxy_read_timeout') ? [] : ['proxy_read_timeout 1h;'];
    const lines = ['proxy_buffering off;', ...timeout];
    yield {
      place: directive.place,
      message: `Location ${location} is named for an event stream, and nginx buffers what the application sends, so events come late. Write proxy_buffering off, unless the application sends X-Accel-Buffering: no.`,
      fixes: fixWith('Turn buffering off', false, insertAfterDirective(deployment, directive, ...lines)),
    };
  }
}

const isForEvents = (location: string): boolean =>
  /\/(?:events?|streams?|sse|event-stream)\/?\$?$/i.test(location);
