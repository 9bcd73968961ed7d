import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { NginxDirective, NginxWord } from '../../model/nginx/types.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { fromProblems } from '../from-problems.ts';
import { directiveAt, sourceOf, wordAt } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/server-address-invalid',
  title: 'A scheme, a path or a range of ports in an address',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'The address of a `server` in an upstream, or of a `*_pass`, is none: it has a scheme, a path behind the port, a port that is no number, a range of ports, or is a path without `unix:`.',
  why: 'nginx refuses the whole configuration.',
  silent: ['`unix:///run/shop.sock`, which nginx takes.', 'Addresses that a template fills in.'],
  logs: [
    'nginx: [emerg] invalid host in upstream "http://127.0.0.1:8000" in /etc/nginx/nginx.conf:5',
    'nginx: [emerg] invalid host in upstream "/run/shop.sock" in /etc/nginx/nginx.conf:5',
    'nginx: [emerg] invalid port in upstream "127.0.0.1:8000-8003" in /etc/nginx/nginx.conf:5',
  ],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: exit status 1; unix:///run/shop.sock is accepted and works' },
  ],
  fix: 'Strips the scheme and the path, adds unix:, or writes one server for each port.',
  examples: [
    {
      bad: `
        upstream shop {
            server http://127.0.0.1:8000/;
                   ^^^^^^^^^^^^^^^^^^^^^^ error: invalid host in upstream "http://127.0.0.1:8000/". A server of an upstream is an address without a scheme.
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000;
        }
      `,
    },
    {
      bad: `
        upstream shop {
            server /run/shop.sock;
                   ^^^^^^^^^^^^^^ error: invalid host in upstream "/run/shop.sock". A unix socket is written unix:/run/shop.sock.
        }
      `,
      fixed: `
        upstream shop {
            server unix:/run/shop.sock;
        }
      `,
    },
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000-8002 max_fails=3;
                   ^^^^^^^^^^^^^^^^^^^ error: invalid port in upstream "127.0.0.1:8000-8002". Ports have no ranges here: write one server for each port.
        }
      `,
      fixed: `
        upstream shop {
            server 127.0.0.1:8000 max_fails=3;
            server 127.0.0.1:8001 max_fails=3;
            server 127.0.0.1:8002 max_fails=3;
        }
      `,
    },
    {
      good: `
        upstream shop {
            server unix:///run/shop.sock;
        }
      `,
    },
    {
      good: `
        upstream shop {
            server {{ host }}:{{ port }};
        }
      `,
    },
  ],
  check: fromProblems('nginx/server-address-invalid', mend),
});

/** More servers than this are not written out. */
const most = 64;

function mend({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const directive = directiveAt(deployment, place);
  const word = wordAt(deployment, place);
  if (!directive || !word || directive.name !== 'server') return [];
  const [, host = '', from = '', to = ''] = /^(.*):(\d{1,5})-(\d{1,5})$/.exec(word.text) ?? [];
  if (host !== '') return expand(deployment, directive, word, { host, from: Number(from), to: Number(to) });
  const address = mended(word.text);
  return address ? fixWith(`Write ${address}`, false, replace(place, address)) : [];
}

function mended(text: string): string | undefined {
  if (text.startsWith('/')) return `unix:${text}`;
  const bare = text.replace(/^[a-z]+:\/\//i, '').replace(/\/.*$/s, '');
  return bare !== text && /^[\w.-]+(?::\d{1,5})?$/.test(bare) ? bare : undefined;
}

interface Range {
  readonly host: string;
  readonly from: number;
  readonly to: number;
}

function expand(
  deployment: Deployment,
  directive: NginxDirective,
  { text, place }: NginxWord,
  { host, from, to }: Range,
): readonly Fix[] {
  if (to <= from || to - from >= most) return [];
  const ports = Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const lines = ports.map((port) => sourceOf(deployment, directive).replace(text, `${host}:${port}`));
  const first = replace(place, `${host}:${from}`);
  const rest = insertAfterDirective(deployment, directive, ...lines.slice(1));
  return fixWith('Write one server for each port', false, first, rest);
}
