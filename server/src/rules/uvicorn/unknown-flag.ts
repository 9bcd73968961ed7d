import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'uvicorn/unknown-flag',
  title: 'A flag that uvicorn does not have',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: "uvicorn's command line holds a flag of gunicorn that uvicorn lacks (`--threads`, `--bind`, `--name` …), or one that differs by one or two letters from a flag it has.",
  why: 'uvicorn prints its usage and exits with status 2, so supervisord gives the program up.',
  silent: [
    'Other unknown flags: a version newer than those compared may have them.',
    'A command that a script puts together at run time.',
  ],
  logs: ['Error: No such option: --threads'],
  evidence: [
    { text: 'uvicorn documentation, Settings', url: 'https://www.uvicorn.org/settings/' },
    { text: 'The parsers of uvicorn 0.17.6 and 0.54' },
  ],
  fix: 'Writes the flag that was meant.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --worker 4 shop:app
                                           ^^^^^^^^ error: uvicorn has no flag --worker and exits: 'No such option: --worker'. Write --workers.
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --workers 4 shop:app
      `,
    },
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --threads 4 --bind=unix:/run/web.sock shop:app
                                           ^^^^^^^^^ error: uvicorn has no flag --threads and exits: 'No such option: --threads'. gunicorn has it; remove it here.
                                                       ^^^^^^ error: uvicorn has no flag --bind and exits: 'No such option: --bind'. gunicorn has it; remove it here.
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/uvicorn --workers 4 --http3 shop:app
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/start.sh
        -- /srv/shop/start.sh --
        exec uvicorn $(cat flags) shop:app
      `,
    },
  ],
  check: fromProblems('uvicorn/unknown-flag', rename),
});

function rename({ place, data }: Problem): readonly Fix[] {
  const near = data?.near;
  return near === undefined ? [] : [{ title: `Write ${near}`, safe: false, edits: [replace(place, near)] }];
}
