import type { Edit } from '../../base/span.ts';
import { atLeast } from '../../catalog/version.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { appendWords } from '../edit/command.ts';
import { fixWith } from '../edit/fix.ts';
import { type GunicornUse, gunicornUses, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/control-socket-collision',
  title: 'Several masters share one control socket',
  severity: 'information',
  confidence: 'high',
  level: 'horizontal',
  reads: ['gunicorn', 'supervisor'],
  what: '`[versions]` says gunicorn 25.1 or newer, several masters run as one user, and `control_socket` is neither set nor disabled.',
  why: 'Each takes the socket `~/.gunicorn/gunicorn.ctl` from the one before, and the first that stops deletes it: gunicornc talks to the wrong one or to nobody. Requests are not touched.',
  silent: ['gunicorn is older, or its version is unknown.', 'One master only.'],
  logs: ['Control socket listening at /home/shop/.gunicorn/gunicorn.ctl'],
  evidence: [
    { text: 'gunicorn changelog', url: 'https://docs.gunicorn.org/en/stable/news.html' },
    { text: 'Run with gunicorn 26.1 three times: every master logs the same control socket' },
  ],
  fix: 'Switches the control sockets off.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/%(process_num)d.sock shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
                 ^ information: 3 gunicorn masters share the control socket ~/.gunicorn/gunicorn.ctl, and the first that stops deletes it. Give each its own --control-socket, or disable it with --no-control-socket.
        -- /srv/shop/scaling-lens.ini --
        [versions]
        gunicorn = 26.1
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/%(process_num)d.sock shop:app --no-control-socket
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
        -- /srv/shop/scaling-lens.ini --
        [versions]
        gunicorn = 26.1
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/%(process_num)d.sock shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/scaling-lens.ini --
        [versions]
        gunicorn = 26.1
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  if (atLeast(deployment.versions.gunicorn, '25.1') !== true) return;
  const sharing = gunicornUses(deployment).filter(
    (use) =>
      use.running && !writtenAt(use, 'control_socket') && valueIn(use, 'control_socket_disable') !== true,
  );
  const masters = sharing.reduce((sum, { instances }) => sum + instances, 0);
  const running = sharing[0]?.running;
  if (masters < 2 || !running) return;
  const { config, program } = running;
  yield {
    place:
      config.section.options.get('numprocs')?.valuePlace ??
      config.section.options.get('command')?.namePlace ??
      program.place,
    message: `${masters} gunicorn masters share the control socket ~/.gunicorn/gunicorn.ctl, and the first that stops deletes it. Give each its own --control-socket, or disable it with --no-control-socket.`,
    fixes: fixWith('Add --no-control-socket', false, ...sharing.map(switchOff)),
  };
}

/** Adds the flag to a command, behind its last word. */
function switchOff({ server }: GunicornUse): Edit | undefined {
  const last = server?.words.at(-1)?.place;
  return last && appendWords(last, '--no-control-socket');
}
