import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { NginxConfig } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { appendToBlock } from '../edit/nginx.ts';
import { allDirectives, workerProcesses } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/worker-connections-low',
  title: 'Fewer connections than the application could take',
  severity: 'information',
  confidence: 'high',
  level: 'async',
  reads: ['nginx'],
  what: "`worker_connections` (512 where nobody writes it) times the worker processes is below twice the sum of `max_conns`, or below twice the requests that the deployment's application servers are known to run at once.",
  why: 'Each proxied request takes two connections of nginx: it refuses clients while the application has room.',
  silent: [
    'No limit is known on the side of the application.',
    'Idle keep-alive clients are not counted.',
    'The number of worker processes is not known.',
  ],
  logs: ['512 worker_connections are not enough'],
  evidence: [
    {
      text: 'nginx documentation, worker_connections',
      url: 'https://nginx.org/en/docs/ngx_core_module.html#worker_connections',
    },
    { text: 'Run with nginx 1.22.1: with 20: "20 worker_connections are not enough", clients see resets' },
  ],
  fix: 'Raises worker_connections.',
  examples: [
    {
      bad: `
        events { worker_connections 512; }
                                    ^^^ information: nginx has 512 connections, and the application takes 800 requests at once, of two connections each. Raise worker_connections to 2048.
        http {
            upstream shop {
                server 127.0.0.1:8000 max_conns=400;
                server 127.0.0.1:8001 max_conns=400;
            }
        }
      `,
      fixed: `
        events { worker_connections 2048; }
        http {
            upstream shop {
                server 127.0.0.1:8000 max_conns=400;
                server 127.0.0.1:8001 max_conns=400;
            }
        }
      `,
    },
    {
      good: `
        events { }
        http {
            upstream shop {
                server 127.0.0.1:8000;
                server 127.0.0.1:8001;
            }
        }
      `,
    },
    {
      good: `
        events { }
        http {
            upstream shop {
                server 127.0.0.1:8000 max_conns=200;
            }
        }
      `,
    },
    {
      good: `
        worker_processes auto;
        events { }
        http {
            upstream shop {
                server 127.0.0.1:8000 max_conns=400;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const config of deployment.nginx) {
    const events = config.root.directives.find(({ name }) => name === 'events');
    const processes = workerProcesses(config, deployment);
    const word = allDirectives(config).find(({ name }) => name === 'worker_connections')?.args[0];
    if (!events || processes === undefined || (word && !/^\d+$/.test(word.text))) continue;
    const connections = word ? Number(word.text) : 512;
    const requests = requestsOf(deployment, config);
    if (requests === undefined || connections * processes >= 2 * requests) continue;
    const right = 2 ** Math.ceil(Math.log2((2 * requests) / processes));
    yield {
      place: word?.place ?? events.namePlace,
      message: `nginx has ${connections * processes} connections, and the application takes ${requests} requests at once, of two connections each. Raise worker_connections to ${right}.`,
      fixes: raise(deployment, config, right),
    };
  }
}

/** What the application takes at once: the sum of max_conns, else what its servers are known to run. */
function requestsOf({ capacity, nginx }: Deployment, { upstreams }: NginxConfig): number | undefined {
  const servers = upstreams.flatMap((upstream) => upstream.servers);
  const limited = servers.reduce((sum, { maxConns }) => sum + maxConns, 0);
  if (limited > 0) return limited;
  const isOne = nginx.filter(({ fragment }) => !fragment).length === 1;
  return isOne ? (capacity.simultaneousRequests ?? undefined) : undefined;
}

function raise(deployment: Deployment, config: NginxConfig, right: number): readonly Fix[] {
  const title = `Set worker_connections to ${right}`;
  const word = allDirectives(config).find(({ name }) => name === 'worker_connections')?.args[0];
  if (word) return fixWith(title, false, replace(word.place, String(right)));
  const block = config.root.directives.find(({ name }) => name === 'events')?.block;
  return block ? fixWith(title, false, appendToBlock(deployment, block, `worker_connections ${right};`)) : [];
}
