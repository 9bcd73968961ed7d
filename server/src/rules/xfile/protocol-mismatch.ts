import type { Deployment, LinkedRoute, Reach } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';

export default defineRule({
  id: 'xfile/protocol-mismatch',
  title: 'nginx speaks another protocol than the server',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: "A `uwsgi_pass`, `fastcgi_pass`, `scgi_pass` or `grpc_pass`, or a `proxy_pass https://`, leads to gunicorn, uvicorn or another server that speaks plain HTTP there; or a `proxy_pass http://` to uWSGI's `socket`.",
  why: 'The server waits for the rest of something it does not understand, or closes. The client waits, then gets a 502 or 504.',
  silent: ['gunicorn 24 and newer with `protocol = "uwsgi"`.', 'TLS is set on the server (`certfile`).'],
  logs: ['upstream prematurely closed connection while reading response header from upstream'],
  evidence: [
    { text: 'gunicorn documentation, Deploy', url: 'https://docs.gunicorn.org/en/stable/deploy.html' },
    { text: 'Run with nginx 1.22.1 with uwsgi_pass to gunicorn 20.1: the request hangs' },
  ],
  fix: 'Writes the directive that fits.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / {
                uwsgi_pass 127.0.0.1:8000;
                ^^^^^^^^^^ error: uwsgi_pass leads to 'web', which speaks plain HTTP there: the request hangs or fails. Use proxy_pass http://.
            }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
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
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --protocol uwsgi -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { uwsgi_pass 127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --certfile /etc/ssl/a.pem --keyfile /etc/ssl/a.key -b 127.0.0.1:8443 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass https://127.0.0.1:8443; }
        }
      `,
    },
  ],
  check,
});

function* check({ routes }: Deployment): Iterable<Draft> {
  for (const linked of routes) {
    const spoken = spokenBy(linked);
    const reach = linked.reaches[0];
    if (!spoken || !reach || linked.reaches.some(({ bind }) => bind.speaks === spoken)) continue;
    yield draft(linked, reach, spoken);
  }
}

/** The protocol that a route speaks; undefined for targets that are variables. */
function spokenBy({ route }: LinkedRoute): Reach['bind']['speaks'] | 'other' | undefined {
  if (route.protocol !== 'http' || route.target.kind === 'variable') return undefined;
  if (route.kind === 'uwsgi_pass') return 'uwsgi';
  if (route.kind === 'fastcgi_pass') return 'fastcgi';
  if (route.kind === 'proxy_pass') return route.target.scheme === 'https' ? 'https' : 'http';
  return 'other';
}

function draft({ route }: LinkedRoute, { bind, instance, program }: Reach, spoken: string): Draft {
  const right = bind.speaks === 'uwsgi' ? 'uwsgi_pass' : `proxy_pass ${bind.speaks}://`;
  const used = spoken === 'https' || spoken === 'http' ? `proxy_pass ${spoken}://` : route.kind;
  return {
    place: route.directive.namePlace,
    message: `${used} leads to '${instance.name}', which speaks ${bind.speaks === 'uwsgi' ? 'the uwsgi protocol' : bind.speaks === 'https' ? 'HTTPS' : 'plain HTTP'} there: the request hangs or fails. Use ${right}.`,
    related: [{ place: bind.place ?? program.place, message: `'${instance.name}' listens here` }],
    fixes: fixesOf(route, bind.speaks),
  };
}

function fixesOf({ directive, target, kind }: LinkedRoute['route'], speaks: string): readonly Fix[] {
  const word = directive.args[0];
  if (
    !word ||
    target.kind === 'variable' ||
    kind === 'proxy_pass' ||
    speaks === 'uwsgi' ||
    /["':]\/\//.test(word.text)
  )
    return [];
  const { uri } = directive.namePlace;
  const span = { start: directive.namePlace.span.start, end: word.place.span.end };
  return [
    {
      title: `Use proxy_pass ${speaks}://`,
      safe: false,
      edits: [{ uri, span, newText: `proxy_pass ${speaks}://${word.text}` }],
    },
  ];
}
