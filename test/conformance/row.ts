/** How often we and a real program say the same of one set of files. */
export interface ConformanceRow {
  /** What the cases are: `supervisor cases`, `corpus, nginx singles`. */
  readonly source: string;
  /** The program that judged, with its version: `nginx 1.22.1`. */
  readonly version: string;
  readonly cases: number;
  readonly agreed: number;
  readonly differing: number;
  /** Cases in which we say that it cannot be known. */
  readonly unknown: number;
  /** The cases that differ, one line each. */
  readonly details?: readonly string[];
}
