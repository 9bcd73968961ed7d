import type { TextFile } from '../../base/file.ts';
import { type Place, place as placeIn } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import { parseOffset } from '../../model/nginx/values/units.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { mayHide } from '../shared/nginx.ts';
import { proxied } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/body-size-limits',
  title: 'nginx refuses bodies that the application takes',
  severity: 'hint',
  confidence: 'high',
  level: null,
  reads: ['nginx', 'supervisor', 'gunicorn'],
  what: 'The application module at hand sets `MAX_CONTENT_LENGTH` or `DATA_UPLOAD_MAX_MEMORY_SIZE` to a number above the `client_max_body_size` that holds for its location (1m where nobody writes it).',
  why: 'nginx answers 413 before the application sees the request, so its own limit never counts.',
  silent: [
    'The application sets no limit, or its module is not at hand.',
    '`client_max_body_size` is 0 (no limit), or not below the number.',
    'A file that is not at hand may set it.',
  ],
  logs: ['client intended to send too large body: 2000000 bytes'],
  evidence: [
    {
      text: 'nginx documentation, client_max_body_size',
      url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size',
    },
    { text: 'Run with nginx 1.22.1: 413 and the line above' },
  ],
  fix: "Sets client_max_body_size to the application's limit.",
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/shop.py --
        from flask import Flask
        app = Flask(__name__)
        app.config["MAX_CONTENT_LENGTH"] = 50 * 1024 * 1024
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / {
                proxy_pass http://127.0.0.1:8000;
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: nginx answers bodies above 1m with 413 (client_max_body_size, its default), though 'web' takes 52428800 bytes (MAX_CONTENT_LENGTH). Set client_max_body_size to 50m.
            }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/shop.py --
        from flask import Flask
        app = Flask(__name__)
        app.config["MAX_CONTENT_LENGTH"] = 50 * 1024 * 1024
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / {
                proxy_pass http://127.0.0.1:8000;
                client_max_body_size 50m;
            }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/shop.py --
        from flask import Flask
        app = Flask(__name__)
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/shop.py --
        from flask import Flask
        app = Flask(__name__)
        app.config["MAX_CONTENT_LENGTH"] = 50_000_000
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            client_max_body_size 50m;
            location / { proxy_pass http://127.0.0.1:8000; }
            location /upload { client_max_body_size 0; proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/shop.py --
        from flask import Flask
        app = Flask(__name__)
        app.config["MAX_CONTENT_LENGTH"] = 50_000_000
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            include /etc/nginx/limits.conf;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const configs = new Map(deployment.routes.map(({ route, config }) => [route, config]));
  for (const { route, server, program } of proxied(deployment)) {
    const limit = server.app && limitOf(deployment, server.app.text);
    const config = configs.get(route);
    const directive = effectiveOne(route.block, 'client_max_body_size');
    const word = directive?.args[0];
    const size = word ? Number(parseOffset(word.text) ?? 0) : 1_048_576;
    if (!limit || !config || size === 0 || limit.bytes <= size) continue;
    if (!directive && mayHide(config, route.block)) continue;
    const right = `${Math.ceil(limit.bytes / 1_048_576)}m`;
    yield {
      place: word?.place ?? route.directive.place,
      message: `nginx answers bodies above ${word?.text ?? '1m'} with 413 (client_max_body_size${word ? '' : ', its default'}), though '${program.name}' takes ${limit.bytes} bytes (${limit.name}). Set client_max_body_size to ${right}.`,
      related: [{ place: limit.place, message: `${limit.name} is set here` }],
      fixes: fixWith(
        `Set client_max_body_size to ${right}`,
        false,
        word
          ? replace(word.place, right)
          : insertAfterDirective(deployment, route.directive, `client_max_body_size ${right};`),
      ),
    };
  }
}

interface BodyLimit {
  readonly name: string;
  readonly bytes: number;
  readonly place: Place;
}

const assignment =
  /\b(MAX_CONTENT_LENGTH|DATA_UPLOAD_MAX_MEMORY_SIZE)\b["']?\]?[ \t]*[=:][ \t]*([\d_]+(?:[ \t]*\*[ \t]*[\d_]+)*)[ \t]*(?:[,#\n]|$)/;

/** The largest body that an application's module says it takes; undefined where it says nothing or is not at hand. */
function limitOf({ context }: Deployment, app: string): BodyLimit | undefined {
  const path = `/${(app.split(':')[0] ?? '').replaceAll('.', '/')}`;
  const file = context.modules.find(
    ({ uri }: TextFile) => uri.endsWith(`${path}.py`) || uri.endsWith(`${path}/__init__.py`),
  );
  const match = file && assignment.exec(file.text);
  const bytes = (match?.[2] ?? '')
    .split('*')
    .reduce((product, factor) => product * Number(factor.replaceAll('_', '')), 1);
  if (!file || !match || !Number.isSafeInteger(bytes)) return undefined;
  return {
    name: match[1] ?? '',
    bytes,
    place: placeIn(file.uri, match.index, match.index + match[0].trimEnd().length),
  };
}
