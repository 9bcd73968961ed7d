import type { Place } from '../../base/span.ts';
import type { Finding } from '../../model/finding.ts';
import { countBySeverity, type Report, rangeOf } from '../report.ts';

/** The report as CI jobs and comparisons read it; its shape is the promise of version 1. */
export function jsonReport(report: Report): string {
  const { error, warning, information, hint } = countBySeverity(report.findings);
  const summary = {
    files: report.files,
    deployments: report.deployments,
    errors: error,
    warnings: warning,
    information,
    hints: hint,
    suppressed: report.suppressed.length,
  };
  const findings = report.findings.map((finding) => jsonFinding(finding, report));
  return `${JSON.stringify({ version: 1, summary, findings }, null, 2)}\n`;
}

function jsonFinding(finding: Finding, report: Report) {
  const at = (place: Place) => ({ file: report.shown(place.uri), range: rangeOf(report, place) });
  return {
    rule: finding.rule,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    refusedBy: finding.refusedBy,
    ...at(finding.place),
    related: finding.related.map(({ place, message }) => ({ ...at(place), message })),
    fixes: finding.fixes.map(({ title, safe, edits }) => ({
      title,
      safe,
      edits: edits.map((edit) => ({ ...at(edit), newText: edit.newText })),
    })),
  };
}
