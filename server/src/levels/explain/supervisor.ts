import { ifKnown } from '../../base/known.ts';
import { supervisordFiles } from '../arithmetic/descriptors.ts';
import { count, digits } from '../words.ts';
import { type ProgramFigures, programsOf } from './figures.ts';
import {
  databaseLine,
  memoryLine,
  openFormula,
  processesLine,
  requestsLine,
  workerFilesLine,
} from './sums.ts';
import type { SettingTexts } from './text.ts';
import type { DeploymentView, Subject } from './view.ts';

/** The number of processes that supervisord starts itself, as far as it is known. */
const children = (view: DeploymentView): number | undefined => {
  let total = 0;
  for (const { numprocs } of view.programs) {
    const value = ifKnown(numprocs);
    if (value === undefined) return undefined;
    total += value;
  }
  return total;
};

function namesLine(subject: Subject, view: DeploymentView): readonly string[] {
  const program = view.programs.find(({ name }) => subject.programs?.includes(name));
  const first = program?.instances[0]?.name;
  const last = program?.instances.at(-1)?.name;
  if (!program || first === undefined || last === undefined) return [];
  if (first === last) return [`Here: \`${first}\`.`];
  return [`Here: ${count(program.instances.length, 'name')}, \`${first}\` to \`${last}\`.`];
}

const ofPrograms =
  (...lines: readonly ((program: ProgramFigures, view: DeploymentView) => string)[]) =>
  (subject: Subject, view: DeploymentView): readonly string[] =>
    programsOf(subject, view).flatMap((program) => lines.map((line) => line(program, view)));

/** What the options of supervisord.conf do to scaling. */
export const supervisorSettings: SettingTexts = {
  numprocs: {
    level: 'horizontal',
    what: 'Starts the program so many times. Each instance is a whole server with its own address, master and memory.',
    when: 'For servers that are one process (daphne, uvicorn without workers), or to restart instances one after the other. For plain throughput of gunicorn raise `workers`: one queue in place of several.',
    limits:
      'Nothing shares out the requests by itself: nginx needs one `server` line for each instance, each instance needs its own socket or port, and `workers` is multiplied by it.',
    sums: (subject, view) => [
      ...programsOf(subject, view).flatMap((program) => [
        processesLine(program, view.target),
        requestsLine(program),
      ]),
      memoryLine(view),
      databaseLine(view),
    ],
  },
  process_name: {
    level: 'horizontal',
    what: 'The name of each instance. With several it has to contain `%(process_num)d`, or supervisord does not start.',
    when: 'As soon as `numprocs` is above 1; `%(program_name)s_%(process_num)02d` gives `web_00`, `web_01`, …',
    limits: 'It names the process only: sockets, ports and log files need the number as well.',
    sums: namesLine,
  },
  numprocs_start: {
    level: 'horizontal',
    what: 'The number of the first instance: they count from here in `%(process_num)d`.',
    when: 'When ports should start elsewhere than at 0.',
    limits: 'The addresses of all instances move with it; the `server` lines of nginx have to follow.',
    sums: namesLine,
  },
  minfds: {
    level: 'vertical',
    what: 'Open files that supervisord asks the system for; every program it starts inherits the limit.',
    when: 'When a program holds many connections: each is an open file, and the usual limit is 1024.',
    limits: 'Only root can raise it above the hard limit; supervisord does not start when it cannot.',
    sums: (subject, view) => {
      const total = children(view);
      const own = total === undefined ? undefined : supervisordFiles(total);
      return [
        own === undefined || total === undefined
          ? openFormula('4 × children + 30 = open files of supervisord', 'a numprocs is unknown')
          : `${count(total, 'child', 'children')}: about ${digits(own)} open files of supervisord itself.`,
        ...ofPrograms(workerFilesLine)(subject, view),
      ];
    },
  },
  stopwaitsecs: {
    level: 'process',
    what: 'Seconds that a stopped program gets before it is killed.',
    when: 'Always above the time that the server gives its requests: `graceful_timeout` of gunicorn (30 s) and some reserve.',
    limits: 'Below it every stop and every restart cuts off requests that are still running.',
    sums: ofPrograms((program) => gracefulLine(program)),
  },
};

function gracefulLine({ server }: ProgramFigures): string {
  const graceful = server.settings.get('graceful_timeout');
  return graceful?.known && typeof graceful.value === 'number'
    ? `${server.kind} waits ${digits(graceful.value)} s for its requests: \`stopwaitsecs\` from ${digits(graceful.value + 5)} on.`
    : openFormula('stopwaitsecs ≥ graceful_timeout + 5', 'graceful_timeout is unknown');
}
