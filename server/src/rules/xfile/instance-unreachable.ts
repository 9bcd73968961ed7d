import { addressKey } from '../../model/address.ts';
import type {
  Deployment,
  Instance,
  LinkedUpstream,
  LinkedUpstreamServer,
  Program,
} from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';
import { fileIn } from '../edit/lines.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { addressesOf, isLocalAddress, programsBehind, reachedInstances } from '../reach.ts';

export default defineRule({
  id: 'xfile/instance-unreachable',
  title: 'An instance that no upstream reaches',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'An upstream reaches some instances of a program. Another instance binds an address of its own (a unix socket or loopback), and neither an upstream nor a route reaches it.',
  why: 'The instance runs, uses its memory and its database connections, and never gets a request. The others carry its share.',
  silent: [
    'No instance of the program is in an upstream: it may serve something else (an admin port, a worker).',
    'The program does not start by itself (`autostart=false`), as one half of a blue-green pair.',
    'The upstream also lists an address that nobody binds: the two then belong together, and the rules about wrong addresses say so.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, ngx_http_upstream_module: requests go to the servers listed, and to no others',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'gunicorn issue 2349', url: 'https://github.com/benoitc/gunicorn/issues/2349' },
  ],
  fix: 'Adds a server line for each such instance.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
                 ^^^^ warning: Upstream 'shop' reaches 2 of the 3 instances of 'web': nothing reaches web_02 (127.0.0.1:8002), so it gets no requests. Add it as a server, or lower numprocs.
            server 127.0.0.1:8000 max_fails=3;
            server 127.0.0.1:8001 max_fails=3;
        }
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000 max_fails=3;
            server 127.0.0.1:8001 max_fails=3;
            server 127.0.0.1:8002 max_fails=3;
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        [program:admin]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:9000 shop.admin:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        autostart=false
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server unix:/run/shop/web_00.sock;
            server unix:/run/shop/web_1.sock;
        }
      `,
    },
  ],
  check,
});

/** An instance and the one address it binds. */
interface Lonely {
  readonly instance: Instance;
  readonly address: string;
}

function* check(deployment: Deployment): Iterable<Draft> {
  for (const upstream of deployment.upstreams) {
    if (upstream.servers.some(isBoundByNobody)) continue;
    for (const program of programsBehind(upstream)) {
      const lonely = lonelyOf(deployment, program);
      if (lonely.length > 0) yield draft(deployment, upstream, program, lonely);
    }
  }
}

const isBoundByNobody = ({ server, boundBy }: LinkedUpstreamServer): boolean =>
  boundBy.length === 0 && (server.address === undefined || isLocalAddress(server.address));

function lonelyOf(deployment: Deployment, { instances }: Program): readonly Lonely[] {
  const reached = reachedInstances(deployment);
  return instances.flatMap((instance) => {
    const [address, ...others] = addressesOf(instance) ?? [];
    const counts = address && others.length === 0 && isLocalAddress(address) && startsItself(instance);
    return counts && !reached.has(instance) ? [{ instance, address: addressKey(address) }] : [];
  });
}

const startsItself = ({ process }: Instance): boolean =>
  !process || (process.autostart.known && process.autostart.value);

function draft(
  deployment: Deployment,
  upstream: LinkedUpstream,
  program: Program,
  lonely: readonly Lonely[],
): Draft {
  const { name, namePlace } = upstream.upstream;
  const all = program.instances.length;
  const names = lonely.map(({ instance, address }) => `${instance.name} (${address})`).join(', ');
  const [it, add] =
    lonely.length === 1 ? ['it gets', 'Add it as a server'] : ['they get', 'Add them as servers'];
  return {
    place: namePlace,
    message: `Upstream '${name}' reaches ${all - lonely.length} of the ${all} instances of '${program.name}': nothing reaches ${names}, so ${it} no requests. ${add}, or lower numprocs.`,
    related: [{ place: program.place, message: `'${program.name}' starts ${all} instances here` }],
    fixes: addServers(deployment, upstream, program, lonely),
  };
}

/** New lines below the last server that reaches the program, with the parameters that it has. */
function addServers(
  deployment: Deployment,
  { servers }: LinkedUpstream,
  program: Program,
  lonely: readonly Lonely[],
): readonly Fix[] {
  const last = servers.filter(({ boundBy }) => boundBy.some((reach) => reach.program === program)).at(-1);
  const file = last && fileIn(deployment, last.server.directive.place.uri);
  if (!last || !file) return [];
  const { directive, addressPlace } = last.server;
  const after = file.text.slice(addressPlace.span.end, directive.place.span.end);
  const lines = lonely.map(({ address }) => `server ${address}${after}`);
  const edit = insertAfterDirective(deployment, directive, ...lines);
  return edit
    ? [{ title: `Add ${lonely.map(({ address }) => address).join(', ')}`, safe: false, edits: [edit] }]
    : [];
}
