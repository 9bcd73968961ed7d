import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';
import { wordAt } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/proxy-pass-uri-not-allowed',
  title: 'A path in proxy_pass where none may stand',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: '`proxy_pass` has a path (even `/`) in a location of a regular expression or a named one, or inside `if` or `limit_except`.',
  why: 'nginx cannot tell which part of the request the path would replace, and refuses the whole configuration.',
  silent: ['A target with variables, where the path stands for the whole request.'],
  logs: [
    'nginx: [emerg] "proxy_pass" cannot have URI part in location given by regular expression, or inside named location, or inside "if" statement, or inside "limit_except" block in /etc/nginx/nginx.conf:5',
  ],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_proxy_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1' },
  ],
  fix: 'Deletes the path.',
  examples: [
    {
      bad: `
        server {
            location ~ ^/api {
                proxy_pass http://127.0.0.1:8000/;
                           ^^^^^^^^^^^^^^^^^^^^^^ error: "proxy_pass" cannot have URI part in location given by regular expression, or inside named location, or inside "if" statement, or inside "limit_except" block. Leave "/" out.
            }
        }
      `,
      fixed: `
        server {
            location ~ ^/api {
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
    },
    {
      good: `
        server {
            location ~ ^/api/(.*) {
                proxy_pass http://127.0.0.1:8000/$1;
            }
        }
      `,
    },
  ],
  check: fromProblems('nginx/proxy-pass-uri-not-allowed', dropPath),
});

function dropPath({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const text = wordAt(deployment, place)?.text ?? '';
  const [, target, path] = /^(https?:\/\/(?:unix:[^:]*|[^/?:]*(?::\d+)?))(:?[/?].*|:)$/is.exec(text) ?? [];
  return target && path ? fixWith(`Delete ${path}`, false, replace(place, target)) : [];
}
