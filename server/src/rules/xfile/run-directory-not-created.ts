import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { bindsOf, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/run-directory-not-created',
  title: 'A folder below /run is gone after a reboot',
  severity: 'hint',
  confidence: 'medium',
  level: null,
  reads: ['supervisor', 'gunicorn'],
  what: 'A program of supervisord binds a socket in a folder below `/run`, and no unit, script, Dockerfile or command at hand creates that folder.',
  why: '`/run` is in memory and empty after a reboot. supervisord creates no folders, so the program cannot bind and does not start.',
  silent: [
    'The folder is named in a script, a unit (`RuntimeDirectory=`), a Dockerfile or a compose file at hand.',
    'The command itself creates it.',
    'Sockets in `/run` itself, and folders that packages create (supervisor, nginx, uwsgi …).',
  ],
  logs: ['[ERROR] Retrying in 1 second.', "[ERROR] Can't connect to /run/shop/web.sock"],
  evidence: [
    { text: 'gunicorn issue 1524', url: 'https://github.com/benoitc/gunicorn/issues/1524' },
    { text: 'gunicorn issue 2137', url: 'https://github.com/benoitc/gunicorn/issues/2137' },
    { text: 'tmpfiles.d(5)', url: 'https://www.freedesktop.org/software/systemd/man/latest/tmpfiles.d.html' },
    { text: 'Run with gunicorn 20.1: five retries, then exit 1, while supervisord shows RUNNING' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock shop:app
                                               ^^^^^^^^^^^^^^^^^^^^^^^ hint: 'web' binds a socket in /run/shop, which is empty memory after a reboot, and nothing here creates the folder. Create it at each start: d /run/shop in tmpfiles.d, or RuntimeDirectory=shop in a unit.
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web.sock shop:app
        -- /srv/shop/Dockerfile --
        FROM debian:12
        RUN mkdir -p /run/shop
        CMD ["supervisord", "-n"]
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=sh -c 'mkdir -p /run/shop && exec gunicorn -b unix:/run/shop/web.sock shop:app'
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/web.sock shop:app
        [program:admin]
        command=/srv/shop/venv/bin/gunicorn -b unix:/var/run/supervisor/admin.sock shop.admin:app
      `,
    },
  ],
  check,
});

/** Folders that packages of the distributions create at each start. */
const packaged = new Set([
  'supervisor',
  'supervisord',
  'nginx',
  'uwsgi',
  'lock',
  'user',
  'systemd',
  'shm',
  'screen',
]);

function* check(deployment: Deployment): Iterable<Draft> {
  const seen = new Set<string>();
  for (const { instance, program, config } of runningPrograms(deployment)) {
    for (const { address, place } of bindsOf(instance)) {
      const name = address?.kind === 'unix' ? /^\/run\/([^/]+)\//.exec(address.path)?.[1] : undefined;
      const command = config.section.options.get('command')?.raw.text ?? '';
      if (!name || !place || packaged.has(name) || seen.has(name) || /\b(?:mkdir|install)\b/.test(command))
        continue;
      seen.add(name);
      if (isCreated(deployment, name)) continue;
      yield {
        place,
        message: `'${program.name}' binds a socket in /run/${name}, which is empty memory after a reboot, and nothing here creates the folder. Create it at each start: d /run/${name} in tmpfiles.d, or RuntimeDirectory=${name} in a unit.`,
      };
    }
  }
}

/** True when a file that starts or builds the deployment names the folder. */
function isCreated({ context }: Deployment, name: string): boolean {
  const escaped = name.replace(/[^\w]/g, '\\$&');
  const named = new RegExp(
    `/run/${escaped}(?![\\w-])|RuntimeDirectory\\s*=[^\\n]*(?<![\\w-])${escaped}(?![\\w-])`,
  );
  const { scripts, systemdUnits, dockerfiles, composeFiles } = context;
  return [...scripts, ...systemdUnits, ...dockerfiles, ...composeFiles].some(({ text }) => named.test(text));
}
