import type { FileKind, TextFile } from '../base/file.ts';
import { memo } from '../base/memo.ts';
import type { Address } from '../model/address.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Ask } from '../model/link-lookup.ts';
import { attached } from './attach.ts';
import { buildDeployment } from './build.ts';
import { nginxConfigs, supervisorSets } from './configs.ts';
import { frontOf, type NginxFront } from './front.ts';
import type { Group } from './group.ts';
import { aloneWay, waysOf } from './launches.ts';
import { createLookup, type References } from './lookup.ts';
import { type Starter, starterOf } from './manager.ts';
import type { Profile } from './profile/profile.ts';
import { type Machine, machineOf, type Profiles, profilesAbove, profilesOf } from './profiles.ts';
import { programsOf } from './programs.ts';
import { siteOfFile } from './project.ts';
import { createGrouping } from './regroup.ts';
import { evaluatedAlone } from './servers.ts';
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
  const grouping = createGrouping<Starter, NginxFront>();
  return memo((snapshot: Snapshot) => analyse(snapshot, knownRules, grouping));
}

function analyse(
  snapshot: Snapshot,
  knownRules: ReadonlySet<string> | undefined,
  grouping: ReturnType<typeof createGrouping<Starter, NginxFront>>,
): Analysis {
  const profiles = profilesOf(snapshot, knownRules);
  const lookup = createLookup(snapshot, profiles);
  const scene: Scene = { snapshot, profiles, ask: lookup.ask, machineFor: machinesOf(profiles, snapshot) };
  const starters = startersOf(scene);
  const fronts = frontsOf(scene);
  const groups = grouping(starters, fronts).filter((group) => isRelevant(group, scene));
  const rivals = rivalsOf(starters);
  const deployments = groups.map((group) => deploymentOf(group, rivals, scene));
  const { profile } = snapshot.settings;
  const above = profilesAbove(snapshot).map((uri) => ({ uri, as: uri === profile ? PROFILE : undefined }));
  return {
    deployments: sorted([...deployments, ...rest(deployments, scene)]),
    references: { missing: [...lookup.missing, ...above], named: withProfile(lookup.named, profile) },
  };
}

const PROFILE: FileKind = 'profile';

/** A profile that the settings name is one, whatever its own name. */
const withProfile = (named: ReadonlyMap<string, FileKind>, profile: string | undefined) =>
  profile === undefined ? named : new Map([...named, [profile, PROFILE]]);

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
  const supervised = supervisedStarters(scene);
  const used = usedBy(supervised);
  const ways = waysOf(filesOfKind(scene, 'context'), scene.ask, scene.machineFor)
    .filter(({ files: [file] }) => file === undefined || !used.has(file.uri))
    .map((way) => starterAt(way.kind, { supervisor: [], ...way }, scene));
  const known = usedBy([...supervised, ...ways]);
  const alone = filesOfKind(scene, 'gunicorn')
    .filter((file) => !known.has(file.uri))
    .map((file) => aloneWay(file, scene.ask, scene.machineFor(file.uri)))
    .map((way) => starterAt(way.kind, { supervisor: [], ...way }, scene));
  return attached([...supervised, ...ways], alone);
}

function supervisedStarters(scene: Scene): readonly Starter[] {
  const versionsFor = (file: TextFile) => scene.machineFor(file.uri).versions;
  const sets = supervisorSets(filesOfKind(scene, 'supervisor'), scene.ask, versionsFor);
  return sets.map((supervisor) => {
    const machine = scene.machineFor(supervisor[0]?.main.uri ?? '');
    const programs = supervisor.flatMap((config) => programsOf(config, scene.ask, machine));
    const files = supervisor.flatMap((config) => config.files);
    return starterAt('supervisor', { supervisor, programs, files }, scene);
  });
}

const starterAt = (
  kind: Starter['kind'],
  parts: Pick<Starter, 'supervisor' | 'programs' | 'files'>,
  { snapshot, profiles }: Scene,
): Starter => starterOf(kind, parts, snapshot.folders, profiles.for(parts.files[0]?.uri ?? '')?.folder);

const usedBy = (starters: readonly Starter[]): ReadonlySet<string> =>
  new Set(starters.flatMap(({ uses }) => uses));

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
  const programs = manager?.programs ?? [];
  const used = [...(manager?.files ?? []), ...filesOf(manager?.uses ?? [], scene)];
  const machine = scene.machineFor(first);
  return buildDeployment({
    supervisor: manager?.supervisor ?? [],
    programs,
    nginx,
    gunicorn: unique(used.filter(({ kind }) => kind === 'gunicorn')).map((file) =>
      evaluatedAlone(file, machine),
    ),
    starters: unique(used.filter(({ kind }) => kind === 'context')),
    context: contextNear(first, scene),
    profile: scene.profiles.for(first),
    machine,
    elsewhere: manager ? rivals(manager) : [],
  });
}

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
 * own project folder, of folders below it, and of the top of the repository.
 */
function contextNear(uri: string, scene: Scene): readonly TextFile[] {
  const projects = contextByProject(scene);
  if (projects.size === 0) return [];
  const { project } = siteOfFile(uri, scene.snapshot.folders);
  return [...projects].flatMap(([other, files]) =>
    other === project || other === '' || other.startsWith(`${project}/`) ? files : [],
  );
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

/** A way of starting that neither nginx nor a file of gunicorn has to do with tells nothing of a deployment. */
const isRelevant = ({ manager, fronts }: Group<Starter, NginxFront>, scene: Scene): boolean =>
  manager === undefined ||
  manager.kind === 'supervisor' ||
  manager.kind === 'gunicorn' ||
  fronts.length > 0 ||
  filesOf(manager.uses, scene).some(({ kind }) => kind === 'gunicorn');

const filesOf = (uris: readonly string[], { snapshot }: Scene): readonly TextFile[] =>
  uris.flatMap((uri) => snapshot.files.get(uri) ?? []);

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
