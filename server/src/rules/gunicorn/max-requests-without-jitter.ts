import type { Edit, Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { appendWords } from '../edit/command.ts';
import { fixWith } from '../edit/fix.ts';
import { fileIn, insertLineAfter } from '../edit/lines.ts';
import { type GunicornUse, gunicornUses, numberIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/max-requests-without-jitter',
  title: 'All workers restart at the same moment',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn', 'supervisor'],
  what: '`max_requests` is set, `max_requests_jitter` is 0, and there is more than one worker (over all instances).',
  why: 'Requests are spread evenly, so all workers reach the number together and restart in the same second: a stall, or an outage where there are few.',
  silent: ['One worker alone.', 'The number of workers is unknown.'],
  logs: ['[INFO] Autorestarting worker after current request.'],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    {
      text: 'Run with 4 workers, max_requests=100: 4 restarts in one second; with jitter 100 spread over 3 s',
    },
  ],
  fix: 'Adds a jitter of a tenth.',
  examples: [
    {
      bad: `
        workers = 4
        max_requests = 1000
                       ^^^^ warning: All 4 workers of 'gunicorn' restart together after 1000 requests each: max_requests has no jitter. Set max_requests_jitter=100 to spread them.
      `,
      fixed: `
        workers = 4
        max_requests = 1000
        max_requests_jitter = 100
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 4 --max-requests 1000 shop:app
                                                                ^^^^ warning: All 4 workers of 'web' restart together after 1000 requests each: max_requests has no jitter. Set max_requests_jitter=100 to spread them.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 4 --max-requests 1000 --max-requests-jitter 100 shop:app
      `,
    },
    {
      good: `
        workers = 1
        max_requests = 1000
      `,
    },
    {
      good: `
        import shop
        workers = shop.workers()
        max_requests = 1000
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const most = numberIn(use, 'max_requests') ?? 0;
    const workers = (numberIn(use, 'workers') ?? 0) * use.instances;
    const at = writtenAt(use, 'max_requests');
    if (!at || most <= 0 || workers < 2 || numberIn(use, 'max_requests_jitter') !== 0) continue;
    const jitter = Math.max(1, Math.round(most / 10));
    yield {
      place: at,
      message: `All ${workers} workers of ${use.label} restart together after ${most} requests each: max_requests has no jitter. Set max_requests_jitter=${jitter} to spread them.`,
      fixes: fixWith(`Add max_requests_jitter=${jitter}`, true, addJitter(deployment, use, at, jitter)),
    };
  }
}

function addJitter(deployment: Deployment, use: GunicornUse, at: Place, jitter: number): Edit | undefined {
  const file = fileIn(deployment, at.uri);
  if (!file) return undefined;
  if (use.file?.file.uri !== at.uri) return appendWords(at, `--max-requests-jitter ${jitter}`);
  return insertLineAfter(file, at.span.end, `max_requests_jitter = ${jitter}`);
}
