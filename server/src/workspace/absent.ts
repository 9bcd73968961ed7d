import { ifKnown } from '../base/known.ts';
import { isBelow, normalPath, resolveUri } from '../base/uri.ts';
import type { Program } from '../model/deployment.ts';
import type { SupervisorConfig } from '../model/supervisor/types.ts';
import { mappingTo, rowsFor } from './paths.ts';
import type { Profile } from './profile/profile.ts';
import type { Snapshot } from './snapshot.ts';
import { treeOf } from './tree.ts';

/** What a deployment names by its path on the server. */
export interface Naming {
  readonly programs: readonly Program[];
  readonly supervisor: readonly SupervisorConfig[];
}

/**
 * Paths on the server that the deployment names (files after `-c`, folders of log files), that `[paths]` say to be
 * in the workspace, and where nothing is. Empty without `[paths]`: then nobody knows what the server holds.
 */
export function absentPaths(
  naming: Naming,
  profile: Profile | undefined,
  snapshot: Snapshot,
): readonly string[] {
  const rows = rowsFor(profile?.file.uri ?? '', profile, snapshot.settings);
  if (rows.length === 0) return [];
  const tree = treeOf(snapshot.existing);
  const isAbsent = (path: string): boolean => {
    const mapping = mappingTo(path, rows);
    if (!mapping) return false;
    const uri = resolveUri(mapping.folder, mapping.rest === '' ? '.' : mapping.rest);
    const isListed = snapshot.folders.some((folder) => isBelow(folder, uri));
    const isThere = snapshot.existing.has(uri) || tree.files(uri).length > 0 || tree.folders(uri).length > 0;
    return isListed && !isThere;
  };
  return [...new Set([...configPaths(naming), ...logFolders(naming)])].filter(isAbsent);
}

const configPaths = ({ programs }: Naming): readonly string[] =>
  programs.flatMap(({ instances }) =>
    instances.flatMap(({ server, launch }) => {
      const text = server?.configPath?.file === null ? server.configPath.text : undefined;
      const path = text === undefined ? undefined : absolute(text, ifKnown(launch.directory) ?? undefined);
      return path ?? [];
    }),
  );

/** The absolute path of a file after `-c`; undefined for a module, and where the working folder is not known. */
export function absolute(text: string, directory: string | undefined): string | undefined {
  const path = text.replace(/^file:/, '');
  if (/^python:|[%{$*]/.test(path)) return undefined;
  if (path.startsWith('/')) return normalPath(path);
  return directory?.startsWith('/') ? normalPath(`${directory}/${path}`) : undefined;
}

const logFolders = ({ supervisor }: Naming): readonly string[] =>
  supervisor.flatMap(({ programs, sections }) => [
    ...programs.flatMap(({ instances }) =>
      instances.flatMap(({ stdoutLogfile, stderrLogfile }) =>
        [ifKnown(stdoutLogfile), ifKnown(stderrLogfile)].flatMap((path) => folderOfLog(path) ?? []),
      ),
    ),
    ...sections
      .filter(({ name }) => name === 'supervisord')
      .flatMap(({ options }) => [
        folderOfLog(options.get('logfile')?.raw.text) ?? [],
        absolute(options.get('childlogdir')?.raw.text ?? '', undefined) ?? [],
      ])
      .flat(),
  ]);

/** The folder of a log file with an absolute path; undefined for others. */
export function folderOfLog(path: string | null | undefined): string | undefined {
  const full = path ? absolute(path, undefined) : undefined;
  return full?.slice(0, Math.max(1, full.lastIndexOf('/')));
}
