import type { Sample } from './runs.ts';

/** How often we and a real program say the same of one set of cases. */
export interface ConformanceRow {
  /** What the cases are: `supervisor cases`, `nginx corpus, files it accepts`. */
  readonly source: string;
  /** The program that judged, with its version: `nginx 1.22.1`. */
  readonly version: string;
  readonly cases: number;
  readonly agreed: number;
  readonly differing: number;
  /** Cases in which we say that it cannot be known. */
  readonly unknown: number;
  /** Of cases that a generator makes: whether they are those of CI, or more or others. */
  readonly generated?: Sample;
  /** The cases that differ, one line each. */
  readonly details?: readonly string[];
}

/** One case on which we and the program differ, or of which we cannot tell. */
export interface Difference {
  readonly name: string;
  readonly ours: string;
  readonly theirs: string;
}

/** A row with what stands behind its figures. */
export interface MeasuredRow {
  readonly source: string;
  readonly version: string;
  readonly cases: number;
  readonly agreed: number;
  readonly differing: readonly Difference[];
  readonly unknown: readonly Difference[];
  readonly generated?: Sample;
}

const line = ({ name, ours, theirs }: Difference): string => `${name}: ours ${ours}, theirs ${theirs}`;

/** The row as the table shows it, with every case that is not agreed. */
export const rowOf = ({ differing, unknown, ...row }: MeasuredRow): ConformanceRow => ({
  ...row,
  differing: differing.length,
  unknown: unknown.length,
  details: [
    ...differing.map((one) => `differs: ${line(one)}`),
    ...unknown.map((one) => `unknown: ${line(one)}`),
  ],
});
