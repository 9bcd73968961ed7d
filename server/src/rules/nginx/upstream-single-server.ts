import type { Address } from '../../model/address.ts';
import type { Deployment, LinkedUpstream } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { insertAfterDirective } from '../edit/nginx.ts';
import { addressesOf, isLocalAddress, programsBehind, reachedInstances } from '../reach.ts';
import { httpUpstreams, oncePerFile, writtenAddress } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/upstream-single-server',
  title: 'Limits of failures with one server',
  severity: 'hint',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'An upstream has one server, and that server has a `max_fails` or `fail_timeout` above 0, or the program behind it has further instances that nobody reaches. Said once in a file.',
  why: 'With one server there is nowhere else to go: nginx ignores `max_fails` and `fail_timeout`, and a crash of the instance is an outage.',
  silent: [
    "`fail_timeout=0` with one server, as in gunicorn's example.",
    'One instance behind one server, which is a sound layout.',
  ],
  logs: [],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1: three connect errors in a row, the server was never left out' },
  ],
  fix: 'Adds the other instances.',
  examples: [
    {
      bad: `
        upstream shop {
            server 127.0.0.1:8000 max_fails=3 fail_timeout=30s;
                                  ^^^^^^^^^^^ hint: Upstream 'shop' has one server, so nginx ignores max_fails and fail_timeout: there is no other to go to. Remove them, or add a second instance.
        }
      `,
    },
    {
      note: 'Another instance runs:',
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:800%(process_num)d shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
                   ^^^^^^^^^^^^^^ hint: Upstream 'shop' has one server, and 127.0.0.1:8001 of the same program is reached by nobody. List it to go on when one instance fails.
        }
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:800%(process_num)d shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
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
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000 fail_timeout=0;
        }
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  yield* oncePerFile(httpUpstreams(deployment).flatMap((linked) => drafts(deployment, linked)));
}

function drafts(deployment: Deployment, linked: LinkedUpstream): readonly Draft[] {
  const { servers, name, block } = linked.upstream;
  const [server, ...others] = servers;
  if (!server || others.length > 0 || server.down) return [];
  if (block.directives.some((directive) => directive.name === 'include')) return [];
  const free = freeBeside(deployment, linked).map(writtenAddress);
  const word = server.parameters.get('max_fails') ?? server.parameters.get('fail_timeout');
  const isIgnored = word !== undefined && server.maxFails > 0 && server.failTimeout > 0;
  if (free.length === 0 && !isIgnored) return [];
  const lines = free.map((address) => `server ${address};`);
  return [
    {
      place: free.length > 0 ? server.addressPlace : (word?.place ?? server.addressPlace),
      message:
        free.length > 0
          ? `Upstream '${name}' has one server, and ${free.join(', ')} of the same program ${free.length > 1 ? 'are' : 'is'} reached by nobody. List ${free.length > 1 ? 'them' : 'it'} to go on when one instance fails.`
          : `Upstream '${name}' has one server, so nginx ignores max_fails and fail_timeout: there is no other to go to. Remove them, or add a second instance.`,
      fixes:
        free.length > 0
          ? fixWith(
              `Add ${free.join(', ')}`,
              false,
              insertAfterDirective(deployment, server.directive, ...lines),
            )
          : [],
    },
  ];
}

/** Addresses of instances that nobody reaches, of the programs behind an upstream. */
function freeBeside(deployment: Deployment, linked: LinkedUpstream): readonly Address[] {
  const reached = reachedInstances(deployment);
  return programsBehind(linked)
    .flatMap(({ instances }) => instances)
    .filter((instance) => !reached.has(instance))
    .flatMap((instance) => {
      const [address, ...others] = addressesOf(instance) ?? [];
      return address && others.length === 0 && isLocalAddress(address) ? [address] : [];
    });
}
