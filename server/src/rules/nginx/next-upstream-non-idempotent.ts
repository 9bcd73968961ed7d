import type { Deployment } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import type { NginxDirective } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { httpUpstreams, removeWord } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/next-upstream-non-idempotent',
  title: 'non_idempotent runs a POST again',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: '`proxy_next_upstream` has `non_idempotent` besides `error` or `timeout`, and a request may go to more than one server.',
  why: 'A POST that one instance had begun is sent to the next: an order is placed twice.',
  silent: [
    'The upstream has one server.',
    'Only answers such as `http_502` are retried, not errors and timeouts.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, proxy_next_upstream',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_next_upstream',
    },
    { text: 'Run with nginx 1.22.1: a POST ran on all three servers after timeouts' },
  ],
  fix: 'Removes non_idempotent.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_next_upstream error timeout non_idempotent;
                                                  ^^^^^^^^^^^^^^ warning: After an error or a timeout a POST is sent to the next of the 2 servers of 'shop', although the first may have run it. Remove non_idempotent, unless each request is safe to repeat.
            }
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_next_upstream error timeout;
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_next_upstream error timeout non_idempotent;
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_next_upstream http_502 non_idempotent;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const seen = new Set<NginxDirective>();
  for (const { upstream, routes } of httpUpstreams(deployment)) {
    const count = upstream.servers.filter(({ down }) => !down).length;
    for (const { block } of count > 1 ? routes : []) {
      const retry = effectiveOne(block, 'proxy_next_upstream');
      const word = retry?.args.find(({ text }) => text === 'non_idempotent');
      if (!retry || !word || seen.has(retry)) continue;
      if (!retry.args.some(({ text }) => text === 'error' || text === 'timeout')) continue;
      seen.add(retry);
      yield {
        place: word.place,
        message: `After an error or a timeout a POST is sent to the next of the ${count} servers of '${upstream.name}', although the first may have run it. Remove non_idempotent, unless each request is safe to repeat.`,
        fixes: fixWith('Remove non_idempotent', false, removeWord(deployment, word)),
      };
    }
  }
}
