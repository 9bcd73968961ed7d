import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { boundOf, gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/timeout-huge',
  title: 'A very long timeout for sync workers',
  severity: 'information',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn', 'supervisor'],
  what: '`timeout` is above 300 s with sync workers and one thread.',
  why: 'A request that hangs takes its worker away for all that time, and one worker is one request.',
  silent: ['gthread and async classes, where it limits no request.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        timeout = 3600
                  ^^^^ information: A request that hangs keeps its sync worker for timeout=3600 s. Move long work into a task queue, or use threads and a shorter limit.
      `,
    },
    {
      good: `
        timeout = 3600
        threads = 4
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const timeout = numberIn(use, 'timeout') ?? 0;
    const at = writtenAt(use, 'timeout');
    if (!at || timeout <= 300 || boundOf(use) !== 'one') continue;
    yield {
      place: at,
      message: `A request that hangs keeps its sync worker for timeout=${timeout} s. Move long work into a task queue, or use threads and a shorter limit.`,
    };
  }
}
