import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';
import { wordAt } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/proxy-pass-no-scheme',
  title: 'proxy_pass without http://',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: '`proxy_pass` of http names a target without `http://` or `https://` before it.',
  why: 'nginx refuses the whole configuration.',
  silent: ['`proxy_pass` of `stream { }`, which takes none.', 'A variable, which may hold the scheme.'],
  logs: ['nginx: [emerg] invalid URL prefix in /etc/nginx/nginx.conf:5'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_proxy_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1' },
  ],
  fix: 'Writes http:// before it.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass shop;
                           ^^^^ error: invalid URL prefix. Write http://shop.
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
        events { }
        stream {
            server {
                listen 5432;
                proxy_pass 127.0.0.1:5433;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location / {
                proxy_pass $target;
            }
        }
      `,
    },
  ],
  check: fromProblems('nginx/proxy-pass-no-scheme', prefix),
});

function prefix({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const text = wordAt(deployment, place)?.text;
  if (text === undefined || text === '' || text.includes('://')) return [];
  const url = `http://${text.replace(/^\/+/, '')}`;
  return fixWith(`Write ${url}`, false, replace(place, url));
}
