import { memoOf } from '../base/memo.ts';
import { folderOf, isBelow, normalPath, pathOf, relativePath, resolveUri } from '../base/uri.ts';
import type { Profile } from './profile/profile.ts';
import type { Settings } from './snapshot.ts';

/** One row of `[paths]`: a path on the server and the folder here that it is. */
export interface PathRow {
  readonly server: string;
  /** Uri of the folder here. */
  readonly folder: string;
}

type Paths = Settings['paths'];

const ofProfile = memoOf<Profile, readonly PathRow[]>();
const ofSettings = memoOf<Paths, readonly PathRow[]>();
const none: readonly PathRow[] = [];

/** The rows that count for a file: those of its profile, then those of the settings. Every path that is looked up asks. */
export function rowsFor(
  uri: string,
  profile: Profile | undefined,
  { paths }: Pick<Settings, 'paths'>,
): readonly PathRow[] {
  if (profile) return ofProfile(profile, [paths], () => rowsIn(profile.folder, [...profile.paths, ...paths]));
  if (paths.size === 0) return none;
  const folder = folderOf(uri);
  return ofSettings(paths, [folder], () => rowsIn(folder, paths));
}

const rowsIn = (base: string, paths: Iterable<readonly [string, string]>): readonly PathRow[] =>
  [...paths].map(([server, here]) => ({ server: normalPath(server), folder: resolveUri(base, here) }));

/** A folder here and what follows it in a path. */
export interface Mapping {
  readonly folder: string;
  readonly rest: string;
}

/** Where a path on the server lies by the longest row that covers it; undefined where none does. */
export function mappingTo(path: string, rows: readonly PathRow[]): Mapping | undefined {
  const best = rows
    .filter(({ server }) => path === server || path.startsWith(server === '/' ? '/' : `${server}/`))
    .sort((a, b) => b.server.length - a.server.length)[0];
  return best && { folder: best.folder, rest: path.slice(best.server.length).replace(/^\//, '') };
}

/** The path on the server of a file here, by the deepest folder of the rows that holds it; else its path here. */
export function serverPath(uri: string, rows: readonly PathRow[]): string {
  const best = rows
    .filter(({ folder }) => isBelow(folder, uri))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
  return best ? normalPath(`${best.server}/${relativePath(best.folder, uri)}`) : pathOf(uri);
}
