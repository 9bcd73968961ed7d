import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import type { TextFile } from '../base/file.ts';
import type { LanguageService } from '../service.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import type { Documents } from './documents.ts';
import type { Log } from './log.ts';
import type { ClientOptions } from './protocol.ts';
import type { EditorSettings } from './settings.ts';

/** One client's session: what every handler needs. It lives from `initialize` to `exit`. */
export interface Session {
  readonly connection: Connection;
  readonly service: LanguageService;
  readonly documents: Documents;
  readonly log: Log;
  readonly client: ClientCapabilities;
  readonly options: ClientOptions;
  /** As the editor has them now. */
  readonly settings: () => EditorSettings;
}

/** The file of a protocol uri with the snapshot it is in; undefined when it is not loaded. */
export function located(
  session: Session,
  uri: string,
): { readonly snapshot: Snapshot; readonly file: TextFile } | undefined {
  const snapshot = session.service.workspace.snapshot;
  const file = snapshot.files.get(session.documents.internal(uri));
  return file && { snapshot, file };
}
