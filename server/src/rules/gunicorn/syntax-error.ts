import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'gunicorn/syntax-error',
  title: 'A configuration file that Python cannot read',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['gunicorn'],
  what: 'The file is no valid Python 3: an octal number without `0o`, a `print` statement, an open bracket or quotation, a wrong indentation.',
  why: 'gunicorn runs the file when it starts. It stops with the exception, before it binds anything.',
  silent: ['Lines that only a template makes, such as `{{ workers }}`.'],
  logs: [
    'Failed to read config file: /srv/shop/gunicorn.conf.py',
    'SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
  ],
  evidence: [
    {
      text: 'Python documentation, errors and exceptions',
      url: 'https://docs.python.org/3/tutorial/errors.html#syntax-errors',
    },
    { text: 'Run with gunicorn 20.1 on Python 3.11: exit status 1' },
  ],
  fix: 'Writes an octal number with 0o.',
  examples: [
    {
      bad: `
        umask = 007
                ^^^ error: Python cannot read this file, so gunicorn does not start. SyntaxError: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers (line 1).
      `,
      fixed: `
        umask = 0o7
      `,
    },
    {
      good: `
        workers = {{ workers }}
        bind = "{{ bind }}"
      `,
    },
  ],
  check: fromProblems('gunicorn/syntax-error', octal),
});

function octal({ place, data }: Problem): readonly Fix[] {
  const text = data?.suggestion;
  return text ? [{ title: `Write ${text}`, safe: true, edits: [replace(place, text)] }] : [];
}
