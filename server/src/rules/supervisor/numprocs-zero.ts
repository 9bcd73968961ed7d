import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/numprocs-zero',
  title: 'numprocs=0 starts nothing',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor'],
  what: '`numprocs` is 0 or negative.',
  why: 'supervisord accepts it and starts no process of the program, without a message.',
  silent: ['`numprocs` is an expansion whose value is unknown.'],
  logs: [],
  evidence: [{ text: 'Run with supervisor 4.2.5: accepted, no process' }],
  fix: 'Sets numprocs=1.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        numprocs=0
                 ^ warning: numprocs=0 starts no process of 'web', and supervisord says nothing. Set it to 1, or use autostart=false to keep the program for later.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/cat
        numprocs=1
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        numprocs=%(ENV_N)s
        process_name=%(program_name)s_%(process_num)02d
      `,
    },
  ],
  check,
});

function* check({ supervisor }: Deployment): Iterable<Draft> {
  for (const { name, section, numprocs } of supervisor.flatMap(({ programs }) => programs)) {
    const count = ifKnown(numprocs);
    const place = section.options.get('numprocs')?.valuePlace;
    if (count === undefined || count > 0 || !place) continue;
    yield {
      place,
      message: `numprocs=${count} starts no process of '${name}', and supervisord says nothing. Set it to 1, or use autostart=false to keep the program for later.`,
      fixes: [{ title: 'Set numprocs=1', safe: false, edits: [replace(place, '1')] }],
    };
  }
}
