import { addressKey, collides } from '../../model/address.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Bind } from '../../model/server/types.ts';
import { socketOf } from '../../model/supervisor/fcgi-socket.ts';
import { type Draft, defineRule } from '../define.ts';
import { fileIn, replace } from '../edit/lines.ts';
import { bindsOf, type Running, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/fcgi-program-shared-socket',
  title: 'A command that does not take the socket of its fcgi-program',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn'],
  what: 'The command of an `[fcgi-program:x]` starts an application server that binds an address of its own, and not descriptor 0, as which supervisord hands over the socket of `socket=`. It is an error when that address is the TCP address of `socket=`, which supervisord holds already.',
  why: 'supervisord opens one socket and all instances share it: that is how several instances answer at one address, with one entry in nginx. A server that binds for itself fails on the same port, or listens elsewhere while calls to the socket wait for nobody.',
  silent: [
    '`--fd 0` (uvicorn) or `fd://0` (gunicorn): one address with several instances, which is healthy.',
    'In a `[group:x]`, where supervisord opens no socket.',
    'A bind that is not known.',
  ],
  logs: ["[ERROR] Connection in use: ('127.0.0.1', 8000)", "[ERROR] Can't connect to ('127.0.0.1', 8000)"],
  evidence: [
    { text: 'uvicorn documentation, Deployment, Supervisor', url: 'https://uvicorn.dev/deployment/' },
    { text: 'Supervisor issue 548', url: 'https://github.com/Supervisor/supervisor/issues/548' },
    {
      text: 'Run with Supervisor 4.2.5 and gunicorn 20.1: -b 127.0.0.1:8000 with socket=tcp://localhost:8000 fails as above; -b fd://0 serves with two instances',
    },
  ],
  fix: 'Binds descriptor 0.',
  examples: [
    {
      bad: `
        [supervisord]
        [fcgi-program:web]
        socket=tcp://localhost:8000
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
                                               ^^^^^^^^^^^^^^ error: supervisord holds 127.0.0.1:8000 already, by socket= of 'web', so the command cannot bind 127.0.0.1:8000. Take the open socket: -b fd://0.
        numprocs=4
        process_name=%(program_name)s_%(process_num)02d
      `,
      fixed: `
        [supervisord]
        [fcgi-program:web]
        socket=tcp://localhost:8000
        command=/srv/shop/venv/bin/gunicorn -b fd://0 shop:app
        numprocs=4
        process_name=%(program_name)s_%(process_num)02d
      `,
    },
    {
      bad: `
        [supervisord]
        [fcgi-program:web]
        socket=unix:///run/shop/web.sock
        command=/srv/shop/venv/bin/uvicorn --port 8001 shop:app
                                                  ^^^^ warning: supervisord opens unix:/run/shop/web.sock for 'web', but the command binds 127.0.0.1:8001, so nobody answers at the socket. Take the open socket: --fd 0.
      `,
    },
    {
      good: `
        [supervisord]
        [fcgi-program:web]
        socket=tcp://localhost:8000
        command=/srv/shop/venv/bin/uvicorn --fd 0 shop:app
        numprocs=4
        process_name=%(program_name)s_%(process_num)02d
        [fcgi-program:admin]
        socket=unix:///run/shop/admin.sock
        command=/srv/shop/venv/bin/gunicorn -b fd://0 shop.admin:app
      `,
    },
    {
      good: `
        [supervisord]
        [group:shop]
        programs=web
        [fcgi-program:web]
        socket=tcp://localhost:8000
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8001 shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [fcgi-program:web]
        socket=tcp://localhost:8000
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:%(ENV_WEB_PORT)s shop:app
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const running of runningPrograms(deployment)) {
    const socket = socketOf(running.config);
    const binds = bindsOf(running.instance);
    const [bind] = binds;
    if (!socket || !bind?.address || binds.some(({ place }) => place === socket.place)) continue;
    const isTaken = collides(bind.address, socket.address) && socket.address.kind === 'tcp';
    const name = `'${running.program.name}'`;
    yield {
      place: bind.place ?? socket.place,
      ...(isTaken ? { severity: 'error' as const } : {}),
      message: isTaken
        ? `supervisord holds ${addressKey(socket.address)} already, by socket= of ${name}, so the command cannot bind ${bind.text}. Take the open socket: ${handed(running)}.`
        : `supervisord opens ${addressKey(socket.address)} for ${name}, but the command binds ${bind.text}, so nobody answers at the socket. Take the open socket: ${handed(running)}.`,
      related: [{ place: socket.place, message: 'supervisord opens this socket' }],
      fixes: fixesOf(deployment, running, bind),
    };
  }
}

const handed = ({ server }: Running): string => (server.kind === 'gunicorn' ? '-b fd://0' : '--fd 0');

function fixesOf(deployment: Deployment, { server }: Running, bind: Bind): readonly Fix[] {
  const place = server.kind === 'gunicorn' && isWritten(deployment, bind) ? bind.place : undefined;
  return place ? [{ title: 'Bind fd://0', safe: false, edits: [replace(place, 'fd://0')] }] : [];
}

function isWritten(deployment: Deployment, { place, text }: Bind): boolean {
  const file = place && fileIn(deployment, place.uri);
  return file?.kind === 'supervisor' && file.text.slice(place?.span.start, place?.span.end) === text;
}
