import { defineRule } from '../define.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/invalid-value',
  title: 'A value that nginx does not take',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A value that the directive cannot have: a time with a wrong unit, a word other than on or off, buffers out of proportion, fewer `worker_connections` than listening sockets.',
  why: 'nginx refuses the whole configuration.',
  silent: ['Values that a template or the environment fills in.'],
  logs: [
    'nginx: [emerg] "proxy_read_timeout" directive invalid value in /etc/nginx/nginx.conf:6',
    'nginx: [emerg] invalid value "yes" in "proxy_buffering" directive, it must be "on" or "off" in /etc/nginx/nginx.conf:6',
  ],
  evidence: [
    { text: 'nginx documentation, units of measurement', url: 'https://nginx.org/en/docs/syntax.html' },
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
                proxy_read_timeout 2min;
                                   ^^^^ error: "proxy_read_timeout" directive invalid value. It takes seconds, or numbers with w, d, h, m, s, ms.
                proxy_buffering yes;
                                ^^^ error: invalid value "yes" in "proxy_buffering" directive, it must be "on" or "off"
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
                proxy_read_timeout {{ timeout }};
            }
        }
      `,
    },
  ],
  check: fromProblems('nginx/invalid-value'),
});
