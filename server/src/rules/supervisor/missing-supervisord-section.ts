import { defineRule } from '../define.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/missing-supervisord-section',
  title: 'A main file without [supervisord]',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'The file that supervisord is started with has no `[supervisord]` section.',
  why: 'supervisord refuses it.',
  silent: ['A file that another one includes needs none.'],
  logs: ['Error: .ini file does not include supervisord section'],
  evidence: [
    {
      text: 'Supervisor documentation, [supervisord] section',
      url: 'http://supervisord.org/configuration.html#supervisord-section-settings',
    },
    { text: 'Run with supervisor 4.2.5: exit status 2' },
  ],
  fix: null,
  examples: [
    {
      bad: `
        [unix_http_server]
        ^^^^^^^^^^^^^^^^^^ error: A main file needs a [supervisord] section, and it may be empty. Add [supervisord], or include this file from a main file. supervisord refuses the file: .ini file does not include supervisord section
        file=/run/supervisor.sock
        [program:web]
        command=/bin/cat
        [include]
        files=conf.d/*.conf
      `,
    },
    {
      good: `
        -- /etc/supervisor/conf.d/web.conf --
        [program:web]
        command=/bin/cat
      `,
    },
  ],
  check: explained('supervisor/missing-supervisord-section', explain),
});

function explain() {
  return {
    text: 'A main file needs a [supervisord] section, and it may be empty. Add [supervisord], or include this file from a main file.',
    fixes: [],
  };
}
