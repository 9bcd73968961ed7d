import { basename, dirname } from 'node:path';

/** A symbolic link to a file, and the file behind it. */
export interface FileLink {
  readonly path: string;
  readonly target: string;
}

/**
 * Debian's `sites-enabled/shop` is a link to `sites-available/shop`, one file under two names. What is enabled counts:
 * the file behind it is left out of a listing, or it would be taken for a second site that is just the same.
 */
export function withoutAvailable(paths: readonly string[], links: readonly FileLink[]): readonly string[] {
  const enabled = new Set(
    links
      .filter(({ path, target }) => isFolder(path, '-enabled') && isFolder(target, '-available'))
      .map(({ target }) => target),
  );
  return enabled.size === 0 ? paths : paths.filter((path) => !enabled.has(path));
}

const isFolder = (path: string, ending: string): boolean => basename(dirname(path)).endsWith(ending);
