import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/bad-format-string',
  title: 'A format expression without its conversion letter',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor'],
  what: 'In a value that supervisord expands, a `%(name)` lacks the letter after it (`%(process_num)` instead of `%(process_num)02d`), or the text ends in the middle of an expression.',
  why: 'supervisord formats values as Python does. It cannot format this one, refuses the file and starts nothing. `%(process_num)` alone even passes the check that numprocs makes and fails only here.',
  silent: ['`%%`, which is a literal percent sign, and options that supervisord does not expand.'],
  logs: [
    "Error: Format string '%(program_name)s_%(process_num)' for 'process_name' is badly formatted: incomplete format",
  ],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Supervisor issue 980', url: 'https://github.com/Supervisor/supervisor/issues/980' },
    { text: 'Run with supervisor 4.2.5: exit status 2' },
  ],
  fix: 'Adds the conversion: 02d for a number, s for a text.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        process_name=%(program_name)s_%(process_num)
                                      ^^^^^^^^^^^^^^ error: '%(process_num)' lacks its conversion. Write %(process_num)02d. supervisord refuses the file: Format string '%(program_name)s_%(process_num)' for 'process_name' is badly formatted: incomplete format in section 'program:web'
        numprocs=2
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/cat
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/sh -c "date +%%H"
        process_name=%(program_name)s_%(process_num)02d
        numprocs=2
      `,
    },
  ],
  check: explained('supervisor/bad-format-string', explain),
});

function explain(problem: Problem) {
  const piece = problem.data?.piece ?? '';
  const name = /^%\((\w+)\)$/.exec(piece)?.[1];
  if (!name)
    return { text: `'${piece}' is no complete format expression. Write %% for a percent sign.`, fixes: [] };
  const whole = `${piece}${/^(?:process_num|numprocs)$/.test(name) ? '02d' : 's'}`;
  return { text: `'${piece}' lacks its conversion. Write ${whole}.`, fixes: [complete(problem, whole)] };
}

const complete = ({ place }: Problem, whole: string): Fix => ({
  title: `Write ${whole}`,
  safe: true,
  edits: [replace(place, whole)],
});
