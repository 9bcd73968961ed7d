import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { normalUri } from '../base/uri.ts';
import type { Host, Logger } from '../workspace/host.ts';
import { type FileLink, withoutAvailable } from './enabled.ts';

/** Folders of dependencies, version control and build results: nothing in them is the user's configuration. */
export const skippedFolders: ReadonlySet<string> = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  'venv',
  '.venv',
  'site-packages',
  'dist-packages',
  '__pycache__',
  'dist',
  '.tox',
  '.nox',
  '.mypy_cache',
  '.pytest_cache',
  '.ruff_cache',
  'bower_components',
  '.terraform',
]);

/** A listing stops here, with a message: a home directory opened by accident must not be walked to its end. */
export const mostListed = 200_000;
/** Folders below this depth are not looked at. */
export const deepest = 24;
/** Bytes; a larger file is not read. */
export const largest = 8 * 1024 * 1024;

/** The files of this machine. A folder that is reached twice over symbolic links is listed once. */
export function createDiskHost(logger: Logger): Host {
  return { list: (folder) => listFolder(folder, logger), read: readUri };
}

/** The uri of a path of this machine, in the spelling that the analysis uses. */
export const uriOfPath = (path: string): string => normalUri(pathToFileURL(path).href);

/** The path of a file uri; undefined for a uri of another scheme. */
export function pathOfUri(uri: string): string | undefined {
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

async function readUri(uri: string): Promise<Uint8Array | undefined> {
  const path = pathOfUri(uri);
  if (path === undefined) return undefined;
  try {
    const found = await stat(path);
    return found.isFile() && found.size <= largest ? await readFile(path) : undefined;
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

async function listFolder(folder: string, logger: Logger): Promise<readonly string[]> {
  const path = pathOfUri(folder);
  if (path === undefined) return [];
  const walk: Walk = { found: [], links: [], seen: new Set() };
  await visit(path, 0, walk);
  if (walk.found.length >= mostListed)
    logger.info(`${path} holds more than ${mostListed} files; the rest is not looked at.`);
  return withoutAvailable(walk.found, walk.links).map(uriOfPath);
}

async function visit(path: string, depth: number, walk: Walk): Promise<void> {
  if (depth > deepest || walk.found.length >= mostListed) return;
  const real = await realpath(path).catch(() => path);
  if (walk.seen.has(real)) return;
  walk.seen.add(real);
  const entries = await readdir(path, { withFileTypes: true }).catch(() => []);
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    const kind = entry.isSymbolicLink() ? await kindBehind(child) : kindOfEntry(entry);
    if (kind === 'file' && entry.isSymbolicLink())
      walk.links.push({ path: child, target: await realpath(child).catch(() => child) });
    if (kind === 'file' && walk.found.length < mostListed) walk.found.push(child);
    else if (kind === 'folder' && !skippedFolders.has(entry.name)) await visit(child, depth + 1, walk);
  }
}

type EntryKind = 'file' | 'folder' | 'other';

const kindOfEntry = (entry: { isFile(): boolean; isDirectory(): boolean }): EntryKind =>
  entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other';

/** What a symbolic link leads to; `other` when it leads nowhere. */
async function kindBehind(path: string): Promise<EntryKind> {
  try {
    return kindOfEntry(await stat(path));
  } catch {
    return 'other';
  }
}
