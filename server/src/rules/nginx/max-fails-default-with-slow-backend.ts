import type { Deployment, LinkedUpstream } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import type { NginxBlock, NginxUpstreamServer } from '../../model/nginx/types.ts';
import { parseMilliseconds } from '../../model/nginx/values/units.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { httpUpstreams, mayHide, oncePerFile } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/max-fails-default-with-slow-backend',
  title: 'One slow answer takes an instance out for 10 s',
  severity: 'information',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx', 'gunicorn'],
  what: 'An upstream of several servers leaves `max_fails` and `fail_timeout` at their defaults, its instances are gunicorn whose `timeout` is written as 0 or above 60 s, and `proxy_read_timeout` is not above it. Said once in a file.',
  why: 'Such a timeout tells of slow requests. nginx gives up first, and one such failure takes the instance out for 10 seconds.',
  silent: [
    '`max_fails` or `fail_timeout` is written.',
    "`proxy_read_timeout` is longer than gunicorn's timeout.",
    "gunicorn's timeout is left at its default.",
  ],
  logs: [
    'upstream timed out (110: Connection timed out) while reading response header from upstream',
    'no live upstreams while connecting to upstream',
  ],
  evidence: [
    { text: 'docker-nginx pull request 131', url: 'https://github.com/aptible/docker-nginx/pull/131' },
    { text: 'nginx-proxy issue 1495', url: 'https://github.com/nginx-proxy/nginx-proxy/issues/1495' },
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
  ],
  fix: 'Adds max_fails=3 fail_timeout=5s to each server.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:800%(process_num)d --timeout 300 shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
                 ^^^^ information: gunicorn lets a request run up to 300 s, nginx waits 60 s for an answer, and one answer that comes too late takes a server of 'shop' out for 10 s. Raise proxy_read_timeout, or write max_fails=3 fail_timeout=5s.
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header Host $host;
            }
        }
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:800%(process_num)d --timeout 300 shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000 max_fails=3 fail_timeout=5s;
            server 127.0.0.1:8001 max_fails=3 fail_timeout=5s;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
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
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:800%(process_num)d --timeout 300 shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000 max_fails=3;
            server 127.0.0.1:8001 max_fails=3;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
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
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:800%(process_num)d --timeout 300 shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header Host $host;
                proxy_read_timeout 310s;
            }
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:800%(process_num)d shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_set_header Host $host;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  yield* oncePerFile(httpUpstreams(deployment).flatMap(drafts));
}

function drafts({ upstream, routes, servers, config }: LinkedUpstream): readonly Draft[] {
  const { directive, name, namePlace } = upstream;
  if (servers.length < 2 || upstream.servers.some(isLimited)) return [];
  const timeout = slowTimeout(servers);
  const slow = routes.find(
    ({ block, kind }) =>
      kind === 'proxy_pass' && !mayHide(config, block) && readTimeout(block) <= (timeout ?? 0),
  );
  if (timeout === undefined || !slow || directive.block === null) return [];
  const limit = timeout === Number.POSITIVE_INFINITY ? 'without a limit' : `up to ${timeout} s`;
  return [
    {
      place: namePlace,
      message: `gunicorn lets a request run ${limit}, nginx waits ${readTimeout(slow.block)} s for an answer, and one answer that comes too late takes a server of '${name}' out for 10 s. Raise proxy_read_timeout, or write max_fails=3 fail_timeout=5s.`,
      related: [{ place: slow.directive.place, message: 'Requests of this location wait for the answer' }],
      fixes: fixWith('Add max_fails=3 fail_timeout=5s', false, ...upstream.servers.map(allowThree)),
    },
  ];
}

const isLimited = ({ parameters }: NginxUpstreamServer): boolean =>
  parameters.has('max_fails') || parameters.has('fail_timeout');

const allowThree = ({ addressPlace: { uri, span } }: NginxUpstreamServer) => ({
  uri,
  span: { start: span.end, end: span.end },
  newText: ' max_fails=3 fail_timeout=5s',
});

/** The timeout above 60 s that gunicorn is given, in seconds, infinite for 0; undefined where none is written. */
function slowTimeout(servers: LinkedUpstream['servers']): number | undefined {
  for (const { boundBy } of servers) {
    const server = boundBy[0]?.instance.server;
    const timeout = server?.kind === 'gunicorn' ? server.settings.get('timeout') : undefined;
    if (!timeout?.known || timeout.from === 'default' || typeof timeout.value !== 'number') return undefined;
    if (timeout.value === 0) return Number.POSITIVE_INFINITY;
    if (timeout.value > 60) return timeout.value;
  }
  return undefined;
}

/** Seconds. */
function readTimeout(block: NginxBlock): number {
  const written = effectiveOne(block, 'proxy_read_timeout')?.args[0]?.text;
  const value = written === undefined ? 60_000n : parseMilliseconds(written);
  return value === undefined ? Number.POSITIVE_INFINITY : Number(value) / 1000;
}
