import { ifKnown } from '../../base/known.ts';
import { atLeast } from '../../catalog/version.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { setOption } from '../edit/supervisor.ts';
import { type Running, runningPrograms, settingOf } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/user-without-home',
  title: 'user= without HOME',
  severity: 'information',
  confidence: 'high',
  level: null,
  reads: ['supervisor', 'gunicorn'],
  what: 'A program has `user=` (not root) and its `environment=` has no HOME, and this matters here: the command uses `~`, or gunicorn is 25.1 or newer and keeps its control socket below HOME (a warning).',
  why: 'supervisord changes the user id and leaves HOME and USER of root in place. What the program then writes below HOME is refused.',
  silent: [
    'HOME is set in `environment=`.',
    'gunicorn before 25.1, or with `control_socket_disable`: nothing reads HOME.',
  ],
  logs: ["Control server error: [Errno 13] Permission denied: '/root/.gunicorn'"],
  evidence: [
    {
      text: 'Supervisor documentation, Subprocess environment',
      url: 'http://supervisord.org/subprocess.html#subprocess-environment',
    },
    {
      text: 'Run with gunicorn 26.1 as another user with HOME=/root: the control server fails, serving goes on',
    },
  ],
  fix: 'Adds HOME and USER to environment=.',
  examples: [
    {
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        user=shop
             ^^^^ warning: 'web' runs as shop but keeps the HOME of the user that starts supervisord, and gunicorn 25.1 and newer keep a control socket below HOME. Add HOME and USER to environment=.
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /etc/supervisor/scaling-lens.ini --
        [versions]
        gunicorn = 26.1
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        user=shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        environment=HOME="/home/shop",USER="shop"
        -- /etc/supervisor/scaling-lens.ini --
        [versions]
        gunicorn = 26.1
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        user=shop
        environment=HOME="/srv/shop"
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /etc/supervisor/scaling-lens.ini --
        [versions]
        gunicorn = 26.1
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        user=shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /etc/supervisor/scaling-lens.ini --
        [versions]
        gunicorn = 23.0
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const running of runningPrograms(deployment)) {
    const { config, process } = running;
    const user = ifKnown(process.user);
    const option = config.section.options.get('user');
    if (!user || !option || /^(?:root|0|\d+)$/.test(user) || process.environment.has('HOME')) continue;
    const usesControl = hasControlSocket(deployment, running);
    if (!usesControl && !/(?:^|\s)~/.test(ifKnown(process.command)?.text ?? '')) continue;
    yield draft(deployment, running, user, usesControl);
  }
}

function hasControlSocket({ versions }: Deployment, { server }: Running): boolean {
  const isNew = atLeast(versions.gunicorn, '25.1') === true;
  return server.kind === 'gunicorn' && isNew && settingOf(server, 'control_socket_disable') !== true;
}

function draft(
  deployment: Deployment,
  { config, program }: Running,
  user: string,
  usesControl: boolean,
): Draft {
  const pairs = `HOME="/home/${user}",USER="${user}"`;
  const present = config.section.options.get('environment');
  const value = present ? `${present.raw.text.trim().replace(/,$/, '')},${pairs}` : pairs;
  const edit =
    present && /\n/.test(present.raw.text)
      ? undefined
      : setOption(deployment, config.section, 'environment', value);
  const reason = usesControl
    ? 'gunicorn 25.1 and newer keep a control socket below HOME'
    : 'its command uses ~';
  return {
    place: config.section.options.get('user')?.valuePlace ?? program.place,
    ...(usesControl ? { severity: 'warning' as const } : {}),
    message: `'${program.name}' runs as ${user} but keeps the HOME of the user that starts supervisord, and ${reason}. Add HOME and USER to environment=.`,
    fixes: edit ? [{ title: 'Add HOME and USER', safe: false, edits: [edit] }] : [],
  };
}
