import { defineRule } from '../define.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'gunicorn/fails-to-load',
  title: 'A configuration file that raises an exception',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['gunicorn'],
  what: 'Reading the file certainly raises an exception: a name that is not defined, an environment variable that is read without a default where the launch gives the whole environment, a wrong operation.',
  why: 'gunicorn stops before it binds anything.',
  silent: ['What depends on the machine or on variables that are not given.'],
  logs: ['Failed to read config file: /srv/shop/gunicorn.conf.py'],
  evidence: [{ text: 'Run with gunicorn 20.1 on Python 3.11: exit status 1' }],
  fix: null,
  examples: [
    {
      bad: `
        workers = cores * 2 + 1
                  ^^^^^ error: This raises an exception when gunicorn reads the file, so gunicorn does not start. NameError: name 'cores' is not defined.
      `,
    },
    {
      good: `
        import os
        workers = int(os.environ["WORKERS"])
      `,
    },
  ],
  check: fromProblems('gunicorn/fails-to-load'),
});
