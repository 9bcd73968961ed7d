import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'supervisor/group-process-name-collision',
  title: 'Two programs of a group give their processes one name',
  severity: 'error',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor'],
  what: 'Two programs of one `[group:x]` expand to an equal process name.',
  why: 'A group holds its processes by name, so the later hides the earlier: supervisord starts one of the two and never mentions the other.',
  silent: ['The programs are in different groups, or in none: each is then a group of its own.'],
  logs: [],
  evidence: [
    {
      text: 'Supervisor documentation, [group:x] section',
      url: 'http://supervisord.org/configuration.html#group-x-section-settings',
    },
    { text: 'Run with supervisor 4.2.5: only one of the two processes exists, without a message' },
  ],
  fix: 'Uses %(program_name)s in process_name.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:red]
        command=/bin/cat
        process_name=web
        [program:blue]
        command=/bin/cat
        process_name=web
                     ^^^ error: A process of 'red' and one of 'blue' are named 'web' in group 'site'; supervisord starts only the last one. Give each a name of its own, such as %(program_name)s_%(process_num)02d.
        [group:site]
        programs=red,blue
      `,
      fixed: `
        [supervisord]
        [program:red]
        command=/bin/cat
        process_name=web
        [program:blue]
        command=/bin/cat
        process_name=%(program_name)s
        [group:site]
        programs=red,blue
      `,
    },
    {
      good: `
        [supervisord]
        [program:red]
        command=/bin/cat
        process_name=web
        [program:blue]
        command=/bin/cat
        process_name=web
      `,
    },
  ],
  check: fromProblems('supervisor/group-process-name-collision', rename),
});

function rename({ place }: Problem): readonly Fix[] {
  const name = '%(program_name)s';
  return [{ title: `Name it ${name}`, safe: false, edits: [replace(place, name)] }];
}
