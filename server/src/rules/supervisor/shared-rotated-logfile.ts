import { groupBy } from '../../base/group-by.ts';
import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import type {
  SupervisorInstance,
  SupervisorOption,
  SupervisorProgram,
} from '../../model/supervisor/types.ts';
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
      note: 'However many programs share a log, it is said once:',
      bad: `
        [supervisord]
        [program:a]
        command=/bin/cat
        stdout_logfile=/var/log/shop.log
        [program:b]
        command=/bin/cat
        stdout_logfile=/var/log/shop.log
                       ^^^^^^^^^^^^^^^^^ warning: 'a', 'b' and 2 more write to one log, /var/log/shop.log, and each rotates it on its own, so lines can get lost. Give each its own file, or set stdout_logfile_maxbytes=0 and stderr_logfile_maxbytes=0 in all.
        stderr_logfile=/var/log/shop.log
        [program:c]
        command=/bin/cat
        stdout_logfile=/var/log/shop.log
        [program:d]
        command=/bin/cat
        stdout_logfile=/var/log/shop.log
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
  readonly option: SupervisorOption;
  readonly path: string;
}

function* check(deployment: Deployment): Iterable<Draft> {
  for (const { programs } of deployment.supervisor) {
    const logs = programs.flatMap((program) => streams.flatMap((stream) => rotated(program, stream) ?? []));
    for (const log of logs.filter(isOfSeveral)) yield ownInstances(deployment, log);
    const single = logs.filter((log) => !isOfSeveral(log));
    for (const sharing of groupBy(single, ({ path }) => path).values()) yield* severalPrograms(sharing);
  }
}

const isOfSeveral = ({ program }: Log): boolean => program.instances.length > 1;

type Stream = 'stdoutLogfile' | 'stderrLogfile';
const streams: readonly Stream[] = ['stdoutLogfile', 'stderrLogfile'];
const optionNames = { stdoutLogfile: 'stdout_logfile', stderrLogfile: 'stderr_logfile' } as const;

/** The one file that all instances of a program write to and supervisord rotates; undefined when there is none. */
function rotated(program: SupervisorProgram, stream: Stream): Log | undefined {
  const { instances, section } = program;
  const option = section.options.get(optionNames[stream]);
  const size = section.options.get(`${optionNames[stream]}_maxbytes`)?.raw.text.trim();
  if (!option || (size !== undefined && !/^[1-9]/.test(size))) return undefined;
  if (
    stream === 'stderrLogfile' &&
    /^(?:true|on|yes|1)$/i.test(section.options.get('redirect_stderr')?.raw.text.trim() ?? '')
  )
    return undefined;
  const paths = new Set(instances.map((instance: SupervisorInstance) => ifKnown(instance[stream])));
  const [path] = paths;
  if (paths.size !== 1 || typeof path !== 'string' || !/^\/(?!dev\/|proc\/)/.test(path)) return undefined;
  return { program, option, path };
}

function ownInstances(
  deployment: Deployment,
  { program, option: { name, valuePlace: place }, path }: Log,
): Draft {
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

/** One finding a log, however many programs write to it; none where it is one program's own. */
function* severalPrograms(logs: readonly Log[]): Iterable<Draft> {
  const byProgram = [...groupBy(logs, ({ program }) => program).values()].flatMap(([log]) => log ?? []);
  const [first, second, ...others] = byProgram;
  if (!first || !second) return;
  const limits = [...new Set(logs.map(({ option }) => `${option.name}_maxbytes=0`))].join(' and ');
  yield {
    place: second.option.valuePlace,
    message: `${namesOf(byProgram)} write to one log, ${first.path}, and each rotates it on its own, so lines can get lost. Give each its own file, or set ${limits} in ${others.length > 0 ? 'all' : 'both'}.`,
    related: [first, ...others].map(({ program, option }) => ({
      place: option.valuePlace,
      message: `'${program.name}' writes to it too`,
    })),
  };
}

function namesOf(logs: readonly Log[]): string {
  const names = logs.map(({ program }) => `'${program.name}'`);
  const [first = '', second = '', third] = names;
  if (third === undefined) return `${first} and ${second}`;
  return names.length === 3
    ? `${first}, ${second} and ${third}`
    : `${first}, ${second} and ${names.length - 2} more`;
}
