import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { planJson } from '../../levels/plan/json.ts';
import { renderPlanText } from '../../levels/plan/text.ts';
import type { PlanInput, PlanTarget } from '../../levels/plan/types.ts';
import { plan as planOf } from '../../levels/plan.ts';
import { pathOfUri, uriOfPath } from '../../node/disk-host.ts';
import { readProfile } from '../../workspace/profile/profile.ts';
import { oneOf, readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import type { Io } from '../io.ts';
import { profileAbove } from '../load.ts';
import { paintFor } from '../paint.ts';
import { readTarget } from '../target.ts';
import { usageError } from '../usage.ts';

const help = `Usage: scaling-lens plan --rate N --service-time TIME [OPTIONS]

From the load to workers, threads, instances and machines, the expected wait, the first bottleneck and the
level of scaling that lifts it. Each figure is printed with its formula.

  --rate N                        requests a second that arrive, such as 200
  --service-time TIME             time of one request, such as 100ms or 0.1
  --cpu-share SHARE               part of it on a processor, such as 0.2 or 20%
  --class NAME                    sync, gthread, gevent, asgi, uvicorn, tornado or daphne (default: chosen)
  --utilisation SHARE             how busy slots and cores may be (default: 70%)
  --target cores=8,memory=16GiB   the machine: cores, memory, memory_per_worker, max_connections, pool_size,
                                  max_overflow; comes before the profile
  --config FILE                   the profile (default: the nearest scaling-lens.ini)
  --format text|json              (default: text)
  --no-color                      no colours

Example: scaling-lens plan --rate 200 --service-time 100ms --cpu-share 20% --target cores=8,memory=16GiB
`;

const options = {
  rate: { type: 'string' },
  'service-time': { type: 'string' },
  'cpu-share': { type: 'string' },
  class: { type: 'string' },
  utilisation: { type: 'string' },
  target: { type: 'string' },
  config: { type: 'string' },
  format: { type: 'string', default: 'text' },
  'no-color': { type: 'boolean' },
} as const;

const seeHelp = 'See `scaling-lens plan --help`.';

/** Runs `plan`; gives the exit status. */
export function planCommand(args: readonly string[], io: Io): number {
  const { values, positionals } = readArguments('plan', args, options);
  if (positionals[0] !== undefined)
    throw usageError(`plan takes no path ('${positionals[0]}')`, 'The machine is named with --target.');
  const format = oneOf('format', values.format, ['text', 'json']);
  const result = planOf(inputOf(values, io));
  if (result.kind === 'refused') throw usageError(result.reason.replace(/\.$/, ''), seeHelp);
  const paint = paintFor(io, values['no-color']);
  io.out(
    format === 'json'
      ? `${JSON.stringify(planJson(result), null, 2)}\n`
      : renderPlanText(result, (text) => paint('bold', text)),
  );
  return 0;
}

export const plan: Command = {
  summary: 'work out workers, threads, instances and machines for a load',
  help,
  run: planCommand,
};

type Values = Partial<Record<Exclude<keyof typeof options, 'no-color'>, string>>;

function inputOf(values: Values, io: Io): PlanInput {
  return {
    rate: needed('rate', values.rate, /^(\d+(?:\.\d+)?|\.\d+)(?:\/s)?$/),
    serviceTime: secondsOf(values['service-time']),
    cpuShare: shareOf('cpu-share', values['cpu-share']),
    workerClass: values.class,
    utilisation: shareOf('utilisation', values.utilisation),
    target: targetOf(values, io.cwd),
  };
}

function needed(name: string, text: string | undefined, pattern: RegExp): number {
  if (text === undefined) throw usageError(`--${name} is missing`, seeHelp);
  const number = pattern.exec(text.trim())?.[1];
  if (number === undefined) throw usageError(`--${name} is '${text}', which is no number`, seeHelp);
  return Number(number);
}

function secondsOf(text: string | undefined): number {
  const number = needed('service-time', text, /^(\d+(?:\.\d+)?|\.\d+)\s*(?:ms|s)?$/);
  return /ms\s*$/.test(text ?? '') ? number / 1000 : number;
}

function shareOf(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = needed(name, text, /^(\d+(?:\.\d+)?|\.\d+)\s*%?$/);
  return text.trim().endsWith('%') ? number / 100 : number;
}

/** What the command line says of the machine, over what the profile says. */
function targetOf({ target, config }: Values, cwd: string): PlanTarget {
  const path = config === undefined ? profileAbove(uriOfPath(cwd))[0] : uriOfPath(resolve(cwd, config));
  const profile = path === undefined ? {} : readTargetOf(path, config ?? 'scaling-lens.ini');
  return { ...profile, ...(target === undefined ? {} : readTarget(target).target) };
}

function readTargetOf(uri: string, shown: string): PlanTarget {
  try {
    const text = readFileSync(pathOfUri(uri) ?? uri, 'utf8');
    return readProfile({ uri, text, kind: 'profile' }).target;
  } catch {
    throw usageError(`Cannot read the profile '${shown}'`, 'Name another with --config FILE.');
  }
}
