import { nearest } from '../../base/nearest.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/unknown-expansion',
  title: 'A name that supervisord cannot expand here',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'A `%(name)s` in a value uses a name that supervisord does not know in that option.',
  why: 'There is no default for a missing name: supervisord refuses the whole file. Which names are allowed depends on the option; `process_num`, for one, is not known in `user` or `numprocs`.',
  silent: [
    '`%(ENV_X)s`: only the environment of supervisord can tell whether X is set.',
    '`numprocs` as an expansion needs supervisor 4.2; an older version is only assumed when `[versions]` says so.',
  ],
  logs: [
    "Error: Format string 'gunicorn -b :80%(proc_num)02d app:app' for 'program:a.command' contains names ('proc_num') which cannot be expanded. Available names: group_name, here, host_node_name, numprocs, process_num, program_name",
  ],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    {
      text: 'Supervisor issue 1269: numprocs as an expansion',
      url: 'https://github.com/Supervisor/supervisor/issues/1269',
    },
    { text: 'Run with supervisor 4.2.5: exit status 2' },
  ],
  fix: 'Writes the nearest name that is known.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b :80%(proc_num)02d shop:app
                                                  ^^^^^^^^^^^^^^ error: 'proc_num' is no name that can be expanded in command. Did you mean 'process_num'? supervisord refuses the file: Format string '/srv/shop/venv/bin/gunicorn -b :80%(proc_num)02d shop:app' for 'program:web.command' contains names ('proc_num') which cannot be expanded. Available names: group_name, here, host_node_name, numprocs, process_num, program_name in section 'program:web'
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b :80%(process_num)02d shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn -b :%(ENV_PORT)s shop:app
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/run %(numprocs)s
      `,
    },
  ],
  check: explained('supervisor/unknown-expansion', explain),
});

const names = ['group_name', 'host_node_name', 'program_name', 'process_num', 'numprocs', 'here'];

function explain(problem: Problem) {
  const { name = '', option = 'this option', piece = '', reason = '' } = problem.data ?? {};
  const available = names.filter((one) => reason.includes(one));
  const near = /^ENV_/.test(name) ? undefined : nearest(name, available.length > 0 ? available : names, 4);
  const advice = near ? `Did you mean '${near}'?` : 'Use one of the names that the message lists.';
  return {
    text: `'${name}' is no name that can be expanded in ${option}. ${advice}`,
    fixes: near ? [rename(problem, piece.replace(name, near), near)] : [],
  };
}

const rename = ({ place }: Problem, piece: string, near: string): Fix => ({
  title: `Write ${near}`,
  safe: false,
  edits: [replace(place, piece)],
});
