import {
  chmodSync,
  chownSync,
  existsSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { pathOfUri } from '../node/disk-host.ts';
import type { Change } from './fix.ts';
import { usageError } from './usage.ts';

/** A changed text that lies ready beside its file. */
interface Staged {
  readonly change: Change;
  readonly path: string;
  readonly staged: string;
}

/**
 * Writes the changed texts, all of them or none: each lies complete beside its file before the first takes its place,
 * and should one fail even then, those before it get their old texts back. Keeps owners, permissions and symbolic links. A
 * usage error says which file could not be written.
 */
export function writeChanges(changes: readonly Change[], shown: (uri: string) => string): void {
  const staged: Staged[] = [];
  const replaced: Staged[] = [];
  try {
    for (const change of eachFileOnce(changes)) attempt(change, shown, () => staged.push(stage(change)));
    for (const one of staged)
      attempt(one.change, shown, () => {
        renameSync(one.staged, one.path);
        replaced.push(one);
      });
  } catch (error) {
    for (const { path, change } of replaced) writeFileSync(path, change.before);
    for (const one of staged) rmSync(one.staged, { force: true });
    throw error;
  }
}

/** A file that was read under two names by a link, and becomes the same under both, is written once. */
function eachFileOnce(changes: readonly Change[]): readonly Change[] {
  const keyOf = ({ uri, after }: Change): string => `${realPathOf(uri)}\n${after}`;
  return [...new Map(changes.map((change) => [keyOf(change), change])).values()];
}

function realPathOf(uri: string): string {
  const path = pathOfUri(uri) ?? '';
  return existsSync(path) ? realpathSync(path) : path;
}

function stage(change: Change): Staged {
  const path = realpathSync(pathOfUri(change.uri) ?? '');
  const staged = `${path}.scaling-lens-${process.pid}`;
  const { mode, uid, gid } = statSync(path);
  if ((mode & 0o222) === 0) throw new Error('it is read-only');
  writeFileSync(staged, change.after, { flag: 'wx' });
  const made = statSync(staged);
  if (made.uid !== uid || made.gid !== gid) chownSync(staged, uid, gid);
  chmodSync(staged, mode);
  return { change, path, staged };
}

function attempt({ uri }: Change, shown: (uri: string) => string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw usageError(
      `Cannot write '${shown(uri)}', so no file was changed: ${reasonOf(error)}`,
      'Make the file and its folder writable, or take the printed diff.',
    );
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
