import type { TextFile } from '../base/file.ts';
import { memo } from '../base/memo.ts';
import type { Address } from '../model/address.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Ask } from '../model/link-lookup.ts';
import { buildDeployment } from './build.ts';
import { nginxConfigs, supervisorSets } from './configs.ts';
import { frontOf, type NginxFront } from './front.ts';
import { type Group, groupsOf } from './group.ts';
import { createLookup, type References } from './lookup.ts';
import { type Starter, starterOf } from './manager.ts';
import type { Profile } from './profile/profile.ts';
import { type Machine, machineOf, type Profiles, profilesAbove, profilesOf } from './profiles.ts';
import { programsOf } from './programs.ts';
import type { Snapshot } from './snapshot.ts';

/** What a snapshot means. */
export interface Analysis {
  /** Sorted by root, then by first file. */
  readonly deployments: readonly Deployment[];
  readonly references: References;
}

/** Analyses snapshots; the same snapshot gives the same analysis. */
export function createAnalysis(
  knownRules: ReadonlySet<string> | undefined,
): (snapshot: Snapshot) => Analysis {
  return memo((snapshot: Snapshot) => analyse(snapshot, knownRules));
}

function analyse(snapshot: Snapshot, knownRules: ReadonlySet<string> | undefined): Analysis {
  const profiles = profilesOf(snapshot, knownRules);
  const lookup = createLookup(snapshot, profiles.for);
  const scene: Scene = { snapshot, profiles, ask: lookup.ask, machineFor: machinesOf(profiles, snapshot) };
  const starters = startersOf(scene);
  const fronts = frontsOf(scene);
  const groups = groupsOf(starters, fronts);
  const rivals = rivalsOf(starters);
  const deployments = groups.map((group) => deploymentOf(group, rivals, scene));
  const above = profilesAbove(snapshot).map((uri) => ({ uri, as: undefined }));
  return {
    deployments: sorted([...deployments, ...rest(deployments, scene)]),
    references: { missing: [...lookup.missing, ...above], named: lookup.named },
  };
}

interface Scene {
  readonly snapshot: Snapshot;
  readonly profiles: Profiles;
  readonly ask: Ask;
  readonly machineFor: (uri: string) => Machine;
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

const filesOfKind = ({ snapshot }: Scene, kind: TextFile['kind']): readonly TextFile[] =>
  [...snapshot.files.values()].filter((file) => file.kind === kind);

function startersOf(scene: Scene): readonly Starter[] {
  const versionsFor = (file: TextFile) => scene.machineFor(file.uri).versions;
  const sets = supervisorSets(filesOfKind(scene, 'supervisor'), scene.ask, versionsFor);
  return sets.map((supervisor) => {
    const uri = supervisor[0]?.main.uri ?? '';
    const machine = scene.machineFor(uri);
    const programs = supervisor.flatMap((config) => programsOf(config, scene.ask, machine));
    const files = supervisor.flatMap((config) => config.files);
    return starterOf(
      'supervisor',
      { supervisor, programs, files },
      scene.snapshot.folders,
      scene.profiles.for(uri)?.folder,
    );
  });
}

function frontsOf(scene: Scene): readonly NginxFront[] {
  const versionsFor = (file: TextFile) => scene.machineFor(file.uri).versions;
  return nginxConfigs(filesOfKind(scene, 'nginx'), scene.ask, versionsFor).map((config) =>
    frontOf(config, scene.snapshot.folders, scene.profiles.for(config.main.uri)?.folder),
  );
}

function deploymentOf(
  { manager, fronts }: Group<Starter, NginxFront>,
  rivals: Rivals,
  scene: Scene,
): Deployment {
  const nginx = fronts.map(({ config }) => config);
  const first = manager?.files[0]?.uri ?? nginx[0]?.main.uri ?? '';
  return buildDeployment({
    supervisor: manager?.supervisor ?? [],
    programs: manager?.programs ?? [],
    nginx,
    gunicorn: [],
    starters: manager && manager.kind !== 'supervisor' ? manager.files : [],
    context: [],
    profile: scene.profiles.for(first),
    machine: scene.machineFor(first),
    elsewhere: manager ? rivals(manager) : [],
  });
}

/** What the other ways of starting a starter's project bind. */
type Rivals = (starter: Starter) => readonly Address[];

function rivalsOf(starters: readonly Starter[]): Rivals {
  const projects = new Map<string, Starter[]>();
  for (const starter of starters) {
    const list = projects.get(starter.site.project);
    if (list) list.push(starter);
    else projects.set(starter.site.project, [starter]);
  }
  return (starter) =>
    (projects.get(starter.site.project) ?? []).flatMap((other) => (other === starter ? [] : other.binds));
}

/** A deployment of its own for every profile that governs none. */
function rest(deployments: readonly Deployment[], scene: Scene): readonly Deployment[] {
  if (scene.profiles.all.length === 0) return [];
  const covered = new Set(deployments.flatMap(({ files }) => files));
  const alone = scene.profiles.all.filter(({ file }) => !covered.has(file));
  return alone.map((profile) =>
    buildDeployment({
      supervisor: [],
      programs: [],
      nginx: [],
      gunicorn: [],
      starters: [],
      context: [],
      profile,
      machine: machineOf(profile, scene.snapshot.settings),
      elsewhere: [],
    }),
  );
}

const sorted = (deployments: readonly Deployment[]): readonly Deployment[] =>
  [...deployments].sort(
    (a, b) => compare(a.root, b.root) || compare(a.files[0]?.uri ?? '', b.files[0]?.uri ?? ''),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
