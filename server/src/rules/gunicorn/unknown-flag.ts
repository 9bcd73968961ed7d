import { defineRule } from '../define.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'gunicorn/unknown-flag',
  title: 'A flag that gunicorn does not have',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['gunicorn', 'supervisor'],
  what: 'The command line, or GUNICORN_CMD_ARGS, holds a flag that gunicorn does not know, an abbreviation that fits several, or a flag whose value is missing.',
  why: 'argparse prints the usage and exits with status 2, so supervisord gives the program up.',
  silent: ['Abbreviations that fit one flag only.'],
  logs: ['gunicorn: error: unrecognized arguments: --wrokers'],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
    { text: 'Run with gunicorn 20.1: exit status 2' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --wrokers 3 shop:app
                                            ^^^^^^^^^ error: gunicorn has no flag --wrokers and exits: 'unrecognized arguments: --wrokers'.
      `,
    },
    {
      good: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --worker-con 500 shop:app
      `,
    },
  ],
  check: fromProblems('gunicorn/unknown-flag'),
});
