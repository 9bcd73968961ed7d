import type { Deployment } from '../../model/deployment.ts';
import { parseMilliseconds } from '../../model/nginx/values/units.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { allDirectives, oncePerFile } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/proxy-connect-timeout-over-75',
  title: 'proxy_connect_timeout above 75 s',
  severity: 'hint',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: '`proxy_connect_timeout` (or that of uwsgi, grpc, fastcgi, scgi) is above 75 seconds. Said once in a file.',
  why: 'The system gives a connection up earlier, so the value cannot be reached. What often is meant is `proxy_read_timeout`, how long nginx waits for an answer.',
  silent: ['Up to 75 seconds.'],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, proxy_connect_timeout',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html#proxy_connect_timeout',
    },
  ],
  fix: 'Writes 5s.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_connect_timeout 300s;
                                      ^^^^ hint: The system gives a connection up after about 75 s, so 300s cannot be reached. A local application answers within 5s; for slow answers there is proxy_read_timeout.
            }
        }
      `,
      fixed: `
        server {
            listen 80;
            location / {
                proxy_pass http://shop;
                proxy_connect_timeout 5s;
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
                proxy_connect_timeout 75s;
            }
        }
      `,
    },
  ],
  check,
});

function* check({ nginx }: Deployment): Iterable<Draft> {
  const timeouts = nginx
    .flatMap(allDirectives)
    .filter(({ name }) => /^(?:proxy|uwsgi|grpc|fastcgi|scgi)_connect_timeout$/.test(name));
  yield* oncePerFile(
    timeouts.flatMap(({ name, args: [word] }) => {
      const time = word && parseMilliseconds(word.text);
      if (!word || time === undefined || time <= 75_000n) return [];
      const read = name.replace('connect', 'read');
      return [
        {
          place: word.place,
          message: `The system gives a connection up after about 75 s, so ${word.text} cannot be reached. A local application answers within 5s; for slow answers there is ${read}.`,
          fixes: fixWith('Write 5s', false, replace(word.place, '5s')),
        },
      ];
    }),
  );
}
