import type { TextFile } from '../../base/file.ts';
import type { Value } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import type { Problem } from '../problem.ts';

/** A value of Python as far as a configuration needs it. */
export type PyValue =
  | { readonly type: 'none' }
  | { readonly type: 'bool'; readonly value: boolean }
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'str'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: string }
  | { readonly type: 'list' | 'tuple' | 'set'; readonly items: readonly Value<PyValue>[] }
  | { readonly type: 'dict'; readonly entries: readonly (readonly [PyValue, Value<PyValue>])[] }
  | { readonly type: 'function'; readonly name: string; readonly parameters: number }
  | { readonly type: 'object'; readonly name: string };

/** What static evaluation may take for granted. */
export interface Assumptions {
  /** Cores that `cpu_count()` and its kin give; undefined makes them unknown. */
  readonly cores: number | undefined;
  /** Where `cores` comes from, for hovers: `scaling-lens.ini`. */
  readonly coresFrom: string;
  /** The environment as far as it is given (environment= of the program). Other variables count as not set. */
  readonly environment: ReadonlyMap<string, Value<string>>;
  /** The folder gunicorn starts in, as a path on the server; undefined when no one says. */
  readonly directory: string | undefined;
  /** Path of the file on the server, for `__file__`. */
  readonly path: string;
}

/** One gunicorn.conf.py after static evaluation under some assumptions. */
export interface GunicornFile {
  readonly file: TextFile;
  /** Top-level names after the last statement that are settings of gunicorn, by setting name. */
  readonly settings: ReadonlyMap<string, GunicornAssignment>;
  /** Top-level names that are no setting: variables, helpers, misspelt settings. */
  readonly others: ReadonlyMap<string, GunicornAssignment>;
  /** In gunicorn's order. */
  readonly problems: readonly Problem[];
  /** Why further names may be set that no one can list (`import *`, `exec`, a template); absent when none can. */
  readonly openEnded?: string;
}

export interface GunicornAssignment {
  readonly name: string;
  readonly value: Value<PyValue>;
  /** The name where the winning value is assigned (or `def` gives it). */
  readonly namePlace: Place;
  /** The expression of the winning value; the name itself for a function. */
  readonly valuePlace: Place;
  /** The whole statement. */
  readonly statementPlace: Place;
}
