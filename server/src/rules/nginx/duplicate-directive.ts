import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { removeDirective } from '../edit/nginx.ts';
import { fromProblems } from '../from-problems.ts';
import { directiveAt, sourceOf } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/duplicate-directive',
  title: 'A directive that may stand once stands twice',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A directive that takes one value per block is written twice in it; often an `include` brings the second.',
  why: 'nginx refuses the whole configuration.',
  silent: ['Lines between `{% if %}` and `{% else %}` of a template: only one of them stays.'],
  logs: ['nginx: [emerg] "proxy_read_timeout" directive is duplicate in /etc/nginx/nginx.conf:7'],
  evidence: [
    { text: 'nginx documentation, index of directives', url: 'https://nginx.org/en/docs/dirindex.html' },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: 'Removes the second, where both say the same.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 60s;
                proxy_read_timeout 60s;
                ^^^^^^^^^^^^^^^^^^ error: "proxy_read_timeout" directive is duplicate. Keep one of them.
            }
        }
      `,
      fixed: `
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 60s;
            }
        }
      `,
    },
    {
      bad: `
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 60s;
                proxy_read_timeout 90s;
                ^^^^^^^^^^^^^^^^^^ error: "proxy_read_timeout" directive is duplicate. Keep one of them.
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                {% if slow %}
                proxy_read_timeout 300s;
                {% else %}
                proxy_read_timeout 60s;
                {% endif %}
            }
        }
      `,
    },
  ],
  check: fromProblems('nginx/duplicate-directive', removeSecond),
});

function removeSecond({ place, related }: Problem, deployment: Deployment): readonly Fix[] {
  const second = directiveAt(deployment, place);
  const earlier = related[0] && directiveAt(deployment, related[0].place);
  if (!second || !earlier || sourceOf(deployment, second) !== sourceOf(deployment, earlier)) return [];
  return fixWith(`Remove the second ${second.name}`, true, removeDirective(deployment, second));
}
