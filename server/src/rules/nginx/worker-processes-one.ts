import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { insertLineBefore, replace } from '../edit/lines.ts';
import { mainValue } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/worker-processes-one',
  title: 'One nginx worker on a machine of several cores',
  severity: 'hint',
  confidence: 'high',
  level: 'process',
  reads: ['nginx'],
  what: 'The main file says `worker_processes 1` or nothing, and the target has at least 4 cores.',
  why: 'One worker uses one core: TLS and compression for all clients have no more.',
  silent: ['The cores are unknown.', 'Files without a main context.', '`worker_processes auto`.'],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, worker_processes',
      url: 'https://nginx.org/en/docs/ngx_core_module.html#worker_processes',
    },
  ],
  fix: 'Writes worker_processes auto.',
  examples: [
    {
      bad: `
        worker_processes 1;
                         ^ hint: nginx runs one worker on 4 cores. Write worker_processes auto.
        events { }
        http {
            include conf.d/*.conf;
        }
        -- /etc/nginx/scaling-lens.ini --
        [target]
        cores = 4
      `,
      fixed: `
        worker_processes auto;
        events { }
        http {
            include conf.d/*.conf;
        }
        -- /etc/nginx/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        worker_processes 1;
        events { }
        http {
            include conf.d/*.conf;
        }
      `,
    },
    {
      good: `
        -- /etc/nginx/site.conf --
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
            }
        }
        -- /etc/nginx/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        worker_processes auto;
        events { }
        http {
            include conf.d/*.conf;
        }
        -- /etc/nginx/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const { cores } = deployment.target;
  for (const config of cores !== undefined && cores >= 4 ? deployment.nginx : []) {
    const word = mainValue(config, 'worker_processes');
    const first = config.root.directives.find(({ place }) => place.uri === config.main.uri);
    if (config.fragment || !first || (word ? word.text !== '1' : !config.complete)) continue;
    const line = insertLineBefore(config.main, first.place.span.start, 'worker_processes auto;');
    yield {
      place: word?.place ?? first.namePlace,
      message: `nginx runs one worker on ${cores} cores${word ? '' : ', which is its default'}. Write worker_processes auto.`,
      fixes: fixWith('Write worker_processes auto', false, word ? replace(word.place, 'auto') : line),
    };
  }
}
