import { atLeast } from '../../catalog/version.ts';
import {
  EPHEMERAL,
  newConnectionsPerSecond,
  portsIn,
  TIME_WAIT_SECONDS,
} from '../../levels/arithmetic/ports.ts';
import { addressKey } from '../../model/address.ts';
import type { Deployment, LinkedUpstream } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import type { NginxRoute } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { headerLines, headersOf, mayHide } from '../shared/nginx.ts';
import { keepsConnections } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/ephemeral-ports',
  title: 'More new connections than ports come free',
  severity: 'information',
  confidence: 'medium',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'The profile names `requests_per_second`, nginx opens a TCP connection for every request of an upstream, and the rate for each address times the 60 seconds for which a closed connection holds its port is above the 28232 ports that Linux gives out.',
  why: 'When no port is free, nginx cannot connect and answers 502, though the application has room. A unix socket needs no port, and a connection that is kept needs one for many requests.',
  silent: [
    'No `requests_per_second` in the profile.',
    'Connections are kept: `keepalive`, HTTP/1.1 and an empty Connection header.',
    'Unix sockets.',
    'Several addresses that share the rate, each below the limit.',
  ],
  logs: [
    'connect() to 127.0.0.1:8000 failed (99: Cannot assign requested address) while connecting to upstream',
  ],
  evidence: [
    {
      text: 'ma.ttias.be, Cannot assign requested address for upstream',
      url: 'https://ma.ttias.be/nginx-cannot-assign-requested-address-for-upstream/',
    },
    { text: 'ip(7), ip_local_port_range', url: 'https://man7.org/linux/man-pages/man7/ip.7.html' },
    { text: 'On loopback Linux 4.19 and newer reuse such ports after a second (tcp_tw_reuse=2)' },
  ],
  fix: 'Keeps connections to the upstream.',
  examples: [
    {
      bad: `
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
                 ^^^^ information: 900 requests a second (scaling-lens.ini) open as many connections to 10.0.0.7:8000, and each holds a port for 60 s: the 28232 ports of an address last for 470 a second. Keep connections, or use a unix socket.
            server 10.0.0.7:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
            }
        }
        -- /srv/shop/scaling-lens.ini --
        [target]
        requests_per_second = 900
      `,
      fixed: `
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 10.0.0.7:8000;
            keepalive 32;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
            }
        }
        -- /srv/shop/scaling-lens.ini --
        [target]
        requests_per_second = 900
      `,
    },
    {
      good: `
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 10.0.0.7:8000;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 10.0.0.7:8000;
            keepalive 32;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_http_version 1.1;
                proxy_set_header Connection "";
            }
        }
        -- /srv/shop/scaling-lens.ini --
        [target]
        requests_per_second = 900
      `,
    },
    {
      good: `
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop/web.sock;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; }
        }
        -- /srv/shop/scaling-lens.ini --
        [target]
        requests_per_second = 900
      `,
    },
    {
      good: `
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 10.0.0.7:8000;
            server 10.0.0.8:8000;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; }
        }
        -- /srv/shop/scaling-lens.ini --
        [target]
        requests_per_second = 900
      `,
    },
    {
      good: `
        -- /srv/shop/nginx/shop.conf --
        upstream shop { server 10.0.0.7:8000; }
        server {
            listen 80;
            location / { proxy_pass http://shop; }
        }
        -- /srv/shop/scaling-lens.ini --
        [versions]
        nginx = 1.30.6
        [target]
        requests_per_second = 900
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const rate = deployment.target.requestsPerSecond;
  if (rate === undefined) return;
  for (const linked of deployment.upstreams) {
    const { upstream, routes, config } = linked;
    const addresses = tcpAddresses(linked);
    const limit = newConnectionsPerSecond(addresses.size);
    const hides = routes.some(({ block }) => mayHide(config, block));
    const isKept = upstream.keepalive !== null && routes.every(keepsConnections);
    if (isNew(deployment) && routes.every(hasDefaults)) continue;
    if (upstream.protocol !== 'http' || routes.length === 0 || hides || isKept) continue;
    if (limit === undefined || rate <= limit) continue;
    yield {
      place: upstream.namePlace,
      message: `${rate} requests a second (${deployment.target.from}) open as many connections to ${addresses.size === 1 ? [...addresses][0] : `the ${addresses.size} addresses of '${upstream.name}'`}, and each holds a port for ${TIME_WAIT_SECONDS} s: the ${portsIn(EPHEMERAL)} ports of an address last for ${Math.floor(limit)} a second. Keep connections, or use a unix socket.`,
      fixes: keep(deployment, linked),
    };
  }
}

/** From 1.29.7 on nginx keeps connections by itself, where no line says otherwise. */
const isNew = ({ versions }: Deployment): boolean => atLeast(versions.nginx, '1.29.7') === true;

const hasDefaults = ({ block }: NginxRoute): boolean =>
  !effectiveOne(block, 'proxy_http_version') && !headersOf(block).has('connection');

/** The addresses that share the rate; none when one of them is no TCP address. */
function tcpAddresses({ upstream }: LinkedUpstream): ReadonlySet<string> {
  const inUse = upstream.servers.filter(({ down, backup }) => !down && !backup);
  const keys = inUse.flatMap(({ address }) => (address?.kind === 'tcp' ? [addressKey(address)] : []));
  return new Set(keys.length === inUse.length ? keys : []);
}

/** Keeps connections: the pool in the upstream, and what each route needs for it. */
function keep(deployment: Deployment, { upstream, routes }: LinkedUpstream): readonly Fix[] {
  const last = upstream.servers[upstream.servers.length - 1];
  const pool =
    upstream.keepalive === null && last
      ? [insertAfterDirective(deployment, last.directive, 'keepalive 32;')]
      : [];
  const edits = [
    ...pool,
    ...routes.filter((route) => !keepsConnections(route)).flatMap((route) => prepare(deployment, route)),
  ];
  return fixWith('Keep 32 connections open', false, ...edits);
}

function prepare(deployment: Deployment, { block, directive }: NginxRoute) {
  const version = effectiveOne(block, 'proxy_http_version');
  const own = version?.args[0];
  const lines = [
    ...(version ? [] : ['proxy_http_version 1.1;']),
    ...headerLines(deployment, block, { Connection: '""' }),
  ];
  return [
    ...(own && own.text !== '1.1' ? [replace(own.place, '1.1')] : []),
    insertAfterDirective(deployment, directive, ...lines),
  ];
}
