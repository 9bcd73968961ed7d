import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { appendToBlock } from '../edit/nginx.ts';
import { fromProblems } from '../from-problems.ts';
import { directiveAt, freeAddresses, writtenAddress } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/upstream-empty',
  title: 'An upstream without a server',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'An `upstream` block holds no `server`.',
  why: 'nginx refuses the whole configuration.',
  silent: ['An `include` in the block leads to a file that is not at hand, often a generated one.'],
  logs: ['nginx: [emerg] no servers are inside upstream in /etc/nginx/nginx.conf:4'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1' },
  ],
  fix: 'Adds the instances that nobody reaches, where there are some.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        [program:admin]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8001 admin:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream admin {
            server 127.0.0.1:8001;
        }
        upstream shop {
        ^^^^^^^^ error: no servers are inside upstream. Add a server, or remove the upstream.
            keepalive 8;
        }
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        [program:admin]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8001 admin:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream admin {
            server 127.0.0.1:8001;
        }
        upstream shop {
            keepalive 8;
            server 127.0.0.1:8000;
        }
      `,
    },
    {
      bad: `
        upstream shop {
        ^^^^^^^^ error: no servers are inside upstream. Add a server, or remove the upstream.
            keepalive 8;
        }
      `,
    },
    {
      good: `
        upstream shop {
            include /run/shop/servers.conf;
        }
      `,
    },
  ],
  check: fromProblems('nginx/upstream-empty', addServers),
});

function addServers({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const block = directiveAt(deployment, place)?.block;
  const addresses = freeAddresses(deployment).map(writtenAddress);
  if (!block || addresses.length === 0) return [];
  const text = addresses.map((address) => `server ${address};`).join(' ');
  return fixWith(`Add ${addresses.join(', ')}`, false, appendToBlock(deployment, block, text));
}
