import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { folderOf, isBelow } from '../base/uri.ts';
import { pathOfUri, uriOfPath } from '../node/disk-host.ts';
import { createInspection, type Inspection, type InspectionParts } from '../rules/inspect.ts';
import type { Host, Logger } from '../workspace/host.ts';
import { profileName } from '../workspace/kind/kind.ts';
import { defaultSettings, type Settings } from '../workspace/snapshot.ts';
import type { Io } from './io.ts';
import { createSyncHost } from './sync-host.ts';
import { readTarget } from './target.ts';
import { usageError } from './usage.ts';

/** What a command is to look at. */
export interface Sources {
  /** Files and folders as written; empty for the current folder. */
  readonly paths: readonly string[];
  readonly target?: string | undefined;
  readonly config?: string | undefined;
  /** Bytes that stand for a file, saved or not. */
  readonly stdin?: { readonly path: string; readonly bytes: Uint8Array } | undefined;
}

/** The files that were asked for, loaded with all they refer to. */
export interface Loaded<Service extends Inspection = Inspection> {
  readonly service: Service;
  /** True for a file below a given folder, for a given file, and for the one that standard input stands for. */
  readonly asked: (uri: string) => boolean;
  /** A uri as a path from the current folder, with `/`. */
  readonly shown: (uri: string) => string;
}

/** Loads what was asked for; a usage error for a path or a profile that cannot be read. */
export const load = (sources: Sources, io: Io): Promise<Loaded> => loadInto(createInspection, sources, io);

/** The same, over a service that the command makes itself: one that answers more than what is wrong. */
export async function loadInto<Service extends Inspection>(
  create: (parts: InspectionParts) => Service,
  sources: Sources,
  io: Io,
): Promise<Loaded<Service>> {
  const given = (sources.paths.length > 0 ? sources.paths : ['.']).map((path) => rootOf(path, io.cwd));
  const stdin = sources.stdin && fileRoot(sources.stdin.path, io.cwd);
  const roots = stdin ? [...given, stdin] : given;
  const logger: Logger = { info: () => {}, error: (message) => io.error(`scaling-lens: ${message}\n`) };
  const disk = createSyncHost(logger);
  const host = sources.stdin && stdin ? withText(disk, stdin, sources.stdin.bytes) : disk;
  const service = create({ host: hostOver(roots, host), logger });
  service.workspace.setSettings(settingsOf(sources, roots, io.cwd));
  await service.workspace.setFolders(foldersOf(roots));
  await readNamed(service, roots, io);
  const asked = stdin ? [stdin] : given;
  return {
    service,
    asked: (uri) => asked.some((root) => isAsked(root, uri)),
    shown: (uri) => shownPath(uri, io.cwd),
  };
}

/** One path of the command line: a folder with all it holds, or one file of a folder. */
interface Root {
  readonly folder: string;
  readonly file: string | undefined;
  readonly path: string;
}

function rootOf(path: string, cwd: string): Root {
  const full = resolve(cwd, path);
  return statOf(full, path).isDirectory()
    ? { folder: uriOfPath(full), file: undefined, path }
    : fileRoot(path, cwd);
}

function fileRoot(path: string, cwd: string): Root {
  const file = uriOfPath(resolve(cwd, path));
  return { folder: folderOf(file), file, path };
}

/** The folders to look at, without those that lie in another one that is looked at as a whole. */
function foldersOf(roots: readonly Root[]): readonly string[] {
  const whole = roots.filter(({ file }) => file === undefined).map(({ folder }) => folder);
  const inWhole = (folder: string): boolean => whole.some((one) => one !== folder && isBelow(one, folder));
  return [...new Set(roots.map(({ folder }) => folder))].filter((folder) => !inWhole(folder));
}

/** A host that answers for one file with these bytes. */
const withText = (host: Host, { file }: Root, bytes: Uint8Array): Host => ({
  ...host,
  read: async (uri) => (uri === file ? bytes : host.read(uri)),
});

function statOf(full: string, path: string) {
  try {
    const found = statSync(full);
    accessSync(full, constants.R_OK);
    return found;
  } catch (error) {
    throw usageError(`Cannot read '${path}': ${reason(error)}`, `It was looked for as ${full}.`);
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EACCES') return 'permission denied';
  return error instanceof Error ? error.message : String(error);
}

const isAsked = ({ folder, file }: Root, uri: string): boolean =>
  file ? uri === file : isBelow(folder, uri);

/** The disk, with only the named files of a folder that was not given as such, and the profile that governs it. */
function hostOver(roots: readonly Root[], disk: Host): Host {
  return {
    read: disk.read,
    list: async (folder) => {
      const own = roots.filter((root) => root.folder === folder);
      const whole = own.some(({ file }) => file === undefined);
      const listed = whole ? await disk.list(folder) : [];
      const named = own.flatMap(({ file }) => file ?? []);
      return [...new Set([...listed, ...named, ...profileAbove(folder)])];
    },
  };
}

/** The nearest `scaling-lens.ini` of the folder or above it. */
export function profileAbove(folder: string): readonly [] | readonly [string] {
  let path = pathOfUri(folder);
  while (path !== undefined) {
    const candidate = join(path, profileName);
    if (existsSync(candidate)) return [uriOfPath(candidate)];
    const parent = dirname(path);
    path = parent === path ? undefined : parent;
  }
  return [];
}

function settingsOf({ target, config }: Sources, roots: readonly Root[], cwd: string): Settings {
  const given = target === undefined ? undefined : readTarget(target);
  const profile = config === undefined ? undefined : uriOfPath(resolve(cwd, config));
  const profiles = profile ? [profile] : roots.flatMap(({ folder }) => profileAbove(folder));
  for (const one of profiles) checkProfile(one, cwd);
  return { ...defaultSettings, ...given, ...(profile ? { profile } : {}) };
}

/** A profile that is there and cannot be read would silently change what is found. */
function checkProfile(uri: string, cwd: string): void {
  const path = pathOfUri(uri) ?? uri;
  try {
    if (!statSync(path).isFile()) throw new Error('it is no file');
    accessSync(path, constants.R_OK);
  } catch (error) {
    const shown = relative(cwd, path) || path;
    throw usageError(
      `Cannot read the profile '${shown}': ${reason(error)}`,
      'Name another with --config FILE.',
    );
  }
}

/** A file that was named is read whatever its name; one that is none of ours is told of on standard error. */
async function readNamed({ workspace }: Inspection, roots: readonly Root[], io: Io): Promise<void> {
  for (const { file, path } of roots) {
    if (file === undefined || workspace.file(file)) continue;
    // Closing reads the text from the host again, also where the name alone would not make it worth reading.
    await workspace.close(file);
    if (workspace.file(file)) continue;
    io.error(
      `scaling-lens: '${path}' is left out: neither its name nor its text is that of a file we read.\n`,
    );
  }
}

function shownPath(uri: string, cwd: string): string {
  const path = pathOfUri(uri);
  if (path === undefined) return uri;
  return (relative(cwd, path) || '.').split(sep).join('/');
}
