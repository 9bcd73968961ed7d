import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { lowerWorkers } from '../shared/lower-workers.ts';
import { runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/total-memory',
  title: 'The workers need more memory than there is',
  severity: 'warning',
  confidence: 'high',
  level: 'vertical',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'The target names `memory` and `memory_per_worker`, and the workers and masters of all programs need more than 80 % of it; over 100 % is an error.',
  why: 'The kernel kills a worker, often the largest, and gunicorn starts it again, until the next.',
  silent: ['Without both figures nothing is said.'],
  logs: ['[ERROR] Worker (pid:4711) was sent SIGKILL! Perhaps out of memory?'],
  evidence: [
    {
      text: 'gunicorn FAQ, silently killed workers',
      url: 'https://docs.gunicorn.org/en/stable/faq.html#why-are-workers-silently-killed',
    },
    { text: 'mcp-context-forge issue 6494', url: 'https://github.com/IBM/mcp-context-forge/issues/6494' },
  ],
  fix: 'Lowers the workers of the largest program until all fit.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 20 shop:app
                                               ^^ error: 21 processes × 180 MiB need 185 % of the 2048 MiB (scaling-lens.ini). Lower the workers, use threads, or preload the application.
        -- /srv/shop/scaling-lens.ini --
        [target]
        memory = 2GiB
        memory_per_worker = 180MiB
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 8 shop:app
        -- /srv/shop/scaling-lens.ini --
        [target]
        memory = 2GiB
        memory_per_worker = 180MiB
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 20 shop:app
      `,
    },
  ],
  check,
});

/** The share of the memory that may be taken; the rest is the system's and the peaks'. */
const most = 0.8;

function* check(deployment: Deployment): Iterable<Draft> {
  const { memory, memoryPerWorker } = deployment.target;
  if (!memory || !memoryPerWorker) return;
  const parts = runningPrograms(deployment).flatMap((running) => {
    const processes = ifKnown(running.server.concurrency)?.processes;
    return processes === undefined
      ? []
      : [{ running, processes: running.program.instances.length * (processes + 1) }];
  });
  const total = parts.reduce((sum, { processes }) => sum + processes, 0);
  const share = (total * memoryPerWorker) / memory;
  const largest = parts.reduce<(typeof parts)[number] | undefined>(
    (before, one) => (before && before.processes >= one.processes ? before : one),
    undefined,
  );
  if (share <= most || !largest) return;
  const { running } = largest;
  const left = Math.floor((most * memory) / memoryPerWorker) - (total - largest.processes);
  const each = Math.floor(left / running.program.instances.length) - 1;
  yield {
    place: running.server.settings.get('workers')?.places[0] ?? running.program.place,
    ...(share > 1 ? { severity: 'error' as const } : {}),
    message: `${total} processes × ${Math.round(memoryPerWorker / 1_048_576)} MiB need ${Math.round(share * 100)} % of the ${Math.round(memory / 1_048_576)} MiB (${deployment.target.from}). Lower the workers, use threads, or preload the application.`,
    fixes: lowerWorkers(deployment, running.program, each),
  };
}
