import type { Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { addressesOf } from '../reach.ts';

export default defineRule({
  id: 'nginx/relative-unix-path',
  title: 'A unix socket without a leading slash',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'A `server` of an upstream or a `*_pass` names `unix:PATH` where PATH does not begin with `/`.',
  why: '`nginx -t` takes it. Every request then fails, because nginx looks for the socket below the folder that it happens to run in.',
  silent: ['Paths that begin with a placeholder of a template.'],
  logs: [
    'connect() to unix:run/shop.sock failed (2: No such file or directory) while connecting to upstream',
  ],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: the test is successful, each request fails with this line' },
  ],
  fix: 'Writes the socket that a program binds, where one ends in that path.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/srv/shop/run/shop.sock shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server unix:run/shop.sock;
                   ^^^^^^^^^^^^^^^^^^ error: The socket 'run/shop.sock' is relative, so nginx looks for it below the folder it runs in and every request fails. Write its full path, from the first slash on.
        }
        -- /etc/nginx/conf.d/admin.conf --
        upstream admin {
            server unix:/srv/shop/run/shop.sock;
        }
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/srv/shop/run/shop.sock shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server unix:/srv/shop/run/shop.sock;
        }
        -- /etc/nginx/conf.d/admin.conf --
        upstream admin {
            server unix:/srv/shop/run/shop.sock;
        }
      `,
    },
    {
      bad: `
        server {
            listen 80;
            location / {
                proxy_pass http://unix:run/shop.sock;
                           ^^^^^^^^^^^^^^^^^^^^^^^^^ error: The socket 'run/shop.sock' is relative, so nginx looks for it below the folder it runs in and every request fails. Write its full path, from the first slash on.
            }
        }
      `,
    },
    {
      good: `
        upstream shop {
            server unix:{{ socket }};
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { upstream } of deployment.upstreams)
    for (const { text, addressPlace } of upstream.servers) yield* drafts(deployment, text, addressPlace);
  for (const { route } of deployment.routes)
    if (route.target.kind === 'address') yield* drafts(deployment, route.target.text, route.target.place);
}

function* drafts(deployment: Deployment, text: string, place: Place): Iterable<Draft> {
  const path = /^unix:(?!\/)([\w.][^:]*)/i.exec(text)?.[1];
  if (path === undefined || /[{}$<>%]/.test(path)) return;
  yield {
    place,
    message: `The socket '${path}' is relative, so nginx looks for it below the folder it runs in and every request fails. Write its full path, from the first slash on.`,
    fixes: text === `unix:${path}` ? fixes(deployment, path, place) : [],
  };
}

function fixes(deployment: Deployment, path: string, place: Place): readonly Fix[] {
  const bound = new Set(
    deployment.programs
      .flatMap(({ instances }) => instances.flatMap((instance) => addressesOf(instance) ?? []))
      .flatMap((address) => (address.kind === 'unix' ? [address.path] : [])),
  );
  const [match, ...others] = [...bound].filter((one) => one.endsWith(`/${path}`));
  if (match === undefined || others.length > 0) return [];
  return fixWith(`Write unix:${match}`, false, replace(place, `unix:${match}`));
}
