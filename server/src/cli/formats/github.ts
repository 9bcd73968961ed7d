import type { Finding, Severity } from '../../model/finding.ts';
import { type Report, rangeOf } from '../report.ts';

const commandOf: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  information: 'notice',
  hint: 'notice',
};

/** The report as workflow commands, which GitHub shows as annotations on the lines of a pull request. */
export const githubReport = (report: Report): string =>
  report.findings.map((finding) => `${annotation(finding, report)}\n`).join('');

function annotation(finding: Finding, report: Report): string {
  const { start, end } = rangeOf(report, finding.place);
  // GitHub takes columns only for an annotation of one line.
  const columns = start.line === end.line ? [`col=${start.column}`, `endColumn=${end.column}`] : [];
  const properties = [
    `file=${property(report.shown(finding.place.uri))}`,
    `line=${start.line}`,
    `endLine=${end.line}`,
    ...columns,
    `title=${property(finding.rule)}`,
  ];
  return `::${commandOf[finding.severity]} ${properties.join(',')}::${data(finding.message)}`;
}

/** The escapes of a message, as @actions/core writes them. */
const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** A property may not hold the separators either. */
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
