import { attached } from './attach.ts';
import { supervisorSets } from './configs.ts';
import { aloneWay, waysOf } from './launches.ts';
import { type Starter, starterOf } from './manager.ts';
import { programsOf } from './programs.ts';
import { filesOfKind, type Scene } from './scene.ts';

/**
 * Everybody who starts programs: supervisords, units, compose files, images, scripts that nobody else runs, and
 * gunicorn files that nobody starts.
 */
export function startersOf(scene: Scene): readonly Starter[] {
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
  const sets = supervisorSets(filesOfKind(scene, 'supervisor'), scene.ask, scene.given);
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
