import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/syntax-error',
  title: 'A line that supervisord cannot read',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: "The file is not in the form that Python's ConfigParser reads: a line without `=` or `:`, text before the first section, an unclosed quotation in a list, bytes that are no text.",
  why: 'supervisord stops before it reads a single program.',
  silent: ['Lines that only a template makes: `{% if %}`, `<% %>`.'],
  logs: [
    "Error: Source contains parsing errors: '/etc/supervisor/supervisord.conf'",
    'Error: File contains no section headers.',
  ],
  evidence: [
    {
      text: 'Python documentation, configparser',
      url: 'https://docs.python.org/3/library/configparser.html#supported-ini-file-structure',
    },
    { text: 'Run with supervisor 4.2.5: exit status 2' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        autostart
        ^^^^^^^^^ error: This line is no option: it has no = or :.…
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        {% if debug %}
        autostart=false
        {% endif %}
      `,
    },
  ],
  check: explained('supervisor/syntax-error', explain),
});

function explain({ data }: Problem) {
  const advice =
    data?.kind === 'no delimiter'
      ? 'This line is no option: it has no = or :. Write name=value, or put # before it.'
      : null;
  return { text: advice, fixes: [] };
}
