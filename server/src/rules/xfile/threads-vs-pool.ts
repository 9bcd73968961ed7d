import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { changeTo, gunicornUses } from '../shared/gunicorn-use.ts';
import { numberOf, runningPrograms, settingPlace } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/threads-vs-pool',
  title: 'More threads than connections in the pool',
  severity: 'information',
  confidence: 'high',
  level: 'thread',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'The target names `pool_size`, and a worker runs more threads than `pool_size` + `max_overflow`.',
  why: 'Threads beyond the pool wait for a connection, up to its timeout, while they hold a place.',
  silent: ['Without the figures nothing is said.'],
  logs: ['QueuePool limit of size 5 overflow 10 reached, connection timed out'],
  evidence: [
    { text: 'SQLAlchemy documentation, pooling', url: 'https://docs.sqlalchemy.org/en/20/core/pooling.html' },
  ],
  fix: 'Sets threads to the size of the pool.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --threads 32 shop:app
                                                      ^^ information: 32 threads of a worker of 'web' share a pool of 15 connections (scaling-lens.ini), so 17 can wait for one. Set threads to 15, or the pool to 32.
        -- /srv/shop/scaling-lens.ini --
        [target]
        pool_size = 5
        max_overflow = 10
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --threads 15 shop:app
        -- /srv/shop/scaling-lens.ini --
        [target]
        pool_size = 5
        max_overflow = 10
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --threads 32 shop:app
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const { poolSize, maxOverflow } = deployment.target;
  if (!poolSize) return;
  const pool = poolSize + (maxOverflow ?? 0);
  for (const running of runningPrograms(deployment)) {
    const threads = numberOf(running.server, 'threads') ?? 1;
    if (threads <= pool) continue;
    const use = gunicornUses(deployment).find(({ server }) => server === running.server);
    yield {
      place: settingPlace(running, 'threads'),
      message: `${threads} threads of a worker of '${running.program.name}' share a pool of ${pool} connections (${deployment.target.from}), so ${threads - pool} can wait for one. Set threads to ${pool}, or the pool to ${threads}.`,
      fixes: use ? fixWith(`Set threads to ${pool}`, false, changeTo(use, 'threads', String(pool))) : [],
    };
  }
}
