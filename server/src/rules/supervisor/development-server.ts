import { ifKnown } from '../../base/known.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import { type SplitCommand, splitCommand } from '../../syntax/shell/split.ts';
import { type Draft, defineRule } from '../define.ts';
import { callsOf } from '../shared/calls.ts';

export default defineRule({
  id: 'supervisor/development-server',
  title: 'A development server under supervisord',
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'nginx'],
  what: 'The command is `manage.py runserver` or `flask run`. A warning where nginx of the same deployment calls its port.',
  why: 'These servers are made for one developer: one process, nothing that limits a slow client, no review of their security. runserver also starts a second process that supervisord does not stop.',
  silent: ['Files whose name or folder says development (dev, local, debug, test).', 'Application servers.'],
  logs: ['WARNING: This is a development server. Do not use it in a production deployment.'],
  evidence: [
    {
      text: 'Django documentation, runserver: do not use this server in a production setting',
      url: 'https://docs.djangoproject.com/en/stable/ref/django-admin/#runserver',
    },
    {
      text: 'Flask documentation, Deploying to production',
      url: 'https://flask.palletsprojects.com/en/stable/deploying/',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=python manage.py runserver 127.0.0.1:8000
                                 ^^^^^^^^^ warning: 'web' runs Django's development server, and nginx calls it. Start the application with gunicorn or another server made for it.
        -- /srv/shop/nginx/shop.conf --
        server {
            listen 80;
            location / { proxy_pass http://127.0.0.1:8000; }
        }
      `,
    },
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/flask --app shop run --port 5000
                                                    ^^^ information: 'web' runs Flask's development server. Start the application with gunicorn or another server made for it.
      `,
    },
    {
      good: `
        -- /srv/shop/dev/supervisord.conf --
        [supervisord]
        [program:web]
        command=python manage.py runserver 127.0.0.1:8000
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=python manage.py run_gunicorn 127.0.0.1:8000
        [program:worker]
        command=/srv/shop/venv/bin/flask --app shop feed run
      `,
    },
  ],
  check,
});

type Words = SplitCommand['words'];

/** A development server that a command starts. */
interface Found {
  readonly framework: 'Django' | 'Flask';
  readonly word: Words[number];
  readonly port: number;
}

function* check(deployment: Deployment): Iterable<Draft> {
  for (const program of deployment.programs) {
    const found = program.manager === 'supervisor' ? foundIn(program) : undefined;
    if (!found?.word.place || isDevelopment(program.place.uri)) continue;
    const isCalled = callsOf(deployment).some(
      ({ address }) => address.kind === 'tcp' && address.port === found.port,
    );
    yield {
      place: found.word.place,
      ...(isCalled ? { severity: 'warning' as const } : {}),
      message: `'${program.name}' runs ${found.framework}'s development server${isCalled ? ', and nginx calls it' : ''}. Start the application with gunicorn or another server made for it.`,
    };
  }
}

function foundIn({ instances }: Program): Found | undefined {
  const command = ifKnown(instances[0]?.launch.command);
  return command && !instances[0]?.server ? serverIn(splitCommand(command).words) : undefined;
}

function serverIn(words: Words): Found | undefined {
  const texts = words.map(({ text }) => text);
  const manage = texts.findIndex((text) => /(?:^|\/)(?:manage\.py|django-admin(?:\.py)?)$/.test(text));
  const django = manage < 0 ? undefined : words[manage + 1];
  if (django?.text === 'runserver' || django?.text === 'runserver_plus')
    return { framework: 'Django', word: django, port: portIn(texts.slice(manage + 2), 8000) };
  const flask = texts.findIndex((text) => /(?:^|\/)flask$/.test(text));
  const run = flask < 0 ? -1 : subcommandAt(texts, flask + 1);
  const word = words[run];
  return word?.text === 'run'
    ? { framework: 'Flask', word, port: portIn(texts.slice(run + 1), 5000) }
    : undefined;
}

/** Where the subcommand of flask stands: the first word that is no option and no option's value. */
function subcommandAt(texts: readonly string[], from: number): number {
  const at = texts.findIndex((text, i) => i >= from && !text.startsWith('-'));
  const takesValue = at > from && /^(?:-A|--app|-e|--env-file)$/.test(texts[at - 1] ?? '');
  return takesValue ? subcommandAt(texts, at + 1) : at;
}

/** The port among the words behind the command: `0.0.0.0:8000`, `8000`, `--port=5000`. */
function portIn(texts: readonly string[], otherwise: number): number {
  const port = texts.map((text) => /^(?:[\w.[\]-]*:|--port=|-p)?(\d{2,5})$/.exec(text)?.[1]).find(Boolean);
  return port ? Number(port) : otherwise;
}

const isDevelopment = (uri: string): boolean =>
  /(?:^|[/._-])(?:dev|devel|development|local|debug|test)(?:[/._-]|$)/i.test(
    uri.slice(uri.lastIndexOf('/', uri.lastIndexOf('/') - 1)),
  );
