import { ifKnown } from '../../base/known.ts';
import { addressKey } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { setOption } from '../edit/supervisor.ts';
import { type Miss, missesOf } from '../shared/calls.ts';

export default defineRule({
  id: 'xfile/numprocs-start-offset',
  title: 'The numbers of the instances are shifted against nginx',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A program and an upstream have equally many addresses, and each of nginx is that of the program plus the same step: 8000–8003 against 8001–8004.',
  why: 'One instance gets no requests, and one server of the upstream is dead. `process_num` counts from `numprocs_start`, which is 0 unless it is set.',
  silent: ['`numprocs_start` makes them equal.'],
  logs: ['connect() failed (111: Connection refused) while connecting to upstream'],
  evidence: [
    {
      text: 'Supervisor documentation, numprocs_start',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Supervisor issue 801', url: 'https://github.com/Supervisor/supervisor/issues/801' },
  ],
  fix: 'Sets numprocs_start.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
            server 127.0.0.1:8003;
                   ^^^^^^^^^^^^^^ error: Upstream 'shop' and 'web' are shifted by 1: nobody binds 127.0.0.1:8003, and 127.0.0.1:8000 gets no requests. Set numprocs_start=1, or change the servers.
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        numprocs_start=1
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
            server 127.0.0.1:8003;
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
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        numprocs_start=1
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
            server 127.0.0.1:8003;
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

function* check(deployment: Deployment): Iterable<Draft> {
  for (const miss of missesOf(deployment)) if (miss.kind === 'offset') yield draft(deployment, miss);
}

function draft(deployment: Deployment, { call, meant }: Miss): Draft {
  const program = meant?.program;
  const called = call.address;
  const bound = meant?.address;
  const first = ifKnown(program?.config?.numprocsStart) ?? 0;
  const count = program?.instances.length ?? 0;
  const step =
    called.kind === 'tcp' && bound?.kind === 'tcp'
      ? called.port - bound.port - (called.port > bound.port ? count - 1 : 1 - count)
      : 1;
  const start = first + step;
  const edit =
    program?.config && start >= 0
      ? setOption(deployment, program.config.section, 'numprocs_start', String(start), 'numprocs')
      : undefined;
  return {
    place: call.place,
    message: `Upstream '${call.upstream?.upstream.name}' and '${program?.name}' are shifted by ${Math.abs(step)}: nobody binds ${addressKey(called)}, and ${bound ? addressKey(bound) : ''} gets no requests. Set numprocs_start=${start}, or change the servers.`,
    related: program
      ? [{ place: program.place, message: `'${program.name}' counts its ${count} instances from ${first}` }]
      : [],
    fixes: edit ? [{ title: `Set numprocs_start=${start}`, safe: false, edits: [edit] }] : [],
  };
}
