import { ifKnown } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { bindsOf, type Running, runningPrograms, settingOf } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/run-not-writable',
  title: 'A file in /run that only root may create',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor', 'gunicorn'],
  what: 'A program with a `user=` other than root binds a socket in `/run` itself, or writes its pid file there.',
  why: '`/run` belongs to root and nobody else may create files in it. The server exits with "Permission denied", or retries the socket five times and exits.',
  silent: [
    'Programs without `user=`, which run as root as a rule.',
    'Sockets that supervisord opens for an fcgi-program.',
    'Folders below /run, of which xfile/run-directory-not-created speaks.',
    'A script or Dockerfile at hand changes the owner or the mode of /run.',
  ],
  logs: [
    "PermissionError: [Errno 13] Permission denied: '/run/tmp4c1u7x'",
    "[ERROR] Can't connect to /run/shop.sock",
  ],
  evidence: [
    { text: 'gunicorn issue 1524', url: 'https://github.com/benoitc/gunicorn/issues/1524' },
    { text: 'Run with gunicorn 20.1 as nobody: exit 1 for both on Debian 12, where /run is root:root 0755' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop.sock shop:app
                                               ^^^^^^^^^^^^^^^^^^^ warning: user=shop may not create /run/shop.sock: /run belongs to root. Use a folder of its own, such as /run/shop/, which root creates at each start.
        user=shop
      `,
    },
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --pid /var/run/shop.pid shop:app
                                                  ^^^^^^^^^^^^^^^^^ warning: user=shop may not create /run/shop.pid: /run belongs to root. Use a folder of its own, such as /run/web/, which root creates at each start, or remove pidfile.
        user=shop
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop.sock shop:app
        [program:admin]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/admin.sock shop.admin:app
        user=root
      `,
    },
    {
      good: `
        [supervisord]
        [fcgi-program:web]
        socket=unix:///run/shop.sock
        command=/srv/shop/venv/bin/uvicorn --fd 0 shop:app
        user=shop
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock shop:app
        user=shop
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop.sock shop:app
        user=shop
        -- /srv/shop/Dockerfile --
        FROM debian:12
        RUN chown -R shop /run
        CMD ["supervisord", "-n"]
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  if (isOpened(deployment)) return;
  for (const running of runningPrograms(deployment)) {
    const user = ifKnown(running.process.user);
    if (!user || user === 'root' || user === '0' || running.config.kind === 'fcgi-program') continue;
    for (const { path, place, isPid } of filesIn(running)) {
      const folder = isPid ? running.program.name : path.replace(/^\/run\/|\.\w+$/g, '');
      yield {
        place: place ?? running.program.place,
        message: `user=${user} may not create ${path}: /run belongs to root. Use a folder of its own, such as /run/${folder}/, which root creates at each start${isPid ? ', or remove pidfile' : ''}.`,
      };
    }
  }
}

interface Created {
  readonly path: string;
  readonly place: Place | undefined;
  readonly isPid: boolean;
}

/** What a server creates in /run itself. */
function filesIn({ instance, server }: Running): readonly Created[] {
  const sockets = bindsOf(instance).flatMap(({ address, place }): Created[] =>
    address?.kind === 'unix' ? [{ path: address.path, place, isPid: false }] : [],
  );
  const pid = settingOf(server, 'pidfile');
  const path = typeof pid === 'string' ? pid.replace(/^\/var\/run\//, '/run/') : '';
  const place = server.settings.get('pidfile')?.places[0];
  return [...sockets, { path, place, isPid: true }].filter((file) => /^\/run\/[^/]+$/.test(file.path));
}

/** True when a file that starts or builds the deployment changes who may write in /run. */
const isOpened = ({ context }: Deployment): boolean =>
  [...context.scripts, ...context.dockerfiles, ...context.composeFiles].some(({ text }) =>
    /\bch(?:own|mod|grp)\b[^\n]*\s\/(?:var\/)?run\/?(?:\s|$)|tmpfs[^\n]*\/run/m.test(text),
  );
