import type { TextFile } from '../../base/file.ts';
import type { Related } from '../../base/span.ts';
import { place } from '../../base/span.ts';
import type { Deployment, LinkedUpstream, Program } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { AppServer } from '../../model/server/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { fileIn, insertLineBefore } from '../edit/lines.ts';
import { programsBehind } from '../reach.ts';
import { httpUpstreams } from '../shared/nginx.ts';
import { numberOf } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/sticky-sessions-needed',
  title: 'Socket.IO over several processes without sticky sessions',
  severity: 'warning',
  confidence: 'medium',
  level: 'horizontal',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'The requirements name Flask-SocketIO or python-socketio, and the one application of the deployment runs with several workers in one instance, or behind an upstream of several servers whose method sends a client now here, now there (none of `ip_hash`, `hash`, `sticky`).',
  why: 'Socket.IO begins with several HTTP requests that must reach the same process, which remembers the session. Another process answers 400, and the client connects anew for ever. gunicorn cannot hold a client to a worker; nginx can hold one to an instance.',
  silent: [
    'The requirements name neither package.',
    'One worker in each instance, and `ip_hash`, `hash` or `sticky`.',
    'Several applications, of which nobody can say which one it is.',
  ],
  logs: ['"POST /socket.io/?EIO=4&transport=polling&sid=… HTTP/1.1" 400'],
  evidence: [
    {
      text: 'Flask-SocketIO documentation, Deployment',
      url: 'https://flask-socketio.readthedocs.io/en/latest/deployment.html',
    },
    {
      text: 'nginx documentation, ip_hash',
      url: 'https://nginx.org/en/docs/http/ngx_http_upstream_module.html#ip_hash',
    },
  ],
  fix: 'Adds ip_hash to the upstream.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/requirements.txt --
        Flask-SocketIO==5.3
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
                 ^^^^ warning: Flask-SocketIO keeps each client's session in one process, but 'shop' spreads a client's requests over 2 servers (round-robin). Add ip_hash or hash, so that a client stays where it is.
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; }
        }
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/requirements.txt --
        Flask-SocketIO==5.3
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            ip_hash;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; }
        }
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent -w 4 shop:app
                                                         ^ warning: python-socketio keeps each client's session in one process, but 'web' runs 4 workers and gunicorn gives a client's requests to any of them. Run 1 worker in each of 4 instances behind ip_hash, with a message queue between them.
        -- /srv/shop/requirements.txt --
        python-socketio
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent -w 4 shop:app
        -- /srv/shop/requirements.txt --
        flask
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent -b 127.0.0.1:80%(process_num)02d shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
        -- /srv/shop/requirements.txt --
        flask-socketio
        -- /srv/shop/nginx/shop.conf --
        upstream shop {
            ip_hash;
            server 127.0.0.1:8000;
            server 127.0.0.1:8001;
        }
        server {
            listen 80;
            location / { proxy_pass http://shop; }
        }
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 4 shop:app
        [program:live]
        command=/srv/shop/venv/bin/gunicorn -k gevent -b 127.0.0.1:8100 shop.live:app
        -- /srv/shop/requirements.txt --
        flask-socketio
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const needed = requirementIn(deployment);
  const serving = deployment.programs.filter(({ instances }) => instances[0]?.server);
  const apps = new Set(serving.map(({ instances }) => instances[0]?.server?.app?.text));
  if (!needed || apps.size !== 1) return;
  for (const program of serving) yield* ofWorkers(program, needed);
  for (const linked of httpUpstreams(deployment)) {
    if (programsBehind(linked).some((program) => serving.includes(program)))
      yield* ofUpstream(deployment, linked, needed);
  }
}

interface Needed {
  readonly name: string;
  readonly related: Related;
}

const socketIo = /^[ \t"'-]*((?:flask|python)[-_]socketio)\b/im;

function requirementIn({ context }: Deployment): Needed | undefined {
  const found = context.requirements.flatMap((file: TextFile) => {
    const match = socketIo.exec(file.text);
    const name = match?.[1];
    if (!match || !name) return [];
    const end = match.index + match[0].length;
    return [
      {
        name,
        related: { place: place(file.uri, end - name.length, end), message: `${name} is required here` },
      },
    ];
  });
  return found[0];
}

function* ofWorkers({ name, instances }: Program, needed: Needed): Iterable<Draft> {
  const server: AppServer | null | undefined = instances[0]?.server;
  const workers = server && numberOf(server, 'workers');
  const at = server?.settings.get('workers')?.places[0];
  if (!server || !workers || workers < 2 || !at) return;
  yield {
    place: at,
    message: `${needed.name} keeps each client's session in one process, but '${name}' runs ${workers} workers and ${server.kind} gives a client's requests to any of them. Run 1 worker in each of ${workers} instances behind ip_hash, with a message queue between them.`,
    related: [needed.related],
  };
}

function* ofUpstream(deployment: Deployment, { upstream }: LinkedUpstream, needed: Needed): Iterable<Draft> {
  const { name, method, block, namePlace } = upstream;
  const inUse = upstream.servers.filter(({ down, backup }) => !down && !backup);
  const isSticky = /^(?:ip_hash|hash)$/.test(method) || block.directives.some((one) => one.name === 'sticky');
  if (inUse.length < 2 || isSticky) return;
  yield {
    place: namePlace,
    message: `${needed.name} keeps each client's session in one process, but '${name}' spreads a client's requests over ${inUse.length} servers (${method}). Add ip_hash or hash, so that a client stays where it is.`,
    related: [needed.related],
    fixes: stick(deployment, upstream),
  };
}

function stick(deployment: Deployment, { servers, method }: LinkedUpstream['upstream']): readonly Fix[] {
  const first = servers[0]?.directive.place;
  const file = first && fileIn(deployment, first.uri);
  const isMixed = servers.some(({ backup }) => backup);
  if (!first || !file || method !== 'round-robin' || isMixed) return [];
  return fixWith('Add ip_hash', false, insertLineBefore(file, first.span.start, 'ip_hash;'));
}
