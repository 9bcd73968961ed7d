import type { Place } from './span.ts';

/** Where a known value comes from; these words stand in the command line's JSON as they are. */
export type Origin =
  | 'literal'
  | 'default'
  | 'config file'
  | 'command line'
  | 'GUNICORN_CMD_ARGS'
  | 'environment'
  | 'environment default'
  | 'target cores';

/** A value that is certain, or certain under the assumption that `from` and `assumes` name. */
export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly from: Origin;
  /** The texts that decide it, the most telling first; empty for a default. */
  readonly places: readonly Place[];
  /** What it rests on, in words for a hover: `8 cores (scaling-lens.ini)`, `WEB_CONCURRENCY is not set`. */
  readonly assumes?: readonly string[];
}

/** A value that cannot be told without running code or seeing the machine. Rules stay silent on it. */
export interface Unknown {
  readonly known: false;
  /** The reason in words: `read from a file at run time`. */
  readonly why: string;
  readonly places: readonly Place[];
  /** A placeholder's own text, so that `{{ port }}` equals `{{ port }}` on both sides of a link. */
  readonly placeholder?: string;
}

export type Value<T> = Known<T> | Unknown;

export const known = <T>(
  value: T,
  from: Origin,
  places: readonly Place[] = [],
  assumes?: readonly string[],
): Known<T> =>
  assumes && assumes.length > 0
    ? { known: true, value, from, places, assumes }
    : { known: true, value, from, places };

export const unknown = (why: string, places: readonly Place[] = []): Unknown => ({
  known: false,
  why,
  places,
});

/** The value, or undefined where it is unknown. */
export const ifKnown = <T>(value: Value<T> | undefined): T | undefined =>
  value?.known ? value.value : undefined;
