import { linesOf } from '../../base/file.ts';
import { lineAt } from '../../base/line-index.ts';
import type { Place, Related } from '../../base/span.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { type Paint, severityStyle } from '../paint.ts';
import { countBySeverity, type Report, rangeOf } from '../report.ts';

/** The report for people: each finding with its line, what belongs to it and how to mend it; then the sums. */
export function textReport(report: Report, paint: Paint): string {
  const findings = textFindings(report, paint);
  return `${findings}${findings === '' ? '' : '\n'}${summary(report, paint)}\n`;
}

/** The findings without the sums; empty without findings. */
export const textFindings = (report: Report, paint: Paint): string =>
  report.findings.map((finding) => `${findingText(finding, report, paint)}\n`).join('\n');

/** One finding; a hint takes one line, for it is an offer and no trouble. */
export function findingText(finding: Finding, report: Report, paint: Paint): string {
  const { severity, rule, message, place } = finding;
  const head = [
    `${paint('bold', locationOf(place, report))} ${paint(severityStyle[severity], severity)}`,
    `${paint('dim', rule)}  ${message}`,
  ].join(' ');
  if (severity === 'hint') return head;
  return [
    head,
    ...excerpt(place, severity, report, paint),
    ...finding.related.map((related) => relatedText(related, report, paint)),
    ...remedy(finding, paint),
  ].join('\n');
}

function locationOf(place: Place, report: Report): string {
  const { start } = rangeOf(report, place);
  return `${report.shown(place.uri)}:${start.line}:${start.column}`;
}

/** A longer line is cut around the marked text. */
const widest = 120;

function excerpt(place: Place, severity: Severity, report: Report, paint: Paint): readonly string[] {
  const file = report.file(place.uri);
  if (!file) return [];
  const starts = linesOf(file);
  const line = lineAt(starts, place.span.start);
  const from = starts[line] ?? 0;
  const whole = file.text.slice(from, starts[line + 1]).replace(/[\r\n]+$/, '');
  const marked = {
    start: place.span.start - from,
    end: Math.max(place.span.start - from + 1, Math.min(place.span.end - from, whole.length)),
  };
  const { text, before, length } = cut(whole, marked);
  const number = String(line + 1);
  const gutter = ' '.repeat(number.length);
  return [
    `${paint('dim', `  ${number} |`)} ${text}`,
    `${paint('dim', `  ${gutter} |`)} ${' '.repeat(before)}${paint(severityStyle[severity], '^'.repeat(length))}`,
  ];
}

function cut(whole: string, marked: { readonly start: number; readonly end: number }) {
  const from = marked.end > widest ? Math.max(0, marked.start - 40) : 0;
  const to = from + widest;
  const lead = from > 0 ? '…' : '';
  const tail = whole.length > to ? '…' : '';
  const end = Math.min(marked.end, to);
  return {
    text: lead + tabless(whole.slice(from, to)) + tail,
    before: lead.length + tabless(whole.slice(from, marked.start)).length,
    length: Math.max(1, tabless(whole.slice(marked.start, end)).length),
  };
}

const tabless = (text: string): string => text.replaceAll('\t', '    ');

const relatedText = ({ place, message }: Related, report: Report, paint: Paint): string =>
  `  ${paint('dim', '=')} ${locationOf(place, report)}: ${message}`;

function remedy({ fixes, refusedBy }: Finding, paint: Paint): readonly string[] {
  const [first] = fixes;
  const refused = refusedBy ? [`  ${paint('dim', '=')} ${refusedBy} refuses to start with this`] : [];
  if (!first) return refused;
  const how = first.safe ? ' (--fix does it)' : ' (needs a look; offered in the editor)';
  return [...refused, `  ${paint('green', 'fix:')} ${first.title}${paint('dim', how)}`];
}

function summary(report: Report, paint: Paint): string {
  const counts = countBySeverity(report.findings);
  const parts = [
    count(counts.error, 'error'),
    count(counts.warning, 'warning'),
    counts.information > 0 ? `${counts.information} information` : '',
    count(counts.hint, 'hint'),
  ].filter((part) => part !== '');
  const where = `${count(report.files, 'file') || 'no files'}${report.deployments > 1 ? `, ${report.deployments} deployments` : ''}`;
  const hidden = report.suppressed.length > 0 ? ` (${report.suppressed.length} silenced by comments)` : '';
  if (parts.length === 0) return `${paint('green', 'Nothing found')} in ${where}${hidden}`;
  const safe = report.findings.filter(({ fixes }) => fixes.some((fix) => fix.safe)).length;
  const offer = safe > 0 ? `; --fix mends ${safe}` : '';
  return `${paint('bold', parts.join(', '))} in ${where}${hidden}${offer}`;
}

const count = (n: number, word: string): string => (n === 0 ? '' : `${n} ${word}${n === 1 ? '' : 's'}`);
