import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';
import { wordAt } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/upstream-with-port',
  title: 'A port behind the name of an upstream',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: '`proxy_pass` names an upstream and a port.',
  why: 'The servers of the upstream have their own ports: nginx refuses the whole configuration.',
  silent: ['A host of the same name in another configuration.'],
  logs: ['nginx: [emerg] upstream "shop" may not have port 8000 in /etc/nginx/nginx.conf:9'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_proxy_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1' },
  ],
  fix: 'Deletes the port.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop:8000;
                           ^^^^^^^^^^^^^^^^ error: upstream "shop" may not have port 8000. Leave the port out.
            }
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000;
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
      good: `
        -- /srv/shop/nginx/one.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        -- /srv/shop/nginx/two.conf --
        server {
            listen 80;
            location / {
                proxy_pass http://shop:8000;
            }
        }
      `,
    },
  ],
  check: fromProblems('nginx/upstream-with-port', dropPort),
});

function dropPort({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const text = wordAt(deployment, place)?.text ?? '';
  const bare = text.replace(/^((?:[a-z]+:\/\/)?[^/:]+):\d+/i, '$1');
  return bare === text ? [] : fixWith('Delete the port', false, replace(place, bare));
}
