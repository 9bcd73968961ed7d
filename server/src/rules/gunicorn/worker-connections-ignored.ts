import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { classIn, gunicornUses, takeOut, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/worker-connections-ignored',
  title: 'worker_connections does nothing with this worker class',
  severity: 'information',
  confidence: 'high',
  level: 'async',
  reads: ['gunicorn', 'supervisor'],
  what: "`worker_connections` is written and the worker class is sync with one thread, or one of uvicorn's.",
  why: 'A sync worker holds one request, whatever the number says.',
  silent: ['gthread, gevent, eventlet, which use it.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    {
      text: 'Run with -w 2 --worker-connections 1000 with sync: 8 requests of one second in 4.0 s, as without it',
    },
  ],
  fix: 'Removes it.',
  examples: [
    {
      bad: `
        worker_class = 'sync'
        worker_connections = 1000
                             ^^^^ information: worker_connections=1000 does nothing with sync workers, which hold one request each. Remove it, or choose gthread or gevent.
      `,
      fixed: `
        worker_class = 'sync'
      `,
    },
    {
      good: `
        threads = 4
        worker_connections = 1000
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const at = writtenAt(use, 'worker_connections');
    const name = classIn(use);
    if (!at || !name || !/^(?:sync$|uvicorn)/.test(name)) continue;
    yield {
      place: at,
      message: `worker_connections=${valueIn(use, 'worker_connections')} does nothing with ${name} workers${name === 'sync' ? ', which hold one request each' : ''}. Remove it, or choose gthread or gevent.`,
      tag: 'unnecessary',
      fixes: fixWith('Remove worker_connections', true, takeOut(deployment, use, 'worker_connections')),
    };
  }
}
