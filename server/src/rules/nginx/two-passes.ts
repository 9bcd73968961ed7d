import type { Deployment } from '../../model/deployment.ts';
import { hasTemplateLines } from '../../model/nginx/say.ts';
import type { NginxDirective } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { removeDirective } from '../edit/nginx.ts';
import { allDirectives } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/two-passes',
  title: 'Two pass directives in one location',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A location has two of `proxy_pass`, `uwsgi_pass`, `fastcgi_pass`, `scgi_pass`, `grpc_pass` and `memcached_pass` side by side.',
  why: 'nginx accepts it and the last one wins: what the other one names never gets a request.',
  silent: [
    'One of them stands in an `if` or in a location inside.',
    'A template that chooses between them.',
    'The same one twice, which nginx refuses and nginx/duplicate-directive says.',
  ],
  logs: [],
  evidence: [
    {
      text: 'Run with nginx 1.22.1: of uwsgi_pass and proxy_pass in one location the one that stands last answers',
    },
  ],
  fix: 'Removes the one that does nothing.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location / {
                uwsgi_pass 127.0.0.1:3031;
                ^^^^^^^^^^ warning: uwsgi_pass does nothing here: proxy_pass below it answers every request of this location. Remove it, or give it a location of its own.
                proxy_pass http://127.0.0.1:8000;
            }
        }
      `,
      fixed: `
        server {
            listen 80;
            location / {
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
                uwsgi_pass 127.0.0.1:3031;
                if ($http_upgrade) {
                    proxy_pass http://127.0.0.1:8000;
                }
                location /ws {
                    proxy_pass http://127.0.0.1:8000;
                }
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location / {
                uwsgi_pass 127.0.0.1:3031;
                uwsgi_pass 127.0.0.1:3032;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location / {
                {% if socket %}
                uwsgi_pass unix:{{ socket }};
                {% else %}
                proxy_pass http://127.0.0.1:8000;
                {% endif %}
            }
        }
      `,
    },
  ],
  check,
});

const passes: ReadonlySet<string> = new Set([
  'proxy_pass',
  'uwsgi_pass',
  'fastcgi_pass',
  'scgi_pass',
  'grpc_pass',
  'memcached_pass',
]);

function* check(deployment: Deployment): Iterable<Draft> {
  const plain = deployment.nginx.filter(({ files }) => !files.some(hasTemplateLines));
  for (const location of plain.flatMap(allDirectives).filter(({ name }) => name === 'location')) {
    const found = (location.block?.directives ?? []).filter(({ name }) => passes.has(name));
    const last = found.at(-1);
    for (const pass of found) if (last && pass.name !== last.name) yield draftOf(deployment, pass, last);
  }
}

function draftOf(deployment: Deployment, pass: NginxDirective, last: NginxDirective): Draft {
  const edit = removeDirective(deployment, pass);
  return {
    place: pass.namePlace,
    message: `${pass.name} does nothing here: ${last.name} below it answers every request of this location. Remove it, or give it a location of its own.`,
    related: [{ place: last.namePlace, message: 'This one answers' }],
    fixes: edit ? [{ title: `Remove ${pass.name}`, safe: false, edits: [edit] }] : [],
  };
}
