import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { boundOf, classIn, gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/timeout-is-not-request-timeout',
  title: 'timeout limits no request with this worker class',
  severity: 'information',
  confidence: 'high',
  level: 'thread',
  reads: ['gunicorn', 'supervisor'],
  what: '`timeout` is written below 30 s and the worker class is gthread, gevent or an async one: someone seems to count on it.',
  why: 'Only sync workers are killed when a request takes longer. The others report that they live from another thread or the loop, so a slow request goes on.',
  silent: ['30 s and more, where it is the hang detection it is meant to be.', 'sync workers.'],
  logs: ['[CRITICAL] WORKER TIMEOUT (pid:4711)'],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with -t 3: a sync worker is killed after 3.3 s, gthread answers after 8.0 s' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        threads = 4
        timeout = 5
                  ^ information: timeout=5 ends no slow request: gthread workers go on, and only a worker that is stuck as a whole is replaced. Limit requests in the application or with proxy_read_timeout.
      `,
    },
    {
      good: `
        threads = 4
        timeout = 60
      `,
    },
    {
      good: `
        timeout = 5
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const timeout = numberIn(use, 'timeout') ?? 0;
    const at = writtenAt(use, 'timeout');
    const bound = boundOf(use);
    if (!at || timeout <= 0 || timeout >= 30 || !bound || bound === 'one') continue;
    yield {
      place: at,
      message: `timeout=${timeout} ends no slow request: ${classIn(use)} workers go on, and only a worker that is stuck as a whole is replaced. Limit requests in the application or with proxy_read_timeout.`,
    };
  }
}
