import { addressKey } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { type Draft, defineRule } from '../define.ts';
import { type SharedBind, separate, sharedBinds } from '../shared/shared-bind.ts';

export default defineRule({
  id: 'supervisor/instances-share-tcp-bind',
  title: 'Several instances of one program bind one TCP address',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn'],
  what: '`numprocs` is above 1 and every instance binds the same host and port, on the command line, in GUNICORN_CMD_ARGS or in the file that `-c` names.',
  why: 'The first instance gets the port. Each of the others tries five times, gives up after about five seconds and is started again. With the usual `startsecs=1` supervisorctl calls them RUNNING, so the loop never ends and never shows.',
  silent: [
    '`reuse_port` (`--reuse-port`): the kernel then shares the port among the instances.',
    'The port comes from a variable that differs by instance or cannot be told.',
    'An `[fcgi-program:x]`, whose instances share one socket on purpose, and `fd://`.',
  ],
  logs: ["[ERROR] Connection in use: ('127.0.0.1', 8000)", "[ERROR] Can't connect to ('127.0.0.1', 8000)"],
  evidence: [
    { text: 'gunicorn issue 2087', url: 'https://github.com/benoitc/gunicorn/issues/2087' },
    { text: 'gunicorn issue 2349', url: 'https://github.com/benoitc/gunicorn/issues/2349' },
    {
      text: 'Run with supervisor 4.2.5: with gunicorn 20.1 one instance serves, the others loop without reaching FATAL',
    },
  ],
  fix: 'Puts the number of the process into the port and lists every port in the upstream.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
                                               ^^^^^^^^^^^^^^ error: All 3 instances of 'web' bind 127.0.0.1:8000, and only one can. The others fail with 'Connection in use' and are restarted again and again. Put %(process_num)d into the port, or set numprocs=1 and more workers.
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        -- /etc/nginx/conf.d/shop.conf --
        upstream shop {
            server 127.0.0.1:8000;
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
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
            server 127.0.0.1:8002;
        }
      `,
    },
    {
      note: 'The file that -c names gives the bind:',
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
        -- /srv/shop/gunicorn.conf.py --
        bind = "0.0.0.0:8000"
               ^^^^^^^^^^^^^^ error: All 3 instances of 'web' bind *:8000, and only one can. The others fail with 'Connection in use' and are restarted again and again. Put %(process_num)d into the port, or set numprocs=1 and more workers.
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --reuse-port -b 127.0.0.1:8000 shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        environment=PORT="80%(process_num)02d"
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [fcgi-program:web]
        socket=tcp://127.0.0.1:8000
        command=/srv/shop/venv/bin/uvicorn --fd 0 shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const shared of sharedBinds(deployment, 'tcp')) yield draft(deployment, shared);
}

function draft(deployment: Deployment, shared: SharedBind): Draft {
  const { program, bind, address } = shared;
  const count = program.instances.length;
  const numprocs = program.config?.section.options.get('numprocs')?.valuePlace ?? program.place;
  return {
    place: bind.place ?? numprocs,
    message: `All ${count} instances of '${program.name}' bind ${addressKey(address)}, and only one can. The others fail with 'Connection in use' and are restarted again and again. Put %(process_num)d into the port, or set numprocs=1 and more workers.`,
    related: [{ place: numprocs, message: `'${program.name}' starts ${count} instances here` }],
    fixes: ownPorts(deployment, shared),
  };
}

/** Ports that count on from the shared one, where its last digits are zeros enough for all instances. */
function ownPorts(deployment: Deployment, shared: SharedBind): readonly Fix[] {
  const { program, bind, address } = shared;
  const zeros = address.kind === 'tcp' ? /0{1,2}$/.exec(String(address.port))?.[0].length : undefined;
  if (address.kind !== 'tcp' || !zeros || program.instances.length > 10 ** zeros) return [];
  const format = zeros === 2 ? '%(process_num)02d' : '%(process_num)d';
  const host = /^(.*):\d+$/.exec(bind.text)?.[1];
  if (host === undefined || !startsAtZero(shared)) return [];
  const written = `${host}:${String(address.port).slice(0, -zeros)}${format}`;
  const called = address.host === '*' ? '127.0.0.1' : address.host;
  return separate(
    deployment,
    shared,
    written,
    program.instances.map((_, i) => `${called}:${address.port + i}`),
  );
}

const startsAtZero = ({ program }: SharedBind): boolean => program.instances[0]?.process?.processNum === 0;
