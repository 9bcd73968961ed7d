import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import type { TextFile } from '../../base/file.ts';
import type { Edit, Span } from '../../base/span.ts';
import type { Finding, Fix } from '../../model/finding.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { answering } from '../answer.ts';
import { spanOf } from '../conversion.ts';
import { diagnosticOf } from '../diagnostics.ts';
import { workspaceEditOf } from '../edits.ts';
import { type Located, located, type Session } from '../session.ts';
import type { Feature } from './feature.ts';
import { silencing } from './silencing.ts';

/** Applies every safe fix of a file; editors run it on save when they are told to. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.scalingLens`;

/** Quick fixes of the findings at the cursor, and all safe fixes of the file at once. */
export const codeActions: Feature = {
  capabilities: {
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind] },
  },
  register: (session) => {
    session.connection.onCodeAction(
      answering(session.log, 'Code actions', [], (params) => actionsFor(session, params)),
    );
  },
};

function actionsFor(session: Session, params: CodeActionParams): CodeAction[] {
  const here = located(session, params.textDocument.uri);
  if (!here) return [];
  const findings = session.service.findings(here.snapshot).get(here.file.uri) ?? [];
  const only = params.context.only;
  return [
    ...(wants(only, CodeActionKind.QuickFix)
      ? quickFixes(session, here, asked(here.file, findings, params))
      : []),
    ...(only && wants(only, fixAllKind) ? fixAll(session, here.snapshot, here.file, findings) : []),
  ];
}

/** True when the editor asks for this kind: for all, for it, or for a kind that holds it. */
const wants = (only: readonly string[] | undefined, kind: string): boolean =>
  only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`) || asked === '');

/** The findings at the cursor, and those that the editor names: some name all of the line. */
function asked(
  file: TextFile,
  findings: readonly Finding[],
  { range, context }: CodeActionParams,
): readonly Finding[] {
  const named = context.diagnostics.map((one) => ({ rule: one.code, at: spanOf(file, one.range) }));
  const cursor = spanOf(file, range);
  return findings.filter(
    ({ rule, place: { span } }) =>
      touch(span, cursor) || named.some((one) => one.rule === rule && equal(one.at, span)),
  );
}

const touch = (a: Span, b: Span): boolean => a.start <= b.end && b.start <= a.end;

const equal = (a: Span, b: Span): boolean => a.start === b.start && a.end === b.end;

function quickFixes(
  session: Session,
  { snapshot, file }: Located,
  findings: readonly Finding[],
): CodeAction[] {
  return merged([
    ...findings.flatMap((finding) =>
      finding.fixes.flatMap(
        (fix, index) => quickFix(session, snapshot, finding, fix, index === 0 ? 'first' : 'further') ?? [],
      ),
    ),
    ...findings.flatMap((finding) => silencing(session, snapshot, file, finding)),
  ]);
}

/** Actions that read the same and do the same are one, for all their findings. */
function merged(actions: readonly CodeAction[]): CodeAction[] {
  const different = new Map<string, CodeAction>();
  for (const action of actions) {
    const key = JSON.stringify([action.title, action.edit, action.command]);
    const alike = different.get(key);
    different.set(key, alike ? joined(alike, action) : action);
  }
  return [...different.values()];
}

const joined = (one: CodeAction, other: CodeAction): CodeAction => ({
  ...one,
  ...(other.isPreferred && { isPreferred: true }),
  diagnostics: [...(one.diagnostics ?? []), ...(other.diagnostics ?? [])],
});

/** The first fix of a finding is preferred when it is safe: "fix" keys apply it without asking. */
function quickFix(
  session: Session,
  snapshot: Snapshot,
  finding: Finding,
  fix: Fix,
  rank: 'first' | 'further',
): CodeAction | undefined {
  const edit = workspaceEditOf(session, fix.edits, snapshot);
  const diagnostic = diagnosticOf(session, finding, snapshot);
  return (
    edit && {
      title: fix.title,
      kind: CodeActionKind.QuickFix,
      ...(diagnostic && { diagnostics: [diagnostic] }),
      ...(rank === 'first' && fix.safe && { isPreferred: true }),
      edit,
    }
  );
}

function fixAll(
  session: Session,
  snapshot: Snapshot,
  file: TextFile,
  findings: readonly Finding[],
): CodeAction[] {
  const fixes = findings.flatMap((finding) => finding.fixes.find((fix) => fix.safe) ?? []);
  const edits = compatible(fixes);
  const edit = edits.length > 0 ? workspaceEditOf(session, edits, snapshot) : undefined;
  return edit ? [{ title: `Apply all safe fixes in ${nameIn(file)}`, kind: fixAllKind, edit }] : [];
}

const nameIn = (file: TextFile): string => file.uri.slice(file.uri.lastIndexOf('/') + 1);

/** The edits of as many fixes as do not touch each other, the earlier ones first; a fix goes whole or not at all. */
function compatible(fixes: readonly Fix[]): readonly Edit[] {
  const taken: Edit[] = [];
  for (const fix of fixes) {
    const fresh = fix.edits.filter((edit) => !taken.some((other) => same(edit, other)));
    if (fresh.every((edit) => !taken.some((other) => overlap(edit, other)))) taken.push(...fresh);
  }
  return taken;
}

const same = (a: Edit, b: Edit): boolean =>
  a.uri === b.uri && equal(a.span, b.span) && a.newText === b.newText;

const overlap = (a: Edit, b: Edit): boolean => a.uri === b.uri && touch(a.span, b.span);
