import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { removeSetting } from '../edit/gunicorn.ts';
import { removeFlag } from '../shared/gunicorn-use.ts';
import { numberOf, runningPrograms, settingOf } from '../shared/programs.ts';

export default defineRule({
  id: 'gunicorn/reload-in-production',
  title: 'reload under a process manager',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['gunicorn', 'supervisor'],
  what: 'A program of supervisord starts gunicorn or uvicorn with reload.',
  why: 'It watches every file, restarts on each change, and shows tracebacks to clients. With uvicorn it also runs one process only.',
  silent: [
    'Files whose name or folder says development (dev, local, debug).',
    'uvicorn with `--workers`, of which uvicorn/reload-with-workers speaks.',
  ],
  logs: ['[WARNING] Reloader is on. Use in development only!'],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
  ],
  fix: 'Removes it.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --reload shop:app
                                            ^^^^^^^^ warning: 'web' runs with reload under supervisord: it watches all files, restarts on every change and shows tracebacks to clients. Remove it.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/dev/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --reload shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --reload --workers 4 shop:app
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { program, server } of runningPrograms(deployment)) {
    const at = server.settings.get('reload')?.places[0];
    if (
      !at ||
      settingOf(server, 'reload') !== true ||
      (server.kind === 'uvicorn' && (numberOf(server, 'workers') ?? 1) > 1) ||
      isDevelopment(at.uri) ||
      isDevelopment(program.place.uri)
    )
      continue;
    const assignment = server.configFile?.settings.get('reload');
    const edit =
      assignment?.valuePlace.uri === at.uri
        ? removeSetting(deployment, assignment)
        : removeFlag(deployment, server, at);
    yield {
      place: at,
      message: `'${program.name}' runs with reload under supervisord: it watches all files, restarts on every change and shows tracebacks to clients. Remove it.`,
      fixes: fixWith('Remove reload', false, edit),
    };
  }
}

const isDevelopment = (uri: string): boolean =>
  /(?:^|[/._-])(?:dev|devel|development|local|debug|test)(?:[/._-]|$)/i.test(
    uri.slice(uri.lastIndexOf('/', uri.lastIndexOf('/') - 1)),
  );
