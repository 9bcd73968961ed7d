import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { eolOf, fileIn } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/missing-directive',
  title: 'A directive that nginx needs is missing',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A main file without an `events` block, a certificate without its key, or `listen … ssl` without a certificate.',
  why: 'nginx refuses the whole configuration.',
  silent: [
    'Files that no main file at hand includes are read as a part of an unknown whole: what may stand elsewhere is not missed.',
  ],
  logs: [
    'nginx: [emerg] no "events" section in configuration',
    'nginx: [emerg] no "ssl_certificate" is defined for the "listen ... ssl" directive in /etc/nginx/nginx.conf:4',
    'nginx: [emerg] no "ssl_certificate_key" is defined for certificate "/etc/ssl/shop.pem"',
  ],
  evidence: [
    { text: 'nginx documentation, events', url: 'https://nginx.org/en/docs/ngx_core_module.html#events' },
    {
      text: 'nginx documentation, module ngx_http_ssl_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_ssl_module.html',
    },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: 'Adds an empty events block.',
  examples: [
    {
      bad: `
        http {
        ^ error: no "events" section in configuration. Add: events { }
            server {
                listen 80;
            }
        }
      `,
      fixed: `
        events { }
        http {
            server {
                listen 80;
            }
        }
      `,
    },
    {
      bad: `
        events { }
        http {
            server {
                listen 443 ssl;
                ^^^^^^^^^^^^^^^ error: no "ssl_certificate" is defined for the "listen ... ssl" directive. Add ssl_certificate and ssl_certificate_key to the server.
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 443 ssl;
        }
      `,
    },
  ],
  check: fromProblems('nginx/missing-directive', addEvents),
});

function addEvents({ place, message }: Problem, deployment: Deployment): readonly Fix[] {
  const file = fileIn(deployment, place.uri);
  if (!file || !message.startsWith('no "events"')) return [];
  const start = { uri: place.uri, span: { start: 0, end: 0 } };
  return fixWith('Add an empty events block', true, { ...start, newText: `events { }${eolOf(file)}` });
}
