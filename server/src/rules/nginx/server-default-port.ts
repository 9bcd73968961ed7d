import { type Address, isLocal, reaches } from '../../model/address.ts';
import type { Deployment, LinkedUpstream } from '../../model/deployment.ts';
import type { NginxBlock, NginxUpstreamServer } from '../../model/nginx/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { addressesOf } from '../reach.ts';
import { freeAddresses, httpUpstreams } from '../shared/nginx.ts';

export default defineRule({
  id: 'nginx/server-default-port',
  title: 'A server of an upstream without a port means port 80',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['nginx'],
  what: 'A `server` of an http upstream is a loopback address without a port, and nothing at hand binds port 80 there. Information for an address of another machine.',
  why: 'nginx asks port 80. Application servers bind another one, so each request fails or comes back to nginx itself.',
  silent: [
    'A program, or a server of nginx that is not the caller, has port 80 at that host.',
    'Names of hosts: other machines and containers often have port 80.',
  ],
  logs: ['connect() failed (111: Connection refused) while connecting to upstream'],
  evidence: [
    {
      text: 'nginx documentation, module ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
    { text: 'Run with nginx 1.22.1 and 1.31.5: the test is successful; the documentation says port 80' },
  ],
  fix: 'Adds the port of the program that nobody reaches.',
  examples: [
    {
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
            server 127.0.0.1;
                   ^^^^^^^^^ warning: '127.0.0.1' has no port, so nginx asks port 80, which nothing at hand binds there. Add the port of the program: 127.0.0.1:8001.
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
      bad: `
        upstream shop {
            server 10.0.0.7;
                   ^^^^^^^^ information: '10.0.0.7' has no port, so nginx asks port 80 of that machine. Write the port, if the program there has another.
        }
      `,
    },
    {
      good: `
        upstream shop {
            server 127.0.0.1;
        }
        server {
            listen 80;
            root /srv/shop;
        }
      `,
    },
    {
      good: `
        upstream shop {
            server app;
        }
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const linked of httpUpstreams(deployment).filter(({ upstream }) => !isScripted(upstream.block)))
    for (const { server } of linked.servers) {
      const { address, text } = server;
      if (address?.kind !== 'tcp' || address.port !== 80 || !/^(?:localhost|\d+(?:\.\d+){3})$/i.test(text))
        continue;
      if (!isAnswered(deployment, linked, address)) yield draft(deployment, server, address);
    }
}

/** True when a script chooses the address, so that the server's own is a stand-in. */
const isScripted = ({ directives }: NginxBlock): boolean =>
  directives.some(({ name }) => name.startsWith('balancer_by_lua'));

/** True when a program, or a server of nginx that does not itself call the upstream, listens there. */
function isAnswered(deployment: Deployment, { routes }: LinkedUpstream, address: Address): boolean {
  const callers = new Set(routes.map(({ server }) => server));
  const listens = deployment.nginx
    .flatMap(({ servers }) => servers)
    .filter((server) => server.protocol === 'http' && !callers.has(server))
    .flatMap((server) => server.listens.flatMap((listen) => listen.address ?? []));
  const binds = deployment.programs.flatMap(({ instances }) =>
    instances.flatMap((instance) => addressesOf(instance) ?? []),
  );
  return [...listens, ...binds].some((bound) => reaches(address, bound));
}

function draft(deployment: Deployment, server: NginxUpstreamServer, address: Address): Draft {
  const { text, addressPlace } = server;
  const isHere = address.kind === 'tcp' && isLocal(address.host);
  const free = isHere ? freeAddresses(deployment).find(({ kind }) => kind === 'tcp') : undefined;
  const right = free?.kind === 'tcp' ? `${text}:${free.port}` : undefined;
  return {
    place: addressPlace,
    ...(isHere ? {} : { severity: 'information' as const }),
    message: isHere
      ? `'${text}' has no port, so nginx asks port 80, which nothing at hand binds there. Add the port of the program${right ? `: ${right}` : ''}.`
      : `'${text}' has no port, so nginx asks port 80 of that machine. Write the port, if the program there has another.`,
    fixes: right ? fixWith(`Write ${right}`, false, replace(addressPlace, right)) : [],
  };
}
