import type { Value } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { GunicornAssignment } from '../../model/gunicorn/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';

export default defineRule({
  id: 'gunicorn/workers-zero',
  title: 'workers = 0: a master without workers',
  severity: 'error',
  confidence: 'high',
  level: 'process',
  reads: ['gunicorn', 'supervisor'],
  what: '`workers` of gunicorn comes out as 0, by the file, the command line or the environment.',
  why: 'gunicorn starts, binds its address and starts no worker. The kernel accepts connections and nobody answers them: every request hangs until its client or the proxy gives up.',
  silent: ['The number is read while gunicorn starts and cannot be told from the files.'],
  logs: ['[INFO] Listening at: http://127.0.0.1:8000 (1234)'],
  evidence: [
    { text: 'gunicorn settings, workers', url: 'https://docs.gunicorn.org/en/stable/settings.html#workers' },
    {
      text: "Run with gunicorn 26.1: 'Listening at', no 'Booting worker', connections hang until they time out",
    },
  ],
  fix: 'Sets it to 1.',
  examples: [
    {
      bad: `
        bind = '127.0.0.1:8000'
        workers = 0
                  ^ error: workers is 0: gunicorn starts no worker, so it accepts connections and answers none. Set it to 1 or more.
      `,
      fixed: `
        bind = '127.0.0.1:8000'
        workers = 1
      `,
    },
    {
      good: `
        bind = '127.0.0.1:8000'
        workers = 1
      `,
    },
    {
      good: `
        import os
        workers = int(open('/etc/shop/workers').read())
      `,
    },
    {
      note: 'The command line has the last word:',
      good: `
        -- /srv/shop/gunicorn.conf.py --
        bind = '127.0.0.1:8000'
        workers = 0
        -- /etc/supervisor/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -c /srv/shop/gunicorn.conf.py -w 4 shop:app
      `,
    },
  ],
  check,
});

const message =
  'workers is 0: gunicorn starts no worker, so it accepts connections and answers none. Set it to 1 or more.';

function* check({ programs, gunicorn }: Deployment): Iterable<Draft> {
  const servers = programs.flatMap(({ instances }) => instances.flatMap(({ server }) => server ?? []));
  const launched = new Set(servers.map(({ configFile }) => configFile?.file));
  for (const { kind, settings } of servers) if (kind === 'gunicorn') yield* zeroAt(settings.get('workers'));
  for (const { file, settings } of gunicorn)
    if (!launched.has(file)) yield* zeroAt(plainNumber(settings.get('workers')));
}

function* zeroAt(workers: Value<unknown> | undefined): Iterable<Draft> {
  const place = workers?.known && workers.value === 0 ? workers.places[0] : undefined;
  if (!place) return;
  yield { place, message, fixes: [{ title: 'Set workers to 1', safe: false, edits: [replace(place, '1')] }] };
}

/** The number of an integer setting of a file nobody starts, at its expression; undefined for anything else. */
function plainNumber(setting: GunicornAssignment | undefined): Value<number> | undefined {
  if (!setting?.value.known || setting.value.value.type !== 'int') return undefined;
  return { ...setting.value, value: setting.value.value.value, places: [setting.valuePlace] };
}
