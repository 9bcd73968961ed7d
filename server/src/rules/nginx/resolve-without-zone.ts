import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { appendToBlock } from '../edit/nginx.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/resolve-without-zone',
  title: 'resolve without a zone or a resolver',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'A `server` of an upstream has `resolve` and the upstream has no `zone`, or no `resolver` is in force.',
  why: 'New addresses have to be kept where all worker processes see them, and somebody has to be asked: nginx refuses the whole configuration.',
  silent: ['The upstream has both.'],
  logs: [
    'nginx: [emerg] resolving names at run time requires upstream "shop" in /etc/nginx/nginx.conf:6 to be in shared memory',
  ],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.31.5: exit status 1' },
  ],
  fix: 'Adds a zone.',
  examples: [
    {
      bad: `
        -- /scaling-lens.ini --
        [versions]
        nginx = 1.29
        -- /etc/nginx/conf.d/site.conf --
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            resolver 127.0.0.11;
            server app.shop.example:8000 resolve;
            ^^^^^^ error: resolving names at run time requires upstream "shop" to be in shared memory. Add to the upstream: zone shop 64k;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
            }
        }
        -- /etc/nginx/conf.d/scaling-lens.ini --
        [versions]
        nginx = 1.30.0
      `,
      fixed: `
        -- /scaling-lens.ini --
        [versions]
        nginx = 1.29
        -- /etc/nginx/conf.d/site.conf --
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            resolver 127.0.0.11;
            server app.shop.example:8000 resolve;
            zone shop 64k;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
            }
        }
        -- /etc/nginx/conf.d/scaling-lens.ini --
        [versions]
        nginx = 1.30.0
      `,
    },
    {
      good: `
        upstream shop {
            zone shop 64k;
            resolver 127.0.0.11;
            server app.shop.example:8000 resolve;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
            }
        }
      `,
    },
  ],
  check: fromProblems('nginx/resolve-without-zone', addZone),
});

function addZone({ place, message }: Problem, deployment: Deployment): readonly Fix[] {
  if (!message.includes('shared memory')) return [];
  const found = deployment.upstreams.find(({ upstream }) =>
    upstream.servers.some(({ directive }) => directive.namePlace.span === place.span),
  );
  if (!found) return [];
  const { name, block } = found.upstream;
  return fixWith('Add a zone', false, appendToBlock(deployment, block, `zone ${name} 64k;`));
}
