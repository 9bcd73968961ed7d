import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { boundOf, changeTo, gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/worker-connections-not-above-threads',
  title: 'No connection is left to be kept alive',
  severity: 'warning',
  confidence: 'high',
  level: 'thread',
  reads: ['gunicorn', 'supervisor'],
  what: 'With gthread, `worker_connections` is not above `threads`.',
  why: 'The difference is how many idle connections a worker keeps. At zero every request opens a new one.',
  silent: ['The usual 1000 connections.'],
  logs: ['No keepalived connections can be handled. Check the number of worker connections and threads.'],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 26.1 logs the line above' },
  ],
  fix: 'Sets worker_connections=1000.',
  examples: [
    {
      bad: `
        threads = 8
        worker_connections = 8
                             ^ warning: worker_connections=8 is not above threads=8, so no idle connection can be kept alive. Raise it to 1000, the default.
      `,
      fixed: `
        threads = 8
        worker_connections = 1000
      `,
    },
    {
      good: `
        threads = 8
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const connections = numberIn(use, 'worker_connections');
    const threads = numberIn(use, 'threads');
    const at = writtenAt(use, 'worker_connections');
    if (
      connections === undefined ||
      threads === undefined ||
      !at ||
      boundOf(use) !== 'threads' ||
      connections > threads
    )
      continue;
    yield {
      place: at,
      message: `worker_connections=${connections} is not above threads=${threads}, so no idle connection can be kept alive. Raise it to 1000, the default.`,
      fixes: fixWith('Set worker_connections to 1000', true, changeTo(use, 'worker_connections', '1000')),
    };
  }
}
