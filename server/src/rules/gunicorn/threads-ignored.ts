import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { classIn, gunicornUses, numberIn, takeOut, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/threads-ignored',
  title: 'threads does nothing with this worker class',
  severity: 'warning',
  confidence: 'high',
  level: 'thread',
  reads: ['gunicorn', 'supervisor'],
  what: "`threads` is above 1 and the worker class is gevent, eventlet, tornado, asgi or one of uvicorn's.",
  why: 'These workers run one thread with an event loop. The number is ignored, so the concurrency that someone counted on is not there.',
  silent: ['sync and gthread, which use it.'],
  logs: ['ASGI worker does not use threads configuration. Use worker_connections instead.'],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    {
      text: 'Run with gevent -w 2 --threads 8 --worker-connections 2: 8 requests of one second took 2.0 s, 4 at a time',
    },
  ],
  fix: 'Removes threads.',
  examples: [
    {
      bad: `
        worker_class = 'gevent'
        threads = 8
                  ^ warning: threads=8 does nothing: the worker class gevent runs one thread with an event loop. Remove it; worker_connections sets how many requests a worker holds.
      `,
      fixed: `
        worker_class = 'gevent'
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent --threads 8 shop:app
                                                                ^ warning: threads=8 does nothing: the worker class gevent runs one thread with an event loop. Remove it; worker_connections sets how many requests a worker holds.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -k gevent shop:app
      `,
    },
    {
      good: `
        worker_class = 'gthread'
        threads = 8
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const threads = numberIn(use, 'threads');
    const at = writtenAt(use, 'threads');
    const name = classIn(use);
    if (
      threads === undefined ||
      threads < 2 ||
      !at ||
      !name ||
      !/^(?:gevent|eventlet|tornado|asgi|uvicorn|aiohttp)/.test(name)
    )
      continue;
    const instead = /^(?:gevent|eventlet)/.test(name)
      ? 'Remove it; worker_connections sets how many requests a worker holds.'
      : 'Remove it; the worker holds as many requests as come.';
    yield {
      place: at,
      message: `threads=${threads} does nothing: the worker class ${name} runs one thread with an event loop. ${instead}`,
      tag: 'unnecessary',
      fixes: fixWith('Remove threads', true, takeOut(deployment, use, 'threads')),
    };
  }
}
