import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { startsItself } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/autostart-false-in-upstream',
  title: 'A server whose program is not started by itself',
  severity: 'information',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A server of an upstream is bound only by a program with `autostart=false`.',
  why: 'Until someone starts the program, nginx finds the address closed.',
  silent: ['Servers marked `down` or `backup`.'],
  logs: ['connect() failed (111: Connection refused) while connecting to upstream'],
  evidence: [
    {
      text: 'Supervisor documentation, autostart',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        autostart=false
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
                   ^^^^^^^^^^^^^^ information: Only 'web' binds this server of 'shop', and autostart=false keeps it from starting by itself. Mark the server down until it runs, or let it start.
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        autostart=false
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000 down;
            server 10.0.0.5:80;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
  ],
  check,
});

function* check({ upstreams }: Deployment): Iterable<Draft> {
  for (const { upstream, servers } of upstreams) {
    for (const { server, boundBy } of servers) {
      const first = boundBy[0];
      if (!first || server.down || server.backup || boundBy.some(({ instance }) => startsItself(instance)))
        continue;
      yield {
        place: server.addressPlace,
        message: `Only '${first.program.name}' binds this server of '${upstream.name}', and autostart=false keeps it from starting by itself. Mark the server down until it runs, or let it start.`,
        related: [{ place: first.program.place, message: `'${first.program.name}' has autostart=false` }],
      };
    }
  }
}
