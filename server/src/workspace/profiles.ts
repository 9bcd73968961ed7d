import { memoOf } from '../base/memo.ts';
import { folderOf } from '../base/uri.ts';
import type { Target, Versions } from '../model/deployment.ts';
import { profileName } from './kind/kind.ts';
import { type Profile, readProfile } from './profile/profile.ts';
import type { Settings, Snapshot } from './snapshot.ts';

/** The profiles of a snapshot. */
export interface Profiles {
  readonly all: readonly Profile[];
  /** The profile that governs a file: the one named in the settings, else the nearest above it. */
  for(uri: string): Profile | undefined;
}

const remembered = memoOf<object, Profile>();

/** Reads every profile at hand; `knownRules` are the ids that `[rules]` may name. */
export function profilesOf(snapshot: Snapshot, knownRules: ReadonlySet<string> | undefined): Profiles {
  const all = [...snapshot.files.values()]
    .filter(({ kind }) => kind === 'profile')
    .map((file) => remembered(file, [knownRules], () => readProfile(file, knownRules)));
  const byFolder = new Map(all.map((profile) => [profile.folder, profile]));
  const named = all.find(({ file }) => file.uri === snapshot.settings.profile);
  return { all, for: (uri) => named ?? nearest(folderOf(uri), byFolder) };
}

function nearest(start: string, byFolder: ReadonlyMap<string, Profile>): Profile | undefined {
  if (byFolder.size === 0) return undefined;
  let folder = start;
  for (;;) {
    const found = byFolder.get(folder);
    if (found) return found;
    const parent = folderOf(folder);
    if (parent === folder) return undefined;
    folder = parent;
  }
}

/**
 * Where a profile above the workspace folders (above the files, where no folder is open) would lie: it governs them
 * as well, but nobody lists those folders.
 */
export function profilesAbove(snapshot: Snapshot): readonly string[] {
  if (snapshot.settings.profile !== undefined) return [snapshot.settings.profile];
  const starts = new Set<string>();
  for (const folder of snapshot.folders) starts.add(folderOf(folder));
  if (starts.size === 0) for (const uri of snapshot.files.keys()) starts.add(folderOf(uri));
  const found = new Set<string>();
  for (const start of starts) {
    let folder = start;
    while (!found.has(`${folder}/${profileName}`)) {
      found.add(`${folder}/${profileName}`);
      folder = folderOf(folder);
    }
  }
  return [...found].filter((uri) => !snapshot.files.has(uri));
}

/** What is known of the machine and its programs for a deployment; the same object for the same sources. */
export interface Machine {
  readonly target: Target;
  readonly versions: Versions;
}

const noProfile = {};
const machines = memoOf<object, Machine>();

/** `--target` first, then the profile, then the editor's settings; each value from the first that has it. */
export const machineOf = (profile: Profile | undefined, settings: Settings): Machine =>
  machines(profile ?? noProfile, [JSON.stringify([settings.target, settings.versions])], () =>
    mixed(profile, settings),
  );

function mixed(profile: Profile | undefined, settings: Settings): Machine {
  const isCommand = settings.target.from === '--target';
  const profiled = profile?.target ?? {};
  const target = isCommand
    ? { ...profiled, ...given(settings.target) }
    : { ...given(settings.target), ...profiled };
  const versions = isCommand
    ? { ...profile?.versions, ...given(settings.versions) }
    : { ...given(settings.versions), ...profile?.versions };
  return {
    target: { ...noTarget, ...target, from: fromOf(profile, settings) },
    versions: { ...noVersions, ...versions },
  };
}

const given = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;

function fromOf(profile: Profile | undefined, settings: Settings): string | null {
  if (settings.target.from === '--target') return '--target';
  if (profile && Object.keys(profile.target).length > 0) return 'scaling-lens.ini';
  return settings.target.from ?? (Object.keys(given(settings.target)).length > 0 ? 'settings' : null);
}

const noTarget: Target = {
  cores: undefined,
  memory: undefined,
  memoryPerWorker: undefined,
  maxConnections: undefined,
  poolSize: undefined,
  maxOverflow: undefined,
  from: null,
};

const noVersions: Versions = {
  supervisor: undefined,
  gunicorn: undefined,
  nginx: undefined,
  uvicorn: undefined,
};
