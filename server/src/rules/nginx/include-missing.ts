import { defineRule } from '../define.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/include-missing',
  title: 'An include that leads nowhere',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'An `include` names a file that surely is not there, since `[paths]` of scaling-lens.ini say which folder here it belongs in, or leads back to the file that it stands in.',
  why: 'nginx refuses the whole configuration.',
  silent: [
    'A file that is only not at hand: it may lie on the server.',
    'Patterns (`*.conf`) that match no file, which nginx takes.',
  ],
  logs: [
    'nginx: [emerg] open() "/etc/nginx/shop.conf" failed (2: No such file or directory) in /etc/nginx/nginx.conf:7',
    'nginx: [emerg] open() "/etc/nginx/nginx.conf" failed (24: Too many open files) in /etc/nginx/nginx.conf:7',
  ],
  evidence: [
    { text: 'nginx documentation, include', url: 'https://nginx.org/en/docs/ngx_core_module.html#include' },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/scaling-lens.ini --
        [paths]
        /etc/nginx = nginx
        -- /srv/shop/nginx/nginx.conf --
        events { }
        http {
            include mime.types;
            include sites/shop.conf;
                    ^^^^^^^^^^^^^^^ error: open() "sites/shop.conf" failed (2: No such file or directory). Paths of includes start at the folder of the main file.
        }
        -- /srv/shop/nginx/conf.d/shop.conf --
        server { listen 80; }
      `,
    },
    {
      bad: `
        events { }
        http {
            include /etc/nginx/loop.conf;
        }
        -- /etc/nginx/loop.conf --
        include /etc/nginx/loop.conf;
                ^^^^^^^^^^^^^^^^^^^^ error: open() "/etc/nginx/loop.conf" failed (24: Too many open files). The file includes itself. Take the include out.
      `,
    },
    {
      good: `
        events { }
        http {
            include /etc/nginx/shop.conf;
        }
      `,
    },
    {
      good: `
        events { }
        http {
            include /etc/nginx/nothing.d/*.conf;
        }
      `,
    },
  ],
  check: fromProblems('nginx/include-missing'),
});
