import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/unix-http-chmod',
  title: 'A control socket that every user may write to',
  severity: 'warning',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: '`chmod` of `[unix_http_server]` lets all users write (0777, 0766, 0666 …) and no username is set.',
  why: 'Every user of the machine can then stop and start the programs, with the rights of supervisord.',
  silent: ['`username` and `password` are set.', '0700, the default, and 0770 with a group.'],
  logs: [],
  evidence: [
    {
      text: 'Supervisor documentation, [unix_http_server]',
      url: 'http://supervisord.org/configuration.html#unix-http-server-section-settings',
    },
  ],
  fix: 'Sets 0770.',
  examples: [
    {
      bad: `
        [supervisord]
        [unix_http_server]
        file=/run/supervisor.sock
        chmod=0777
              ^^^^ warning: chmod=0777 lets every user of the machine control supervisord through this socket. Use 0770 and give it a group with chown=root:GROUP.
      `,
      fixed: `
        [supervisord]
        [unix_http_server]
        file=/run/supervisor.sock
        chmod=0770
      `,
    },
    {
      good: `
        [supervisord]
        [unix_http_server]
        file=/run/supervisor.sock
        chmod=0777
        username=admin
        password=secret
      `,
    },
    {
      good: `
        [supervisord]
        [unix_http_server]
        file=/run/supervisor.sock
        chmod=0770
        chown=root:deploy
      `,
    },
  ],
  check,
});

function* check({ supervisor }: Deployment): Iterable<Draft> {
  for (const { name, options } of supervisor.flatMap(({ sections }) => sections)) {
    const chmod = options.get('chmod');
    const mode = chmod?.raw.text.trim() ?? '';
    if (
      !/^unix_http_server\b/.test(name) ||
      !chmod ||
      options.has('username') ||
      !/^0?o?[0-7]{2}[2367]$/.test(mode)
    )
      continue;
    yield {
      place: chmod.valuePlace,
      message: `chmod=${mode} lets every user of the machine control supervisord through this socket. Use 0770 and give it a group with chown=root:GROUP.`,
      fixes: [{ title: 'Set 0770', safe: false, edits: [replace(chmod.valuePlace, '0770')] }],
    };
  }
}
