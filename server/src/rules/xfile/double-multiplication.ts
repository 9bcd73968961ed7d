import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { numberOf, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/double-multiplication',
  title: 'Instances and workers multiply',
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn'],
  what: 'A program has `numprocs` above 1 and its server runs more than one worker.',
  why: 'Both make processes: the product is what the machine runs. On one machine one of the two is enough as a rule; numprocs is for servers that need a socket each (sticky sessions, one process a server).',
  silent: ['Each instance runs one worker.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Design', url: 'https://docs.gunicorn.org/en/stable/design.html' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 4 -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
                 ^ information: 3 instances × 4 workers of 'web' are 12 processes. One of the two levels is enough on one machine, since workers share a socket and instances need one each. Keep numprocs=1 and raise workers, or keep 1 worker in each instance.
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/web_%(process_num)02d.sock shop:app
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { program, config, server } of runningPrograms(deployment)) {
    const count = ifKnown(program.numprocs) ?? 1;
    const workers = numberOf(server, 'workers') ?? 1;
    const place = config.section.options.get('numprocs')?.valuePlace;
    if (count < 2 || workers < 2 || !place) continue;
    yield {
      place,
      message: `${count} instances × ${workers} workers of '${program.name}' are ${count * workers} processes. One of the two levels is enough on one machine, since workers share a socket and instances need one each. Keep numprocs=1 and raise workers, or keep 1 worker in each instance.`,
    };
  }
}
