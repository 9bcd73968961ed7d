import { defineRule } from '../define.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/conflicting-server-name',
  title: 'Two servers answer to one name',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'Two `server` blocks that one nginx reads listen on the same address and have the same `server_name` (or none).',
  why: 'nginx takes the block that stands first and ignores the name in the other: that site is never shown.',
  silent: [
    'The servers listen on different addresses.',
    'Files that no main file at hand includes together.',
    'A server without a name with an include that is not at hand: its name may stand there.',
  ],
  logs: ['nginx: [warn] conflicting server name "shop.example" on 0.0.0.0:80, ignored'],
  evidence: [
    { text: 'nginx documentation, server names', url: 'https://nginx.org/en/docs/http/server_names.html' },
    { text: 'Run with nginx 1.22.1 and 1.31.5: accepted with this warning' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        server {
            listen 80;
            server_name shop.example;
            root /srv/old;
        }
        server {
            listen 80;
            server_name shop.example;
                        ^^^^^^^^^^^^ warning: conflicting server name "shop.example" on 0.0.0.0:80, ignored. nginx answers with the server that stands first.
            root /srv/new;
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            server_name shop.example;
        }
        server {
            listen 8080;
            server_name shop.example;
        }
      `,
    },
    {
      good: `
        -- /srv/shop/nginx/one.conf --
        server {
            listen 80;
            server_name shop.example;
        }
        -- /srv/shop/nginx/two.conf --
        server {
            listen 80;
            server_name shop.example;
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            return 404;
        }
        server {
            listen 80;
            include parts/shop-name;
        }
      `,
    },
  ],
  check: fromProblems('nginx/conflicting-server-name'),
});
