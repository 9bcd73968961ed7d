import { editDistance } from '../../base/nearest.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { NginxBlock, NginxConfig, NginxDirective, NginxWord } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { allDirectives } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/header-misspelt',
  title: 'A header of the proxy with a slip in its name',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'The name in `proxy_set_header` differs by a slip from one of the headers that applications read: X-Forwarded-For, X-Forwarded-Proto, X-Forwarded-Host, X-Forwarded-Port, X-Real-IP.',
  why: 'Any name is taken, and no application asks for this one: it sees the address of nginx, or takes https for http.',
  silent: [
    'The right name is set beside it.',
    'Names of their own that are no slip, such as X-Forwarded-Protocol.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, proxy_set_header',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_set_header',
    },
  ],
  fix: 'Writes the name that was meant.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location / {
                proxy_set_header Host $host;
                proxy_set_header X-Forwared-For $remote_addr;
                                 ^^^^^^^^^^^^^^ warning: No application reads the header X-Forwared-For. Write X-Forwarded-For.
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
      fixed: `
        server {
            listen 80;
            location / {
                proxy_set_header Host $host;
                proxy_set_header X-Forwarded-For $remote_addr;
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location / {
                proxy_set_header Host $host;
                proxy_set_header X-Forward-For $remote_addr;
                proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location / {
                proxy_set_header Host $host;
                proxy_set_header x-forwarded-for $remote_addr;
                proxy_set_header X-Forwarded-Protocol $scheme;
                proxy_set_header X-Forwarded-By nginx;
                proxy_set_header X-Real-Port $remote_port;
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
    },
  ],
  check,
});

const headers: readonly string[] = [
  'X-Forwarded-For',
  'X-Forwarded-Proto',
  'X-Forwarded-Host',
  'X-Forwarded-Port',
  'X-Real-IP',
];

function* check({ nginx }: Deployment): Iterable<Draft> {
  const seen = new Set<NginxDirective>();
  for (const block of nginx.flatMap(blocksOf)) {
    for (const directive of block.directives) {
      const [word] = directive.args;
      if (directive.name !== 'proxy_set_header' || !word || seen.has(directive)) continue;
      seen.add(directive);
      const right = meant(word.text);
      if (right && !isSet(block, right)) yield draftOf(word, right);
    }
  }
}

const blocksOf = (config: NginxConfig): readonly NginxBlock[] => [
  config.root,
  ...allDirectives(config).flatMap(({ block }) => block ?? []),
];

/** The header that a name is a slip of: one edit, or two where the last part is right (`X-Forward-For`). */
function meant(name: string): string | undefined {
  const lower = name.toLowerCase();
  if (headers.some((header) => header.toLowerCase() === lower)) return undefined;
  return headers.find((header) => {
    const right = header.toLowerCase();
    const isEnd = lower.endsWith(right.slice(right.lastIndexOf('-')));
    return right.length > 9 && editDistance(lower, right, 2) <= (isEnd ? 2 : 1);
  });
}

const isSet = ({ directives }: NginxBlock, header: string): boolean =>
  directives.some(
    ({ name, args }) => name === 'proxy_set_header' && args[0]?.text.toLowerCase() === header.toLowerCase(),
  );

const draftOf = ({ text, place }: NginxWord, right: string): Draft => ({
  place,
  message: `No application reads the header ${text}. Write ${right}.`,
  fixes: [{ title: `Write ${right}`, safe: true, edits: [replace(place, right)] }],
});
