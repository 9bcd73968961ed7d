import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { removeDirective } from '../edit/nginx.ts';
import { fromProblems } from '../from-problems.ts';
import { directiveAt } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/two-lb-methods',
  title: 'Two balancing methods in one upstream',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'An upstream has more than one of `ip_hash`, `hash`, `least_conn`, `random`.',
  why: 'Only the last counts. nginx says so when it starts, in a line that is easily missed.',
  silent: ['The same method in two upstreams.'],
  logs: ['nginx: [warn] load balancing method redefined in /etc/nginx/nginx.conf:6'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: accepted with this warning' },
  ],
  fix: 'Removes the method that does not count.',
  examples: [
    {
      bad: `
        upstream shop {
            least_conn;
            ip_hash;
            ^^^^^^^ warning: load balancing method redefined. Only "ip_hash" counts. Keep one of them.
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
      `,
      fixed: `
        upstream shop {
            ip_hash;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
      `,
    },
    {
      good: `
        upstream shop {
            least_conn;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        upstream admin {
            least_conn;
            server 127.0.0.1:8001;
        }
      `,
    },
  ],
  check: fromProblems('nginx/two-lb-methods', removeEarlier),
});

function removeEarlier({ related }: Problem, deployment: Deployment): readonly Fix[] {
  const earlier = related[0] && directiveAt(deployment, related[0].place);
  return earlier ? fixWith(`Remove ${earlier.name}`, false, removeDirective(deployment, earlier)) : [];
}
