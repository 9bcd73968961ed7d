import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import { plainOf } from '../../model/server/plain.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { gunicornUses, takeOut, valueIn } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/cli-overrides-file',
  title: 'The command line overrides the file',
  severity: 'information',
  confidence: 'high',
  level: null,
  reads: ['gunicorn', 'supervisor'],
  what: 'A setting that scales (workers, threads, worker_class, bind, timeout …) stands in the configuration file and, with another value, on the command line or in GUNICORN_CMD_ARGS.',
  why: 'Whoever edits the file wonders why nothing changes: the command line wins, and lists such as bind are replaced, not joined.',
  silent: ['Both have the same value.', 'The value in the file is unknown.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 26.1: -w 2 beats GUNICORN_CMD_ARGS=-w 7, and that beats the file' },
  ],
  fix: 'Takes the flag out of the command.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -w 2 shop:app
        -- /srv/shop/gunicorn.conf.py --
        workers = 9
                  ^ information: workers=2 on the command line of 'web' wins over 9 here. Keep one of the two.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        workers = 9
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -w 9 shop:app
        -- /srv/shop/gunicorn.conf.py --
        workers = 9
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -w 9 shop:app
        -- /srv/shop/gunicorn.conf.py --
        import shop
        workers = shop.count()
      `,
    },
  ],
  check,
});

const scaling = [
  'workers',
  'threads',
  'worker_class',
  'worker_connections',
  'bind',
  'timeout',
  'graceful_timeout',
  'keepalive',
  'max_requests',
  'preload_app',
];

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    for (const name of scaling) {
      const effective = use.settings.get(name);
      const assignment = use.file?.settings.get(name);
      const own = assignment && ifKnown(assignment.value);
      const there = own && plainOf(own);
      if (
        !effective?.known ||
        !assignment ||
        there === undefined ||
        !/^(?:command line|GUNICORN_CMD_ARGS)$/.test(effective.from)
      )
        continue;
      const used = valueIn(use, name);
      if (same(used, there)) continue;
      yield {
        place: assignment.valuePlace,
        message: `${name}=${show(used)} on the ${effective.from === 'command line' ? 'command line' : 'GUNICORN_CMD_ARGS'} of ${use.label} wins over ${show(there)} here. Keep one of the two.`,
        related: effective.places[0] ? [{ place: effective.places[0], message: 'This one counts' }] : [],
        fixes:
          effective.from === 'command line' && effective.places.length === 1
            ? fixWith(`Take ${name} out of the command`, false, takeOut(deployment, use, name))
            : [],
      };
    }
  }
}

const show = (value: unknown): string => (Array.isArray(value) ? value.join(', ') : String(value));

const same = (a: unknown, b: unknown): boolean => show(a) === show(b);
