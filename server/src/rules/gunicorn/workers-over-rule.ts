import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import {
  boundOf,
  changeTo,
  type GunicornUse,
  gunicornUses,
  numberIn,
  writtenAt,
} from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/workers-over-rule',
  title: 'More workers than the cores can run',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn', 'supervisor'],
  what: "With the target's cores C known: sync or gthread workers above 4·C are a warning, above 2·C+1 information; async workers (gevent, asgi, uvicorn) above 2·C are information.",
  why: 'Workers beyond what the cores can run add memory, context switches and database connections, and no throughput. Async workers hold many requests each, so one a core is enough.',
  silent: [
    "Up to 4·C sync workers for applications that mostly wait is within gunicorn's own advice: information only.",
    'The cores are unknown: nothing is said, the hover shows the formula.',
    'Few workers: fewer is a choice.',
  ],
  logs: [],
  evidence: [
    {
      text: 'gunicorn documentation, Design: how many workers',
      url: 'https://docs.gunicorn.org/en/stable/design.html#how-many-workers',
    },
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
  ],
  fix: 'Sets workers to 2·C+1 (sync) or C (async).',
  examples: [
    {
      bad: `
        workers = 64
                  ^^ warning: 'gunicorn' runs 64 workers on 4 cores, 16.0 a core; the usual rule is 2 × 4 + 1 = 9. Set workers to 9: it saves memory and database connections.
        -- /scaling-lens.ini --
        [target]
        cores = 4
      `,
      fixed: `
        workers = 9
        -- /scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      note: 'One worker a core is enough when each holds many requests:',
      bad: `
        worker_class = 'gevent'
        workers = 9
                  ^ information: 'gunicorn' runs 9 workers on 4 cores, 2.3 a core; async workers hold many requests each, so one a core (4) is enough. Set workers to 4: it saves memory and database connections.
        -- /scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      bad: `
        workers = 12
                  ^^ information: 'gunicorn' runs 12 workers on 4 cores, 3.0 a core; the usual rule is 2 × 4 + 1 = 9. Set workers to 9: it saves memory and database connections.
        -- /scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        workers = 64
      `,
    },
    {
      good: `
        workers = 9
        -- /scaling-lens.ini --
        [target]
        cores = 4
      `,
    },
    {
      good: `
        workers = 1
        -- /scaling-lens.ini --
        [target]
        cores = 8
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const cores = deployment.target.cores;
    const workers = numberIn(use, 'workers');
    const at = writtenAt(use, 'workers');
    const bound = boundOf(use);
    if (!cores || workers === undefined || !at || !bound) continue;
    const isAsync = bound === 'worker_connections' || bound === 'none';
    const right = isAsync ? cores : 2 * cores + 1;
    if (workers <= (isAsync ? 2 * cores : right)) continue;
    const isFar = !isAsync && workers > 4 * cores;
    yield {
      place: at,
      ...(isFar ? {} : { severity: 'information' as const }),
      message: text(use, workers, cores, right, isAsync),
      fixes: fixWith(`Set workers to ${right}`, false, changeTo(use, 'workers', String(right))),
    };
  }
}

function text(
  { label }: GunicornUse,
  workers: number,
  cores: number,
  right: number,
  isAsync: boolean,
): string {
  const rule = isAsync
    ? `async workers hold many requests each, so one a core (${right}) is enough`
    : `the usual rule is 2 × ${cores} + 1 = ${right}`;
  return `${label} runs ${workers} workers on ${cores} cores, ${(workers / cores).toFixed(1)} a core; ${rule}. Set workers to ${right}: it saves memory and database connections.`;
}
