import { ifKnown } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import { splitCommand } from '../../syntax/shell/split.ts';
import { type Draft, defineRule } from '../define.ts';
import { removeWords } from '../edit/command.ts';
import { removeSetting } from '../edit/gunicorn.ts';
import { type Running, runningPrograms, settingOf, settingPlace } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/daemonizing-command',
  title: 'A program that puts itself into the background',
  severity: 'error',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn'],
  what: 'The command starts a daemon: gunicorn with `-D`, `--daemon` or `daemon = True` in its file or in GUNICORN_CMD_ARGS, uWSGI with `--daemonize`. A hint for nginx where neither the command nor a file at hand says `daemon off;`: a file elsewhere may say it.',
  why: 'supervisord watches the process it started. That one leaves at once, so supervisord starts it again until it gives up (FATAL). The first daemon stays alive outside its reach: `supervisorctl stop` does not stop it.',
  silent: [
    '`daemon = False`, and a file that the command line overrules.',
    'nginx where a configuration, script or Dockerfile at hand says `daemon off;`, and nginx that is meant to leave (`startsecs=0` with `autorestart=false`).',
  ],
  logs: [
    'WARN exited: web (exit status 0; not expected)',
    'INFO gave up: web entered FATAL state, too many start retries too quickly',
  ],
  evidence: [
    {
      text: 'Supervisor documentation: programs must not daemonize',
      url: 'http://supervisord.org/subprocess.html#nondaemonizing-of-subprocesses',
    },
    { text: 'gunicorn documentation, Deploy', url: 'https://docs.gunicorn.org/en/stable/deploy.html' },
    { text: 'Run with supervisor 4.2.5: FATAL after four starts; the first daemon keeps serving' },
  ],
  fix: 'Takes the option out.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -D -b 127.0.0.1:8000 shop:app
                                            ^^ error: 'web' puts itself into the background here, so supervisord sees it leave, starts it again and gives up (FATAL), while the first copy runs on outside its control. Remove the option.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
      `,
    },
    {
      note: 'In the configuration file:',
      bad: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        bind = "127.0.0.1:8000"
        daemon = True
                 ^^^^ error: 'web' puts itself into the background here, so supervisord sees it leave, starts it again and gives up (FATAL), while the first copy runs on outside its control. Remove the option.
      `,
      fixed: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        bind = "127.0.0.1:8000"
      `,
    },
    {
      good: `
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        daemon = False
      `,
    },
    {
      bad: `
        [supervisord]
        [program:nginx]
        command=/usr/sbin/nginx
                ^^^^^^^^^^^^^^^ hint: nginx puts itself into the background unless its configuration says 'daemon off;': then supervisord sees 'nginx' leave and starts it again. If no file says so, add -g "daemon off;".
      `,
    },
    {
      bad: `
        [supervisord]
        [program:nginx]
        command=/etc/init.d/nginx start
                ^^^^^^^^^^^^^^^^^ hint: nginx puts itself into the background unless its configuration says 'daemon off;': then supervisord sees 'nginx' leave and starts it again. Start nginx itself here: /usr/sbin/nginx -g "daemon off;".
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:nginx]
        command=/usr/sbin/nginx
        -- /srv/shop/Dockerfile --
        FROM debian:12
        RUN echo "daemon off;" >> /etc/nginx/nginx.conf
        CMD ["supervisord", "-n"]
      `,
    },
    {
      good: `
        [supervisord]
        [program:nginx]
        command=/usr/sbin/nginx -g "daemon off;"
        [program:start]
        command=/usr/sbin/nginx
        startsecs=0
        autorestart=false
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const running of runningPrograms(deployment)) {
    const { server } = running;
    const daemon = settingOf(server, 'daemon');
    if (daemon === true || (server.kind === 'uwsgi' && typeof daemon === 'string'))
      yield draft(deployment, running);
  }
  if (saysDaemonOff(deployment)) return;
  for (const program of deployment.programs) {
    const word = program.manager === 'supervisor' ? ownDaemon(program) : undefined;
    if (word) yield hint(program, word);
  }
}

/** True when a file at hand writes `daemon off;`, for nginx to read it. */
const saysDaemonOff = ({ nginx, context }: Deployment): boolean =>
  [
    ...nginx.flatMap(({ files }) => files),
    ...context.scripts,
    ...context.dockerfiles,
    ...context.composeFiles,
  ].some(({ text }) => /\bdaemon\s+off\b/.test(text));

/** Where a program names nginx without `daemon off;`; undefined for every other program. */
function ownDaemon({ instances, config }: Program): Named | undefined {
  const [instance] = instances;
  const command = ifKnown(instance?.launch.command);
  const [word] = command ? splitCommand(command).words : [];
  if (!command || !/(?:^|\/)(?:nginx|openresty)$/.test(word?.text ?? '')) return undefined;
  const isMeant =
    ifKnown(instance?.process?.startsecs) === 0 &&
    /^(?:false|no|off|0)$/i.test(config?.section.options.get('autorestart')?.raw.text.trim() ?? '');
  const leaves = /\s-(?:[tTvVhq]|s)(?:\s|$)/.test(command.text);
  return isMeant || leaves || /\bdaemon\s+o/.test(command.text) || !word?.place
    ? undefined
    : { text: word.text, place: word.place };
}

interface Named {
  readonly text: string;
  readonly place: Place;
}

const hint = ({ name }: Program, { text, place }: Named): Draft => ({
  place,
  severity: 'hint',
  message: `nginx puts itself into the background unless its configuration says 'daemon off;': then supervisord sees '${name}' leave and starts it again. ${advice(text)}`,
});

/** An init script passes no option on. */
const advice = (command: string): string =>
  command.includes('/init.d/')
    ? 'Start nginx itself here: /usr/sbin/nginx -g "daemon off;".'
    : 'If no file says so, add -g "daemon off;".';

function draft(deployment: Deployment, running: Running): Draft {
  const place = settingPlace(running, 'daemon');
  return {
    place,
    message: `'${running.program.name}' puts itself into the background here, so supervisord sees it leave, starts it again and gives up (FATAL), while the first copy runs on outside its control. Remove the option.`,
    related:
      place.uri === running.program.place.uri
        ? []
        : [{ place: running.program.place, message: `supervisord starts it here` }],
    fixes: fixesOf(deployment, running, place),
  };
}

function fixesOf(deployment: Deployment, { server }: Running, place: Place): readonly Fix[] {
  const assignment = server.configFile?.settings.get('daemon');
  const isInFile = assignment?.valuePlace.uri === place.uri;
  const edit = isInFile ? removeSetting(deployment, assignment) : removeFlag(deployment, server.kind, place);
  return edit ? [{ title: 'Remove the option', safe: true, edits: [edit] }] : [];
}

/** Only gunicorn's switch is one word; uWSGI's takes a log file with it. */
const removeFlag = (deployment: Deployment, kind: string, place: Place) =>
  kind === 'gunicorn' ? removeWords(deployment, place) : undefined;
