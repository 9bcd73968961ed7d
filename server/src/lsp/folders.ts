import {
  DidChangeWorkspaceFoldersNotification,
  type InitializeParams,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { normalUri } from '../base/uri.ts';
import type { Refresh } from './refresh.ts';
import type { Session } from './session.ts';

/** Follows the editor's folders as they come and go. Gives the function that reads the first ones. */
export function followFolders(
  session: Session,
  refresh: Refresh,
  params: InitializeParams,
): () => Promise<void> {
  const folders = new Set(firstFolders(params));
  const read = (): Promise<void> => session.service.workspace.setFolders([...folders]);
  if (session.client.workspace?.workspaceFolders)
    session.connection.onNotification(DidChangeWorkspaceFoldersNotification.type, ({ event }) => {
      for (const { uri } of event.removed) folders.delete(normalUri(uri));
      for (const { uri } of event.added) folders.add(normalUri(uri));
      void refresh.loading(read);
    });
  return read;
}

/** The folders of `initialize`; an old client says one, as `rootUri`. */
function firstFolders(params: InitializeParams): string[] {
  const folders: readonly WorkspaceFolder[] = params.workspaceFolders ?? [];
  const root = params.workspaceFolders ? null : params.rootUri;
  return [...folders.map(({ uri }) => uri), ...(root ? [root] : [])].map(normalUri);
}
