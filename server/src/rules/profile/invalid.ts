import { defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';
import { fromProblems } from '../from-problems.ts';

export default defineRule({
  id: 'profile/invalid',
  title: 'Something in scaling-lens.ini that nobody understands',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor', 'gunicorn', 'nginx'],
  what: 'A section, a key, a value or a rule id of `scaling-lens.ini` that has no meaning.',
  why: 'The line has no effect: the cores it gives are not used, the rule it switches off still speaks.',
  silent: ['A rule or a whole group is named by its id.'],
  logs: [],
  evidence: [{ text: 'The profile is our own format: what it knows stands in its documentation' }],
  fix: 'Replaces the word by the nearest one that has a meaning.',
  examples: [
    {
      bad: `
        -- /scaling-lens.ini --
        [target]
        core = 8
        ^^^^ warning: [target] has no 'core'. It can be cores,…
        memory = plenty
                 ^^^^^^ warning: memory is 'plenty', not a size such as 16GiB.
        -- /supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/web/run
      `,
      fixed: `
        -- /scaling-lens.ini --
        [target]
        cores = 8
        memory = plenty
        -- /supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/web/run
      `,
    },
    {
      good: `
        -- /scaling-lens.ini --
        [target]
        cores = 8
        memory = 16GiB
        [rules]
        nginx/* = off
        supervisor/unknown-key = error
        -- /supervisord.conf --
        [supervisord]
        [program:web]
        command=/srv/web/run
      `,
    },
  ],
  check: fromProblems('profile/invalid', ({ place, data }) =>
    data?.nearest
      ? [{ title: `Replace by ${data.nearest}`, safe: false, edits: [replace(place, data.nearest)] }]
      : [],
  ),
});
