import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import type { TextFile } from '../../base/file.ts';
import type { Finding, Fix } from '../../model/finding.ts';
import { ignoreHere, ignoreInFile, type ProfileText, turnOff } from '../../rules/silence.ts';
import { profileName } from '../../workspace/kind/kind.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { diagnosticOf } from '../diagnostics.ts';
import { workspaceEditOf } from '../edits.ts';
import type { Session } from '../session.ts';

/** What is offered of every finding besides its own fixes: to ignore it, to turn its rule off, to read about it. */
export function silencing(
  session: Session,
  snapshot: Snapshot,
  file: TextFile,
  finding: Finding,
): readonly CodeAction[] {
  const profile = profileOf(session, snapshot, file);
  const fixes: readonly Fix[] = [
    ignoreHere(file, finding),
    ignoreInFile(file, finding),
    ...(profile ? [turnOff(profile, finding.rule)] : []),
  ];
  const diagnostic = diagnosticOf(session, finding, snapshot);
  const shown = { kind: CodeActionKind.QuickFix, ...(diagnostic && { diagnostics: [diagnostic] }) };
  return [
    ...fixes.flatMap(({ title, edits }) => {
      const edit = workspaceEditOf(session, edits, snapshot);
      return edit ? [{ title, ...shown, edit }] : [];
    }),
    ...explaining(session, finding).map((action) => ({ ...action, ...shown })),
  ];
}

/** Only our own client has the command. */
function explaining(session: Session, { rule }: Finding): CodeAction[] {
  if (!session.options.rulePage) return [];
  const title = `Explain ${rule}`;
  return [{ title, command: { title, command: 'scalingLens.explainRule', arguments: [rule] } }];
}

/** The profile of the file's deployment: the one that is there, else where it would be; undefined outside of all. */
function profileOf(session: Session, snapshot: Snapshot, file: TextFile): ProfileText | undefined {
  const deployment = session.service.deployments(snapshot).find(({ files }) => files.includes(file));
  if (!deployment) return undefined;
  const present = deployment.files.find(({ kind }) => kind === 'profile');
  const uri = present?.uri ?? `${deployment.root}/${profileName}`;
  return { uri, text: snapshot.files.get(uri)?.text };
}
