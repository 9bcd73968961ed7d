import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { boundOf, gunicornUses, takeOut, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/keepalive-ignored-by-sync',
  title: 'keepalive does nothing with sync workers',
  severity: 'information',
  confidence: 'high',
  level: 'thread',
  reads: ['gunicorn', 'supervisor'],
  what: '`keepalive` is written and the worker class is sync with one thread.',
  why: 'A sync worker closes every connection after its answer.',
  silent: ['gthread and async classes, which keep connections.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'gunicorn pull request 2376', url: 'https://github.com/benoitc/gunicorn/pull/2376' },
    { text: 'Run with 40 requests through nginx with keepalive: 40 new connections' },
  ],
  fix: 'Removes it.',
  examples: [
    {
      bad: `
        keepalive = 65
                    ^^ information: keepalive=65 does nothing: sync workers close the connection after each answer. Remove it, or add threads.
        workers = 3
      `,
      fixed: `
        workers = 3
      `,
    },
    {
      good: `
        threads = 4
        keepalive = 65
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const at = writtenAt(use, 'keepalive');
    if (!at || boundOf(use) !== 'one') continue;
    yield {
      place: at,
      message: `keepalive=${valueIn(use, 'keepalive')} does nothing: sync workers close the connection after each answer. Remove it, or add threads.`,
      tag: 'unnecessary',
      fixes: fixWith('Remove keepalive', true, takeOut(deployment, use, 'keepalive')),
    };
  }
}
