import { ifKnown } from '../../base/known.ts';
import { addressKey } from '../../model/address.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { addressesOf, reachedInstances } from '../reach.ts';
import { runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/scale-restarts-group',
  title: 'A change of numprocs restarts every instance',
  severity: 'hint',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'nginx'],
  what: 'A program with `numprocs` of 2 or more that nginx calls. Nothing is wrong: it tells in which order to scale it.',
  why: '`supervisorctl update` stops the whole group of a program whose `numprocs` changed and starts it anew: about two seconds without service. Without a gap: several `[program:x]` sections, or more gunicorn workers with HUP. Scaling up, Supervisor comes first and nginx is reloaded when the new instances answer; scaling down, nginx is reloaded first and Supervisor follows.',
  silent: ['One instance.', 'Nobody at hand calls the program.'],
  logs: ['web: stopped', 'web: updated process group'],
  evidence: [
    { text: 'Supervisor issue 504', url: 'https://github.com/Supervisor/supervisor/issues/504' },
    { text: 'Supervisor issue 826', url: 'https://github.com/Supervisor/supervisor/issues/826' },
    { text: 'Supervisor issue 177', url: 'https://github.com/Supervisor/supervisor/issues/177' },
    { text: 'Run with Supervisor 4.2.5 from 2 to 3 instances: the lines above, and every pid is new' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
                 ^ hint: A change of numprocs=2 makes supervisorctl update restart all 2 instances of 'web' at once. To scale up, update Supervisor, then reload nginx; to scale down, reload nginx first.
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; }
        }
      `,
    },
    {
      note: 'nginx need not know of it where all share one socket:',
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [fcgi-program:web]
        socket=tcp://localhost:8000
        command=/srv/shop/venv/bin/uvicorn --fd 0 shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
                 ^ hint: A change of numprocs=2 makes supervisorctl update restart all 2 instances of 'web' at once.
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://127.0.0.1:8000; }
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
        numprocs=2
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const reached = reachedInstances(deployment);
  for (const { program, config } of runningPrograms(deployment)) {
    const count = ifKnown(config.numprocs);
    const option = config.section.options.get('numprocs');
    if (!option || count === undefined || count < 2) continue;
    if (!program.instances.some((instance) => reached.has(instance))) continue;
    yield {
      place: option.valuePlace,
      message: `A change of numprocs=${count} makes supervisorctl update restart all ${count} instances of '${program.name}' at once.${isShared(program) ? '' : ' To scale up, update Supervisor, then reload nginx; to scale down, reload nginx first.'}`,
    };
  }
}

/** True where all instances answer at one address, such as that of an fcgi-program, so that nginx stays as it is. */
function isShared({ instances }: Program): boolean {
  const [first, ...others] = instances.map(
    (instance) => new Set((addressesOf(instance) ?? []).map(addressKey)),
  );
  return first !== undefined && [...first].some((key) => others.every((keys) => keys.has(key)));
}
