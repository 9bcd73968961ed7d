import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { appendWords } from '../edit/command.ts';
import { fixWith } from '../edit/fix.ts';
import { numberOf, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'uvicorn/single-process',
  title: 'uvicorn uses one core',
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: 'uvicorn runs with one process and one instance, and the target has several cores.',
  why: 'An event loop runs Python on one core; the others idle while it is busy.',
  silent: [
    'The cores are unknown.',
    'Several instances or workers.',
    'In containers one process each is usual.',
  ],
  logs: [],
  evidence: [{ text: 'uvicorn documentation, Settings', url: 'https://www.uvicorn.org/settings/' }],
  fix: 'Adds --workers with the number of cores.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn shop:app
                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ information: 'web' runs one uvicorn process, so it uses one of 4 cores. Add --workers, or numprocs with a socket each.
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn shop:app --workers 4
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --workers 4 shop:app
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn shop:app
        -- /srv/shop/scaling-lens.ini --
        [target]
        cores = 4
        -- /srv/shop/Dockerfile --
        FROM python:3.12
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const { cores } = deployment.target;
  const inContainer = deployment.context.dockerfiles.length + deployment.context.composeFiles.length > 0;
  if (!cores || cores < 2 || inContainer) return;
  const running = runningPrograms(deployment);
  for (const { program, config, server } of running) {
    if (
      server.kind !== 'uvicorn' ||
      running.length > 1 ||
      program.instances.length > 1 ||
      numberOf(server, 'workers') !== 1
    )
      continue;
    const last = server.words.at(-1)?.place;
    yield {
      place: config.section.options.get('command')?.valuePlace ?? program.place,
      message: `'${program.name}' runs one uvicorn process, so it uses one of ${cores} cores. Add --workers, or numprocs with a socket each.`,
      fixes: fixWith(`Add --workers ${cores}`, false, last && appendWords(last, `--workers ${cores}`)),
    };
  }
}
