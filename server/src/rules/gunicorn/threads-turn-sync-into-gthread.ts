import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { replace } from '../edit/lines.ts';
import { gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/threads-turn-sync-into-gthread',
  title: 'threads > 1 turns sync into gthread',
  severity: 'information',
  confidence: 'high',
  level: 'thread',
  reads: ['gunicorn', 'supervisor'],
  what: '`worker_class` is written as sync and `threads` is above 1.',
  why: 'gunicorn silently uses gthread. Then `timeout` no longer limits a request, and `keepalive` and `worker_connections` count.',
  silent: ['`worker_class` is not written: the default changes as it should.'],
  logs: ['[INFO] Using worker: gthread'],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 20.1 logs "Using worker: threads", 26.1 "Using worker: gthread"' },
  ],
  fix: 'Writes gthread.',
  examples: [
    {
      bad: `
        worker_class = 'sync'
        threads = 4
                  ^ information: threads=4 makes gunicorn use gthread although worker_class says sync: timeout no longer limits a request. Write gthread to say so.
      `,
      fixed: `
        worker_class = 'gthread'
        threads = 4
      `,
    },
    {
      good: `
        threads = 4
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const threads = numberIn(use, 'threads');
    const written = use.file?.settings.get('worker_class');
    const value = ifKnown(written?.value);
    const at = writtenAt(use, 'threads');
    if (
      threads === undefined ||
      threads < 2 ||
      !at ||
      value?.type !== 'str' ||
      value.value !== 'sync' ||
      !written
    )
      continue;
    yield {
      place: at,
      message: `threads=${threads} makes gunicorn use gthread although worker_class says sync: timeout no longer limits a request. Write gthread to say so.`,
      related: [{ place: written.valuePlace, message: 'sync is written here' }],
      fixes: fixWith("Write 'gthread'", true, replace(written.valuePlace, "'gthread'")),
    };
  }
}
