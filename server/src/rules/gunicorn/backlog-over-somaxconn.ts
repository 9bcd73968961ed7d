import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/backlog-over-somaxconn',
  title: 'A queue longer than the kernel allows',
  severity: 'information',
  confidence: 'high',
  level: 'vertical',
  reads: ['gunicorn'],
  what: "`backlog` is above 4096, the kernel's `net.core.somaxconn` since Linux 5.4.",
  why: 'The kernel cuts it without a word, so the queue is shorter than the number says.',
  silent: ['4096 and less.'],
  logs: [],
  evidence: [
    {
      text: 'gunicorn FAQ',
      url: 'https://docs.gunicorn.org/en/stable/faq.html#why-i-don-t-see-any-logs-in-the-console',
    },
    { text: 'gunicorn issue 2698', url: 'https://github.com/benoitc/gunicorn/issues/2698' },
    { text: 'Run with ss shows the smaller of backlog and somaxconn' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        backlog = 65535
                  ^^^^^ information: The kernel cuts backlog=65535 to net.core.somaxconn, 4096 unless the machine sets more. Raise that too, or write what holds.
      `,
    },
    {
      good: `
        backlog = 4096
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const backlog = numberIn(use, 'backlog') ?? 0;
    const at = writtenAt(use, 'backlog');
    if (at && backlog > 4096)
      yield {
        place: at,
        message: `The kernel cuts backlog=${backlog} to net.core.somaxconn, 4096 unless the machine sets more. Raise that too, or write what holds.`,
      };
  }
}
