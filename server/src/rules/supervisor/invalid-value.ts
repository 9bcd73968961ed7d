import { supervisorOption } from '../../catalog/supervisor.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/invalid-value',
  title: 'A value that supervisord rejects',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'A value is not of the kind that its option takes: a number, a truth value, a signal, an octal mask, a size.',
  why: 'supervisord converts every value when it reads the file, stops at the first that it cannot convert, and starts nothing.',
  silent: [
    '`user=` and log folders: only the machine that runs supervisord can tell whether they exist.',
    'A value that holds `%(ENV_X)s` or a placeholder of a template.',
  ],
  logs: [
    "Error: value 'FOO' is not a valid signal name in section 'program:d'",
    "Error: invalid 'autorestart' value 'yes please' in section 'program:d'",
    "Error: 9 can not be converted to an octal type in section 'program:d'",
  ],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Run with supervisor 4.2.5: exit status 2 for each of the values in the example' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        stopsignal=FOO
                   ^^^ error: stopsignal cannot have this value. It takes TERM, HUP, INT, QUIT, KILL, USR1, USR2. supervisord refuses the file: value 'FOO' is not a valid signal name in section 'program:web'
        autorestart=always
                    ^^^^^^ error: autorestart cannot have this value. It takes true, yes, on, 1, false, no, off, 0, unexpected. supervisord refuses the file: invalid 'autorestart' value 'always' in section 'program:web'
        umask=9
              ^ error: umask cannot have this value. supervisord refuses the file: 9 can not be converted to an octal type in section 'program:web'
        stdout_logfile_maxbytes=10M
                                ^^^ error: stdout_logfile_maxbytes cannot have this value. supervisord refuses the file: invalid literal for int() with base 10: '10m' in section 'program:web'
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        stopsignal=TERM
        autorestart=true
        umask=022
        stdout_logfile_maxbytes=10MB
        user=nobody-here
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        numprocs=%(ENV_N)s
        process_name=%(program_name)s_%(process_num)02d
      `,
    },
  ],
  check: explained('supervisor/invalid-value', explain),
});

function explain({ data }: Problem) {
  const { section = '', option = '' } = data ?? {};
  const kind = /^program:/.test(section) ? 'program' : undefined;
  const info = kind && supervisorOption(kind, option);
  const values = info?.values.length ? ` It takes ${info.values.join(', ')}.` : '';
  return { text: `${option} cannot have this value.${values}`, fixes: [] };
}
