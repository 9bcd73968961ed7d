import { addTo } from '../../base/group-by.ts';
import {
  type Address,
  addressKey,
  collides,
  collisionKey,
  isLocal,
  tcpAddress,
} from '../../model/address.ts';
import type { Deployment, Instance, Program } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Bind } from '../../model/server/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { bindsOf, startsItself } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/programs-share-bind',
  title: 'Two programs bind one address',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn'],
  what: 'Two programs of one supervisord, both started by themselves, bind the same socket file, or the same port on hosts that overlap (`0.0.0.0:8000` and `127.0.0.1:8000`).',
  why: 'One of them gets the address. The other fails and is restarted (TCP), or takes the socket file away from the first (unix).',
  silent: [
    'One of the two has `autostart=false`: a blue-green pair.',
    'They are in configurations of different supervisords.',
    'Both bind with `reuse_port`.',
  ],
  logs: ["[ERROR] Connection in use: ('127.0.0.1', 8000)"],
  evidence: [
    { text: 'gunicorn issue 2087', url: 'https://github.com/benoitc/gunicorn/issues/2087' },
    { text: 'gunicorn issue 1386', url: 'https://github.com/benoitc/gunicorn/issues/1386' },
  ],
  fix: 'Gives the second program the next free port, or a socket named after it.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:blue]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        [program:green]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8000 shop:app
                                               ^^^^^^^^^^^^ error: 'blue' and 'green' both start by themselves and bind overlapping addresses, 127.0.0.1:8000 and *:8000. Only one can have it. Give one of them another port, or set autostart=false in one of them.
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:blue]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        [program:green]
        command=/srv/shop/venv/bin/gunicorn -b 0.0.0.0:8001 shop:app
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:blue]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        [program:green]
        autostart=false
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
      `,
    },
    {
      good: `
        -- /prod/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        -- /staging/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:blue]
        command=/srv/shop/venv/bin/gunicorn --reuse-port -b 127.0.0.1:8000 shop:app
        [program:green]
        command=/srv/shop/venv/bin/gunicorn --reuse-port -b 127.0.0.1:8000 shop:app
      `,
    },
  ],
  check,
});

interface Bound {
  readonly program: Program;
  readonly instance: Instance;
  readonly bind: Bind;
  readonly address: Address;
}

function* check(deployment: Deployment): Iterable<Draft> {
  const seen = new Map<string, Bound[]>();
  for (const program of deployment.programs) {
    if (program.manager !== 'supervisor' || program.config?.kind === 'fcgi-program') continue;
    const own = boundBy(program);
    for (const bound of own) {
      const first = seen.get(collisionKey(bound.address))?.find((other) => clash(other, bound));
      if (!first) continue;
      yield draft(deployment, first, bound);
      break;
    }
    for (const bound of own) addTo(seen, collisionKey(bound.address), bound);
  }
}

const boundBy = (program: Program): readonly Bound[] =>
  program.instances
    .filter(startsItself)
    .flatMap((instance) =>
      bindsOf(instance).flatMap((bind) =>
        bind.address ? [{ program, instance, bind, address: bind.address }] : [],
      ),
    );

const clash = (a: Bound, b: Bound): boolean =>
  collides(a.address, b.address) &&
  !(a.bind.reusePort && b.bind.reusePort) &&
  sameMachine(a.address) &&
  sameMachine(b.address);

const sameMachine = (address: Address): boolean => address.kind !== 'tcp' || isLocal(address.host);

function draft(deployment: Deployment, first: Bound, second: Bound): Draft {
  const same = addressKey(first.address) === addressKey(second.address);
  const both = same
    ? addressKey(second.address)
    : `${addressKey(first.address)} and ${addressKey(second.address)}`;
  const free = freeFor(deployment, second);
  return {
    place: second.bind.place ?? second.program.place,
    message: `'${first.program.name}' and '${second.program.name}' both start by themselves and bind ${same ? both : `overlapping addresses, ${both}`}. Only one can have it. Give one of them another ${second.address.kind === 'unix' ? 'socket' : 'port'}, or set autostart=false in one of them.`,
    related: [
      { place: first.bind.place ?? first.program.place, message: `'${first.program.name}' binds it here` },
    ],
    fixes:
      free && second.bind.place && second.program.instances.length === 1
        ? [rebind(second.bind, second.bind.place, free)]
        : [],
  };
}

const rebind = (bind: Bind, place: NonNullable<Bind['place']>, free: string): Fix => ({
  title: `Bind ${free} instead`,
  safe: false,
  edits: [replace(place, bind.text.endsWith(':') ? bind.text + free : free)],
});

/** The next free port, or the socket's folder with the program's name; undefined when the text is no plain address. */
function freeFor(deployment: Deployment, { program, address, bind }: Bound): string | undefined {
  if (address.kind === 'unix') {
    return /^unix:/.test(bind.text) ? bind.text.replace(/[^/]*$/, `${program.name}.sock`) : undefined;
  }
  const text = /^(.*:)(\d+)$/.exec(bind.text);
  if (address.kind !== 'tcp' || !text) return undefined;
  const taken = deployment.programs.flatMap(boundBy).map((bound) => bound.address);
  for (let port = address.port + 1; port < address.port + 200; port++) {
    if (!taken.some((other) => collides(other, tcpAddress(address.host, port)))) return `${text[1]}${port}`;
  }
  return undefined;
}
