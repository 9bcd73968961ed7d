import type {
  Location,
  Log,
  ReportingConfiguration,
  ReportingDescriptor,
  Result,
  Fix as SarifFix,
} from 'sarif';
import type { Edit, Place } from '../../base/span.ts';
import type { Finding, Fix, Severity } from '../../model/finding.ts';
import type { Rule } from '../../rules/define.ts';
import { allRules } from '../../rules/index.generated.ts';
import { type Report, rangeOf } from '../report.ts';
import { firstLink, rulePages, sectionOf } from '../rule-pages.ts';
import { version } from '../version.ts';

const levelOf: Readonly<Record<Severity, NonNullable<ReportingConfiguration['level']>>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
};

/**
 * The report as SARIF 2.1.0 (OASIS, 27 March 2020). Paths are relative to %SRCROOT%, the folder the command ran in;
 * findings that a comment silences are listed as suppressed.
 */
export function sarifReport(report: Report): string {
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
  const used = allRules.filter(({ id }) => all.some(({ rule }) => rule === id));
  const pages = rulePages();
  const write = writer(report, used);
  const log: Log = {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'scaling-lens',
            version,
            rules: used.map((rule) => descriptor(rule, pages.get(rule.id) ?? '')),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: [
          ...report.findings.map((finding) => write(finding)),
          ...report.suppressed.map(({ finding, reason }) => ({
            ...write(finding),
            suppressions: [{ kind: 'inSource' as const, ...(reason ? { justification: reason } : {}) }],
          })),
        ],
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function descriptor(rule: Rule, page: string): ReportingDescriptor {
  const url = firstLink(page);
  const what = plain(sectionOf(page, 'What it finds'));
  return {
    id: rule.id,
    shortDescription: { text: plain(rule.title) },
    fullDescription: { text: what },
    help: { text: `${what} ${plain(sectionOf(page, 'Why it matters'))}`, markdown: page },
    // The documentation of the program itself: it is where the fault is explained, and it needs no host of ours.
    ...(url === undefined ? {} : { helpUri: url }),
    defaultConfiguration: { level: levelOf[rule.severity] },
    properties: { precision: rule.confidence === 'high' ? 'very-high' : 'medium', tags: [...rule.reads] },
  };
}

const plain = (markdown: string): string => markdown.replaceAll('`', '').replaceAll('**', '');

function writer(report: Report, rules: readonly Rule[]): (finding: Finding) => Result {
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  return (finding) => {
    const fixes = finding.fixes.filter(({ edits }) => edits.length > 0).map((fix) => sarifFix(fix, report));
    return {
      ruleId: finding.rule,
      ruleIndex: indexes.get(finding.rule) ?? -1,
      level: levelOf[finding.severity],
      message: { text: finding.message },
      locations: [location(finding.place, report)],
      ...(finding.related.length > 0 ? { relatedLocations: relatedLocations(finding, report) } : {}),
      ...(fixes.length > 0 ? { fixes } : {}),
      properties: {
        severity: finding.severity,
        confidence: finding.confidence,
        refusedBy: finding.refusedBy,
      },
    };
  };
}

const relatedLocations = ({ related }: Finding, report: Report): Location[] =>
  related.map(({ place, message }, id) => ({ id, ...location(place, report), message: { text: message } }));

const artifact = (uri: string, report: Report) => ({
  uri: report.shown(uri).split('/').map(encodeURIComponent).join('/'),
  uriBaseId: '%SRCROOT%',
});

const location = (place: Place, report: Report): Location => ({
  physicalLocation: { artifactLocation: artifact(place.uri, report), region: region(place, report) },
});

function region(place: Place, report: Report) {
  const { start, end } = rangeOf(report, place);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

function sarifFix({ title, edits }: Fix, report: Report): SarifFix {
  const uris = [...new Set(edits.map(({ uri }) => uri))];
  const artifactChanges = uris.map((uri) => ({
    artifactLocation: artifact(uri, report),
    replacements: edits.filter((edit) => edit.uri === uri).map((edit) => replacement(edit, report)),
  }));
  return { description: { text: title }, artifactChanges };
}

const replacement = (edit: Edit, report: Report) => ({
  deletedRegion: region(edit, report),
  ...(edit.newText === '' ? {} : { insertedContent: { text: edit.newText } }),
});
