import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { fileIn, replace } from '../edit/lines.ts';
import { optionAt } from '../edit/supervisor.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/unescaped-percent',
  title: 'A literal percent sign that is not doubled',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'A value that supervisord expands holds a percent sign that belongs to the text: an access log format (`%(h)s`), a date format (`%H`), a password or a part of a URL (`%2F`).',
  why: 'supervisord takes each `%` for one of its own expansions. It finds no such name or no such format, refuses the file and starts nothing.',
  silent: [
    'A percent sign that is doubled already (`%%`).',
    'The names that supervisord knows there, such as `%(here)s`.',
  ],
  logs: [
    "Error: Format string 'PASSWORD=\"50%off\"' for 'environment' is badly formatted: %o format: an integer is required, not dict",
  ],
  evidence: [
    { text: 'Supervisor issue 291', url: 'https://github.com/Supervisor/supervisor/issues/291' },
    {
      text: 'Supervisor issue 980: write %% for a percent sign',
      url: 'https://github.com/Supervisor/supervisor/issues/980',
    },
    { text: 'Run with supervisor 4.2.5: exit status 2' },
  ],
  fix: 'Doubles every literal percent sign of the value.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app --access-logformat "%(h)s %(t)s"
                                                                         ^^^^^ error: supervisord takes '%(h)s' in command for an expansion of its own. Write every percent sign of the text twice: %%(h)s. supervisord refuses the file: Format string '/srv/shop/venv/bin/gunicorn shop:app --access-logformat "%(h)s %(t)s"' for 'program:web.command' contains names ('h') which cannot be expanded. Available names: group_name, here, host_node_name, numprocs, process_num, program_name in section 'program:web'
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app --access-logformat "%%(h)s %%(t)s"
      `,
    },
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        environment=PASSWORD="50%off"
                                ^^ error: supervisord takes '%o' in environment for an expansion of its own. Write every percent sign of the text twice: %%o. supervisord refuses the file: Format string 'PASSWORD="50%off"' for 'environment' is badly formatted: %o format: an integer is required, not dict in section 'program:web'
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/cat
        environment=PASSWORD="50%%off"
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/srv/shop/venv/bin/gunicorn shop:app --access-logformat "%%(h)s %%(t)s"
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=%(here)s/run %(program_name)s
      `,
    },
  ],
  check: explained('supervisor/unescaped-percent', explain),
});

function explain(problem: Problem, deployment: Deployment) {
  const option = problem.data?.option ?? 'this option';
  const piece = problem.data?.piece ?? '%';
  const text = `supervisord takes '${piece}' in ${option} for an expansion of its own. Write every percent sign of the text twice: ${piece.replaceAll('%', '%%')}.`;
  return { text, fixes: doubled(problem, deployment) };
}

/** Doubles each percent sign that begins no expansion that supervisord knows and is not doubled yet. */
function doubled({ place, data }: Problem, deployment: Deployment): readonly Fix[] {
  const found = optionAt(deployment, place.uri, place.span.start);
  const file = fileIn(deployment, place.uri);
  if (!found || !file) return [];
  const { start, end } = found.option.valuePlace.span;
  const text = file.text.slice(start, end);
  const twice = /^std(?:out|err)_logfile$/.test(data?.option ?? '') ? '%%%%' : '%%';
  const mended = text.replace(
    /%%|%\((?:group_name|host_node_name|program_name|process_num|numprocs|here|ENV_\w+)\)|%/g,
    (match) => (match === '%' ? twice : match),
  );
  if (mended === text) return [];
  return [
    { title: 'Double the percent signs', safe: true, edits: [replace(found.option.valuePlace, mended)] },
  ];
}
