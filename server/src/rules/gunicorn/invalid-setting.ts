import { defineRule } from '../define.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'gunicorn/invalid-setting',
  title: 'A value that gunicorn refuses',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['gunicorn'],
  what: 'The validator of a setting refuses the value: a negative number, a text where a list of texts belongs, an address that is none in forwarded_allow_ips, a hook with the wrong number of parameters.',
  why: 'gunicorn stops when it reads the file.',
  silent: ['What gunicorn accepts although it looks odd: a bool for a number, a tuple for a list.'],
  logs: ['Invalid value for timeout: -1', 'Error: Value must be positive: -1'],
  evidence: [
    { text: 'gunicorn documentation, Settings', url: 'https://docs.gunicorn.org/en/stable/settings.html' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        timeout = -1
                  ^^ error: gunicorn does not start with this value. Invalid value for timeout: -1. Error: Value must be positive: -1.
      `,
    },
    {
      good: `
        timeout = True
        bind = ("127.0.0.1:8000",)
      `,
    },
  ],
  check: fromProblems('gunicorn/invalid-setting'),
});
