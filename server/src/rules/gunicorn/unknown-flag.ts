import { nearest } from '../../base/nearest.ts';
import { gunicornFlags } from '../../catalog/gunicorn.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Problem } from '../../model/problem.ts';
import { type Draft, defineRule } from '../define.ts';
import { fileIn, replace } from '../edit/lines.ts';
import { draftOf, problemsByCode } from '../from-problems.ts';

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
  fix: 'Writes the flag that was meant.',
  examples: [
    {
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --wrokers 3 shop:app
                                            ^^^^^^^^^ error: gunicorn has no flag --wrokers and exits: 'unrecognized arguments: --wrokers'. Did you mean --workers?
      `,
      fixed: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --workers 3 shop:app
      `,
    },
    {
      note: 'Once for all instances:',
      bad: `
        -- /srv/shop/supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn --port=80%(process_num)02d shop:app
                                            ^^^^^^^^^^^^^^^^^^^^^^^^^^ error: gunicorn has no flag --port=8000 and exits: 'unrecognized arguments: --port=8000'. Remove it.
        process_name=%(program_name)s_%(process_num)02d
        numprocs=3
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
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const problem of problemsByCode(deployment).get('gunicorn/unknown-flag') ?? []) {
    const near = meantBy(deployment, problem);
    yield near === undefined
      ? { ...draftOf(problem), message: `${problem.message}${isUnknown(problem) ? ' Remove it.' : ''}` }
      : {
          ...draftOf(problem),
          message: `${problem.message} Did you mean ${near}?`,
          fixes: [{ title: `Write ${near}`, safe: false, edits: [replace(problem.place, near)] }],
        };
  }
}

const isUnknown = ({ message }: Problem): boolean => message.includes('unrecognized arguments');

/** The flag that was meant; undefined where none is near. */
function meantBy(deployment: Deployment, problem: Problem): string | undefined {
  const { uri, span } = problem.place;
  const written = fileIn(deployment, uri)?.text.slice(span.start, span.end) ?? '';
  if (!isUnknown(problem) || !/^--[\w-]+$/.test(written)) return undefined;
  const flags = gunicornFlags().filter(({ removed }) => removed === null);
  return nearest(
    written,
    flags.map(({ flag }) => flag),
    3,
  );
}
