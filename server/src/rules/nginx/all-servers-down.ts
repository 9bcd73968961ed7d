import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { httpUpstreams, removeWord } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/all-servers-down',
  title: 'Every server of an upstream is down',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'Each `server` of an upstream has `down`.',
  why: '`nginx -t` takes it, and every request to the upstream is answered with 502.',
  silent: ['Further servers may stand in an include that is not at hand.'],
  logs: ['no live upstreams while connecting to upstream'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: the test is successful, each request is a 502' },
  ],
  fix: 'Takes down off all of them.',
  examples: [
    {
      bad: `
        upstream shop {
                 ^^^^ warning: Every server of upstream 'shop' is marked down, so each request is answered with 502. Take down off a server that runs.
            server 127.0.0.1:8000 down;
            server 127.0.0.1:8001 down;
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1:8000 down;
            include /run/shop/servers.conf;
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { upstream, config } of httpUpstreams(deployment)) {
    const { servers, block, name, namePlace } = upstream;
    if (servers.length === 0 || !servers.every(({ down }) => down)) continue;
    if (!config.complete && block.directives.some((directive) => directive.name === 'include')) continue;
    const words = servers.flatMap(({ directive }) => directive.args.filter(({ text }) => text === 'down'));
    const edits = words.map((word) => removeWord(deployment, word));
    yield {
      place: namePlace,
      message: `Every server of upstream '${name}' is marked down, so each request is answered with 502. Take down off a server that runs.`,
      fixes: fixWith('Take down off all servers', false, ...edits),
    };
  }
}
