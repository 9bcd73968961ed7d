import { linesOf, type TextFile } from '../base/file.ts';
import { positionAt } from '../base/line-index.ts';
import type { Place } from '../base/span.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Suppressed } from '../rules/run.ts';

/** What `check` found, for every output format. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  readonly files: number;
  readonly deployments: number;
  readonly file: (uri: string) => TextFile | undefined;
  /** A uri as a path from the current folder, with `/`. */
  readonly shown: (uri: string) => string;
}

/** Lines and columns from 1, columns in UTF-16 units, `end` exclusive. */
export interface Range {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

/** Where a place stands; the top of the file when its text is not loaded. */
export function rangeOf({ file }: Pick<Report, 'file'>, { uri, span }: Place): Range {
  const text = file(uri);
  if (!text) return { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } };
  const at = (offset: number) => {
    const { line, character } = positionAt(linesOf(text), offset);
    return { line: line + 1, column: character + 1 };
  };
  return { start: at(span.start), end: at(span.end) };
}

export const severities: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

/** How many findings there are of each severity. */
export function countBySeverity(findings: readonly Finding[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, information: 0, hint: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** True when the severity is as grave as the limit or graver; nothing reaches `never`. */
export const reaches = (severity: Severity, limit: Severity | 'never'): boolean =>
  limit !== 'never' && severities.indexOf(severity) <= severities.indexOf(limit);
