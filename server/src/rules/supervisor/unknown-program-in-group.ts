import { nearest } from '../../base/nearest.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { optionAt } from '../edit/supervisor.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/unknown-program-in-group',
  title: '[group:x] names a program that does not exist',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'A name in `programs=` of a group has no `[program:x]` or `[fcgi-program:x]` section in the files that supervisord reads together.',
  why: 'supervisord refuses the whole configuration. From the second name on, its message shows the wrong section.',
  silent: ['An `[include]` could not be followed, so the program may be defined there.'],
  logs: ['Error: [program:p] names unknown program or fcgi-program q'],
  evidence: [
    {
      text: 'Supervisor documentation, [group:x] section',
      url: 'http://supervisord.org/configuration.html#group-x-section-settings',
    },
    { text: 'Run with supervisor 4.2.5: exit status 2' },
  ],
  fix: 'Takes the name out, or writes the nearest program.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        [group:site]
        programs=web,wbe
                     ^^^ error: [program:web] lists 'wbe', and no file at hand has a [program:wbe]. Did you mean 'web'? supervisord refuses the file: [program:web] names unknown program or fcgi-program wbe
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/cat
        [group:site]
        programs=web
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        [group:site]
        programs=web
      `,
    },
    {
      good: `
        [supervisord]
        [include]
        files=/srv/elsewhere/{{ env }}/*.conf
        [group:site]
        programs=web
      `,
    },
  ],
  check: explained('supervisor/unknown-program-in-group', explain),
});

function explain(problem: Problem, deployment: Deployment) {
  const { name = '', section = 'the group' } = problem.data ?? {};
  const near = nearest(name, programNames(deployment), 2);
  const advice = near ? `Did you mean '${near}'?` : 'Take it out, or define the program.';
  return {
    text: `[${section}] lists '${name}', and no file at hand has a [program:${name}]. ${advice}`,
    fixes: fixes(problem, deployment),
  };
}

function fixes({ place, data }: Problem, deployment: Deployment): readonly Fix[] {
  const option = optionAt(deployment, place.uri, place.span.start)?.option;
  const name = data?.name ?? '';
  if (!option) return [];
  const names = option.raw.text.split(',').map((one) => one.trim());
  const others = names.filter((one) => one !== name && one !== '');
  const near = nearest(
    name,
    programNames(deployment).filter((one) => !names.includes(one)),
    2,
  );
  const renamed = near ? [{ title: `Write ${near}`, safe: false, edits: [replace(place, near)] }] : [];
  if (others.length === 0) return renamed;
  const edit = replace(option.valuePlace, others.join(','));
  return [...renamed, { title: `Take ${name} out of the group`, safe: false, edits: [edit] }];
}

const programNames = (deployment: Deployment): readonly string[] =>
  deployment.supervisor.flatMap(({ programs }) => programs.map(({ name }) => name));
