import { memo } from '../../base/memo.ts';
import { type Address, addressKey } from '../../model/address.ts';
import type { Deployment, LinkedUpstream, LinkedUpstreamServer, Program } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { nameExactly } from '../edit/upstream.ts';
import { addressesOf, isLocalAddress, programsBehind } from '../reach.ts';
import { startsItself } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/numprocs-vs-upstream-count',
  title: 'numprocs and the number of upstream servers differ',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'The instances of a program and the local servers of an upstream share an address, and their numbers differ: too few servers are a warning, servers that no instance is left for an error.',
  why: 'Instances that no server names run for nothing; servers that no instance binds fail. Both files have to change together.',
  silent: [
    'Servers on other machines are counted apart; `down` and `backup` ones count as there.',
    '`autostart=false` programs.',
    'No address in common: they have nothing to do with each other.',
    'The upstream calls an address that all instances share, as they do that of an fcgi-program.',
  ],
  logs: [],
  evidence: [
    { text: 'gunicorn issue 2349', url: 'https://github.com/benoitc/gunicorn/issues/2349' },
    {
      text: 'nginx documentation, ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
  ],
  fix: 'Adds the missing `server` lines, with the parameters of those there, or removes the dead ones; or sets numprocs to the number of servers.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
                 ^ warning: 'web' starts 3 instances, but upstream 'shop' has 2 servers for them. Add the missing servers, or set numprocs=2.
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
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
        }
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
                 ^ error: 'web' starts 2 instances, but upstream 'shop' has 3 servers for them. Remove the dead servers, or set numprocs=3.
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
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
            server 10.0.0.7:8000;
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
        numprocs=3
        autostart=false
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
        numprocs=3
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:9000;
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
        [fcgi-program:chat]
        socket=tcp://localhost:8000
        command=/srv/shop/venv/bin/daphne -u /run/supervisor/chat%(process_num)d.sock --fd 0 chat:app
        process_name=chat%(process_num)d
        numprocs=4
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
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const upstream of deployment.upstreams)
    for (const program of programsBehind(upstream)) {
      const draft = compare(deployment, upstream, program);
      if (draft) yield draft;
    }
}

/** The upstreams that reach each program. */
const upstreamsByProgram = memo(({ upstreams }: Deployment) => {
  const found = new Map<Program, Set<LinkedUpstream>>();
  for (const upstream of upstreams)
    for (const program of programsBehind(upstream))
      found.set(program, (found.get(program) ?? new Set()).add(upstream));
  return found;
});

/** The servers that can be this program's: local ones that no other program binds. */
const serversFor = ({ servers }: LinkedUpstream, program: Program) =>
  servers.filter(
    ({ server, boundBy }) =>
      server.address &&
      isLocalAddress(server.address) &&
      (boundBy.length === 0 || boundBy.some((reach) => reach.program === program)),
  );

/** True for an address that all instances share, such as the socket of an fcgi-program: one server is enough. */
const isOfAll = ({ boundBy }: LinkedUpstreamServer, program: Program): boolean =>
  program.instances.length > 1 &&
  program.instances.every((instance) => boundBy.some((reach) => reach.instance === instance));

function compare(deployment: Deployment, upstream: LinkedUpstream, program: Program): Draft | undefined {
  const numprocs = program.config?.section.options.get('numprocs');
  const count = program.instances.length;
  const servers = serversFor(upstream, program);
  const bound = servers.filter(({ boundBy }) => boundBy.length > 0).length;
  const isShared = (upstreamsByProgram(deployment).get(program)?.size ?? 0) > 1;
  if (!numprocs || isShared || !program.instances.every(startsItself)) return undefined;
  if (servers.some((server) => isOfAll(server, program))) return undefined;
  if (servers.length === count || (servers.length > count && bound < count)) return undefined;
  const addresses = program.instances.flatMap((instance) => addressesOf(instance) ?? []);
  if (new Set(addresses.map(addressKey)).size < count) return undefined;
  const { name, namePlace } = upstream.upstream;
  const isDead = servers.length > count;
  return {
    place: numprocs.valuePlace,
    ...(isDead && { severity: 'error' as const }),
    message: `'${program.name}' starts ${count} instances, but upstream '${name}' has ${servers.length} servers for them. ${isDead ? 'Remove the dead servers' : 'Add the missing servers'}, or set numprocs=${servers.length}.`,
    related: [{ place: namePlace, message: `${servers.length} servers are listed here` }],
    fixes: [
      ...allNamed(deployment, upstream, program, addresses),
      {
        title: `Set numprocs=${servers.length}`,
        safe: false,
        edits: [replace(numprocs.valuePlace, String(servers.length))],
      },
    ],
  };
}

/** Each instance named once in the upstream; nothing where an instance binds more than one address. */
function allNamed(
  deployment: Deployment,
  upstream: LinkedUpstream,
  program: Program,
  addresses: readonly Address[],
): readonly Fix[] {
  const count = program.instances.length;
  const own = serversFor(upstream, program).map(({ server }) => server);
  const edits =
    addresses.length === count
      ? nameExactly(deployment, upstream, addresses, ({ server }) => own.includes(server))
      : undefined;
  if (!edits) return [];
  const { name } = upstream.upstream;
  return [{ title: `Make '${name}' name the ${count} instances`, safe: false, edits }];
}
