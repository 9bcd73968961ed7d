import type { TextFile } from './base/file.ts';
import type { Deployment } from './model/deployment.ts';
import type { Finding } from './model/finding.ts';
import type { Host, Logger } from './workspace/host.ts';
import type { Settings, Snapshot } from './workspace/snapshot.ts';

/**
 * The only door to the analysis, for the language server, the command line and tests. Questions are pure functions
 * of a snapshot; `workspace` is the part that changes with time and gives the current snapshot.
 */
export interface LanguageService {
  readonly workspace: Workspace;
  /** All deployments of the snapshot, sorted by root. */
  deployments(snapshot: Snapshot): readonly Deployment[];
  /** Findings of every file that has any, sorted by position and rule. Lists of untouched files keep identity. */
  findings(snapshot: Snapshot): ReadonlyMap<string, readonly Finding[]>;
}

/** Holds what is open and what is on disk. Every change that is complete gives a new snapshot. */
export interface Workspace {
  /** The current snapshot; equal to the one before until something changed. */
  readonly snapshot: Snapshot;
  /** Lists and reads the folders; resolves when all files they lead to are loaded. */
  setFolders(folders: readonly string[]): Promise<void>;
  setSettings(settings: Settings): void;
  /** An editor's buffer: it hides the file on disk until `close`. Synchronous: the snapshot changes at once. */
  open(uri: string, text: string, languageId?: string): void;
  close(uri: string): Promise<void>;
  /** Files created, changed or deleted on disk. */
  changed(uris: readonly string[]): Promise<void>;
  /** Reads what the current snapshot refers to and does not hold yet (includes, -c paths). */
  settle(): Promise<void>;
  file(uri: string): TextFile | undefined;
}

export interface ServiceParts {
  readonly host: Host;
  readonly logger: Logger;
}
