import type { TextFile } from '../base/file.ts';
import { memo, memoOf } from '../base/memo.ts';
import type { Ask } from '../model/link-lookup.ts';
import type { Circumstances } from './configs.ts';
import { rowsFor, serverPath } from './paths.ts';
import type { Profile } from './profile/profile.ts';
import { type Machine, machineOf, type Profiles } from './profiles.ts';
import { areAlternatives, siteOfFile } from './project.ts';
import type { Snapshot } from './snapshot.ts';

/** A snapshot with what every step of its analysis asks for. */
export interface Scene {
  readonly snapshot: Snapshot;
  readonly profiles: Profiles;
  readonly ask: Ask;
  readonly machineFor: (uri: string) => Machine;
  /** What counts for loading a configuration. */
  readonly given: Circumstances;
}

/** Makes the scene of a snapshot. */
export function sceneOf(snapshot: Snapshot, profiles: Profiles, ask: Ask): Scene {
  const machineFor = machinesOf(profiles, snapshot);
  const path = ({ uri }: TextFile): string =>
    serverPath(uri, rowsFor(uri, profiles.for(uri), snapshot.settings));
  return {
    snapshot,
    profiles,
    ask,
    machineFor,
    given: { versions: ({ uri }) => machineFor(uri).versions, path },
  };
}

function machinesOf(profiles: Profiles, snapshot: Snapshot): Scene['machineFor'] {
  const known = new Map<Profile | undefined, Machine>();
  return (uri) => {
    const profile = profiles.for(uri);
    const machine = known.get(profile) ?? machineOf(profile, snapshot.settings);
    known.set(profile, machine);
    return machine;
  };
}

/** The loaded files of a kind, in the order of their uris. */
export const filesOfKind = ({ snapshot }: Scene, kind: TextFile['kind']): readonly TextFile[] =>
  [...snapshot.files.values()].filter((file) => file.kind === kind);

/** The loaded ones of some files. */
export const filesOf = (uris: readonly string[], { snapshot }: Scene): readonly TextFile[] =>
  uris.flatMap((uri) => snapshot.files.get(uri) ?? []);

interface Contexts {
  /** Context files by project, each also under every folder above its project. */
  readonly below: ReadonlyMap<string, readonly TextFile[]>;
  /** Answers by site, so that equal answers are one list. */
  readonly near: Map<string, readonly TextFile[]>;
}

const remembered = memoOf<readonly string[], Contexts>();

/** Worked out again only when a context file is another one. */
function contextsOf(scene: Scene): Contexts {
  const { folders } = scene.snapshot;
  const files = filesOfKind(scene, 'context');
  return remembered(folders, files, () => ({ below: contextsBelow(files, folders), near: new Map() }));
}

function contextsBelow(files: readonly TextFile[], folders: readonly string[]): Contexts['below'] {
  const below = new Map<string, TextFile[]>();
  for (const file of files) {
    const { project } = siteOfFile(file.uri, folders);
    for (let folder = project; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
      const list = below.get(folder);
      if (list) list.push(file);
      else below.set(folder, [file]);
      if (folder === '') break;
    }
  }
  return below;
}

/**
 * The files of a project that tell how it is built and started (Dockerfile, compose file, requirements): those of its
 * own project folder, of folders below it, and of the top of the repository, without those of other environments
 * and ways of deploying.
 */
export function contextNear(uri: string, scene: Scene): readonly TextFile[] {
  const { folders } = scene.snapshot;
  const own = siteOfFile(uri, folders);
  const { below, near } = contextsFor(scene);
  const key = JSON.stringify([own.project, own.environment, own.way]);
  const known = near.get(key);
  if (known) return known;
  const top =
    own.project === ''
      ? []
      : (below.get('') ?? []).filter((file) => siteOfFile(file.uri, folders).project === '');
  const found = [...(below.get(own.project) ?? []), ...top].filter(
    (file) => !areAlternatives(own, siteOfFile(file.uri, folders)),
  );
  near.set(key, found);
  return found;
}

const contextsFor: (scene: Scene) => Contexts = memo(contextsOf);
