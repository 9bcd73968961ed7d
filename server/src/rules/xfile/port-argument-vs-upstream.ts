import { groupBy } from '../../base/group-by.ts';
import { ifKnown } from '../../base/known.ts';
import { unknownIn } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment, Instance, LinkedUpstream, Program } from '../../model/deployment.ts';
import { splitCommand } from '../../syntax/shell/split.ts';
import { type Draft, defineRule } from '../define.ts';
import { isLocalAddress } from '../reach.ts';
import { callsOf } from '../shared/calls.ts';
import { startsItself } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/port-argument-vs-upstream',
  title: 'The ports of a program and of its upstream differ',
  severity: 'warning',
  confidence: 'medium',
  level: 'horizontal',
  reads: ['supervisor', 'nginx'],
  what: 'Instances of one command (a Tornado script, for example) are started with `--port`, and the servers of an upstream are other ports, or fewer, or more. The command belongs to the upstream when they share a port, or when nothing else fits and both are as many.',
  why: 'A server that nobody starts costs every request that is sent there a failure; an instance that nginx does not call gets no requests.',
  silent: [
    'Application servers whose address is known: other rules speak of them.',
    'A port that another upstream or route calls, or that another program is started with.',
    'A command that is not known, or a program that does not start by itself.',
  ],
  logs: ['connect() failed (111: Connection refused) while connecting to upstream'],
  evidence: [
    {
      text: 'Tornado documentation, Running and deploying',
      url: 'https://www.tornadoweb.org/en/stable/guide/running.html',
    },
    {
      text: 'nginx documentation, ngx_http_upstream_module',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/usr/bin/python3 /srv/shop/app.py --port=80%(process_num)02d
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
                 ^^^^ warning: Upstream 'shop' calls ports 8001, 8002, but 'web' is started with --port 8000, 8001: nobody is started on 8002, and nginx does not call 8000. Name the same ports in both.
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
      note: 'No port in common, and nothing else to call:',
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:one]
        command=python /srv/shop/app.py --port 8010
        [program:two]
        command=python /srv/shop/app.py --port 8011
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
                 ^^^^ warning: Upstream 'shop' calls ports 8001, 8002, but 'one', 'two' are started with --port 8010, 8011: nobody is started on 8001, 8002, and nginx does not call 8010, 8011. Name the same ports in both.
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
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/usr/bin/python3 /srv/shop/app.py --port=80%(process_num)02d
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        [program:chat]
        command=/usr/bin/python3 /srv/shop/chat.py --port=8002
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
            server 127.0.0.1:8002;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; proxy_set_header Host $host; }
            location /admin { proxy_pass http://127.0.0.1:8001; proxy_set_header Host $host; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/start.sh
        [program:metrics]
        command=/usr/bin/python3 /srv/shop/metrics.py --port=9100
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
        command=/usr/bin/python3 /srv/shop/app.py --port=80%(process_num)02d
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        [program:spare]
        command=/usr/bin/python3 /srv/shop/app.py --port=8002
        autostart=false
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
  ],
  check,
});

/** An instance of a command that we do not know, with the port it is given. */
interface Started {
  readonly program: Program;
  readonly port: number;
  readonly place: Place;
  /** The command without its numbers: equal for instances of one thing. */
  readonly key: string;
}

/** An upstream of nothing but local ports that no known server binds. */
interface Open {
  readonly linked: LinkedUpstream;
  readonly ports: readonly number[];
}

function* check(deployment: Deployment): Iterable<Draft> {
  const started = deployment.programs.flatMap(startedBy);
  const families = [...groupBy(started, ({ key }) => key).values()];
  const open = deployment.upstreams.flatMap(openOf);
  for (const upstream of open) {
    const family = familyOf(upstream, families) ?? loneFamily(deployment, open, families);
    const draft = family && compare(deployment, upstream, family, started);
    if (draft) yield draft;
  }
}

const startedBy = (program: Program): readonly Started[] =>
  program.manager === 'supervisor'
    ? program.instances.flatMap((instance) => portGiven(program, instance) ?? [])
    : [];

function portGiven(program: Program, instance: Instance): Started | undefined {
  const command = ifKnown(instance.launch.command);
  if (instance.server || !startsItself(instance) || !command || unknownIn(command) !== undefined)
    return undefined;
  const { words } = splitCommand(command);
  const at = words.findIndex(({ text }) => /^--port(?:=|$)/i.test(text));
  const flag = words[at];
  const value = flag?.text.includes('=') ? flag : words[at + 1];
  const port = Number(/^(?:--port=)?(\d{2,5})$/i.exec(value?.text ?? '')?.[1]);
  const place = value?.place ?? flag?.place;
  return port > 0 && place ? { program, port, place, key: command.text.replace(/\d+/g, '#') } : undefined;
}

function openOf(linked: LinkedUpstream): readonly Open[] {
  const servers = linked.servers.filter(({ server }) => !server.down);
  const ports = servers.flatMap(({ server: { address }, boundBy }) =>
    address?.kind === 'tcp' && isLocalAddress(address) && boundBy.length === 0 ? [address.port] : [],
  );
  return ports.length > 0 && ports.length === servers.length ? [{ linked, ports }] : [];
}

/** The one family that shares a port with the upstream. */
function familyOf(
  { ports }: Open,
  families: readonly (readonly Started[])[],
): readonly Started[] | undefined {
  const fitting = families.filter((family) => family.some(({ port }) => ports.includes(port)));
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** The only family, of as many as the only upstream calls, where nginx calls none of them anywhere. */
function loneFamily(
  deployment: Deployment,
  open: readonly Open[],
  families: readonly (readonly Started[])[],
): readonly Started[] | undefined {
  const [family, ...others] = families;
  const [upstream] = open;
  if (!family || others.length > 0 || !upstream || deployment.upstreams.length > 1) return undefined;
  const called = portsCalled(deployment);
  const isAside = family.length > 1 && family.every(({ port }) => !called.has(port));
  return isAside && family.length === upstream.ports.length ? family : undefined;
}

const portsCalled = (deployment: Deployment): ReadonlySet<number> =>
  new Set(callsOf(deployment).flatMap(({ address }) => (address.kind === 'tcp' ? [address.port] : [])));

function compare(
  deployment: Deployment,
  { linked, ports }: Open,
  family: readonly Started[],
  started: readonly Started[],
): Draft | undefined {
  const called = portsCalled(deployment);
  const dead = ports.filter((port) => !started.some((one) => one.port === port));
  const idle = family.filter(({ port }) => !called.has(port));
  if (dead.length === 0 && idle.length === 0) return undefined;
  const { name, namePlace } = linked.upstream;
  const names = [...new Set(family.map(({ program }) => `'${program.name}'`))];
  const own = family.map(({ port }) => port);
  const faults = [
    dead.length > 0 ? `nobody is started on ${dead.join(', ')}` : '',
    idle.length > 0 ? `nginx does not call ${idle.map(({ port }) => port).join(', ')}` : '',
  ].filter(Boolean);
  return {
    place: namePlace,
    message: `Upstream '${name}' calls ${listed('port', ports)}, but ${names.join(', ')} ${names.length > 1 ? 'are' : 'is'} started with --port ${own.join(', ')}: ${faults.join(', and ')}. Name the same ports in both.`,
    related: family
      .filter(({ program }, i) => family.findIndex((one) => one.program === program) === i)
      .map(({ program, place }) => ({ place, message: `'${program.name}' is started with its port here` })),
  };
}

const listed = (noun: string, ports: readonly number[]): string =>
  `${noun}${ports.length > 1 ? 's' : ''} ${ports.join(', ')}`;
