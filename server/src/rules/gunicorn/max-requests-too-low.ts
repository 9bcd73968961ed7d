import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/max-requests-too-low',
  title: 'Workers that restart all the time',
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn', 'supervisor'],
  what: '`max_requests` is between 1 and 99.',
  why: 'A worker that has just warmed up is thrown away: start-up work and cold caches become a part of many requests.',
  silent: ['0, which is off, and 100 and more.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        max_requests = 20
                       ^^ information: A worker is replaced after max_requests=20, so many requests wait for a start. Set it to 1000 or more, which is usual for a slow leak.
      `,
    },
    {
      good: `
        max_requests = 0
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const most = numberIn(use, 'max_requests') ?? 0;
    const at = writtenAt(use, 'max_requests');
    if (at && most > 0 && most < 100)
      yield {
        place: at,
        message: `A worker is replaced after max_requests=${most}, so many requests wait for a start. Set it to 1000 or more, which is usual for a slow leak.`,
      };
  }
}
