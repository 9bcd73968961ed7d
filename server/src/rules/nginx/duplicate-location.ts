import { defineRule } from '../define.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/duplicate-location',
  title: 'The same location twice',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'Two locations of one server have the same kind and the same path.',
  why: 'nginx refuses the whole configuration.',
  silent: ['The same path as a prefix and as an exact match (`location = /`).'],
  logs: ['nginx: [emerg] duplicate location "/" in /etc/nginx/nginx.conf:8'],
  evidence: [
    {
      text: 'nginx documentation, location',
      url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#location',
    },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
            }
            location / {
                     ^ error: duplicate location "/". Merge them, or change one.
                root /srv/shop;
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
            }
            location = / {
                root /srv/shop;
            }
        }
      `,
    },
  ],
  check: fromProblems('nginx/duplicate-location'),
});
