import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { runningPrograms } from '../shared/programs.ts';

export default defineRule({
  id: 'xfile/db-connections',
  title: 'The pools can open more connections than the database takes',
  severity: 'error',
  confidence: 'high',
  level: 'vertical',
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'The target names `max_connections` and `pool_size`, and all processes together can open more than it, three reserved ones left out.',
  why: 'Under load, when the pools are full, the database refuses: "too many connections", for every program on it.',
  silent: ['Without both figures in the profile nothing is said.'],
  logs: ['FATAL: sorry, too many clients already'],
  evidence: [
    {
      text: 'PostgreSQL documentation, max_connections',
      url: 'https://www.postgresql.org/docs/current/runtime-config-connection.html',
    },
    {
      text: 'full-stack-fastapi-template issue 1',
      url: 'https://github.com/fastapi/full-stack-fastapi-template/issues/1',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 9 shop:app
                                               ^ error: 9 processes × 15 connections (pool_size + max_overflow) can open 135, and the database takes 100, 3 of them reserved (scaling-lens.ini). At most 10 a process fit; or put PgBouncer between.
        -- /srv/shop/scaling-lens.ini --
        [target]
        max_connections = 100
        pool_size = 5
        max_overflow = 10
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 9 shop:app
      `,
    },
  ],
  check,
});

/** Connections that PostgreSQL keeps for the superuser by default (superuser_reserved_connections). */
const reserved = 3;

function* check(deployment: Deployment): Iterable<Draft> {
  const { maxConnections, poolSize, maxOverflow } = deployment.target;
  if (!maxConnections || !poolSize) return;
  const each = poolSize + (maxOverflow ?? 0);
  const running = runningPrograms(deployment);
  const processes = running.reduce(
    (sum, { program, server }) =>
      sum + program.instances.length * (ifKnown(server.concurrency)?.processes ?? 0),
    0,
  );
  const total = processes * each;
  const first = running[0];
  if (!first || total <= maxConnections - reserved) return;
  const fitting = Math.max(1, Math.floor((maxConnections - reserved) / processes));
  yield {
    place: first.server.settings.get('workers')?.places[0] ?? first.program.place,
    message: `${processes} processes × ${each} connections (pool_size + max_overflow) can open ${total}, and the database takes ${maxConnections}, ${reserved} of them reserved (${deployment.target.from}). At most ${fitting} a process fit; or put PgBouncer between.`,
  };
}
