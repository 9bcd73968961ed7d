import type { Io } from './io.ts';

/** A command: runs with its own arguments and gives the exit status. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  readonly run: (args: readonly string[], io: Io) => number | Promise<number>;
}
