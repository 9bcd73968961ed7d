import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { allDirectives, mainValue } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/worker-connections-over-rlimit',
  title: 'worker_connections above the limit of open files',
  severity: 'warning',
  confidence: 'high',
  level: 'async',
  reads: ['nginx'],
  what: '`worker_rlimit_nofile` is below `worker_connections`.',
  why: 'A proxied request takes two connections, each of them an open file. At the limit nginx answers with 500 or cannot accept at all.',
  silent: ["`worker_rlimit_nofile` is not written: the limit is the machine's."],
  logs: [
    'socket() failed (24: Too many open files) while connecting to upstream',
    'accept4() failed (24: Too many open files)',
  ],
  evidence: [
    {
      text: 'nginx documentation, worker_rlimit_nofile',
      url: 'https://nginx.org/en/docs/ngx_core_module.html#worker_rlimit_nofile',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: accepted silently where the inherited limit is higher' },
  ],
  fix: 'Sets worker_rlimit_nofile to twice worker_connections.',
  examples: [
    {
      bad: `
        worker_rlimit_nofile 1024;
                             ^^^^ warning: A worker may open 1024 files, and worker_connections asks for 4096 connections, each of which is one. Raise worker_rlimit_nofile to 8192: a proxied request takes two.
        events { worker_connections 4096; }
        http {
            include /etc/nginx/conf.d/*.conf;
        }
      `,
      fixed: `
        worker_rlimit_nofile 8192;
        events { worker_connections 4096; }
        http {
            include /etc/nginx/conf.d/*.conf;
        }
      `,
    },
    {
      good: `
        events { worker_connections 4096; }
        http {
            include /etc/nginx/conf.d/*.conf;
        }
      `,
    },
  ],
  check,
});

function* check({ nginx }: Deployment): Iterable<Draft> {
  for (const config of nginx) {
    const limit = mainValue(config, 'worker_rlimit_nofile');
    const word = allDirectives(config).find(({ name }) => name === 'worker_connections')?.args[0];
    if (!limit || !word || !/^\d+$/.test(limit.text) || !/^\d+$/.test(word.text)) continue;
    const right = 2 * Number(word.text);
    if (Number(limit.text) >= Number(word.text)) continue;
    yield {
      place: limit.place,
      message: `A worker may open ${limit.text} files, and worker_connections asks for ${word.text} connections, each of which is one. Raise worker_rlimit_nofile to ${right}: a proxied request takes two.`,
      related: [{ place: word.place, message: `worker_connections is ${word.text} here` }],
      fixes: fixWith(`Set worker_rlimit_nofile to ${right}`, false, replace(limit.place, String(right))),
    };
  }
}
