import { defineRule } from '../define.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/directive-not-allowed-here',
  title: 'A directive in the wrong block',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A directive stands in a block that it does not belong in, such as `proxy_pass` right in `server`.',
  why: 'nginx refuses the whole configuration.',
  silent: [
    'Files that no main file at hand includes are read as a part of an unknown whole: what may stand elsewhere is not missed.',
  ],
  logs: ['nginx: [emerg] "proxy_pass" directive is not allowed here in /etc/nginx/nginx.conf:4'],
  evidence: [
    {
      text: 'nginx documentation, index of directives: each page names the contexts',
      url: 'https://nginx.org/en/docs/dirindex.html',
    },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        events { }
        http {
            server {
                listen 80;
                proxy_pass http://127.0.0.1:8000;
                ^^^^^^^^^^ error: "proxy_pass" directive is not allowed here. It belongs in location, if in location, limit_except, stream server.
            }
        }
      `,
    },
    {
      good: `
        location / {
            proxy_pass http://127.0.0.1:8000;
        }
      `,
    },
  ],
  check: fromProblems('nginx/directive-not-allowed-here'),
});
