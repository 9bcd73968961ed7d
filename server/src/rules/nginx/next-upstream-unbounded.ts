import type { Deployment, LinkedUpstream } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import type { NginxBlock } from '../../model/nginx/types.ts';
import { parseMilliseconds } from '../../model/nginx/values/units.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { httpUpstreams, mayHide, oncePerFile } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/next-upstream-unbounded',
  title: 'Retries multiply a long timeout',
  severity: 'hint',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'An upstream has more than two servers, `proxy_read_timeout` of a location is written above 60 s, timeouts are retried, and neither `proxy_next_upstream_tries` nor `proxy_next_upstream_timeout` bounds them. Said once in a file.',
  why: 'A request that is too slow runs on one server after the other: the client waits for their number times the timeout, and each of them works on it.',
  silent: ['The retries have a bound.', '`proxy_next_upstream` leaves timeouts out.', 'Default timeouts.'],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, proxy_next_upstream_tries',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream_tries',
    },
    { text: 'Run with nginx 1.22.1: three servers and a timeout of 1 s: a 504 after 3.0 s' },
  ],
  fix: 'Adds proxy_next_upstream_tries 2.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 300s;
                ^^^^^^^^^^^^^^^^^^^^^^^^ hint: A request that takes longer than 300 s is tried on each of the 3 servers of 'shop', so its client waits up to 900 s. Write proxy_next_upstream_tries 2 to bound it.
            }
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 300s;
                proxy_next_upstream_tries 2;
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 300s;
                proxy_next_upstream_timeout 300s;
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_read_timeout 300s;
                proxy_next_upstream error;
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  yield* oncePerFile(httpUpstreams(deployment).flatMap((linked) => drafts(deployment, linked)));
}

function drafts(deployment: Deployment, { upstream, routes, config }: LinkedUpstream): readonly Draft[] {
  const count = upstream.servers.filter(({ down, backup }) => !down && !backup).length;
  if (count < 3) return [];
  return routes.flatMap(({ block, kind }) => {
    const timeout = effectiveOne(block, 'proxy_read_timeout');
    const seconds = Number(parseMilliseconds(timeout?.args[0]?.text ?? '') ?? 0n) / 1000;
    if (kind !== 'proxy_pass' || !timeout || seconds <= 60 || isBounded(block) || mayHide(config, block))
      return [];
    return [
      {
        place: timeout.place,
        message: `A request that takes longer than ${seconds} s is tried on each of the ${count} servers of '${upstream.name}', so its client waits up to ${count * seconds} s. Write proxy_next_upstream_tries 2 to bound it.`,
        fixes: fixWith(
          'Add proxy_next_upstream_tries 2',
          false,
          insertAfterDirective(deployment, timeout, 'proxy_next_upstream_tries 2;'),
        ),
      },
    ];
  });
}

function isBounded(block: NginxBlock): boolean {
  const retry = effectiveOne(block, 'proxy_next_upstream');
  if (retry && !retry.args.some(({ text }) => text === 'timeout')) return true;
  return ['proxy_next_upstream_tries', 'proxy_next_upstream_timeout'].some((name) => {
    const bound = effectiveOne(block, name)?.args[0]?.text;
    return bound !== undefined && bound !== '0';
  });
}
