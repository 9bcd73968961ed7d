import type { Deployment } from '../../model/deployment.ts';
import { effectiveOne } from '../../model/nginx/effective.ts';
import { parseSize } from '../../model/nginx/values/units.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import {
  changeTo,
  classIn,
  type GunicornUse,
  gunicornUses,
  numberIn,
  writtenAt,
} from '../shared/gunicorn-use.ts';
import { proxied } from '../shared/proxied.ts';

export default defineRule({
  id: 'xfile/header-limits',
  title: 'nginx lets through a request line that gunicorn refuses',
  severity: 'information',
  confidence: 'high',
  level: null,
  reads: ['nginx', 'gunicorn', 'supervisor'],
  what: "`large_client_header_buffers` is written with buffers above 8k, and the `limit_request_line` of the gunicorn behind it (4094 where nobody sets it) is smaller than such a buffer and than gunicorn's highest, 8190.",
  why: 'Whoever raised the buffers wants long addresses to work. nginx passes them now, and gunicorn answers 400.',
  silent: [
    'The defaults of both, which differ everywhere: 8k and 4094.',
    '`limit_request_line` is 0 (no limit) or 8190.',
    "Workers that do not read requests with gunicorn's own parser, such as uvicorn's.",
  ],
  logs: ['Request Line is too large (5022 > 4094)'],
  evidence: [
    {
      text: 'gunicorn documentation, limit_request_line',
      url: 'https://docs.gunicorn.org/en/stable/settings.html#limit-request-line',
    },
    {
      text: 'nginx documentation, large_client_header_buffers',
      url: 'https://nginx.org/en/docs/http/ngx_http_core_module.html#large_client_header_buffers',
    },
    { text: 'Run with nginx 1.22.1 and gunicorn 20.1 and 26.1: a line of 5022 bytes is answered with 400' },
  ],
  fix: 'Raises limit_request_line to 8190.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        bind = '127.0.0.1:8000'
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            large_client_header_buffers 4 32k;
                                          ^^^ information: nginx takes request lines of 32k here, but gunicorn ('web') answers those above 4094 bytes with 400 (limit_request_line, its default). Set limit_request_line to 8190, its highest.
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        bind = '127.0.0.1:8000'
        limit_request_line = 8190
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            large_client_header_buffers 4 32k;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            large_client_header_buffers 4 8k;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 --limit-request-line 8190 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            large_client_header_buffers 4 32k;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k uvicorn_worker.UvicornWorker -b 127.0.0.1:8000 shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            large_client_header_buffers 4 32k;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
  ],
  check,
});

/** The longest request line that gunicorn can be set to take, and the buffer that nginx takes it into by itself. */
const highest = 8190;
const usual = 8192;

function* check(deployment: Deployment): Iterable<Draft> {
  const uses = gunicornUses(deployment);
  for (const { route, server, program } of proxied(deployment)) {
    const word = effectiveOne(route.block, 'large_client_header_buffers')?.args[1];
    const size = Number(word ? (parseSize(word.text) ?? 0) : 0);
    const use = uses.find((one) => one.server === server);
    const limit = use && limitOf(use);
    if (!word || !use || !limit || size <= usual || limit >= highest) continue;
    const from = writtenAt(use, 'limit_request_line');
    yield {
      place: word.place,
      message: `nginx takes request lines of ${word.text} here, but gunicorn ('${program.name}') answers those above ${limit} bytes with 400 (limit_request_line${from ? '' : ', its default'}). Set limit_request_line to ${highest}, its highest.`,
      related: [
        { place: from ?? program.place, message: `'${program.name}' limits the line to ${limit} bytes` },
      ],
      fixes: fixWith(
        `Set limit_request_line to ${highest}`,
        false,
        changeTo(use, 'limit_request_line', String(highest)),
      ),
    };
  }
}

/** The limit in bytes; 0 for none, undefined when it is not known or the worker does not use it. */
function limitOf(use: GunicornUse): number | undefined {
  const parses = /^(?:sync|gthread|gevent|eventlet)$/.test(classIn(use) ?? '');
  return parses ? (numberIn(use, 'limit_request_line') ?? undefined) : undefined;
}
