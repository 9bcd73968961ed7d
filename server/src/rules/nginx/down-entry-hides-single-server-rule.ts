import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { NginxUpstreamServer } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { httpUpstreams } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/down-entry-hides-single-server-rule',
  title: 'One live server beside servers that are down',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'An upstream has exactly one server that is not `down`, at least one that is, and the live one keeps `max_fails` above 0.',
  why: 'With a single entry nginx never gives a server up. With a second entry, even one that is down, one failed request takes the live one out for `fail_timeout` (10 s): all requests get 502.',
  silent: ['`max_fails=0` or `fail_timeout=0` on the live server.', 'A backup stands in.'],
  logs: ['no live upstreams while connecting to upstream'],
  evidence: [
    { text: 'nginx-proxy issue 1495', url: 'https://github.com/nginx-proxy/nginx-proxy/issues/1495' },
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
  ],
  fix: 'Adds max_fails=0 to the live server.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000;
                   ^^^^^^^^^^^^^^ warning: 127.0.0.1:8000 is the only live server of upstream 'shop', and the entries that are down let one failed request take it out for 10 s: all requests get 502. Write max_fails=0, or remove the entries.
            server 127.0.0.1:8001 down;
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000 max_fails=0;
            server 127.0.0.1:8001 down;
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000 max_fails=0;
            server 127.0.0.1:8001 down;
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001 backup;
            server 127.0.0.1:8002 down;
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { upstream } of httpUpstreams(deployment)) {
    const live = upstream.servers.filter(({ down }) => !down);
    const [one] = live;
    const down = upstream.servers.find((server) => server.down);
    if (!one || live.length > 1 || !down || one.maxFails === 0 || one.failTimeout === 0) continue;
    yield {
      place: one.addressPlace,
      message: `${one.text} is the only live server of upstream '${upstream.name}', and the entries that are down let one failed request take it out for ${one.failTimeout} s: all requests get 502. Write max_fails=0, or remove the entries.`,
      related: [{ place: down.addressPlace, message: `${down.text} is down` }],
      fixes: keepTrying(one),
    };
  }
}

function keepTrying({ parameters, addressPlace }: NginxUpstreamServer): readonly Fix[] {
  const written = parameters.get('max_fails');
  if (written) return fixWith('Write max_fails=0', false, replace(written.place, 'max_fails=0'));
  const { uri, span } = addressPlace;
  return fixWith('Add max_fails=0', false, {
    uri,
    span: { start: span.end, end: span.end },
    newText: ' max_fails=0',
  });
}
