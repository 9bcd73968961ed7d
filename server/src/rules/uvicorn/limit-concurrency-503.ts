import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { numberOf, runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'uvicorn/limit-concurrency-503',
  title: 'Beyond --limit-concurrency uvicorn answers 503',
  severity: 'information',
  confidence: 'high',
  level: 'async',
  reads: ['supervisor'],
  what: 'uvicorn is started with `--limit-concurrency` below 100.',
  why: 'Each process answers 503 at once beyond that number, connections included that only wait: a burst that would have been served late fails instead.',
  silent: ['100 and more: a guard against overload.'],
  logs: [],
  evidence: [{ text: 'uvicorn documentation, Settings', url: 'https://www.uvicorn.org/settings/' }],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --workers 2 --limit-concurrency 20 shop:app
                                                                           ^^ information: 'web' answers 503 beyond 20 connections in each process, 40 in all, instead of letting them wait. Raise the limit, or let nginx queue.
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --limit-concurrency 1000 shop:app
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { program, server } of runningPrograms(deployment)) {
    const limit = numberOf(server, 'limit_concurrency');
    const at = server.settings.get('limit_concurrency')?.places[0];
    const processes = (numberOf(server, 'workers') ?? 1) * program.instances.length;
    if (server.kind !== 'uvicorn' || limit === undefined || !at || limit >= 100) continue;
    yield {
      place: at,
      message: `'${program.name}' answers 503 beyond ${limit} connections in each process, ${limit * processes} in all, instead of letting them wait. Raise the limit, or let nginx queue.`,
    };
  }
}
