import type { TextFile } from '../base/file.ts';
import type { Target, Versions } from '../model/deployment.ts';
import type { Severity } from '../model/finding.ts';

/** Everything one analysis reads, immutable: a keystroke makes a new snapshot that shares all other files. */
export interface Snapshot {
  /** Every text that is loaded, by uri and in the order of uris, so that no result tells how it came about. */
  readonly files: ReadonlyMap<string, TextFile>;
  /** Uris of the workspace folders, without a trailing slash. */
  readonly folders: readonly string[];
  /** Uris of files that are known to exist, loaded or not. */
  readonly existing: ReadonlySet<string>;
  readonly settings: Settings;
  /**
   * The same object as long as folders, settings, the files that exist and the kinds of those loaded are the same:
   * an edit that only changes texts keeps it. Absent where nobody keeps track.
   */
  readonly layout?: object;
}

/** What the editor or the command line sets for all deployments; a profile next to the files comes first. */
export interface Settings {
  /** With `from: '--target'` it comes before the profile, as the command line promises. */
  readonly target: Partial<Target>;
  readonly versions: Partial<Versions>;
  /** By rule id or group (`nginx/*`). */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** A path on the server = a folder here. */
  readonly paths: ReadonlyMap<string, string>;
  /** Uri of the one profile that counts for every file, as `--config` names it. */
  readonly profile?: string;
}

export const defaultSettings: Settings = { target: {}, versions: {}, rules: new Map(), paths: new Map() };

export const emptySnapshot: Snapshot = {
  files: new Map(),
  folders: [],
  existing: new Set(),
  settings: defaultSettings,
  layout: {},
};

/**
 * A snapshot with some texts replaced, added or (with undefined) removed; the same snapshot when nothing differs.
 * What is loaded exists; what is removed here may still exist on disk.
 */
export function withFiles(
  snapshot: Snapshot,
  changes: Iterable<readonly [string, TextFile | undefined]>,
): Snapshot {
  let files: Map<string, TextFile> | undefined;
  let isNew = false;
  let isMoved = false;
  for (const [uri, file] of changes) {
    if ((files ?? snapshot.files).get(uri) === file) continue;
    files ??= new Map(snapshot.files);
    isNew ||= file !== undefined && !files.has(uri);
    isMoved ||= files.get(uri)?.kind !== file?.kind;
    if (file) files.set(uri, file);
    else files.delete(uri);
  }
  if (!files) return snapshot;
  const changed = { ...snapshot, files: isNew ? inOrder(files) : files };
  return isMoved ? { ...changed, layout: {} } : changed;
}

const inOrder = (files: ReadonlyMap<string, TextFile>): ReadonlyMap<string, TextFile> =>
  new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1)));

/** A snapshot that knows of more files (or, with `gone`, of fewer); the same one when nothing differs. */
export function withExisting(
  snapshot: Snapshot,
  found: Iterable<string>,
  gone: Iterable<string> = [],
): Snapshot {
  const added = [...found].filter((uri) => !snapshot.existing.has(uri));
  const removed = [...gone].filter((uri) => snapshot.existing.has(uri));
  if (added.length === 0 && removed.length === 0) return snapshot;
  const existing = new Set(snapshot.existing);
  for (const uri of added) existing.add(uri);
  for (const uri of removed) existing.delete(uri);
  return { ...snapshot, existing, layout: {} };
}
