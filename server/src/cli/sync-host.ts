import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { uriWithPath } from '../base/uri.ts';
import { deepest, largest, mostListed, pathOfUri, skippedFolders, uriOfPath } from '../node/disk-host.ts';
import { type FileLink, withoutAvailable } from '../node/enabled.ts';
import type { Host, Logger } from '../workspace/host.ts';

/**
 * The files of this machine, as the language server's host finds them, but read without yielding: a command has
 * nothing else to do, and a hundred small files are read several times faster so.
 */
export const createSyncHost = (logger: Logger): Host => ({
  list: async (folder) => listFolder(folder, logger),
  read: async (uri) => readUri(uri),
});

function readUri(uri: string): Uint8Array | undefined {
  const path = pathOfUri(uri);
  if (path === undefined) return undefined;
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() && found.size <= largest ? readFileSync(path) : undefined;
  } catch {
    return undefined;
  }
}

interface Walk {
  readonly found: string[];
  readonly links: FileLink[];
  /** Real paths of the folders that are listed. */
  readonly seen: Set<string>;
}

function listFolder(folder: string, logger: Logger): readonly string[] {
  const path = pathOfUri(folder);
  if (path === undefined) return [];
  const walk: Walk = { found: [], links: [], seen: new Set() };
  visit(path, 0, walk);
  if (walk.found.length >= mostListed)
    logger.info(`${path} holds more than ${mostListed} files; the rest is not looked at.`);
  return withoutAvailable(walk.found, walk.links).map(quickUri);
}

function visit(path: string, depth: number, walk: Walk): void {
  if (depth > deepest || walk.found.length >= mostListed) return;
  const real = realPath(path);
  if (walk.seen.has(real)) return;
  walk.seen.add(real);
  for (const entry of entriesOf(path)) {
    const child = join(path, entry.name);
    const kind = entry.isSymbolicLink() ? statSync(child, { throwIfNoEntry: false }) : entry;
    if (kind?.isFile() && entry.isSymbolicLink()) walk.links.push({ path: child, target: realPath(child) });
    if (kind?.isFile() && walk.found.length < mostListed) walk.found.push(child);
    else if (kind?.isDirectory() && !skippedFolders.has(entry.name)) visit(child, depth + 1, walk);
  }
}

function realPath(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

function entriesOf(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** The uri of a path, without the detour over a URL where paths are written as in uris. */
const quickUri = (path: string): string => (sep === '/' ? uriWithPath('file://', path) : uriOfPath(path));
