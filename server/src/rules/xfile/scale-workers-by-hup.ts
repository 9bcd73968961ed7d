import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { setSetting } from '../edit/gunicorn.ts';
import { gunicornUses, numberIn, removeFlag } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'xfile/scale-workers-by-hup',
  title: 'Workers that could change without a restart',
  severity: 'hint',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor', 'gunicorn'],
  what: 'A program of supervisord gives gunicorn the number of workers on the command line although it uses a configuration file that is at hand and does not set it.',
  why: 'gunicorn reads its file anew on HUP and starts or stops workers while it serves: `supervisorctl signal HUP web:*`. The command line stays what it was, so a `-w` there takes a restart. HUP changes neither `bind` nor, with `preload_app`, the code.',
  silent: [
    'No configuration file is in use.',
    'The file sets workers (then gunicorn/cli-overrides-file speaks where they differ).',
    'The number stands in the file alone.',
    'Several programs use the file, so the number would count for all of them.',
  ],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Signals', url: 'https://docs.gunicorn.org/en/stable/signals.html' },
    {
      text: 'Run with gunicorn 20.1: workers 1 to 3 in the file and HUP: the same master, three workers',
    },
  ],
  fix: 'Moves the number into the file.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -w 4 shop:app
                                               ^ hint: workers=4 of 'web' stands on the command line, so another number takes a restart. In its configuration file it takes only supervisorctl signal HUP. Move it there.
        -- /srv/shop/gunicorn.conf.py --
        bind = 'unix:/run/web.sock'
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        bind = 'unix:/run/web.sock'
        workers = 4
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -w 4 shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -w 4 shop:app
        -- /srv/shop/gunicorn.conf.py --
        workers = 2
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn shop:app
        -- /srv/shop/gunicorn.conf.py --
        workers = 4
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -w 4 -b unix:/run/web.sock shop:app
        [program:admin]
        directory=/srv/shop
        command=/srv/shop/venv/bin/gunicorn -b unix:/run/admin.sock shop.admin:app
        -- /srv/shop/gunicorn.conf.py --
        timeout = 60
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  const uses = gunicornUses(deployment);
  for (const use of uses) {
    const { file, server, running } = use;
    const value = use.settings.get('workers');
    const workers = numberIn(use, 'workers');
    const at = value?.known && value.from === 'command line' ? value.places[0] : undefined;
    if (!file || !server || !running || !at || workers === undefined) continue;
    if (file.settings.has('workers') || file.openEnded !== undefined) continue;
    if (uses.filter((other) => other.file?.file === file.file).length > 1) continue;
    yield {
      place: at,
      message: `workers=${workers} of '${running.program.name}' stands on the command line, so another number takes a restart. In its configuration file it takes only supervisorctl signal HUP. Move it there.`,
      related: [
        {
          place: { uri: file.file.uri, span: { start: 0, end: 0 } },
          message: 'The configuration file in use',
        },
      ],
      fixes: fixWith(
        'Move workers into the configuration file',
        false,
        removeFlag(deployment, server, at),
        setSetting(file, 'workers', String(workers)),
      ),
    };
  }
}
