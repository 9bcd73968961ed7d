import type { Call, Scope } from '../state.ts';

/** What a directive's setter does, as far as it can be told from the text. */
export interface Check {
  /** Runs when the directive is met. */
  readonly set?: (call: Call) => void;
  /** For a block: runs before its directives are read and gives what they need to know. */
  readonly open?: (call: Call) => Opened;
  /** For a block: runs when its `}` is read; the call stands there. */
  readonly close?: (call: Call, inner: Scope) => void;
}

/** What a block gives to the directives in it. */
export type Opened = Partial<Pick<Scope, 'location' | 'server' | 'upstream' | 'raw'>>;

/** Checks of one module by directive. */
export type Checks = Readonly<Record<string, Check>>;

/** A check that only sets. */
export const setter = (set: (call: Call) => void): Check => ({ set });
