import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';

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
  fix: null,
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
                 ^^^^ information: The servers of 'shop' get equal shares, but run 8 and 2 requests at once. Give them weights in that ratio, or use least_conn.
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

function* check({ upstreams }: Deployment): Iterable<Draft> {
  for (const { upstream, servers } of upstreams) {
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
      message: `The servers of '${upstream.name}' get equal shares, but run ${known.join(' and ')} requests at once. Give them weights in that ratio, or use least_conn.`,
    };
  }
}
