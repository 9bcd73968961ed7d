import { sliceOf } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fileIn, replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'nginx/undefined-name',
  title: 'A variable, zone or format that nobody defines',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'A configuration that is complete uses a variable, a cache zone, a log format or a thread pool that nothing in it defines.',
  why: 'nginx refuses the whole configuration.',
  silent: [
    'Files that no main file at hand includes are read as a part of an unknown whole: what may stand elsewhere is not missed.',
    'A module of others is in use, which may define it.',
  ],
  logs: [
    'nginx: [emerg] unknown "hots" variable',
    'nginx: [emerg] unknown log format "mian" in /etc/nginx/nginx.conf:5',
    'nginx: [emerg] zero size shared memory zone "one"',
  ],
  evidence: [
    { text: 'nginx documentation, index of variables', url: 'https://nginx.org/en/docs/varindex.html' },
    { text: 'Run with nginx 1.22.1: exit status 1' },
  ],
  fix: 'Writes the nearest variable that exists.',
  examples: [
    {
      bad: `
        events { }
        http {
            server {
                location / {
                    proxy_pass http://127.0.0.1:8000;
                    proxy_set_header Host $hots;
                                          ^^^^^ error: unknown "hots" variable. Did you mean "$host"?
                }
            }
        }
      `,
      fixed: `
        events { }
        http {
            server {
                location / {
                    proxy_pass http://127.0.0.1:8000;
                    proxy_set_header Host $host;
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
                proxy_pass http://shop;
                proxy_set_header Connection $connection_upgrade;
            }
        }
      `,
    },
    {
      good: `
        load_module modules/ngx_http_geoip2_module.so;
        events { }
        http {
            geoip2 /var/lib/geo.mmdb {
                $geo_country country iso_code;
            }
            server {
                add_header X-Country $geo_country;
            }
        }
      `,
    },
  ],
  check: fromProblems('nginx/undefined-name', rename),
});

function rename({ place, data }: Problem, deployment: Deployment): readonly Fix[] {
  const { nearest: near, said = '' } = data ?? {};
  const name = /^unknown "(.*)" variable$/.exec(said)?.[1];
  const file = fileIn(deployment, place.uri);
  if (near === undefined || name === undefined || !file) return [];
  const text = sliceOf(file.text, place.span);
  const renamed = text.replaceAll(`$${name}`, `$${near}`).replaceAll(`\${${name}}`, `\${${near}}`);
  return renamed === text ? [] : fixWith(`Write $${near}`, false, replace(place, renamed));
}
