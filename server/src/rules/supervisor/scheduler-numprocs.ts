import { ifKnown } from '../../base/known.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { SupervisorProgram } from '../../model/supervisor/types.ts';
import { type Draft, defineRule } from '../define.ts';
import { replace } from '../edit/lines.ts';

export default defineRule({
  id: 'supervisor/scheduler-numprocs',
  title: 'Several instances of a scheduler',
  severity: 'warning',
  confidence: 'high',
  level: 'process',
  reads: ['supervisor'],
  what: '`numprocs` is 2 or more, and the command is `celery … beat`, or a Celery worker with `-B`.',
  why: 'Each beat sends every task when it is due: two of them send everything twice. A schedule file for each, or a table in the database, does not change that.',
  silent: [
    'RedBeat and other schedulers with a lock (`-S redbeat.RedBeatScheduler`).',
    'Celery workers without beat, which may be many.',
    'One instance.',
  ],
  logs: ['beat: Starting...', 'Scheduler: Sending due task'],
  evidence: [
    {
      text: 'Celery documentation, Periodic Tasks: only a single scheduler may run at a time',
      url: 'https://docs.celeryq.dev/en/stable/userguide/periodic-tasks.html',
    },
  ],
  fix: 'Sets numprocs to 1.',
  examples: [
    {
      bad: `
        [supervisord]
        [program:beat]
        command=/srv/shop/venv/bin/celery -A shop beat -S django
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
                 ^ warning: numprocs=2 starts 2 schedulers ('beat' in the command of 'beat'), and each sends every task, so all of them run 2 times. Set numprocs=1.
      `,
      fixed: `
        [supervisord]
        [program:beat]
        command=/srv/shop/venv/bin/celery -A shop beat -S django
        process_name=%(program_name)s_%(process_num)d
        numprocs=1
      `,
    },
    {
      bad: `
        [supervisord]
        [program:worker]
        command=/srv/shop/venv/bin/python -m celery -A shop worker -B
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
                 ^ warning: numprocs=3 starts 3 schedulers ('-B' in the command of 'worker'), and each sends every task, so all of them run 3 times. Set numprocs=1.
      `,
    },
    {
      good: `
        [supervisord]
        [program:beat]
        command=/srv/shop/venv/bin/celery -A shop beat -S redbeat.RedBeatScheduler
        process_name=%(program_name)s_%(process_num)d
        numprocs=2
      `,
    },
    {
      good: `
        [supervisord]
        [program:worker]
        command=/srv/shop/venv/bin/celery -A shop worker
        process_name=%(program_name)s_%(process_num)d
        numprocs=3
      `,
    },
    {
      good: `
        [supervisord]
        [program:beat]
        command=/srv/shop/venv/bin/celery -A shop beat
        numprocs=1
      `,
    },
  ],
  check,
});

function* check(deployment: Deployment): Iterable<Draft> {
  for (const config of deployment.programs.flatMap((program) => program.config ?? [])) {
    const count = ifKnown(config.numprocs);
    const option = config.section.options.get('numprocs');
    const command = config.section.options.get('command');
    const flag = schedulerIn(config);
    if (!option || count === undefined || count < 2 || !flag) continue;
    yield {
      place: option.valuePlace,
      message: `numprocs=${count} starts ${count} schedulers ('${flag}' in the command of '${config.name}'), and each sends every task, so all of them run ${count} times. Set numprocs=1.`,
      related: command ? [{ place: command.valuePlace, message: 'The command' }] : [],
      fixes: [{ title: 'Set numprocs=1', safe: false, edits: [replace(option.valuePlace, '1')] }],
    };
  }
}

/** The word that makes a Celery command a scheduler; undefined for other commands and schedulers with a lock. */
function schedulerIn({ instances }: SupervisorProgram): string | undefined {
  const command = ifKnown(instances[0]?.command)?.text ?? '';
  const words = command.split(/\s+/);
  const at = words.findIndex((word) => /(?:^|\/)celery$/.test(word));
  const after = words.slice(at + 1);
  if (at < 0 || after.some((word) => /redbeat|lock/i.test(word))) return undefined;
  if (after.includes('beat')) return 'beat';
  return after.includes('worker') ? after.find((word) => word === '-B' || word === '--beat') : undefined;
}
