import type { CreateFile, TextDocumentEdit, TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { Edit } from '../base/span.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { rangeOf } from './conversion.ts';
import type { Session } from './session.ts';

/**
 * Edits as one change of the workspace, each file with the version it was made for. A file that does not exist is
 * created; undefined when the editor cannot do that.
 */
export function workspaceEditOf(
  session: Session,
  edits: readonly Edit[],
  snapshot: Snapshot,
): WorkspaceEdit | undefined {
  const byFile = new Map<string, Edit[]>();
  for (const edit of edits) byFile.set(edit.uri, [...(byFile.get(edit.uri) ?? []), edit]);
  const canDocuments = session.client.workspace?.workspaceEdit?.documentChanges === true;
  if (!canDocuments) return plainEdit(session, byFile, snapshot);
  const creates = [...byFile.keys()].filter((uri) => !snapshot.files.has(uri));
  if (creates.length > 0 && !canCreate(session)) return undefined;
  return {
    documentChanges: [
      ...creates.map((uri): CreateFile => ({ kind: 'create', uri, options: { ignoreIfExists: true } })),
      ...[...byFile].map(([uri, list]) => documentEdit(session, uri, list, snapshot)),
    ],
  };
}

function plainEdit(
  session: Session,
  byFile: ReadonlyMap<string, readonly Edit[]>,
  snapshot: Snapshot,
): WorkspaceEdit | undefined {
  if ([...byFile.keys()].some((uri) => !snapshot.files.has(uri))) return undefined;
  const entries = [...byFile].map(([uri, edits]) => [
    session.documents.external(uri),
    textEdits(uri, edits, snapshot),
  ]);
  return { changes: Object.fromEntries(entries) };
}

const canCreate = (session: Session): boolean =>
  session.client.workspace?.workspaceEdit?.resourceOperations?.includes('create') === true;

const documentEdit = (
  session: Session,
  uri: string,
  edits: readonly Edit[],
  snapshot: Snapshot,
): TextDocumentEdit => ({
  textDocument: { uri: session.documents.external(uri), version: session.documents.version(uri) },
  edits: textEdits(uri, edits, snapshot),
});

function textEdits(uri: string, edits: readonly Edit[], snapshot: Snapshot): TextEdit[] {
  const file = snapshot.files.get(uri);
  const start = { line: 0, character: 0 };
  return edits.map((edit) => ({
    range: file ? rangeOf(file, edit.span) : { start, end: start },
    newText: edit.newText,
  }));
}
