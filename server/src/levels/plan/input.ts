import { workerClass } from '../arithmetic/concurrency.ts';
import { isPositive } from '../arithmetic/domain.ts';
import type { CheckedInput, PlanInput } from './types.ts';

/** How busy slots and cores may be where nothing else is asked: beyond it waiting grows steeply. */
export const USUAL_UTILISATION = 0.7;

/** Machines beyond which a plan says nothing any more. */
const MOST_MACHINES = 10_000;

/** A container may have 1.5 cores; processes can only count on whole ones. */
const wholeCores = (cores: number): number => Math.max(1, Math.floor(cores));

/** The input with its defaults, or why there can be no plan. */
export function checkedInput(input: PlanInput): CheckedInput | string {
  const utilisation = input.utilisation ?? USUAL_UTILISATION;
  const { target } = input;
  const cores = target.cores === undefined ? undefined : wholeCores(target.cores);
  return reasonAgainst(input, utilisation) ?? { ...input, utilisation, target: { ...target, cores } };
}

function reasonAgainst(input: PlanInput, utilisation: number): string | undefined {
  const { rate, serviceTime, cpuShare, workerClass: wish, target } = input;
  if (!isPositive(rate)) return 'The rate has to be a number of requests a second above 0.';
  if (!isPositive(serviceTime)) return 'The service time has to be a number of seconds above 0.';
  if (cpuShare !== undefined && !(cpuShare >= 0 && cpuShare <= 1))
    return 'The CPU share has to be from 0 to 1: 0.2 when a fifth of the time is spent on a processor.';
  if (!(utilisation > 0 && utilisation < 1))
    return 'The utilisation has to be above 0 and below 1: 0.7 keeps waiting short.';
  if (wish !== undefined && wish !== 'daphne' && !workerClass(wish))
    return `'${wish}' is no worker class whose arithmetic is known: sync, gthread, gevent, asgi, uvicorn, tornado, daphne.`;
  const wrong = Object.entries(target).find(([, value]) => typeof value === 'number' && !(value >= 0));
  if (wrong) return `The target's ${wrong[0]} is ${String(wrong[1])}, which is no amount.`;
  if (rate * serviceTime > 1_000_000 * MOST_MACHINES)
    return 'That is more than a plan of this kind can tell.';
  return undefined;
}
