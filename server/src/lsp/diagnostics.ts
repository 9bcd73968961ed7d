import type { Diagnostic } from 'vscode-languageserver';
import type { TextFile } from '../base/file.ts';
import type { Finding } from '../model/finding.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { type Advice, rangeOf, severityOf, tagsOf } from './conversion.ts';
import type { Session } from './session.ts';

/** What was sent last for a file, and what it was made of. */
interface Published {
  readonly findings: readonly Finding[];
  readonly advice: Advice;
  /** The file itself and those that related places lie in: a position depends on their texts. */
  readonly files: readonly (TextFile | undefined)[];
  readonly sent: string;
}

const nothing: readonly Finding[] = [];

/** Keeps the findings that the editor shows in step with the snapshot. */
export interface Publisher {
  /** Sends each file whose findings would be shown differently, with an empty list once none are left. */
  publish(): void;
  /** Has the file sent with the next `publish` though nothing differs: some editors drop what they showed. */
  renew(uri: string): void;
}

export function publisher(session: Session): Publisher {
  const published = new Map<string, Published>();
  return {
    publish: () => {
      const snapshot = session.service.workspace.snapshot;
      const findings = session.service.findings(snapshot);
      for (const uri of published.keys())
        if (!findings.has(uri)) publishOne(session, published, uri, nothing, snapshot);
      for (const [uri, list] of findings) publishOne(session, published, uri, list, snapshot);
    },
    renew: (uri) => {
      const before = published.get(uri);
      if (before) published.set(uri, { ...before, files: [], sent: '' });
    },
  };
}

function publishOne(
  session: Session,
  published: Map<string, Published>,
  uri: string,
  findings: readonly Finding[],
  snapshot: Snapshot,
): void {
  const before = published.get(uri);
  const advice = session.settings().advice;
  if (
    before &&
    before.findings === findings &&
    before.advice === advice &&
    sameFiles(before, findings, uri, snapshot)
  )
    return;
  const diagnostics = diagnosticsOf(session, findings, snapshot);
  const sent = JSON.stringify(diagnostics);
  if (sent !== (before?.sent ?? '[]')) send(session, uri, diagnostics);
  if (findings.length === 0) published.delete(uri);
  else published.set(uri, { findings, advice, files: filesOf(findings, uri, snapshot), sent });
}

function send(session: Session, uri: string, diagnostics: Diagnostic[]): void {
  const version = session.documents.version(uri);
  void session.connection
    .sendDiagnostics({
      uri: session.documents.external(uri),
      ...(version !== null && { version }),
      diagnostics,
    })
    .catch((error) => session.log.failure(`Sending the findings of ${uri}`, error));
}

const filesOf = (
  findings: readonly Finding[],
  uri: string,
  snapshot: Snapshot,
): readonly (TextFile | undefined)[] => {
  const uris = new Set([
    uri,
    ...findings.flatMap((finding) => finding.related.map(({ place }) => place.uri)),
  ]);
  return [...uris].map((one) => snapshot.files.get(one));
};

function sameFiles(
  before: Published,
  findings: readonly Finding[],
  uri: string,
  snapshot: Snapshot,
): boolean {
  const files = filesOf(findings, uri, snapshot);
  return files.length === before.files.length && files.every((file, index) => file === before.files[index]);
}

/** The findings of one file as the protocol shows them; those that the advice setting hides are left out. */
export function diagnosticsOf(
  session: Session,
  findings: readonly Finding[],
  snapshot: Snapshot,
): Diagnostic[] {
  return findings.flatMap((finding) => diagnosticOf(session, finding, snapshot) ?? []);
}

/** One finding as the protocol shows it; undefined when the advice setting hides it or its file is gone. */
export function diagnosticOf(session: Session, finding: Finding, snapshot: Snapshot): Diagnostic | undefined {
  const file = snapshot.files.get(finding.place.uri);
  const severity = severityOf(finding, session.settings().advice);
  if (!file || severity === undefined) return undefined;
  const page = session.options.rulePage?.replace('{rule}', finding.rule);
  const tags = tagsOf(finding);
  return {
    range: rangeOf(file, finding.place.span),
    severity,
    code: finding.rule,
    ...(page && { codeDescription: { href: page } }),
    source: 'scaling-lens',
    message: finding.message,
    ...(tags.length > 0 && { tags }),
    ...relatedOf(session, finding, snapshot),
  };
}

function relatedOf(
  session: Session,
  finding: Finding,
  snapshot: Snapshot,
): Pick<Diagnostic, 'relatedInformation'> {
  if (!session.client.textDocument?.publishDiagnostics?.relatedInformation) return {};
  const relatedInformation = finding.related.flatMap(({ place, message }) => {
    const file = snapshot.files.get(place.uri);
    if (!file) return [];
    return [
      { location: { uri: session.documents.external(place.uri), range: rangeOf(file, place.span) }, message },
    ];
  });
  return relatedInformation.length > 0 ? { relatedInformation } : {};
}
