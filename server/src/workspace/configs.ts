import type { TextFile } from '../base/file.ts';
import { traced } from '../base/memo.ts';
import type { Versions } from '../model/deployment.ts';
import { type Ask, type Question, sameFiles } from '../model/link-lookup.ts';
import { loadNginx } from '../model/nginx/load.ts';
import type { NginxConfig } from '../model/nginx/types.ts';
import { loadSupervisor } from '../model/supervisor/load.ts';
import type { SupervisorConfig } from '../model/supervisor/types.ts';
import { fragmentSets, isSupervisorMain, nginxRank, rootsAmong } from './roots.ts';

const supervisors = traced<TextFile, Question, readonly TextFile[], SupervisorConfig>(sameFiles);
const nginxes = traced<TextFile, Question, readonly TextFile[], NginxConfig>(sameFiles);

/** What counts for a file: the versions of the programs, and its path on the server. */
export interface Circumstances {
  readonly versions: (file: TextFile) => Versions;
  readonly path: (file: TextFile) => string;
}

/**
 * The supervisords of a workspace, each as the configurations it loads: a main file with its includes, or the
 * fragments of one folder that no main file includes. A fragment may be in several sets.
 */
export function supervisorSets(
  files: readonly TextFile[],
  ask: Ask,
  given: Circumstances,
): readonly (readonly SupervisorConfig[])[] {
  const load = (main: TextFile, siblings: readonly TextFile[]): SupervisorConfig => {
    const version = given.versions(main).supervisor;
    return supervisors(main, [version, given.path(main), ...siblings], ask, (tracedAsk) =>
      loadSupervisor(main, tracedAsk, { version, siblings, pathOf: given.path }),
    );
  };
  const mains = rootsAmong(
    files.filter(isSupervisorMain),
    () => 1,
    (main) => load(main, []),
  );
  const included = new Set(mains.flatMap((config) => config.files));
  const fragments = files.filter((file) => !included.has(file));
  const sets = fragmentSets(fragments).map((set) =>
    set.map((file) =>
      load(
        file,
        set.filter((other) => other !== file),
      ),
    ),
  );
  return [...mains.map((main) => [main]), ...sets];
}

/** The nginx configurations of a workspace: main files with their includes, and files that nothing includes. */
export function nginxConfigs(
  files: readonly TextFile[],
  ask: Ask,
  given: Circumstances,
): readonly NginxConfig[] {
  return rootsAmong(files, nginxRank, (main) => {
    const version = given.versions(main).nginx;
    return nginxes(main, [version], ask, (tracedAsk) => loadNginx(main, tracedAsk, { version }));
  });
}
