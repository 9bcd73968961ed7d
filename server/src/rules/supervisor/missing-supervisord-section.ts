import type { Deployment } from '../../model/deployment.ts';
import type { Problem } from '../../model/problem.ts';
import { type Draft, defineRule } from '../define.ts';
import { explained } from '../shared/refusal.ts';

export default defineRule({
  id: 'supervisor/missing-supervisord-section',
  title: 'A main file without [supervisord]',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: 'The file that supervisord is started with has no `[supervisord]` section. Where nothing but the name `supervisord.conf` says that it is that file, this is a remark.',
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
      bad: `
        [program:web]
        ^^^^^^^^^^^^^ information: By its name this is a main file, and supervisord takes none without a [supervisord] section, which may be empty. Add it, unless another file includes this one.
        command=/bin/cat
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
  check,
});

const told = explained('supervisor/missing-supervisord-section', explain);

/** A file that has only the name of a main file may be meant for the conf.d of another. */
function* check(deployment: Deployment): Iterable<Draft> {
  for (const draft of told(deployment)) yield draft.refusedBy ? draft : { ...draft, severity: 'information' };
}

function explain({ refusedBy }: Problem) {
  return {
    text: refusedBy
      ? 'A main file needs a [supervisord] section, and it may be empty. Add [supervisord], or include this file from a main file.'
      : null,
    fixes: [],
  };
}
