import type { Plan } from './types.ts';

/** A plan as the command line's JSON holds it. Fields may be added; none is renamed without a new `version`. */
export const planJson = (plan: Plan): object => ({
  version: 1,
  input: {
    rate: plan.input.rate,
    serviceTime: plan.input.serviceTime,
    cpuShare: plan.input.cpuShare ?? null,
    workerClass: plan.input.workerClass ?? null,
    utilisation: plan.input.utilisation,
    target: {
      cores: plan.input.target.cores ?? null,
      memory: plan.input.target.memory ?? null,
      memoryPerWorker: plan.input.target.memoryPerWorker ?? null,
      maxConnections: plan.input.target.maxConnections ?? null,
      poolSize: plan.input.target.poolSize ?? null,
      maxOverflow: plan.input.target.maxOverflow ?? null,
    },
  },
  settings: plan.settings,
  slots: plan.slots,
  utilisation: plan.utilisation,
  wait: plan.wait,
  bottleneck: plan.bottleneck,
  next: plan.next,
  figures: plan.figures,
  ceilings: plan.ceilings,
  problems: plan.problems,
  assumptions: plan.assumptions,
});
