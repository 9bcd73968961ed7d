import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { SupervisorInstance, SupervisorProgram } from '../../model/supervisor/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { fileIn, replace } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/shared-rotated-logfile',
  title: 'Several processes rotate one log file',
  severity: 'warning',
  confidence: 'high',
  level: 'horizontal',
  reads: ['supervisor'],
  what: 'Several instances of a program, or two programs, write to one log file that supervisord rotates (`_maxbytes` is not 0; the default is 50MB).',
  why: 'Each process has its own handle and rotates on its own, so lines can end up in a file that another one has just deleted.',
  silent: [
    'AUTO, NONE, syslog and devices.',
    '`…_maxbytes=0`, with another program that rotates.',
    'The path holds `%(process_num)`.',
  ],
  logs: [],
  evidence: [
    {
      text: 'Supervisor documentation, stdout_logfile: two processes cannot share a rotated log',
      url: 'http://supervisord.org/configuration.html#program-x-section-values',
    },
  ],
  fix: 'Puts the number of the process into the name of the log.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:web]
        command=/bin/cat
        process_name=%(program_name)s_%(process_num)02d
        numprocs=4
        stdout_logfile=/var/log/shop/web.log
                       ^^^^^^^^^^^^^^^^^^^^^ warning: All 4 instances of 'web' write to /var/log/shop/web.log and each rotates it on its own, so lines can get lost. Put %(process_num)02d into the name, or set stdout_logfile_maxbytes=0 and rotate it elsewhere.
      `,
      fixed: `
        [supervisord]
        [program:web]
        command=/bin/cat
        process_name=%(program_name)s_%(process_num)02d
        numprocs=4
        stdout_logfile=/var/log/shop/web_%(process_num)02d.log
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        process_name=%(program_name)s_%(process_num)02d
        numprocs=4
        stdout_logfile=AUTO
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        process_name=%(program_name)s_%(process_num)02d
        numprocs=4
        stdout_logfile=/var/log/shop/web.log
        stdout_logfile_maxbytes=0
      `,
    },
    {
      good: `
        [supervisord]
        [program:web]
        command=/bin/cat
        process_name=%(program_name)s_%(process_num)02d
        numprocs=4
        stdout_logfile=/var/log/shop/web_%(process_num)02d.log
      `,
    },
  ],
  check,
});

interface Log {
  readonly program: SupervisorProgram;
  readonly path: string;
}

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { programs } of deployment.supervisor) {
    for (const stream of ['stdoutLogfile', 'stderrLogfile'] as const) {
      const seen = new Map<string, Log>();
      for (const program of programs) {
        const log = rotated(program, stream);
        if (!log) continue;
        const other = seen.get(log.path);
        seen.set(log.path, log);
        if (program.instances.length > 1) yield ownInstances(deployment, log, stream);
        else if (other && other.program.instances.length === 1) yield twoPrograms(log, other, stream);
      }
    }
  }
}

type Stream = 'stdoutLogfile' | 'stderrLogfile';
const optionOf = (stream: Stream): string =>
  stream === 'stdoutLogfile' ? 'stdout_logfile' : 'stderr_logfile';

/** The one file that all instances of a program write to and supervisord rotates; undefined when there is none. */
function rotated({ instances, section, ...rest }: SupervisorProgram, stream: Stream): Log | undefined {
  const name = optionOf(stream);
  const size = section.options.get(`${name}_maxbytes`)?.raw.text.trim();
  if (!section.options.has(name) || (size !== undefined && !/^[1-9]/.test(size))) return undefined;
  if (
    stream === 'stderrLogfile' &&
    /^(?:true|on|yes|1)$/i.test(section.options.get('redirect_stderr')?.raw.text.trim() ?? '')
  )
    return undefined;
  const paths = new Set(instances.map((instance: SupervisorInstance) => ifKnown(instance[stream])));
  const [path] = paths;
  if (paths.size !== 1 || typeof path !== 'string' || !/^\/(?!dev\/|proc\/)/.test(path)) return undefined;
  return { program: { instances, section, ...rest }, path };
}

function ownInstances(deployment: Deployment, { program, path }: Log, stream: Stream): Draft {
  const name = optionOf(stream);
  const place = program.section.options.get(name)?.valuePlace ?? { uri: '', span: { start: 0, end: 0 } };
  const text = fileIn(deployment, place.uri)?.text.slice(place.span.start, place.span.end) ?? '';
  const numbered = /\.\w+$/.test(text)
    ? text.replace(/(\.\w+)$/, '_%(process_num)02d$1')
    : `${text}_%(process_num)02d`;
  return {
    place,
    message: `All ${program.instances.length} instances of '${program.name}' write to ${path} and each rotates it on its own, so lines can get lost. Put %(process_num)02d into the name, or set ${name}_maxbytes=0 and rotate it elsewhere.`,
    fixes: text
      ? [{ title: 'Give each instance its own log', safe: false, edits: [replace(place, numbered)] }]
      : [],
  };
}

function twoPrograms({ program, path }: Log, other: Log, stream: Stream): Draft {
  const name = optionOf(stream);
  const first = other.program.section.options.get(name)?.valuePlace;
  return {
    place: program.section.options.get(name)?.valuePlace ?? { uri: '', span: { start: 0, end: 0 } },
    message: `'${other.program.name}' and '${program.name}' write to one log, ${path}, and each rotates it on its own, so lines can get lost. Give each its own file, or set ${name}_maxbytes=0 in both.`,
    related: first ? [{ place: first, message: `'${other.program.name}' writes to it too` }] : [],
  };
}
