import type { ScalingLevel } from '../level.ts';
import type { Choice } from './choice.ts';
import type { CheckedInput, PlanResource } from './types.ts';

/** The level that lifts the first bottleneck, and why. */
export function nextLevel(
  resource: PlanResource,
  choice: Choice,
  input: CheckedInput,
  machines: number,
): { readonly level: ScalingLevel; readonly why: string } {
  switch (resource) {
    case 'processes':
      return afterProcesses(input);
    case 'cores':
      return afterCores(machines);
    case 'memory':
      return afterMemory(choice);
    case 'database':
      return {
        level: 'vertical',
        why: 'the database is shared by all machines: first fewer and shorter queries, smaller pools or a pooler such as PgBouncer, then a cache, then a larger database; more application servers make it worse',
      };
    case 'slots':
      return afterSlots(choice);
  }
}

const afterProcesses = ({ cpuShare }: CheckedInput): { level: ScalingLevel; why: string } =>
  cpuShare !== undefined && cpuShare >= 0.5
    ? { level: 'vertical', why: 'requests compute and only more cores hold more of them' }
    : { level: 'thread', why: 'requests wait, and a thread holds a waiting request for less than a process' };

const afterCores = (machines: number): { level: ScalingLevel; why: string } =>
  machines > 1
    ? { level: 'horizontal', why: 'one machine is not enough and the next one carries the same again' }
    : { level: 'vertical', why: 'the cores are the limit: a larger machine first, then several of them' };

const afterMemory = ({ model }: Choice): { level: ScalingLevel; why: string } => {
  if (model === 'process')
    return { level: 'thread', why: 'threads hold more requests in the same memory; preload_app shares some' };
  if (model === 'thread') return { level: 'async', why: 'an event loop holds waiting requests for KiB' };
  return { level: 'vertical', why: 'only more memory holds more workers' };
};

const afterSlots = ({ model }: Choice): { level: ScalingLevel; why: string } =>
  model === 'process'
    ? {
        level: 'process',
        why: 'more workers hold more requests, as far as cores and memory allow (name them in the target to see how far)',
      }
    : {
        level: model,
        why: 'each worker can hold more requests, as far as cores and the database allow (name them in the target)',
      };
