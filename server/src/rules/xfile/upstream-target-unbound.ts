import type { Related } from '../../base/span.ts';
import { addressKey } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { removeDirective } from '../edit/nginx.ts';
import { type Failing, failingOf, type Miss, missesOf, writtenFor } from '../shared/calls.ts';

export default defineRule({
  id: 'xfile/upstream-target-unbound',
  title: 'nginx calls an address that no program binds',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A server of an upstream, or the target of a pass directive, is a local address that nobody binds, and this is certain: another server of the same upstream is bound by a program, or every program is understood and as many of them wait for calls as addresses are called in vain.',
  why: 'Requests that go there fail. With other servers in the upstream each failure costs the client time and takes the dead entry out for ten seconds, again and again; alone it is a 502 for everybody.',
  silent: [
    'Backends that are not started here (node, php-fpm, another machine): an upstream none of whose addresses is known.',
    'A program whose command is hidden in a script or template may bind it.',
    'Nothing lists the programs: nginx stands beside a gunicorn.conf.py alone, or supervisord includes files that are not at hand.',
    'Servers marked `down`.',
    'A server without a port, of which nginx/server-default-port speaks.',
  ],
  logs: [
    'connect() failed (111: Connection refused) while connecting to upstream',
    'connect() to unix:/run/shop/web_1.sock failed (2: No such file or directory) while connecting to upstream',
    'upstream server temporarily disabled while connecting to upstream',
  ],
  evidence: [
    { text: 'gunicorn issue 1452', url: 'https://github.com/benoitc/gunicorn/issues/1452' },
    {
      text: 'nginx documentation, ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.4: the lines above' },
  ],
  fix: 'Calls the address that a waiting program binds, or deletes the server.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
                   ^^^^^^^^^^^^^^ error: No program binds 127.0.0.1:8002, a server of upstream 'shop'. Remove it, or start a program that binds it.
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      note: 'Everything is understood, and both sides have two addresses:',
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:red]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8100 shop:app
        [program:blue]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8101 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
                   ^^^^^^^^^^^^^^ error: No program binds 127.0.0.1:8000, a server of upstream 'shop'. 'red' binds 127.0.0.1:8100, which nginx does not call. Make the two equal.
            server 127.0.0.1:8001;
                   ^^^^^^^^^^^^^^ error: No program binds 127.0.0.1:8001, a server of upstream 'shop'. 'blue' binds 127.0.0.1:8101, which nginx does not call. Make the two equal.
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      note: "The name of gunicorn's socket is made at run time, but it is a socket:",
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        from shop import name
        bind = 'unix:/run/%s.sock' % name
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server unix:/run/shop.sock fail_timeout=0;
            server 127.0.0.1:8000 fail_timeout=0;
                   ^^^^^^^^^^^^^^ error: No program binds 127.0.0.1:8000, a server of upstream 'shop'. Remove it, or start a program that binds it.
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      note: 'The one program binds nothing, since its bind is no address:',
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b ubuntu:/run/shop.sock shop:app
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://localhost:8000; proxy_set_header Host $host; }
                                    ^^^^^^^^^^^^^^^^^^^^^ error: No program binds 127.0.0.1:8000, which nginx calls here. 'web' is told to bind ubuntu:/run/shop.sock, which is no address. Bind 127.0.0.1:8000 there.
        }
      `,
    },
    {
      good: `
        -- /srv/shop/gunicorn.conf.py --
        bind = '127.0.0.1:8000'
        -- /srv/shop/nginx/shop.conf --
        upstream icons {
            server 127.0.0.1:3030;
            server 127.0.0.1:8000 backup;
        }
        server {
            listen 80;
            location / { proxy_pass http://icons; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        upstream node { server 127.0.0.1:3000; }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/start.sh
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002 down;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        [program:more]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8001 shop:app
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const miss of missesOf(deployment))
    if (miss.kind === 'unbound' && !lacksPort(miss)) yield draft(deployment, miss);
}

/** An address without a port, of which nginx/server-default-port speaks. */
const lacksPort = ({ call }: Miss): boolean =>
  call.server !== null && /^(?:localhost|\d+(?:\.\d+){3})$/i.test(call.server.text);

function draft(deployment: Deployment, { call, meant }: Miss): Draft {
  const called = addressKey(call.address);
  const binds = meant
    ? ` '${meant.instance.name}' binds ${addressKey(meant.address)}, which nginx does not call.`
    : '';
  const upstream = call.upstream?.upstream.name;
  const failing = meant ? undefined : failingOf(deployment)[0];
  const told = failing
    ? ` '${failing.instance.name}' is told to bind ${failing.bind.text}, which is no address.`
    : '';
  const message = `No program binds ${called}${upstream ? `, a server of upstream '${upstream}'` : ', which nginx calls here'}.${binds}${told} ${meant ? 'Make the two equal.' : failing ? `Bind ${called} there.` : 'Remove it, or start a program that binds it.'}`;
  return {
    place: call.place,
    message,
    related: meant
      ? [
          {
            place: meant.bind.place ?? meant.program.place,
            message: `'${meant.instance.name}' binds ${addressKey(meant.address)} here`,
          },
        ]
      : relatedTo(failing),
    fixes: fixesOf(deployment, { call, meant }),
  };
}

const relatedTo = (failing: Failing | undefined): readonly Related[] =>
  failing?.bind.place
    ? [{ place: failing.bind.place, message: `'${failing.instance.name}' is told here what to bind` }]
    : [];

/** A server line takes the address as it is; in a pass directive only a plain address can be exchanged. */
function fixesOf(deployment: Deployment, { call, meant }: Pick<Miss, 'call' | 'meant'>) {
  if (!call.server) return [];
  const removal = removeDirective(deployment, call.server.directive);
  const isLast = (call.upstream?.servers.length ?? 0) < 2;
  if (!meant)
    return removal && !isLast ? [{ title: 'Remove this server', safe: false, edits: [removal] }] : [];
  const written = writtenFor({ address: meant.address, server: null });
  return [{ title: `Call ${written} instead`, safe: false, edits: [replace(call.place, written)] }];
}
