import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { AppServer } from '../../model/server/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { setOption } from '../edit/supervisor.ts';
import { firstInEachFile, type Running, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/autorestart-unexpected-exit0',
  title: 'A server that exits cleanly is not started again',
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: '`autorestart` of a server program is absent or `unexpected`. One finding for each file.',
  why: 'gunicorn exits with status 0 when anyone sends it TERM: a deploy script, an operator, a memory watchdog. supervisord takes that for a wish and leaves the program stopped.',
  silent: [
    '`autorestart=true` or `false`, which the author chose.',
    'Programs that are no application servers.',
  ],
  logs: ['INFO exited: web (exit status 0; expected)'],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    {
      text: 'gunicorn documentation, Signal handling',
      url: 'https://docs.gunicorn.org/en/stable/signals.html',
    },
    { text: 'Run with supervisor 4.2.5: after kill -TERM of the master: EXITED, never restarted' },
  ],
  fix: 'Sets autorestart=true.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        ^^^^^^^ information: autorestart=unexpected, the default, leaves 'web' stopped when it exits with status 0, as after a TERM from anyone. Set autorestart=true if it is to run always.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        autorestart=true
      `,
    },
    {
      note: 'uWSGI reloads on TERM:',
      bad: `
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --master --socket /run/shop/web.sock --module shop.wsgi
        ^^^^^^^ information: autorestart=unexpected, the default, leaves 'web' stopped when it exits with status 0, as after an INT from anyone. Set autorestart=true if it is to run always.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --master --socket /run/shop/web.sock --module shop.wsgi
        autorestart=true
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        autorestart=false
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { config, program, server } of firstInEachFile(
    runningPrograms(deployment).filter(isUnexpected),
  )) {
    const option = config.section.options.get('autorestart');
    const edit = setOption(deployment, config.section, 'autorestart', 'true');
    yield {
      place: option?.valuePlace ?? config.section.options.get('command')?.namePlace ?? program.place,
      message: `autorestart=unexpected${option ? '' : ', the default,'} leaves '${program.name}' stopped when it exits with status 0, as after ${stopping(server)} from anyone. Set autorestart=true if it is to run always.`,
      fixes: edit ? [{ title: 'Set autorestart=true', safe: true, edits: [edit] }] : [],
    };
  }
}

/** The signal that ends the server cleanly: uWSGI takes TERM for a reload unless it is told otherwise. */
const stopping = ({ kind, settings }: AppServer): string =>
  kind === 'uwsgi' && ifKnown(settings.get('die_on_term')) !== true ? 'an INT' : 'a TERM';

const isUnexpected = ({ config }: Running): boolean => {
  const value = config.section.options.get('autorestart')?.raw.text.trim().toLowerCase();
  return value === undefined || value === 'unexpected';
};
