import type { Deployment } from '../../model/deployment.ts';
import { type Draft, defineRule } from '../define.ts';
import { setOption } from '../edit/supervisor.ts';

export default defineRule({
  id: 'supervisor/device-log-needs-maxbytes-0',
  title: 'A log on a device that supervisord tries to rotate',
  severity: 'error',
  confidence: 'high',
  level: null,
  reads: ['supervisor'],
  what: "`stdout_logfile` or `stderr_logfile` (or supervisord's own `logfile`) is `/dev/stdout`, `/dev/stderr` or `/dev/fd/N`, and its `_maxbytes` is not 0.",
  why: 'supervisord wants to know the size of the log and moves to its end. A pipe or terminal has no end: it stops with "Illegal seek", in a container at once.',
  silent: ['`…_maxbytes=0`.', '/dev/null, which can be rotated.'],
  logs: ['OSError: [Errno 29] Illegal seek'],
  evidence: [
    {
      text: 'Supervisor documentation, stdout_logfile: non-seekable files need maxbytes=0',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
    { text: 'Run with supervisor 4.2.5: OSError in loggers.py when the stream is a pipe' },
  ],
  fix: 'Adds …_maxbytes=0.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        stdout_logfile=/dev/stdout
                       ^^^^^^^^^^^ error: stdout_logfile=/dev/stdout cannot be rotated, but stdout_logfile_maxbytes is 50MB, its default: supervisord fails with 'Illegal seek' when it is a pipe or terminal. Set stdout_logfile_maxbytes=0.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/cat
        stdout_logfile=/dev/stdout
        stdout_logfile_maxbytes=0
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        stdout_logfile=/dev/fd/1
        stdout_logfile_maxbytes=0
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        stderr_logfile=/dev/null
      `,
    },
  ],
  check,
});

const devices = /^\/(?:dev\/(?:stdout|stderr|fd\/\d+|tty)|proc\/self\/fd\/\d+)$/;

function* check(deployment: Deployment): Iterable<Draft> {
  for (const section of deployment.supervisor.flatMap(({ sections }) => sections)) {
    for (const name of ['stdout_logfile', 'stderr_logfile', 'logfile']) {
      const log = section.options.get(name);
      const size = section.options.get(`${name}_maxbytes`)?.raw.text.trim();
      const path = log?.raw.text.trim() ?? '';
      if (!log || !devices.test(path) || (size !== undefined && !/^[1-9]/.test(size))) continue;
      if (
        name === 'stderr_logfile' &&
        /^(?:true|on|yes|1)$/i.test(section.options.get('redirect_stderr')?.raw.text.trim() ?? '')
      )
        continue;
      const edit = setOption(deployment, section, `${name}_maxbytes`, '0', name);
      yield {
        place: log.valuePlace,
        message: `${name}=${path} cannot be rotated, but ${name}_maxbytes is ${size ?? '50MB, its default'}: supervisord fails with 'Illegal seek' when it is a pipe or terminal. Set ${name}_maxbytes=0.`,
        fixes: edit ? [{ title: `Set ${name}_maxbytes=0`, safe: true, edits: [edit] }] : [],
      };
    }
  }
}
