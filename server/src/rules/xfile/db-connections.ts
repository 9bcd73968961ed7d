import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { lowerWorkers } from '../shared/lower-workers.ts';
import { type Running, runningPrograms } from '../shared/programs.ts';

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
  fix: 'Lowers the workers of the largest program until all connections fit. The pool itself is set in the application.',
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
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 6 shop:app
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
  const open = maxConnections - reserved;
  const counted = runningPrograms(deployment).map((running) => ({
    running,
    processes: processesOf(running),
  }));
  const processes = counted.reduce((sum, one) => sum + one.processes, 0);
  const largest = counted.reduce<(typeof counted)[number] | undefined>(
    (before, one) => (before && before.processes >= one.processes ? before : one),
    undefined,
  );
  if (!largest || processes * each <= open) return;
  const { program, server } = largest.running;
  const left = Math.floor(open / each) - (processes - largest.processes);
  yield {
    place: server.settings.get('workers')?.places[0] ?? program.place,
    message: `${processes} processes × ${each} connections (pool_size + max_overflow) can open ${processes * each}, and the database takes ${maxConnections}, ${reserved} of them reserved (${deployment.target.from}). At most ${Math.max(1, Math.floor(open / processes))} a process fit; or put PgBouncer between.`,
    fixes: lowerWorkers(deployment, program, Math.floor(left / program.instances.length)),
  };
}

/** Worker processes of all instances; 0 where their number is unknown. */
const processesOf = ({ program, server }: Running): number =>
  program.instances.length * (ifKnown(server.concurrency)?.processes ?? 0);
