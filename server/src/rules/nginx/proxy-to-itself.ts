import { type Address, reaches } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import type { NginxConfig, NginxRoute, NginxServer } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { isLocalAddress } from '../reach.ts';
import { headersOf, mayHide } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/proxy-to-itself',
  title: 'A server that proxies to itself',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A `proxy_pass` without a path leads to an address of this machine on which the very same `server` listens, and the request keeps its host, or no other server listens there.',
  why: 'Each request comes back to nginx, which sends it on again, until no connection is left. The client gets a 502 or 500, and everybody else no answer meanwhile.',
  silent: [
    'The host is another one and another server may answer to it: several sites of one nginx may call each other.',
    'The path or the location changes on the way.',
    'An include or a template may hold what decides it.',
  ],
  logs: [
    '1024 worker_connections are not enough while connecting to upstream',
    'recv() failed (104: Connection reset by peer) while reading response header from upstream',
  ],
  evidence: [
    {
      text: 'nginx documentation, How nginx processes a request',
      url: 'https://nginx.org/en/docs/http/request_processing.html',
    },
    { text: 'Run with nginx 1.22.1: one request ends in a 502 after all connections were used' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /etc/nginx/nginx.conf --
        events {}
        http {
            upstream shop {
                server 127.0.0.1:80;
            }
            server {
                listen 80;
                location / {
                    proxy_pass http://shop;
                               ^^^^^^^^^^^ error: This server listens on 127.0.0.1:80 itself, so each request comes back to it until no connection is left. Name the port of the application.
                }
            }
        }
      `,
    },
    {
      bad: `
        server {
            listen 8000;
            server_name shop.example;
            location / {
                proxy_pass http://localhost:8000;
                           ^^^^^^^^^^^^^^^^^^^^^ error: This server listens on localhost:8000 itself, so each request comes back to it until no connection is left. Name the port of the application.
                proxy_set_header Host $host;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 443 ssl;
            server_name shop.example;
            ssl_certificate /etc/ssl/shop.pem;
            ssl_certificate_key /etc/ssl/shop.key;
            location / {
                proxy_pass http://127.0.0.1:80;
                proxy_set_header Host $host;
            }
        }
        server {
            listen 80;
            server_name other.example;
            location /api {
                proxy_pass http://127.0.0.1:80;
                proxy_set_header Host api.example;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location /old/ {
                proxy_pass http://127.0.0.1:80/new/;
                proxy_set_header Host $host;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location / {
                include parts/proxy;
                proxy_pass http://127.0.0.1:80;
            }
        }
      `,
    },
  ],
  check,
});

function* check({ nginx }: Deployment): Iterable<Draft> {
  for (const config of nginx) {
    for (const route of config.routes) {
      const address = calledBy(route);
      if (!address || mayHide(config, route.block) || !comesBack(config, route, address)) continue;
      yield {
        place: route.target.place,
        message: `This server listens on ${address.text} itself, so each request comes back to it until no connection is left. Name the port of the application.`,
      };
    }
  }
}

interface Called {
  readonly address: Address;
  readonly text: string;
}

/** The one local address that a route calls without changing the path. */
function calledBy({ target, kind, protocol, directive }: NginxRoute): Called | undefined {
  const written = directive.args[0]?.text ?? '';
  if (kind !== 'proxy_pass' || protocol !== 'http' || /^\w+:\/\/[^/]*\//.test(written)) return undefined;
  if (target.kind === 'address') return onlyLocal([target]);
  return target.kind === 'upstream' ? onlyLocal(target.upstream.servers) : undefined;
}

function onlyLocal(
  servers: readonly { readonly address: Address | undefined; readonly text: string }[],
): Called | undefined {
  const [first, ...others] = servers;
  const isLocal = first?.address?.kind === 'tcp' && isLocalAddress(first.address);
  return first?.address && isLocal && others.length === 0
    ? { address: first.address, text: first.text }
    : undefined;
}

/** True when the request reaches the same location of the same server again. */
function comesBack(config: NginxConfig, { server, block }: NginxRoute, { address }: Called): boolean {
  if (!server || !listensOn(server, address) || effectiveOne(block, 'rewrite')) return false;
  const host = headersOf(block).get('host');
  if (host === '$host' || host === '$http_host') return true;
  const isAlone = config.servers.filter((one) => listensOn(one, address)).length === 1;
  return isAlone && (!config.fragment || server.serverNames.length === 0);
}

const listensOn = ({ listens }: NginxServer, address: Address): boolean =>
  listens.some((listen) => listen.address !== undefined && reaches(address, listen.address));
