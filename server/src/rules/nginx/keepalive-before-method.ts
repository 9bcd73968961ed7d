import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { appendToBlock, removeDirective } from '../edit/nginx.ts';
import { fromProblems } from '../from-problems.ts';
import { directiveAt, sourceOf } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/keepalive-before-method',
  title: 'keepalive above the balancing method',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: '`keepalive` of an upstream stands above `ip_hash`, `hash`, `least_conn` or `random`, and nginx is older than 1.29.7 or of unknown version; or `sticky` stands above one of them.',
  why: 'The method replaces what `keepalive` or `sticky` had set up: no connection is kept, no client stays with its server.',
  silent: ['`[versions]` says nginx is 1.29.7 or newer, where the order of `keepalive` does not count.'],
  logs: ['nginx: [warn] load balancing method redefined in /etc/nginx/nginx.conf:6'],
  evidence: [
    {
      text: 'nginx documentation, keepalive',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#keepalive',
    },
    { text: 'Run with nginx 1.22.1: this warning, nothing is kept; 1.31.5: no warning' },
  ],
  fix: 'Moves keepalive to the end of the upstream.',
  examples: [
    {
      bad: `
        upstream shop {
            keepalive 8;
            least_conn;
            ^^^^^^^^^^ warning: load balancing method redefined. The keepalive above is lost: write it below the method.
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
      `,
      fixed: `
        upstream shop {
            least_conn;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            keepalive 8;
        }
      `,
    },
    {
      good: `
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            keepalive 8;
            least_conn;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        -- /etc/nginx/conf.d/scaling-lens.ini --
        [versions]
        nginx = 1.30.0
      `,
    },
    {
      good: `
        upstream shop {
            least_conn;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            keepalive 8;
        }
      `,
    },
  ],
  check: fromProblems('nginx/keepalive-before-method', move),
});

function move({ place, related }: Problem, deployment: Deployment): readonly Fix[] {
  const keepalive = related[0] && directiveAt(deployment, related[0].place);
  const block = deployment.upstreams.find(({ upstream }) => upstream.keepaliveDirective === keepalive)
    ?.upstream.block;
  if (!keepalive || !block || keepalive.place.uri !== place.uri) return [];
  const edits = [
    removeDirective(deployment, keepalive),
    appendToBlock(deployment, block, sourceOf(deployment, keepalive)),
  ];
  return fixWith('Move keepalive to the end', true, ...edits);
}
