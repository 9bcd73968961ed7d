import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { fixWith } from '../edit/fix.ts';
import { removeFlag } from '../shared/gunicorn-use.ts';
import { numberOf, runningPrograms, settingOf } from '../shared/programs.ts';

export default defineRule({
  id: 'uvicorn/reload-with-workers',
  title: 'uvicorn --reload ignores --workers',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: 'uvicorn is started with `--reload` and `--workers` above 1.',
  why: 'uvicorn then runs one process and says so in one line of its log.',
  silent: ['One of the two.'],
  logs: ['WARNING:  "workers" flag is ignored when reloading is enabled.'],
  evidence: [
    { text: 'uvicorn documentation, Settings', url: 'https://www.uvicorn.org/settings/' },
    { text: 'Run with uvicorn 0.35: one process' },
  ],
  fix: 'Removes --reload.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --workers 4 --reload shop:app
                                                       ^^^^^^^^ warning: --reload makes uvicorn ignore --workers 4: 'web' runs one process. Remove --reload.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --workers 4 shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --workers 4 shop:app
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { program, server } of runningPrograms(deployment)) {
    const at = server.settings.get('reload')?.places[0];
    const workers = numberOf(server, 'workers') ?? 1;
    if (server.kind !== 'uvicorn' || !at || settingOf(server, 'reload') !== true || workers < 2) continue;
    yield {
      place: at,
      message: `--reload makes uvicorn ignore --workers ${workers}: '${program.name}' runs one process. Remove --reload.`,
      fixes: fixWith('Remove --reload', false, removeFlag(deployment, server, at)),
    };
  }
}
