import { ifKnown } from '../../base/known.ts';
import type { Deployment, LinkedUpstreamServer } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fileIn, insertLineBefore } from '../edit/lines.ts';

export default defineRule({
  id: 'xfile/weights-vs-capacity',
  title: 'Equal weights for unequal servers',
  severity: 'information',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'The servers of an upstream have equal weights and lead to programs of which one runs at least twice as many requests at once as another.',
  why: 'Round robin sends each the same number, so the small one is full while the large one idles.',
  silent: ['`least_conn`, `random two` and other methods that look at the load.', 'Weights that differ.'],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
  ],
  fix: 'Balances with least_conn.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:big]
        command=/srv/shop/venv/bin/gunicorn -w 8 -b 127.0.0.1:8000 shop:app
        [program:small]
        command=/srv/shop/venv/bin/gunicorn -w 2 -b 127.0.0.1:8001 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
                 ^^^^ information: The servers of 'shop' get equal shares, but at once 127.0.0.1:8000 runs 8 and 127.0.0.1:8001 runs 2 requests. Give them weights in that ratio, or use least_conn.
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:big]
        command=/srv/shop/venv/bin/gunicorn -w 8 -b 127.0.0.1:8000 shop:app
        [program:small]
        command=/srv/shop/venv/bin/gunicorn -w 2 -b 127.0.0.1:8001 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            least_conn;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:big]
        command=/srv/shop/venv/bin/gunicorn -w 8 -b 127.0.0.1:8000 shop:app
        [program:small]
        command=/srv/shop/venv/bin/gunicorn -w 2 -b 127.0.0.1:8001 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            least_conn;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:big]
        command=/srv/shop/venv/bin/gunicorn -w 8 -b 127.0.0.1:8000 shop:app
        [program:small]
        command=/srv/shop/venv/bin/gunicorn -w 2 -b 127.0.0.1:8001 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000 weight=4;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { upstream, servers } of deployment.upstreams) {
    const live = servers.filter(({ server }) => !server.down && !server.backup);
    const sizes = live.map(
      ({ boundBy }) => ifKnown(boundBy[0]?.instance.server?.concurrency)?.simultaneousRequests,
    );
    const known = sizes.filter((size): size is number => typeof size === 'number');
    if (
      upstream.method !== 'round-robin' ||
      live.length < 2 ||
      known.length < live.length ||
      new Set(live.map(({ server }) => server.weight)).size > 1
    )
      continue;
    const [most, least] = [Math.max(...known), Math.min(...known)];
    if (most < 2 * least) continue;
    yield {
      place: upstream.namePlace,
      message: `The servers of '${upstream.name}' get equal shares, but at once ${live.map(({ server }, i) => `${server.text} runs ${known[i]}`).join(' and ')} requests. Give them weights in that ratio, or use least_conn.`,
      fixes: leastConn(deployment, live),
    };
  }
}

/** The method above the first server, where nginx wants it. */
function leastConn(deployment: Deployment, servers: readonly LinkedUpstreamServer[]): readonly Fix[] {
  const first = servers[0]?.server.directive.place;
  const file = first && fileIn(deployment, first.uri);
  return first && file
    ? fixWith('Balance with least_conn', false, insertLineBefore(file, first.span.start, 'least_conn;'))
    : [];
}
