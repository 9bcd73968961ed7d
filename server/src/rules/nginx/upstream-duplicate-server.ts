import { addressKey } from '../../model/address.ts';
import type { Deployment, LinkedUpstream } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { NginxUpstreamServer } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { removeDirective } from '../edit/nginx.ts';
import { addressesOf, programsBehind, reachedInstances } from '../reach.ts';

export default defineRule({
  id: 'nginx/upstream-duplicate-server',
  title: 'The same server twice in an upstream',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'Two `server` lines of one `upstream` name the same address, however they write it (`localhost:8000` and `127.0.0.1:8000`).',
  why: 'nginx takes both without a word. The instance gets two shares of the requests, and often the line was copied for the next port, so another instance gets none.',
  silent: ['The same address stands in two different upstreams: each balances on its own.'],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: accepted, 30 requests over three lines split 20 to 10' },
  ],
  fix: 'Replaces the address by the instance that nobody reaches, where there is one; else removes the line.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8000;
                   ^^^^^^^^^^^^^^ warning: Upstream 'shop' lists 127.0.0.1:8000 twice, so it gets two shares of the requests. Remove this line, or write weight=2 on one.
            server 127.0.0.1:8001;
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
            server 127.0.0.1:8001;
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
      note: 'Copied for the next instance, and the port was not changed:',
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        numprocs=2
        process_name=%(program_name)s_%(process_num)02d
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop { server 127.0.0.1:8000; server localhost:8000; }
                                                      ^^^^^^^^^^^^^^ warning: Upstream 'shop' lists 127.0.0.1:8000 twice (here as localhost:8000), so it gets two shares of the requests. Write 127.0.0.1:8001, which is bound and reached by nobody, or remove this line.
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        numprocs=2
        process_name=%(program_name)s_%(process_num)02d
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop { server 127.0.0.1:8000; server 127.0.0.1:8001; }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        upstream admin {
            server 127.0.0.1:8000;
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const upstream of deployment.upstreams) {
    const first = new Map<string, NginxUpstreamServer>();
    for (const { server } of upstream.servers) {
      if (!server.address) continue;
      const key = addressKey(server.address);
      const before = first.get(key);
      if (before) yield draft(deployment, upstream, before, server);
      else first.set(key, server);
    }
  }
}

function draft(
  deployment: Deployment,
  upstream: LinkedUpstream,
  before: NginxUpstreamServer,
  server: NginxUpstreamServer,
): Draft {
  const { name } = upstream.upstream;
  const as = server.text === before.text ? '' : ` (here as ${server.text})`;
  const free = freeAddress(deployment, upstream);
  const advice = free
    ? `Write ${free}, which is bound and reached by nobody, or remove this line.`
    : 'Remove this line, or write weight=2 on one.';
  return {
    place: server.addressPlace,
    message: `Upstream '${name}' lists ${before.text} twice${as}, so it gets two shares of the requests. ${advice}`,
    related: [{ place: before.addressPlace, message: `${before.text} is listed here first` }],
    fixes: fixes(deployment, server, free),
  };
}

/** The first address of an unreached instance beside those that the upstream reaches; undefined when there is none. */
function freeAddress(deployment: Deployment, upstream: LinkedUpstream): string | undefined {
  const reached = reachedInstances(deployment);
  for (const { instances } of programsBehind(upstream))
    for (const instance of instances) {
      const [address, ...others] = addressesOf(instance) ?? [];
      if (!reached.has(instance) && address && others.length === 0) return addressKey(address);
    }
  return undefined;
}

function fixes(
  deployment: Deployment,
  server: NginxUpstreamServer,
  free: string | undefined,
): readonly Fix[] {
  if (free)
    return [{ title: `Replace by ${free}`, safe: false, edits: [replace(server.addressPlace, free)] }];
  const removal = removeDirective(deployment, server.directive);
  return removal ? [{ title: 'Remove this server', safe: false, edits: [removal] }] : [];
}
