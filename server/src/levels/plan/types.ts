import type { ScalingLevel } from '../level.ts';

/** The machine, as far as anyone says; the model's `Target` fits it. */
export interface PlanTarget {
  readonly cores?: number | undefined;
  /** Bytes. */
  readonly memory?: number | undefined;
  /** Bytes of one worker process. */
  readonly memoryPerWorker?: number | undefined;
  readonly maxConnections?: number | undefined;
  readonly poolSize?: number | undefined;
  readonly maxOverflow?: number | undefined;
}

export interface PlanInput {
  /** Requests a second that arrive. */
  readonly rate: number;
  /** Seconds of one request from start to end. */
  readonly serviceTime: number;
  /** Part of the service time on a processor, from 0 to 1; undefined when nobody measured it. */
  readonly cpuShare?: number | undefined;
  /** The class that is wished for, by gunicorn's name, or `daphne`; undefined to have one chosen. */
  readonly workerClass?: string | undefined;
  /** How busy slots and cores may be, above 0 and below 1. */
  readonly utilisation?: number | undefined;
  readonly target: PlanTarget;
}

/** An input inside its domain, with its defaults. */
export interface CheckedInput extends PlanInput {
  readonly utilisation: number;
}

/** One figure with the way it was found. */
export interface PlanFigure {
  readonly name: string;
  /** Null where a part of the formula is unknown. */
  readonly value: number | null;
  readonly unit: string;
  /** With symbols: `c = λ·S / ρ`. */
  readonly formula: string;
  /** With numbers: `200 · 0.1 / 0.7 = 29`; the reason where it could not be worked out. */
  readonly worked: string;
  readonly source: string;
}

export type PlanResource = 'processes' | 'cores' | 'memory' | 'database' | 'slots';

/** Requests a second that a resource allows on one machine (the database: on all together). */
export interface PlanCeiling {
  readonly resource: PlanResource;
  readonly rate: number | null;
  readonly formula: string;
  readonly worked: string;
}

/** How to set the three files. */
export interface PlanSettings {
  readonly workerClass: string;
  /** Why this class. */
  readonly reason: string;
  readonly machines: number;
  /** Instances on each machine (numprocs). */
  readonly instances: number;
  /** Workers of each instance. */
  readonly workers: number;
  /** Threads of each worker. */
  readonly threads: number;
  /** `worker_connections` at least, of a class that has it; null for the others. */
  readonly workerConnections: number | null;
  /** Connections of each process's pool that fit the database; null when it names no limit. */
  readonly pool: number | null;
}

export interface Plan {
  readonly kind: 'plan';
  readonly input: CheckedInput;
  readonly settings: PlanSettings;
  /** Requests at once on one machine. */
  readonly slots: number;
  /** Share of time a slot is busy. */
  readonly utilisation: number;
  /** Mean seconds before a request is taken up; null when it cannot be told. */
  readonly wait: number | null;
  readonly figures: readonly PlanFigure[];
  readonly ceilings: readonly PlanCeiling[];
  readonly bottleneck: { readonly resource: PlanResource; readonly rate: number; readonly text: string };
  readonly next: { readonly level: ScalingLevel; readonly why: string };
  /** What does not fit: pools beyond the database's limit, processes beyond the memory. */
  readonly problems: readonly string[];
  readonly assumptions: readonly string[];
}

/** An input for which there is no plan. */
export interface NoPlan {
  readonly kind: 'refused';
  readonly reason: string;
}
