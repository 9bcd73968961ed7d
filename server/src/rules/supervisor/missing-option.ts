import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/missing-option',
  title: 'A section without an option that it needs',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'A section lacks an option that has no default: `command` of a program, `port` of `[inet_http_server]`, `file` of `[unix_http_server]`, `socket` of an fcgi-program, `events` of an event listener.',
  why: 'supervisord refuses the file and starts nothing.',
  silent: ['The file is a template that may add it.'],
  logs: ['Error: program section program:web does not specify a command'],
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
        [program:web]
        ^^^^^^^^^^^^^ error: [program:web] lacks command=, which has no default. Add it. supervisord refuses the file: program section program:web does not specify a command in section 'program:web'
        autostart=true
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        {% include "command.j2" %}
      `,
    },
  ],
  check: explained('supervisor/missing-option', explain),
});

function explain({ data }: Problem) {
  return {
    text: data?.option ? `[${data.section}] lacks ${data.option}=, which has no default. Add it.` : null,
    fixes: [],
  };
}
