import { defineRule } from '../define.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/invalid-name',
  title: 'A name that supervisord does not take',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'The name after `[program:` holds a blank or a colon, or `process_name` expands to such a name.',
  why: 'Names are parts of the addresses that supervisorctl uses (`group:process`), so supervisord refuses them.',
  silent: ['Blanks at the edges, which supervisord strips.'],
  logs: ["Error: Invalid name: 'shop web' because of character: ' '"],
  evidence: [
    {
      text: 'Supervisor documentation, [program:x] section values',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Run with supervisor 4.2.5: exit status 2' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        [supervisord]
        [program:shop web]
        ^^^^^^^^^^^^^^^^^^ error: A name may hold no blank, no colon and no slash. Write _ instead. supervisord refuses the file: Invalid name: 'shop web' because of character: ' '
        command=/bin/cat
      `,
    },
    {
      good: `
        [supervisord]
        [program: web]
        command=/bin/cat
      `,
    },
  ],
  check: explained('supervisor/invalid-name', explain),
});

function explain() {
  return {
    text: 'A name may hold no blank, no colon and no slash. Write _ instead.',
    fixes: [],
  };
}
