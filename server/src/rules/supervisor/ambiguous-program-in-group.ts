import type { Problem } from '../../model/problem.ts';
import { defineRule } from '../define.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/ambiguous-program-in-group',
  title: 'A group names what is both a program and an fcgi-program',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'A name in `programs=` is that of a `[program:x]` and of an `[fcgi-program:x]`.',
  why: 'supervisord cannot tell which is meant and refuses the file.',
  silent: ['The two are in files of different supervisords.'],
  logs: ['Error: [group:site] program name web is ambiguous (exists as program and fcgi-program)'],
  evidence: [
    {
      text: 'Supervisor documentation, [group:x] section',
      url: 'http://supervisord.org/configuration.html#group-x-section-settings',
    },
  ],
  fix: null,
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        [fcgi-program:web]
        socket=tcp://127.0.0.1:9000
        command=/bin/cat
        [group:site]
        programs=web
                 ^^^ error: 'web' is a [program:web] and an [fcgi-program:web], and the group may mean only one. Rename one of the two. supervisord refuses the file: [group:site] name web is ambiguous (exists as program and fcgi-program)
      `,
    },
    {
      good: `
        -- /a/supervisord.conf --
        [supervisord]
        [program:web]
        command=/bin/cat
        [group:site]
        programs=web
        -- /b/supervisord.conf --
        [supervisord]
        [fcgi-program:web]
        socket=tcp://127.0.0.1:9000
        command=/bin/cat
      `,
    },
  ],
  check: explained('supervisor/ambiguous-program-in-group', explain),
});

function explain({ data }: Problem) {
  return {
    text: `'${data?.name}' is a [program:${data?.name}] and an [fcgi-program:${data?.name}], and the group may mean only one. Rename one of the two.`,
    fixes: [],
  };
}
