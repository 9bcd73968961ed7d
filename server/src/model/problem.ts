import type { Place, Related } from '../base/span.ts';

/** The program that reads a language; its word on a file is final. */
export type Judge = 'supervisord' | 'gunicorn' | 'nginx';

/**
 * Something wrong that a loader saw while reading a file as the real program reads it. The rule named by `code`
 * turns it into a finding. A loader lists its problems in the program's own order: the first with `refusedBy` set
 * is the one that the program would print before it stops.
 */
export interface Problem {
  /** The id of the rule that reports it, such as `supervisor/invalid-value`. */
  readonly code: string;
  /** One sentence. With `refusedBy` it carries the program's own reason, letter by letter. */
  readonly message: string;
  readonly place: Place;
  readonly related: readonly Related[];
  readonly refusedBy: Judge | null;
  /** Facts for the rule's fix, such as the nearest known name. */
  readonly data?: Readonly<Record<string, string>>;
}
