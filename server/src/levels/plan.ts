import { workerClass } from './arithmetic/concurrency.ts';
import { usableConnections } from './arithmetic/database.ts';
import { ceilingsOf, lowest } from './plan/ceilings.ts';
import { type Choice, chooseClass } from './plan/choice.ts';
import { coreWait, databaseFigure, memoryFigure, needs, poolThatFits, slotWait } from './plan/figures.ts';
import { checkedInput } from './plan/input.ts';
import { nextLevel } from './plan/next.ts';
import { type Size, sizeOf } from './plan/size.ts';
import type { CheckedInput, NoPlan, Plan, PlanCeiling, PlanInput, PlanResource } from './plan/types.ts';
import { bytes, count, digits, percent } from './words.ts';

/** What another machine brings more of; the database it does not. */
const OF_A_MACHINE: readonly PlanResource[] = ['processes', 'cores', 'memory'];

/**
 * From an arrival rate and a service time to workers, threads, instances and machines, the expected wait, the first
 * bottleneck and the level that lifts it. Each figure carries its formula; unknown parts stay unknown and are named.
 * Refused, with the reason, for an input outside its domain.
 */
export function plan(wanted: PlanInput): Plan | NoPlan {
  const input = checkedInput(wanted);
  if (typeof input === 'string') return { kind: 'refused', reason: input };
  const needed = needs(input);
  const slots = needed.find(({ name }) => name === 'slots')?.value ?? 1;
  const choice = chooseClass(input, Math.ceil(slots / machinesForCores(input)));
  const machines = machinesFor(input, choice, slots);
  const size = sizeOf(input, choice, slots, machines);
  const ceilings = ceilingsOf(input, choice, size, machines);
  const waits = [slotWait(input, size, machines), coreWait(input, size, machines)];
  const bottleneck = firstBottleneck(ceilings, machines);
  return {
    kind: 'plan',
    input,
    settings: {
      workerClass: choice.className,
      reason: choice.reason,
      machines,
      instances: size.instances,
      workers: size.workers,
      threads: size.threads,
      workerConnections: hasConnections(choice) ? size.connections : null,
      pool: poolThatFits(input, size, machines),
    },
    slots: size.slots,
    utilisation: (input.rate * input.serviceTime) / machines / size.slots,
    wait: longest(waits.map(({ value }) => value)),
    figures: [...needed, ...waits, memoryFigure(input, size), databaseFigure(input, size, machines)],
    ceilings,
    bottleneck,
    next: nextLevel(bottleneck.resource, choice, input, machines),
    problems: problemsOf(input, size, machines),
    assumptions: assumptionsOf(input, choice, size),
  };
}

const hasConnections = ({ className }: Choice): boolean =>
  workerClass(className)?.perWorker === 'worker_connections';

/** Machines that the processor part of the load needs; 1 where it is unknown. */
function machinesForCores({ rate, serviceTime, cpuShare, utilisation, target }: CheckedInput): number {
  if (cpuShare === undefined || !target.cores) return 1;
  return Math.max(1, Math.ceil((rate * serviceTime * cpuShare) / utilisation / target.cores - 1e-9));
}

/** Machines so that none is busier than asked, by the lowest ceiling that a machine has; 1 when none is known. */
function machinesFor(input: CheckedInput, choice: Choice, slots: number): number {
  const alone = sizeOf(input, choice, slots, 1);
  const ceiling = lowest(ceilingsOf(input, choice, alone, 1), OF_A_MACHINE);
  if (!ceiling || ceiling.rate <= 0) return 1;
  return Math.max(1, Math.ceil(input.rate / (input.utilisation * ceiling.rate) - 1e-9));
}

function firstBottleneck(ceilings: readonly PlanCeiling[], machines: number): Plan['bottleneck'] {
  const machine = lowest(ceilings, OF_A_MACHINE);
  const database = lowest(ceilings, ['database']);
  if (database && (!machine || database.rate <= machine.rate * machines)) {
    return {
      resource: 'database',
      rate: database.rate,
      text: `database connections, at ${digits(database.rate)} requests a second`,
    };
  }
  const first = machine ?? lowest(ceilings, ['slots']);
  const rate = (first?.rate ?? 0) * machines;
  const resource = first?.resource ?? 'slots';
  const where =
    machines === 1 ? '' : ` (${digits(first?.rate ?? 0)} on each of ${digits(machines)} machines)`;
  return { resource, rate, text: `${NAMES[resource]}, at ${digits(rate)} requests a second${where}` };
}

const NAMES: Readonly<Record<PlanResource, string>> = {
  processes: 'worker processes (4 for each core)',
  cores: 'cores',
  memory: 'memory',
  database: 'database connections',
  slots: 'slots of the workers (no limit of the machine is known)',
};

function problemsOf(input: CheckedInput, size: Size, machines: number): readonly string[] {
  const { maxConnections, memory } = input.target;
  const connections = databaseFigure(input, size, machines).value;
  const used = memoryFigure(input, size).value;
  const usable = maxConnections === undefined ? undefined : usableConnections(maxConnections);
  const pool = poolThatFits(input, size, machines);
  return [
    ...(usable !== undefined && connections !== null && connections > usable
      ? [
          `The processes can open ${count(connections, 'database connection')}, and ${digits(usable)} are granted: ${pool === 0 ? 'put a pooler such as PgBouncer between' : `give each process a pool of ${digits(pool ?? 0)} at most`}.`,
        ]
      : []),
    ...(memory !== undefined && used !== null && used > memory
      ? [`The processes of a machine need ${bytes(used)} of ${bytes(memory)}.`]
      : []),
  ];
}

function longest(waits: readonly (number | null)[]): number | null {
  const known = waits.filter((wait) => wait !== null);
  return known.length === 0 || waits[0] === null ? null : Math.max(...known);
}

function assumptionsOf(input: CheckedInput, choice: Choice, size: Size): readonly string[] {
  const { cpuShare, target, utilisation, workerClass: wish } = input;
  return [
    `Slots and cores may be busy ${percent(utilisation)} of the time.`,
    'Requests arrive at random and vary in length; a burst waits longer than the mean.',
    ...(wish === undefined ? [`Worker class ${choice.className}: ${choice.reason}.`] : []),
    ...(cpuShare === undefined
      ? ['The CPU share is not known, so cores are not held against the load (--cpu-share).']
      : []),
    ...(target.cores === undefined ? ['The cores are not known (--target cores=…).'] : []),
    size.instances === 1
      ? 'One instance on each machine: its workers share one queue, and several instances would have several.'
      : `${count(size.instances, 'instance')} of one process each, since ${choice.className} has no workers.`,
    'A request holds a database connection from start to end, which is the most it can.',
  ];
}
