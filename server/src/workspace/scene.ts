import type { TextFile } from '../base/file.ts';
import { memo } from '../base/memo.ts';
import type { Ask } from '../model/link-lookup.ts';
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
}

/** Makes the scene of a snapshot. */
export const sceneOf = (snapshot: Snapshot, profiles: Profiles, ask: Ask): Scene => ({
  snapshot,
  profiles,
  ask,
  machineFor: machinesOf(profiles, snapshot),
});

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

/** Context files by project, worked out once a snapshot. */
const contextByProject = memo(({ snapshot }: Scene): ReadonlyMap<string, readonly TextFile[]> => {
  const projects = new Map<string, TextFile[]>();
  for (const file of snapshot.files.values()) {
    if (file.kind !== 'context') continue;
    const { project } = siteOfFile(file.uri, snapshot.folders);
    const list = projects.get(project);
    if (list) list.push(file);
    else projects.set(project, [file]);
  }
  return projects;
});

/**
 * The files of a project that tell how it is built and started (Dockerfile, compose file, requirements): those of its
 * own project folder, of folders below it, and of the top of the repository, without those of other environments
 * and ways of deploying.
 */
export function contextNear(uri: string, scene: Scene): readonly TextFile[] {
  const projects = contextByProject(scene);
  if (projects.size === 0) return [];
  const { folders } = scene.snapshot;
  const own = siteOfFile(uri, folders);
  return [...projects].flatMap(([other, files]) => {
    const isNear = other === own.project || other === '' || other.startsWith(`${own.project}/`);
    return isNear ? files.filter((file) => !areAlternatives(own, siteOfFile(file.uri, folders))) : [];
  });
}
