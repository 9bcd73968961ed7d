import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/unknown-directive',
  title: 'A directive that nginx does not know',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A name that no version of nginx and no module that we know brings.',
  why: 'nginx refuses the whole configuration.',
  silent: [
    'Names of modules that have to be added (Lua, Brotli, headers-more …).',
    'A name that resembles none, where the configuration uses such a module.',
  ],
  logs: ['nginx: [emerg] unknown directive "proxy_passs" in /etc/nginx/nginx.conf:6'],
  evidence: [
    { text: 'nginx documentation, index of directives', url: 'https://nginx.org/en/docs/dirindex.html' },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: 'Writes the nearest directive that fits there.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location / {
                proxy_passs http://shop;
                ^^^^^^^^^^^ error: unknown directive "proxy_passs". Did you mean "proxy_pass"?
            }
        }
      `,
      fixed: `
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
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                more_set_headers "Server: shop";
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
                content_by_lua_block { ngx.say("hello") }
                shop_magic on;
            }
        }
      `,
    },
  ],
  check: fromProblems('nginx/unknown-directive', rename),
});

function rename({ place, data }: Problem): readonly Fix[] {
  const name = data?.nearest;
  return name === undefined ? [] : fixWith(`Write ${name}`, false, replace(place, name));
}
