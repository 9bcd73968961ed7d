import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';
import { wordAt } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/upstream-duplicate',
  title: 'Two upstreams with one name',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'Two `upstream` blocks that one nginx reads have the same name; letter case does not count.',
  why: 'nginx refuses the whole configuration.',
  silent: ['Two files that no main file includes together, such as those of two sites: each is read alone.'],
  logs: ['nginx: [emerg] duplicate upstream "shop" in /etc/nginx/nginx.conf:7'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1' },
  ],
  fix: 'Gives the second another name.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
        }
        upstream shop {
                 ^^^^ error: duplicate upstream "shop". Rename one of them, or merge their servers.
            server 127.0.0.1:8001;
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000;
        }
        upstream shop_2 {
            server 127.0.0.1:8001;
        }
      `,
    },
    {
      good: `
        -- /srv/shop/nginx/blue.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        -- /srv/shop/nginx/green.conf --
        upstream shop {
            server 127.0.0.1:8001;
        }
      `,
    },
  ],
  check: fromProblems('nginx/upstream-duplicate', rename),
});

function rename({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const name = wordAt(deployment, place)?.text;
  if (name === undefined) return [];
  const taken = new Set(deployment.upstreams.map(({ upstream }) => upstream.name.toLowerCase()));
  let number = 2;
  while (taken.has(`${name}_${number}`.toLowerCase())) number++;
  const other = `${name}_${number}`;
  return fixWith(`Name this one ${other}`, false, replace(place, other));
}
