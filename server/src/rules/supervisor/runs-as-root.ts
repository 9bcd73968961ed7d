import type { Deployment } from '../../model/deployment.ts';
import type { AppServer } from '../../model/server/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { sectionNamed, setOption } from '../edit/supervisor.ts';
import { firstInEachFile, isExplicit, type Running, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/runs-as-root',
  title: 'A server that runs as root',
  severity: 'information',
  confidence: 'high',
  level: null,
  reads: ['supervisor', 'gunicorn'],
  what: "A program with an application server has no `user=`, `[supervisord]` has none, and gunicorn's own `user` is not set. One finding for each file; not in a deployment with a Dockerfile or compose file.",
  why: 'A hole in the application is then a hole in the machine.',
  silent: [
    'Containers, where it is often meant.',
    'A fragment whose main file is not at hand.',
    'The server changes its user itself, or a file of its own that is not at hand may say so.',
  ],
  logs: [
    'CRIT Supervisor is running as root.  Privileges were not dropped because no user is specified in the config file.',
  ],
  evidence: [
    {
      text: 'Supervisor documentation, user',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Run with supervisor 4.2.5: the CRIT line above' },
  ],
  fix: 'Adds user=www-data.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        ^^^^^^^ information: 'web' runs as the user that starts supervisord, which is root as a rule: neither it nor [supervisord] has user=. Add user= with an account that owns nothing else.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        user=www-data
      `,
    },
    {
      good: `
        -- /app/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /app/Dockerfile --
        FROM python:3.12
        CMD ["supervisord", "-n"]
      `,
    },
    {
      good: `
        -- /etc/supervisor/conf.d/web.conf --
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -u www-data shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uwsgi --ini /srv/shop/uwsgi.ini
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const { context, supervisor } = deployment;
  const inContainer = context.dockerfiles.length + context.composeFiles.length > 0;
  if (inContainer || supervisor.some(({ fragment }) => fragment)) return;
  if (sectionNamed(deployment, 'supervisord')?.options.has('user')) return;
  for (const { config, program } of firstInEachFile(runningPrograms(deployment).filter(isRoot))) {
    const edit = setOption(deployment, config.section, 'user', 'www-data');
    yield {
      place: config.section.options.get('command')?.namePlace ?? program.place,
      message: `'${program.name}' runs as the user that starts supervisord, which is root as a rule: neither it nor [supervisord] has user=. Add user= with an account that owns nothing else.`,
      fixes: edit ? [{ title: 'Add user=www-data', safe: false, edits: [edit] }] : [],
    };
  }
}

const isRoot = ({ config, server }: Running): boolean =>
  !config.section.options.has('user') && !isExplicit(server, 'user') && !mayDrop(server);

/** True where a file that is not read may hold the user: uWSGI's `uid`, or `user` of gunicorn. */
const mayDrop = ({ configPath, configFile, words }: AppServer): boolean =>
  (configPath !== null && configFile === null) || words.some(({ text }) => /^--uid(?:=|$)/.test(text));
