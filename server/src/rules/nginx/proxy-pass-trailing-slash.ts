import type { Deployment } from '../../model/deployment.ts';
import type { NginxDirective } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { proxyRoutes } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/proxy-pass-trailing-slash',
  title: 'A path that reaches the application with two slashes',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['nginx'],
  what: 'The path of a prefix location has no slash at its end, and the path in its `proxy_pass` has one: `location /api` with `proxy_pass http://shop/` makes `//users` of `/api/users`.',
  why: 'nginx replaces exactly the text of the location. Most applications answer `//users` with 404 or a redirect.',
  silent: [
    'Both have the slash, or neither: `/api/` with `/` is a usual way to strip a prefix, which the hover explains.',
    'Exact locations (`=`), and paths of one file (`/favicon.ico`).',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_proxy_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_proxy_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: /api/x arrived as //x' },
  ],
  fix: 'Adds the slash to the location.',
  examples: [
    {
      bad: `
        server {
            listen 80;
            location /api {
                proxy_pass http://127.0.0.1:8000/;
                           ^^^^^^^^^^^^^^^^^^^^^^ warning: '/api/users' reaches the application as '//users', with two slashes, because '/api' has no slash at its end and this path has. Write location /api/.
            }
        }
      `,
      fixed: `
        server {
            listen 80;
            location /api/ {
                proxy_pass http://127.0.0.1:8000/;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location /api/ {
                proxy_pass http://127.0.0.1:8000/;
            }
        }
      `,
    },
    {
      good: `
        server {
            listen 80;
            location /favicon.ico {
                proxy_pass http://127.0.0.1:8000/static/;
            }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { route } of proxyRoutes(deployment)) {
    const { block, directive } = route;
    const target = directive.args[0];
    const written = block.owner && prefixOf(block.owner);
    const path = target && /^https?:\/\/[^/$]+(\/[^$]*)$/i.exec(target.text)?.[1];
    if (!written || !target || !path?.endsWith('/') || !isFolder(written.text)) continue;
    yield {
      place: target.place,
      message: `'${written.text}/users' reaches the application as '${path}/users', with two slashes, because '${written.text}' has no slash at its end and this path has. Write location ${written.text}/.`,
      related: [{ place: written.place, message: `The location is ${written.text}` }],
      fixes: fixWith(`Write ${written.text}/`, false, replace(written.place, `${written.text}/`)),
    };
  }
}

/** The path of a prefix location; undefined for the other kinds. */
function prefixOf({ name, args }: NginxDirective) {
  const [first, second] = args;
  if (name !== 'location' || !first || (second && first.text !== '^~')) return undefined;
  const path = second ?? first;
  return path.text.startsWith('/') ? path : undefined;
}

const isFolder = (path: string): boolean =>
  !path.endsWith('/') && !/\.\w+$/.test(path) && !/[{}$]/.test(path);
