import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fromProblems } from '../from-problems.ts';
import { directiveAt, removeWord } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/only-backup-servers',
  title: 'An upstream of nothing but spares',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'Every `server` of an upstream has `backup`.',
  why: 'nginx refuses the whole configuration.',
  silent: ['Further servers may stand in an include that is not at hand.'],
  logs: ['nginx: [emerg] no servers in upstream "shop" in /etc/nginx/nginx.conf:4'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1' },
  ],
  fix: 'Takes backup off the first server.',
  examples: [
    {
      bad: `
        upstream shop {
                 ^^^^ error: no servers in upstream "shop". Take backup off at least one server.
            server 127.0.0.1:8000 backup;
            server 127.0.0.1:8001 backup;
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
            server 127.0.0.1:8001 backup;
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
        upstream shop {
            server 127.0.0.1:8000 backup;
            include /run/shop/servers.conf;
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
  check: fromProblems('nginx/only-backup-servers', dropBackup),
});

function dropBackup({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const servers = directiveAt(deployment, place)?.block?.directives ?? [];
  const first = servers.find(({ name }) => name === 'server');
  const word = first?.args.find(({ text }) => text === 'backup');
  return word ? fixWith('Take backup off the first server', false, removeWord(deployment, word)) : [];
}
