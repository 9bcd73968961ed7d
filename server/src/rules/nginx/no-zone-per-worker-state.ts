import type { Deployment, LinkedUpstream } from '../../model/deployment.ts';
import type { NginxConfig } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { appendToBlock } from '../edit/nginx.ts';
import { httpUpstreams, mainValue, oncePerFile } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/no-zone-per-worker-state',
  title: 'Without a zone each nginx worker counts on its own',
  severity: 'hint',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'An upstream of several servers limits them with `max_conns` and has no `zone` (a warning), or balances with `least_conn` or `random` and has none (a hint, once in a file), while nginx is known to run several workers.',
  why: 'Each worker process knows its own connections only: `max_conns=8` lets 8 times the number of workers through, and the least busy server is the least busy of one worker.',
  silent: [
    'One worker process, or nobody says how many.',
    'Round-robin, where each worker alternates on its own well enough.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, max_conns: without shared memory the limit works per worker process',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#max_conns',
    },
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
  ],
  fix: 'Adds a zone.',
  examples: [
    {
      bad: `
        worker_processes 4;
        events { }
        http {
            upstream shop {
                server 127.0.0.1:8000 max_conns=8;
                                      ^^^^^^^^^^^ warning: max_conns=8 holds in each nginx worker alone, so 127.0.0.1:8000 gets up to that many connections from each. Add 'zone shop 64k;' to share the count.
                server 127.0.0.1:8001 max_conns=8;
            }
        }
      `,
      fixed: `
        worker_processes 4;
        events { }
        http {
            upstream shop {
                server 127.0.0.1:8000 max_conns=8;
                server 127.0.0.1:8001 max_conns=8;
                zone shop 64k;
            }
        }
      `,
    },
    {
      bad: `
        worker_processes auto;
        events { }
        http {
            upstream shop {
                least_conn;
                ^^^^^^^^^^^ hint: Each nginx worker counts the connections of upstream 'shop' on its own, so least_conn sees a part of them. Add 'zone shop 64k;' to share the count.
                server 127.0.0.1:8000;
                server 127.0.0.1:8001;
            }
        }
      `,
      fixed: `
        worker_processes auto;
        events { }
        http {
            upstream shop {
                least_conn;
                server 127.0.0.1:8000;
                server 127.0.0.1:8001;
                zone shop 64k;
            }
        }
      `,
    },
    {
      good: `
        worker_processes 1;
        events { }
        http {
            upstream shop {
                least_conn;
                server 127.0.0.1:8000;
                server 127.0.0.1:8001;
            }
        }
      `,
    },
    {
      good: `
        worker_processes 4;
        events { }
        http {
            upstream shop {
                server 127.0.0.1:8000;
                server 127.0.0.1:8001;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const open = httpUpstreams(deployment).filter(
    ({ upstream, config }) => !upstream.zone && upstream.servers.length > 1 && hasManyWorkers(config),
  );
  for (const linked of open) yield* limited(deployment, linked);
  yield* oncePerFile(open.flatMap((linked) => balanced(deployment, linked)));
}

function hasManyWorkers(config: NginxConfig): boolean {
  const text = mainValue(config, 'worker_processes')?.text;
  return text === 'auto' || Number(text) > 1;
}

function* limited(deployment: Deployment, { upstream }: LinkedUpstream): Iterable<Draft> {
  const limit = upstream.servers.find(({ maxConns }) => maxConns > 0);
  const place = limit?.parameters.get('max_conns')?.place;
  if (!limit || !place) return;
  yield {
    place,
    severity: 'warning',
    message: `max_conns=${limit.maxConns} holds in each nginx worker alone, so ${limit.text} gets up to that many connections from each. Add 'zone ${upstream.name} 64k;' to share the count.`,
    fixes: addZone(deployment, upstream),
  };
}

function balanced(deployment: Deployment, { upstream }: LinkedUpstream): readonly Draft[] {
  const { method, methodDirective, name, servers } = upstream;
  if (!methodDirective || !/^(?:least_conn|random)$/.test(method)) return [];
  if (servers.some(({ maxConns }) => maxConns > 0)) return [];
  return [
    {
      place: methodDirective.place,
      message: `Each nginx worker counts the connections of upstream '${name}' on its own, so ${method} sees a part of them. Add 'zone ${name} 64k;' to share the count.`,
      fixes: addZone(deployment, upstream),
    },
  ];
}

const addZone = (deployment: Deployment, { block, name }: LinkedUpstream['upstream']) =>
  fixWith('Add a zone', false, appendToBlock(deployment, block, `zone ${name} 64k;`));
