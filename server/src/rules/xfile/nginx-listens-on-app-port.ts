import { groupBy } from '../../base/group-by.ts';
import { collides, collisionKey } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Bind } from '../../model/server/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { reachedInstances } from '../reach.ts';
import { bindsOf, startsItself } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/nginx-listens-on-app-port',
  title: 'nginx and a program want the same port',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A `listen` of nginx and the bind of a program of the same deployment are one port on overlapping addresses, and nginx calls the program there or at another address of this machine.',
  why: 'Whoever starts second fails. nginx then does not start at all, with all its sites.',
  silent: ['nginx calls the program on another host, so the two run on different machines.'],
  logs: ['[emerg] bind() to 0.0.0.0:8000 failed (98: Address already in use)'],
  evidence: [
    {
      text: 'nginx documentation, listen',
      url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#listen',
    },
    { text: 'Run with nginx 1.22.1: the line above' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 8000;
                   ^^^^ error: nginx listens on 8000, and 'web' binds 127.0.0.1:8000 on the same machine: the second to start fails with 'Address already in use'. Choose another port for one of them.
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop { server 10.0.0.7:8000; }
        server {
            listen 8000;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const reached = reachedInstances(deployment);
  const bound = deployment.programs.flatMap((program) =>
    program.hosts?.length
      ? []
      : program.instances
          .filter((instance) => startsItself(instance) && reached.has(instance))
          .flatMap((instance) => bindsOf(instance).map((bind) => ({ program, instance, bind }))),
  );
  const byKey = groupBy(bound, ({ bind }) => keyOf(bind));
  for (const { listens } of deployment.nginx.flatMap(({ servers }) => servers)) {
    for (const { address, directive, text } of listens) {
      if (!address) continue;
      const near = byKey.get(collisionKey(address));
      const taken = near?.find(({ bind }) => bind.address && collides(address, bind.address));
      if (!taken) continue;
      yield {
        place: directive.args[0]?.place ?? directive.place,
        message: `nginx listens on ${text}, and '${taken.instance.name}' binds ${taken.bind.text} on the same machine: the second to start fails with 'Address already in use'. Choose another port for one of them.`,
        related: [
          {
            place: taken.bind.place ?? taken.program.place,
            message: `'${taken.instance.name}' binds it here`,
          },
        ],
      };
    }
  }
}

const keyOf = ({ address }: Bind): string | undefined => address && collisionKey(address);
