import type { Span } from '../../../../base/span.ts';
import { bind, integerOf, isAbsent, textOf } from '../arguments.ts';
import type { Basis } from '../basis.ts';
import { newSet } from '../containers.ts';
import { intOf, isUnknown, resting, unknownOf, type Val } from '../data.ts';
import { placeOf, type Run } from '../run.ts';
import type { Natives } from './native.ts';

const coresBasis = (run: Run, cores: number, at: Span): Basis => {
  const from = run.assumptions.coresFrom;
  const noun = cores === 1 ? 'core' : 'cores';
  return {
    origin: 'target cores',
    assumes: [from === '' ? `${cores} ${noun}` : `${cores} ${noun} (${from})`],
    places: [placeOf(run, at)],
  };
};

/** The cores of the target; unknown when nobody gives them. */
function cores(run: Run, at: Span): Val {
  const count = run.assumptions.cores;
  if (count === undefined) return unknownOf('the number of cores is not given', [placeOf(run, at)]);
  return resting(intOf(count), coresBasis(run, count, at));
}

const counters = new Set(['SC_NPROCESSORS_ONLN', 'SC_NPROCESSORS_CONF']);

/** All ways of counting cores. */
export const machine: Natives = {
  'multiprocessing.cpu_count': (run, args, at) => (bind(args, []) ? cores(run, at) : undefined),
  'os.cpu_count': (run, args, at) => (bind(args, []) ? cores(run, at) : undefined),
  'os.process_cpu_count': (run, args, at) => (bind(args, []) ? cores(run, at) : undefined),
  'psutil.cpu_count': (run, args, at) => {
    const bound = bind(args, ['logical?']);
    const logical = bound?.get('logical');
    const all = isAbsent(logical) || integerOf(logical) === 1;
    return bound && all && !(logical && isUnknown(logical)) ? cores(run, at) : undefined;
  },
  'os.sysconf': (run, args, at) => {
    const name = textOf(bind(args, ['name'])?.get('name'));
    if (name !== undefined && counters.has(name)) return cores(run, at);
    return unknownOf(`os.sysconf(${name ?? ''}) is known only on the machine`, [placeOf(run, at)]);
  },
  'os.sched_getaffinity': (run, args, at) => {
    const count = run.assumptions.cores;
    if (!bind(args, ['pid'])) return undefined;
    if (count === undefined || count > 4096) return cores(run, at);
    const one = unknownOf('which cores may be used is known only on the machine');
    const members = new Map(Array.from({ length: count }, (_core, index) => [`core:${index}`, one]));
    return newSet(members, coresBasis(run, count, at));
  },
};
