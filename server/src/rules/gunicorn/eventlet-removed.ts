import { atLeast } from '../../catalog/version.ts';
import type { Deployment } from '../../model/deployment.ts';
import { workerClassProblem } from '../../model/gunicorn/problems.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { changeTo, gunicornUses, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/eventlet-removed',
  title: 'The eventlet worker is gone since gunicorn 26',
  severity: 'warning',
  confidence: 'high',
  level: 'async',
  reads: ['gunicorn', 'supervisor'],
  what: 'The worker class is eventlet. An error where `[versions]` says that gunicorn is 26.0 or newer.',
  why: 'gunicorn 25 calls it deprecated; 26 removed it and stops at start: an upgrade takes the site down.',
  silent: ['`[versions]` names a gunicorn below 26.'],
  logs: ["ImportError: Entry point ('gunicorn.workers', 'eventlet') not found"],
  evidence: [
    { text: 'gunicorn changelog', url: 'https://docs.gunicorn.org/en/stable/news.html' },
    { text: 'Run with gunicorn 26.1: exit' },
  ],
  fix: 'Writes gevent.',
  examples: [
    {
      bad: `
        worker_class = 'eventlet'
                       ^^^^^^^^^^ warning: The worker class 'eventlet' was removed in gunicorn 26.0.0: gunicorn 26.0.0 and later do not start with it. Use gevent or gthread.
      `,
      fixed: `
        worker_class = 'gevent'
      `,
    },
    {
      note: 'With the version known:',
      bad: `
        worker_class = 'eventlet'
                       ^^^^^^^^^^ error: The worker class 'eventlet' was removed in gunicorn 26.0.0: gunicorn 26.1 does not start with it. Use gevent or gthread.
        -- /scaling-lens.ini --
        [versions]
        gunicorn = 26.1
      `,
    },
    {
      good: `
        worker_class = 'eventlet'
        -- /scaling-lens.ini --
        [versions]
        gunicorn = 23.0
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const name = valueIn(use, 'worker_class');
    const at = writtenAt(use, 'worker_class');
    if (typeof name !== 'string' || !at) continue;
    const problem = workerClassProblem(name.trim(), at, deployment.versions.gunicorn);
    if (problem?.code !== 'gunicorn/eventlet-removed') continue;
    const isGone = atLeast(deployment.versions.gunicorn, '26.0') === true;
    yield {
      place: at,
      message: problem.message,
      ...(isGone ? { severity: 'error' as const } : {}),
      tag: 'deprecated',
      fixes: fixWith('Use gevent', false, changeTo(use, 'worker_class', "'gevent'", 'gevent')),
    };
  }
}
