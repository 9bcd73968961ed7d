import type { TextFile } from '../base/file.ts';
import type { Target, Versions } from '../model/deployment.ts';
import type { Severity } from '../model/finding.ts';

/** Everything one analysis reads, immutable: a keystroke makes a new snapshot that shares all other files. */
export interface Snapshot {
  /** Every text that is loaded, by uri. */
  readonly files: ReadonlyMap<string, TextFile>;
  /** Uris of the workspace folders, without a trailing slash. */
  readonly folders: readonly string[];
  /** Uris of files that are known to exist, loaded or not. */
  readonly existing: ReadonlySet<string>;
  readonly settings: Settings;
}

/** What the editor or the command line sets for all deployments; a profile next to the files comes first. */
export interface Settings {
  readonly target: Partial<Target>;
  readonly versions: Partial<Versions>;
  /** By rule id or group (`nginx/*`). */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** A path on the server = a folder here. */
  readonly paths: ReadonlyMap<string, string>;
}

export const defaultSettings: Settings = { target: {}, versions: {}, rules: new Map(), paths: new Map() };
