import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { optionAt, setOption } from '../edit/supervisor.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/numprocs-without-process-num',
  title: 'numprocs > 1 without %(process_num) in process_name',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor'],
  what: '`numprocs` is above 1 and the text `%(process_num)` does not stand in `process_name` (whose default is `%(program_name)s`).',
  why: 'The processes of a program need different names. supervisord refuses the file, so no program starts at all.',
  silent: ['`numprocs` is an expansion such as `%(ENV_N)s`, whose value only the machine knows.'],
  logs: [
    "Error: %(process_num) must be present within process_name when numprocs > 1 in section 'program:web' (file: '/etc/supervisor/supervisord.conf')",
  ],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Supervisor issue 1195', url: 'https://github.com/Supervisor/supervisor/issues/1195' },
  ],
  fix: 'Puts the number of the process at the end of process_name.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        numprocs=4
                 ^ error: All processes of 'mail' would have one name. Write process_name=%(program_name)s_%(process_num)02d. supervisord refuses the file: %(process_num) must be present within process_name when numprocs > 1 in section 'program:mail'
        autorestart=true
      `,
      fixed: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        numprocs=4
        process_name=%(program_name)s_%(process_num)02d
        autorestart=true
      `,
    },
    {
      good: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        numprocs=4
        process_name=%(program_name)s_%(process_num)02d
      `,
    },
    {
      good: `
        [supervisord]
        [program:mail]
        command=/srv/shop/venv/bin/python -m shop.mail
        numprocs=%(ENV_MAIL_PROCESSES)s
      `,
    },
  ],
  check: explained('supervisor/numprocs-without-process-num', explain),
});

function explain(problem: Problem, deployment: Deployment) {
  const name = problem.data?.section?.split(':')[1] ?? 'the program';
  return {
    text: `All processes of '${name}' would have one name. Write process_name=%(program_name)s_%(process_num)02d.`,
    fixes: nameProcesses(problem, deployment),
  };
}

function nameProcesses({ place }: Problem, deployment: Deployment): readonly Fix[] {
  const section = optionAt(deployment, place.uri, place.span.start)?.section;
  if (!section) return [];
  const name = section.options.get('process_name')?.raw.text.trim() || '%(program_name)s';
  const edit = setOption(deployment, section, 'process_name', `${name}_%(process_num)02d`, 'numprocs');
  return edit ? [{ title: 'Add %(process_num)02d to process_name', safe: true, edits: [edit] }] : [];
}
