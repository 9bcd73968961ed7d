import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { appendWords } from '../edit/command.ts';
import { fixWith } from '../edit/fix.ts';
import { gunicornUses } from '../shared/gunicorn-use.ts';

export default defineRule({
  id: 'gunicorn/port-env-changes-bind',
  title: 'PORT in the environment changes the address',
  severity: 'information',
  confidence: 'high',
  level: null,
  reads: ['gunicorn', 'supervisor'],
  what: '`environment=` sets PORT and nothing sets `bind`.',
  why: 'gunicorn then binds `0.0.0.0:$PORT`, open to the network, instead of `127.0.0.1:8000`.',
  silent: ['`bind` is set: PORT then has no effect.'],
  logs: [],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 26.1 with PORT=8123: bind is 0.0.0.0:8123' },
  ],
  fix: 'Writes the bind.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app
        environment=PORT="8123"
                         ^^^^^^ information: PORT=8123 makes 'web' bind 0.0.0.0:8123, open to the network, since nothing sets bind. Write the bind you mean.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app --bind 127.0.0.1:8123
        environment=PORT="8123"
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b 127.0.0.1:8000 shop:app
        environment=PORT="8123"
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const use of gunicornUses(deployment)) {
    const bind = use.settings.get('bind');
    const last = use.server?.words.at(-1)?.place;
    if (!use.running || !bind?.known || bind.from !== 'environment' || !bind.places[0]) continue;
    const port = String(bind.value).replace(/^.*:/, '');
    yield {
      place: bind.places[0],
      message: `PORT=${port} makes ${use.label} bind 0.0.0.0:${port}, open to the network, since nothing sets bind. Write the bind you mean.`,
      fixes: last
        ? fixWith(`Bind 127.0.0.1:${port}`, false, appendWords(last, `--bind 127.0.0.1:${port}`))
        : [],
    };
  }
}
