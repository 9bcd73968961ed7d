import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { gunicornUses, takeOut, valueIn, writtenAt } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/shared-pidfile',
  title: 'Several masters write one pid file',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['gunicorn', 'supervisor'],
  what: 'Several instances of a program, or two programs, have the same `pidfile`.',
  why: 'The second master finds the file of the first and exits: "Already running".',
  silent: ['The path holds `%(process_num)`.'],
  logs: ["Error: Already running on PID 6485 (or pid file '/run/shop.pid' is stale)"],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 20.1: the second master exits' },
  ],
  fix: 'Removes it: supervisord needs no pid file.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -p /run/shop.pid -b unix:/run/shop/%(process_num)d.sock shop:app
                                               ^^^^^^^^^^^^^ error: All 3 instances of 'web' write the pid file /run/shop.pid, so every master but the first exits with 'Already running'. Remove it, or put %(process_num)d into it.
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/shop/%(process_num)d.sock shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -p /run/%(process_num)d.pid -b unix:/run/shop/%(process_num)d.sock shop:app
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const seen = new Map<unknown, string>();
  for (const use of gunicornUses(deployment)) {
    const path = valueIn(use, 'pidfile');
    const at = writtenAt(use, 'pidfile');
    if (typeof path !== 'string' || !at || !use.running) continue;
    const paths = new Set(
      use.running.program.instances.map(
        ({ server }) => server && valueIn({ ...use, settings: server.settings }, 'pidfile'),
      ),
    );
    const isShared = use.instances > 1 && paths.size === 1;
    const other = seen.get(path);
    seen.set(path, use.label);
    if (!isShared && other === undefined) continue;
    yield {
      place: at,
      message: `${isShared ? `All ${use.instances} instances of ${use.label}` : `${other} and ${use.label}`} write the pid file ${path}, so every master but the first exits with 'Already running'. Remove it, or put %(process_num)d into it.`,
      fixes: fixWith('Remove the pid file', false, takeOut(deployment, use, 'pidfile')),
    };
  }
}
