import type { FileKind } from '../base/file.ts';
import { memo } from '../base/memo.ts';
import type { Address } from '../model/address.ts';
import type { Deployment } from '../model/deployment.ts';
import { absentPaths } from './absent.ts';
import { buildDeployment } from './build.ts';
import { nginxConfigs } from './configs.ts';
import { frontOf, type NginxFront } from './front.ts';
import type { Group } from './group.ts';
import { createLookup, type References } from './lookup.ts';
import type { Starter } from './manager.ts';
import { machineOf, profilesAbove, profilesOf } from './profiles.ts';
import { createGrouping } from './regroup.ts';
import { contextNear, filesOf, filesOfKind, type Scene, sceneOf } from './scene.ts';
import { evaluatedAlone } from './servers.ts';
import type { Snapshot } from './snapshot.ts';
import { startersOf } from './starters.ts';

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
  const scene = sceneOf(snapshot, profiles, lookup.ask);
  const starters = startersOf(scene);
  const fronts = frontsOf(scene);
  const groups = grouping(starters, fronts).filter((group) => isRelevant(group, scene));
  const rivals = rivalsOf(starters);
  const deployments = groups.map((group) => deploymentOf(group, rivals, scene));
  const { profile } = snapshot.settings;
  const above = profilesAbove(snapshot).map((uri) => ({
    uri,
    as: uri === profile ? ('profile' as const) : undefined,
  }));
  return {
    deployments: sorted([...deployments, ...rest(deployments, scene)]),
    references: { missing: [...lookup.missing, ...above], named: withProfile(lookup.named, profile) },
  };
}

/** A profile that the settings name is one, whatever its own name. */
const withProfile = (
  named: ReadonlyMap<string, FileKind>,
  profile: string | undefined,
): ReadonlyMap<string, FileKind> =>
  profile === undefined ? named : new Map<string, FileKind>([...named, [profile, 'profile']]);

function frontsOf(scene: Scene): readonly NginxFront[] {
  return nginxConfigs(filesOfKind(scene, 'nginx'), scene.ask, scene.given).map((config) =>
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
  const supervisor = manager?.supervisor ?? [];
  const profile = scene.profiles.for(first);
  return buildDeployment({
    supervisor,
    programs,
    nginx,
    gunicorn: unique(used.filter(({ kind }) => kind === 'gunicorn')).map((file) =>
      evaluatedAlone(file, machine),
    ),
    starters: unique(used.filter(({ kind }) => kind === 'context')),
    context: contextNear(first, scene),
    profile,
    machine,
    elsewhere: manager ? rivals(manager) : [],
    absent: absentPaths({ programs, supervisor }, profile, scene.snapshot),
  });
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

/** A way of starting that neither nginx nor a file of gunicorn has to do with tells nothing of a deployment. */
const isRelevant = ({ manager, fronts }: Group<Starter, NginxFront>, scene: Scene): boolean =>
  manager === undefined ||
  manager.kind === 'supervisor' ||
  manager.kind === 'gunicorn' ||
  fronts.length > 0 ||
  filesOf(manager.uses, scene).some(({ kind }) => kind === 'gunicorn');

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
      absent: [],
    }),
  );
}

const sorted = (deployments: readonly Deployment[]): readonly Deployment[] =>
  [...deployments].sort(
    (a, b) => compare(a.root, b.root) || compare(a.files[0]?.uri ?? '', b.files[0]?.uri ?? ''),
  );

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
