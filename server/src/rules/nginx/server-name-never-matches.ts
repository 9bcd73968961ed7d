import type { Deployment } from '../../model/deployment.ts';
import type { NginxWord } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';

export default defineRule({
  id: 'nginx/server-name-never-matches',
  title: 'A server name that no request has',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A name of `server_name` holds a comma, a scheme, a path or a port. Names are separated by blanks.',
  why: 'nginx compares names with the host of the request, in which none of these stands. Requests for that name go to the default server, which may be another site.',
  silent: [
    'Regular expressions and names that a template fills in.',
    'The name `_`, which is meant to match nothing.',
  ],
  logs: ['nginx: [warn] server name "https://shop.example" has suspicious symbols'],
  evidence: [
    { text: 'nginx documentation, server names', url: 'https://nginx.org/en/docs/http/server_names.html' },
    {
      text: 'Run with nginx 1.22.1: with "server_name a.com, b.com" the default server answers a.com; the same for a.com:8000 and http://a.com',
    },
  ],
  fix: 'Takes out what is too much.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            server_name shop.example, www.shop.example;
                        ^^^^^^^^^^^^^ warning: No request has the host 'shop.example,': blanks alone separate names. Write shop.example.
        }
      `,
      fixed: `
        server {
            listen 80;
            server_name shop.example www.shop.example;
        }
      `,
    },
    {
      bad: `
        server {
            listen 8000;
            server_name https://shop.example;
                        ^^^^^^^^^^^^^^^^^^^^ warning: No request has the host 'https://shop.example': a name holds no scheme and no path. Write shop.example.
        }
      `,
      fixed: `
        server {
            listen 8000;
            server_name shop.example;
        }
      `,
    },
    {
      bad: `
        server {
            listen 8000;
            server_name api.shop.example:8000;
                        ^^^^^^^^^^^^^^^^^^^^^ warning: No request has the host 'api.shop.example:8000': nginx compares it without the port. Write api.shop.example.
        }
      `,
      fixed: `
        server {
            listen 8000;
            server_name api.shop.example;
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            server_name ~^(www\\.)?a{1,3}:/x$ {{ names }},{{ more }};
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            server_name _ [2001:db8::1] shop.example *.shop.example;
        }
      `,
    },
  ],
  check,
});

function* check({ nginx }: Deployment): Iterable<Draft> {
  for (const word of nginx.flatMap(({ servers }) => servers).flatMap(({ serverNames }) => serverNames)) {
    const reason = isPlain(word) ? reasonOf(word.text) : undefined;
    if (reason) yield draftOf(word, reason);
  }
}

/** False for expressions, IPv6 addresses, and texts with a sign of a variable or a template. */
const isPlain = ({ text }: NginxWord): boolean => !/^[~[]|[${}<>%@\\()|]/.test(text);

function reasonOf(name: string): string | undefined {
  if (name.includes(',')) return 'blanks alone separate names';
  if (name.includes('/')) return 'a name holds no scheme and no path';
  return /^[^:]+:\d+$/.test(name) ? 'nginx compares it without the port' : undefined;
}

function draftOf({ text, place }: NginxWord, reason: string): Draft {
  const right = text
    .split(',')
    .map((name) => name.replace(/^\w+:\/\//, '').replace(/[/:].*$/, ''))
    .filter(Boolean)
    .join(' ');
  return {
    place,
    message: `No request has the host '${text}': ${reason}. ${right ? `Write ${right}.` : 'Remove it.'}`,
    fixes: right ? [{ title: `Write ${right}`, safe: true, edits: [replace(place, right)] }] : [],
  };
}
