import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/inet-http-open',
  title: 'The web interface of supervisord is open without a password',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: "`[inet_http_server]` listens on an address that other machines reach (`*:9001`, `:9001`, `0.0.0.0:9001` or the machine's own) and has no username and password. On loopback it is information only.",
  why: 'Whoever reaches the port can stop, start and read the logs of every program, and through XML-RPC run what supervisord runs.',
  silent: ['`username` and `password` are set.', 'The address is an expansion or placeholder.'],
  logs: ["CRIT Server 'inet_http_server' running without any HTTP authentication checking"],
  evidence: [
    {
      text: 'Supervisor documentation, [inet_http_server]',
      url: 'http://supervisord.org/configuration.html#inet-http-server-section-settings',
    },
    { text: 'Run with supervisor 4.2.5: the CRIT line above' },
  ],
  fix: 'Binds loopback instead.',
  examples: [
    {
      bad: `
        [supervisord]
        [inet_http_server]
        port=*:9001
             ^^^^^^ error: Anyone who reaches *:9001 can stop and start every program: [inet_http_server] asks for no password. Bind 127.0.0.1:9001, or set username and password.
      `,
      fixed: `
        [supervisord]
        [inet_http_server]
        port=127.0.0.1:9001
      `,
    },
    {
      good: `
        [supervisord]
        [inet_http_server]
        port=*:9001
        username=admin
        password=%(ENV_SUPERVISOR_PASSWORD)s
      `,
    },
    {
      good: `
        [supervisord]
        [inet_http_server]
        port=%(ENV_SUPERVISOR_PORT)s
      `,
    },
  ],
  check,
});

function* check({ supervisor }: Deployment): Iterable<Draft> {
  for (const { name, options } of supervisor.flatMap(({ sections }) => sections)) {
    const port = options.get('port');
    if (!/^inet_http_server\b/.test(name) || !port || options.has('password')) continue;
    const text = port.raw.text.trim();
    const address = /^(?:(.*):)?(\d+)$/.exec(text);
    if (!address || /[%{$]/.test(text)) continue;
    const host = address[1] ?? '';
    const isLoopback = /^(?:127\.|localhost$|\[::1\]$)/.test(host);
    if (isLoopback) {
      yield {
        place: port.valuePlace,
        severity: 'information',
        message: `Every user of this machine can control supervisord through ${text}: it asks for no password. Set username and password if others log in here.`,
      };
      continue;
    }
    yield {
      place: port.valuePlace,
      message: `Anyone who reaches ${text} can stop and start every program: [inet_http_server] asks for no password. Bind 127.0.0.1:${address[2]}, or set username and password.`,
      fixes: [
        {
          title: `Bind 127.0.0.1:${address[2]}`,
          safe: false,
          edits: [replace(port.valuePlace, `127.0.0.1:${address[2]}`)],
        },
      ],
    };
  }
}
