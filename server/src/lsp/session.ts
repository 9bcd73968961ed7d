import type { ClientCapabilities, Connection, TextDocumentPositionParams } from 'vscode-languageserver';
import type { TextFile } from '../base/file.ts';
import type { LanguageService } from '../service.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { offsetOf } from './conversion.ts';
import type { DataName } from './data.ts';
import type { Documents } from './documents.ts';
import type { Log } from './log.ts';
import type { ClientOptions } from './protocol.ts';
import type { EditorSettings } from './settings.ts';
import type { Shown } from './shown.ts';

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
  /** What the editor was told and keeps showing. */
  readonly shown: Shown;
  /** A JSON file that lies beside the server, read once and when it is first asked for; undefined when there is none. */
  readonly data: (name: DataName) => Promise<unknown>;
}

/** A file and the snapshot it is in. */
export interface Located {
  readonly snapshot: Snapshot;
  readonly file: TextFile;
}

/** The file of a protocol uri in the current snapshot; undefined when it is not loaded. */
export function located(session: Session, uri: string): Located | undefined {
  const snapshot = session.service.workspace.snapshot;
  const file = snapshot.files.get(session.documents.internal(uri));
  return file && { snapshot, file };
}

/** The file and the offset that a request points at; undefined when the file is not loaded. */
export function pointed(
  session: Session,
  { textDocument, position }: TextDocumentPositionParams,
): (Located & { readonly offset: number }) | undefined {
  const here = located(session, textDocument.uri);
  return here && { ...here, offset: offsetOf(here.file, position) };
}
