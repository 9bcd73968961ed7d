import type { Deployment } from '../../model/deployment.ts';
import { effective } from '../../model/nginx/effective.ts';
import type { NginxBlock, NginxDirective } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { headersOf, mayHide, proxyRoutes, sourceOf } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/header-inheritance-lost',
  title: 'proxy_set_header hides all those around it',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'A location that proxies sets a request header, and a block around it sets `Host`, `X-Real-IP` or one of `X-Forwarded-*`, which the location does not repeat.',
  why: "nginx takes the headers of the blocks around only where a block sets none of its own. The application sees the upstream's name as host, or http instead of https.",
  silent: [
    'The location repeats them.',
    'The location includes `proxy_params`, or a file that is not at hand.',
    'Blocks that do not proxy.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, proxy_set_header',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header',
    },
    {
      text: 'Run with nginx 1.22.1 and 1.31.5: the application saw https from the header around, and http as soon as the location set another header',
    },
  ],
  fix: 'Copies the missing lines into the location.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-Proto $scheme;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Shop 1;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning: With a proxy_set_header of its own, location / sends none of those around it: Host, X-Forwarded-Proto are lost. Repeat them here.
            }
        }
      `,
      fixed: `
        server {
            listen 80;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-Proto $scheme;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Shop 1;
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            location / {
                proxy_pass http://shop;
                proxy_set_header X-Shop 1;
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_set_header X-Forwarded-Proto $scheme;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            location / {
                proxy_pass http://shop;
                include proxy_params;
                proxy_set_header X-Shop 1;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            proxy_set_header Host $host;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
            location / {
                proxy_pass http://shop;
            }
            location /static/ {
                proxy_set_header X-Shop 1;
                root /srv/shop;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { route, config } of proxyRoutes(deployment)) {
    const own = ownHeaders(route.block);
    const block = own[0] && blockOf(route.block);
    const [first] = own;
    const last = own[own.length - 1];
    if (!first || !last || !block || mayHide(config, block)) continue;
    const lost = lostIn(block);
    const [one] = lost;
    if (!one) continue;
    const names = lost.map(({ args }) => args[0]?.text ?? '').join(', ');
    yield {
      place: first.place,
      message: `With a proxy_set_header of its own, location ${route.location ?? ''} sends none of those around it: ${names} ${lost.length > 1 ? 'are' : 'is'} lost. Repeat ${lost.length > 1 ? 'them' : 'it'} here.`,
      related: lost.map(({ place }) => ({ place, message: 'This header is not sent' })),
      fixes: fixWith(
        'Copy the missing lines',
        false,
        insertAfterDirective(deployment, last, ...lost.map((directive) => sourceOf(deployment, directive))),
      ),
    };
  }
}

/** The nearest block that sets headers; its lines are what a request takes. */
const blockOf = (block: NginxBlock): NginxBlock | undefined =>
  [...aroundLocation(block)].find(({ directives }) => directives.some(isHeader));

function* aroundLocation(block: NginxBlock): Iterable<NginxBlock> {
  for (
    let at: NginxBlock | null = block;
    at && at.context !== 'http server' && at.context !== 'http';
    at = at.parent
  )
    yield at;
}

const ownHeaders = (block: NginxBlock): readonly NginxDirective[] =>
  blockOf(block)?.directives.filter(isHeader) ?? [];

const isHeader = ({ name }: NginxDirective): boolean => name === 'proxy_set_header';

/** Headers of the blocks around that tell who asks for what, and that the block does not set itself. */
function lostIn(block: NginxBlock): readonly NginxDirective[] {
  if (!block.parent) return [];
  const sent = headersOf(block);
  return effective(block.parent, 'proxy_set_header').filter(({ args }) => {
    const name = args[0]?.text.toLowerCase() ?? '';
    return /^(?:host|x-real-ip|x-forwarded-.*)$/.test(name) && !sent.has(name) && args[1]?.text !== '';
  });
}
