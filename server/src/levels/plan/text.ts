import { bytes, count, digits, duration, percent } from '../words.ts';
import type { Plan, PlanCeiling, PlanFigure } from './types.ts';

/** A plan as text for a terminal, ending with a newline. `heading` gives a heading its style. */
export function renderPlanText(plan: Plan, heading: (text: string) => string = (text) => text): string {
  return `${[
    heading('Plan'),
    ...summary(plan),
    '',
    heading('Settings'),
    ...settings(plan),
    '',
    heading('How it was worked out'),
    ...plan.figures.flatMap(figureLines),
    '',
    heading('What each resource allows on one machine'),
    ...plan.ceilings.map(ceilingLine),
    '',
    heading('Assumptions'),
    ...plan.assumptions.map((line) => `  - ${line}`),
  ].join('\n')}\n`;
}

function summary({
  input,
  settings,
  utilisation,
  wait,
  bottleneck,
  next,
  problems,
}: Plan): readonly string[] {
  const busy = `${percent(utilisation)} of the slots busy`;
  const waits = wait === null ? 'the wait is not known' : `${duration(wait)} mean wait`;
  return [
    `  ${digits(input.rate)} requests a second of ${duration(input.serviceTime)}: ${count(settings.machines, 'machine')}, ${busy}, ${waits}.`,
    `  First bottleneck: ${bottleneck.text}.`,
    `  Next level: ${next.level}, since ${next.why}.`,
    ...problems.map((problem) => `  Problem: ${problem}`),
  ];
}

function settings({ settings: set, slots }: Plan): readonly string[] {
  const rows: readonly (readonly [string, string])[] = [
    ['machines', digits(set.machines)],
    ['numprocs', `${digits(set.instances)} on each machine`],
    ['worker_class', `${set.workerClass} (${set.reason})`],
    ['workers', `${digits(set.workers)} in each instance`],
    ...(set.threads > 1 ? [['threads', `${digits(set.threads)} in each worker`] as const] : []),
    ...(set.workerConnections === null
      ? []
      : [['worker_connections', `${digits(set.workerConnections)} at least, in each worker`] as const]),
    ['slots', `${count(slots, 'request')} at once on each machine`],
    ...(set.pool === null
      ? []
      : [['pool', `${count(set.pool, 'connection')} of the database for each process at most`] as const]),
  ];
  return rows.map(([name, text]) => `  ${name.padEnd(18)}  ${text}`);
}

const shown = ({ value, unit }: PlanFigure): string => {
  if (value === null) return 'not known';
  if (unit === 's') return duration(value);
  return unit === 'bytes' ? bytes(value) : `${digits(value)} ${unit}`;
};

const figureLines = (figure: PlanFigure): readonly string[] => [
  `  ${figure.name}: ${shown(figure)}`,
  `      ${figure.formula}: ${figure.worked}  [${figure.source}]`,
];

const ceilingLine = ({ resource, rate, formula, worked }: PlanCeiling): string =>
  `  ${resource.padEnd(9)}  ${rate === null ? 'not known' : `${digits(rate)}/s`}  (${formula}: ${worked})`;
