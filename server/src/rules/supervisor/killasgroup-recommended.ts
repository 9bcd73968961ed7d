import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { setOption } from '../edit/supervisor.ts';
import { firstInEachFile, numberOf, type Running, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'supervisor/killasgroup-recommended',
  title: 'A forced kill leaves the workers behind',
  severity: 'hint',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: 'A program with worker processes (gunicorn, or uvicorn with `--workers` above 1) has neither `killasgroup` nor `stopasgroup`. One hint for each file.',
  why: 'After `stopwaitsecs` supervisord kills the master alone. Its workers live on as orphans and keep the port. `killasgroup=true` changes only that last KILL: the graceful TERM still goes to the master.',
  silent: ['`stopasgroup=true`, which implies it.', 'The program is no server with workers.'],
  logs: [],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    {
      text: 'ImadSaddikWebsite pull request 212',
      url: 'https://github.com/ImadSaddik/ImadSaddikWebsite/pull/212',
    },
    { text: 'Supervisor issue 1101', url: 'https://github.com/Supervisor/supervisor/issues/1101' },
  ],
  fix: 'Adds killasgroup=true.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 4 shop:app
        ^^^^^^^ hint: When 'web' does not stop in time, supervisord kills its master and leaves the workers running. killasgroup=true takes them along.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 4 shop:app
        killasgroup=true
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 4 shop:app
        stopasgroup=true
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
  for (const { config, program } of firstInEachFile(runningPrograms(deployment).filter(lacksIt))) {
    const command = config.section.options.get('command');
    const edit = setOption(deployment, config.section, 'killasgroup', 'true');
    yield {
      place: command?.namePlace ?? program.place,
      message: `When '${program.name}' does not stop in time, supervisord kills its master and leaves the workers running. killasgroup=true takes them along.`,
      fixes: edit ? [{ title: 'Add killasgroup=true', safe: true, edits: [edit] }] : [],
    };
  }
}

const lacksIt = ({ config, server }: Running): boolean =>
  !config.section.options.has('killasgroup') &&
  !config.section.options.has('stopasgroup') &&
  (server.kind === 'gunicorn' || (server.kind === 'uvicorn' && (numberOf(server, 'workers') ?? 1) > 1));
