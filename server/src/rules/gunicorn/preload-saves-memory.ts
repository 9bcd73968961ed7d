import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { gunicornUses, numberIn, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/preload-saves-memory',
  title: 'preload_app would share memory',
  severity: 'hint',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn'],
  what: "`preload_app` is off, there are four workers or more, and with the target's `memory_per_worker` they need more than half of its memory.",
  why: 'Workers that are forked after the application is loaded share its memory: four workers of a 70 MB application took 111 MB instead of 367 MB.',
  silent: ['Without memory figures in the profile nothing is said.', '`reload` is on.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with 4 workers, 70 MB: PSS 367 MB without, 111 MB with preload' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/gunicorn.conf.py --
        workers = 8
                  ^ hint: 8 workers need 70 % of the memory. With preload_app = True they share the loaded application; open connections then belong into post_fork.
        -- /srv/shop/scaling-lens.ini --
        [target]
        memory = 2GiB
        memory_per_worker = 180MiB
      `,
    },
    {
      good: `
        -- /srv/shop/gunicorn.conf.py --
        workers = 8
      `,
    },
    {
      good: `
        -- /srv/shop/gunicorn.conf.py --
        workers = 8
        reload = True
        -- /srv/shop/scaling-lens.ini --
        [target]
        memory = 2GiB
        memory_per_worker = 180MiB
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const { memory, memoryPerWorker } = deployment.target;
    const workers = numberIn(use, 'workers') ?? 0;
    const at = writtenAt(use, 'workers');
    if (
      !memory ||
      !memoryPerWorker ||
      !at ||
      workers < 4 ||
      valueIn(use, 'preload_app') !== false ||
      valueIn(use, 'reload') === true
    )
      continue;
    const share = (workers * use.instances * memoryPerWorker) / memory;
    if (share > 0.5)
      yield {
        place: at,
        message: `${workers * use.instances} workers need ${Math.round(share * 100)} % of the memory. With preload_app = True they share the loaded application; open connections then belong into post_fork.`,
      };
  }
}
