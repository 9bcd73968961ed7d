import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { setOption } from '../edit/supervisor.ts';
import { type Running, runningPrograms, settingOf } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/uwsgi-stop-is-reload',
  title: 'A stop signal by which uWSGI reloads',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: '`stopsignal` of a uWSGI with a master is a signal by which it reloads: TERM, the default of supervisord; QUIT, once `die-on-term` exchanges the two; HUP always.',
  why: 'uWSGI starts its workers anew instead of leaving, so every stop and restart takes all of stopwaitsecs and ends with a SIGKILL that cuts the requests in progress.',
  silent: [
    'uWSGI without a master, which leaves.',
    'The configuration file of uWSGI is not at hand, so that `die-on-term` may stand there.',
    'INT, and QUIT without `die-on-term`.',
  ],
  logs: ["WARN killing 'web' (4321) with SIGKILL", '...brutally killing workers...'],
  evidence: [
    {
      text: 'uWSGI documentation, Signals for controlling uWSGI',
      url: 'https://uwsgi-docs.readthedocs.io/en/latest/Management.html',
    },
    {
      text: 'uWSGI, core/master.c, where the master takes its signals',
      url: 'https://github.com/unbit/uwsgi',
    },
  ],
  fix: 'Sets the signal by which uWSGI leaves.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --master --socket 127.0.0.1:3031 --module shop.wsgi
        ^^^^^^^ warning: supervisord stops 'web' with TERM, its default, by which uWSGI only reloads: it runs on until SIGKILL after 10 s. Set stopsignal=QUIT, or die-on-term in uWSGI.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --master --socket 127.0.0.1:3031 --module shop.wsgi
        stopsignal=QUIT
      `,
    },
    {
      note: 'In a file of uWSGI that is at hand:',
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --ini /srv/shop/uwsgi.ini
        stopsignal=QUIT
                   ^^^^ warning: supervisord stops 'web' with QUIT, by which uWSGI only reloads since die-on-term is set: it runs on until SIGKILL after 10 s. Set stopsignal=TERM.
        -- /srv/shop/uwsgi.ini --
        [uwsgi]
        master = true
        die-on-term = true
        socket = /run/shop/web.sock
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --ini /srv/shop/uwsgi.ini
        stopsignal=TERM
        -- /srv/shop/uwsgi.ini --
        [uwsgi]
        master = true
        die-on-term = true
        socket = /run/shop/web.sock
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --socket 127.0.0.1:3031 --module shop.wsgi
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --master --ini /srv/shop/uwsgi.ini
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/usr/bin/uwsgi --master --die-on-term --socket 127.0.0.1:3031 --module shop.wsgi
        [program:api]
        command=/usr/bin/uwsgi --master --socket 127.0.0.1:3032 --module shop.api
        stopsignal=INT
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const running of runningPrograms(deployment)) {
    const right = rightSignal(running);
    if (right) yield draftOf(deployment, running, right);
  }
}

/** The signal that should be sent; undefined where uWSGI leaves by the one that is sent, or that is not known. */
function rightSignal({ server, process }: Running): 'QUIT' | 'TERM' | undefined {
  if (server.kind !== 'uwsgi' || settingOf(server, 'master') !== true) return undefined;
  const dies = settingOf(server, 'die_on_term');
  if (typeof dies !== 'boolean' || process.environment.has('UWSGI_DIE_ON_TERM')) return undefined;
  const sent = ifKnown(process.stopsignal);
  const reloads = sent === 'HUP' || sent === (dies ? 'QUIT' : 'TERM');
  return reloads ? (dies ? 'TERM' : 'QUIT') : undefined;
}

function draftOf(
  deployment: Deployment,
  { program, config, process, server }: Running,
  right: 'QUIT' | 'TERM',
): Draft {
  const option = config.section.options.get('stopsignal');
  const edit = setOption(deployment, config.section, 'stopsignal', right);
  const sent = `${ifKnown(process.stopsignal)}${option ? '' : ', its default'}`;
  const since = right === 'TERM' ? ' since die-on-term is set' : '';
  const otherwise = right === 'QUIT' && !option ? ', or die-on-term in uWSGI' : '';
  const dies = server.settings.get('die_on_term')?.places[0];
  return {
    place: option?.valuePlace ?? config.section.options.get('command')?.namePlace ?? program.place,
    message: `supervisord stops '${program.name}' with ${sent}, by which uWSGI only reloads${since}: it runs on until SIGKILL after ${ifKnown(process.stopwaitsecs) ?? 10} s. Set stopsignal=${right}${otherwise}.`,
    related: dies ? [{ place: dies, message: 'die-on-term is set here' }] : [],
    fixes: edit ? [{ title: `Set stopsignal=${right}`, safe: true, edits: [edit] }] : [],
  };
}
