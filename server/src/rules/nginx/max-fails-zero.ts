import type { Deployment } from '../../model/deployment.ts';
import type { NginxUpstreamServer } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { httpUpstreams, oncePerFile } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/max-fails-zero',
  title: 'Dead servers are never skipped',
  severity: 'information',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'Each of several servers of an upstream has `max_fails=0` or `fail_timeout=0`. Said once in a file.',
  why: 'nginx tries a dead server for its share of the requests, time and again, before it goes to the next.',
  silent: ["One server: `fail_timeout=0` is gunicorn's own example.", 'One of the servers keeps its limit.'],
  logs: [],
  evidence: [
    {
      text: 'gunicorn example nginx.conf',
      url: 'https://github.com/benoitc/gunicorn/blob/master/examples/nginx.conf',
    },
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000 fail_timeout=0;
                                  ^^^^^^^^^^^^^^ information: All 2 servers of 'shop' are tried whether they live or not, so a dead one delays its share of the requests. Leave the default, or write max_fails=3 fail_timeout=5s.
            server 127.0.0.1:8001 fail_timeout=0;
        }
      `,
    },
    {
      good: `
        upstream shop {
            server unix:/run/shop.sock fail_timeout=0;
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000 fail_timeout=0;
            server 127.0.0.1:8001;
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const upstreams = httpUpstreams(deployment).map(({ upstream }) => upstream);
  const blind = upstreams.filter(({ servers }) => servers.length > 1 && servers.every(isNeverSkipped));
  yield* oncePerFile(
    blind.flatMap(({ servers, name }) => {
      const word = servers[0] && wordOf(servers[0]);
      if (!word) return [];
      return [
        {
          place: word.place,
          message: `All ${servers.length} servers of '${name}' are tried whether they live or not, so a dead one delays its share of the requests. Leave the default, or write max_fails=3 fail_timeout=5s.`,
        },
      ];
    }),
  );
}

const isNeverSkipped = ({ maxFails, failTimeout }: NginxUpstreamServer): boolean =>
  maxFails === 0 || failTimeout === 0;

const wordOf = ({ parameters, maxFails }: NginxUpstreamServer) =>
  parameters.get(maxFails === 0 ? 'max_fails' : 'fail_timeout');
