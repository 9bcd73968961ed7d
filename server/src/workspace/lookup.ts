import picomatch from 'picomatch';
import type { FileKind, TextFile } from '../base/file.ts';
import { memoOf } from '../base/memo.ts';
import { folderOf, isBelow, nameOf, normalPath, pathOf, resolveUri, uriWithPath } from '../base/uri.ts';
import type { Ask, Question } from '../model/link-lookup.ts';
import { segmentMatcher } from '../syntax/supervisor/glob.ts';
import { type Mapping, mappingTo, rowsFor, serverPath } from './paths.ts';
import type { Profile } from './profile/profile.ts';
import type { Profiles } from './profiles.ts';
import { areAlternatives, distance, type Site, siteOf } from './project.ts';
import type { Snapshot } from './snapshot.ts';
import { type FileTree, treeOf } from './tree.ts';

/** A file that the snapshot refers to, and what it must be there for. */
export interface Wanted {
  readonly uri: string;
  /** What it is by the reference; undefined where its own name and text decide. */
  readonly as: FileKind | undefined;
}

/** What a snapshot refers to. */
export interface References {
  /** Files that exist, or may exist outside the folders, and are not loaded. */
  readonly missing: readonly Wanted[];
  /** Every file that a question for a language led to, loaded or not, with that language. */
  readonly named: ReadonlyMap<string, FileKind>;
}

/** The answers of one snapshot, and what they refer to, which grows while questions are asked. */
export interface Lookup extends References {
  readonly ask: Ask;
}

/** Answers questions about a snapshot. */
export function createLookup(snapshot: Snapshot, profiles: Profiles): Lookup {
  const missing: Wanted[] = [];
  const named = new Map<string, FileKind>();
  const paths = JSON.stringify(profiles.all.map((profile) => [profile.folder, ...profile.paths]));
  const view: View = {
    snapshot,
    profileFor: profiles.for,
    tree: treeOf(snapshot.existing),
    missing,
    named,
    paths,
  };
  return { missing, named, ask: (question) => answer(question, view) };
}

interface View {
  readonly snapshot: Snapshot;
  readonly profileFor: (uri: string) => Profile | undefined;
  readonly tree: FileTree;
  readonly missing: Wanted[];
  readonly named: Map<string, FileKind>;
  /** All rows of `[paths]` in one text. */
  readonly paths: string;
}

const answered = memoOf<Question, readonly string[]>();

/** Which files are meant only depends on the layout and on `[paths]`; what they hold is looked up each time. */
function answer(question: Question, view: View): readonly TextFile[] {
  const uris = answered(question, [view.snapshot.layout ?? view.snapshot, view.paths], () =>
    urisFor(question, view),
  );
  return loaded(uris, question.kind === 'absence' ? undefined : question.as, view);
}

function urisFor(question: Question, view: View): readonly string[] {
  if (question.kind === 'glob') return globUris(question, view);
  if (question.kind === 'absence') return isAbsent(question, view) ? [question.from.uri] : [];
  return [pathUri(question, view) ?? []].flat();
}

/** Files that packages of nginx and certbot bring, whatever a repository holds. */
const shipped =
  /(?:^|\/)(?:mime\.types|(?:fastcgi|uwsgi|scgi|proxy)_params|fastcgi\.conf|koi-utf|koi-win|win-utf|snippets\/(?:fastcgi-php|snakeoil)\.conf|options-ssl-nginx\.conf)$/;

/** True for a path that `[paths]` put into a workspace folder, where it is not. */
function isAbsent({ path, from }: Extract<Question, { kind: 'absence' }>, view: View): boolean {
  const rows = rowsFor(from.uri, view.profileFor(from.uri), view.snapshot.settings);
  if (rows.length === 0 || shipped.test(path)) return false;
  const server = serverPath(from.uri, rows);
  const full = path.startsWith('/') ? path : `${server.slice(0, server.lastIndexOf('/'))}/${path}`;
  const mapping = mappingTo(normalPath(full), rows);
  if (!mapping) return false;
  const uri = resolveUri(mapping.folder, mapping.rest === '' ? '.' : mapping.rest);
  return view.snapshot.folders.some((root) => isBelow(root, uri)) && !view.snapshot.existing.has(uri);
}

function loaded(uris: readonly string[], as: FileKind | undefined, view: View): readonly TextFile[] {
  return uris.flatMap((uri) => {
    if (as && !view.named.has(uri)) view.named.set(uri, as);
    const file = view.snapshot.files.get(uri);
    if (!file) view.missing.push({ uri, as });
    return file ?? [];
  });
}

type PathQuestion = Extract<Question, { kind: 'path' }>;
type GlobQuestion = Extract<Question, { kind: 'glob' }>;

function pathUri(question: PathQuestion, view: View): string | undefined {
  const { path, from, folder } = question;
  if (path === '') return undefined;
  const absolute = path.startsWith('/');
  if (!absolute && folder === undefined) return nextTo(path, question, view);
  const full = normalPath(absolute ? path : `${folder}/${path}`);
  const mapped = mappedUri(full, from, view);
  if (mapped !== undefined) return view.snapshot.existing.has(mapped) ? mapped : undefined;
  const exact = uriWithPath(from.uri, full);
  if (view.snapshot.existing.has(exact) || isOnServer(full, from)) return exact;
  return bySuffix(full, absolute ? 1 : normalPath(path).split('/').length, question, view);
}

/** A file beside the asking one. Outside the workspace folders nothing is listed, so it may exist. */
function nextTo(path: string, { from, as }: PathQuestion, view: View): string | undefined {
  const uris = prefixes(from, as, view).map((folder) => resolveUri(folder, path));
  const found = uris.find((uri) => view.snapshot.existing.has(uri));
  const isListed = view.snapshot.folders.some((root) => isBelow(root, from.uri));
  return found ?? (isListed ? undefined : uris[0]);
}

/** True when the asking file lies where it lies on the server, so that the server's paths are this machine's. */
const isOnServer = (path: string, from: TextFile): boolean =>
  pathOf(from.uri).startsWith('/etc/') && !path.startsWith('/dev/') && !path.startsWith('/proc/');

/** The uri here of a server path that `[paths]` cover; undefined where none does. */
function mappedUri(path: string, from: TextFile, view: View): string | undefined {
  const mapping = mappingOf(path, from, view);
  return mapping && resolveUri(mapping.folder, mapping.rest === '' ? '.' : mapping.rest);
}

const mappingOf = (path: string, from: TextFile, view: View): Mapping | undefined =>
  mappingTo(path, rowsFor(from.uri, view.profileFor(from.uri), view.snapshot.settings));

interface Candidate {
  readonly uri: string;
  /** Trailing segments that it shares with the path on the server. */
  readonly shared: number;
  readonly site: Site;
  /** Steps from the asking file's folder. */
  readonly steps: number;
}

const ranked = memoOf<PathQuestion, readonly Candidate[]>();

/** The one file whose path ends as the server's does, by at least `least` segments; undefined when several do. */
function bySuffix(path: string, least: number, question: PathQuestion, view: View): string | undefined {
  const { existing, folders } = view.snapshot;
  const candidates = ranked(question, [existing, folders, path], () => rank(path, least, question, view));
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    if (best && (candidate.shared < best.shared || candidate.steps > best.steps)) break;
    if (!fits(candidate.uri, question.as, view)) continue;
    if (best) return undefined;
    best = candidate;
  }
  return best?.uri;
}

/** Every file that may be meant, whatever its language: those that share most first, of these the nearest. */
function rank(
  path: string,
  least: number,
  { from, custom }: PathQuestion,
  { tree, snapshot }: View,
): readonly Candidate[] {
  const segments = path.split('/').filter(Boolean);
  const name = segments[segments.length - 1] ?? '';
  const own = siteOf(folderOf(from.uri), snapshot.folders);
  return tree
    .named(name)
    .filter((uri) => uri !== from.uri)
    .map((uri) => candidateOf(uri, segments, own, snapshot))
    .filter(({ shared, site }) => shared >= least && (shared > 1 || isSameProject(own, site)))
    .filter(({ site }) => !areAlternatives(own, site))
    .filter((one) => one.shared > 1 || !(custom || isCommonName(name)) || isAtProject(one, own))
    .sort((a, b) => b.shared - a.shared || a.steps - b.steps);
}

/** Every service has a `start.sh` and a `config.py`; only a name of gunicorn's own is told by itself. */
const isCommonName = (name: string): boolean => !/g?unicorn/i.test(name);

function candidateOf(uri: string, segments: readonly string[], own: Site, { folders }: Snapshot): Candidate {
  const site = siteOf(folderOf(uri), folders);
  return {
    uri,
    shared: sharedEnd([...site.segments, nameOf(uri)], segments),
    site,
    steps: distance(own, site),
  };
}

/** True when nothing speaks against a file being of the language that the reference makes of it. */
function fits(uri: string, as: FileKind | undefined, view: View): boolean {
  const kind = view.snapshot.files.get(uri)?.kind;
  return kind === undefined || as === undefined || kind === as || kind === 'context';
}

const isSameProject = (a: Site, b: Site): boolean =>
  a.project === b.project ||
  `${b.project}/`.startsWith(`${a.project}/`) ||
  a.project.startsWith(`${b.project}/`) ||
  a.project === '' ||
  b.project === '';

/** True for a file in the asking file's own folder or at the top of its project. */
const isAtProject = ({ site }: Candidate, own: Site): boolean =>
  site.segments.join('/') === own.project || site.segments.join('/') === own.segments.join('/');

function sharedEnd(a: readonly string[], b: readonly string[]): number {
  let shared = 0;
  while (shared < Math.min(a.length, b.length) && a[a.length - 1 - shared] === b[b.length - 1 - shared])
    shared++;
  return shared;
}

/** The candidate that shares most, then the nearest; undefined when two are equally good. */
function nearestOf<T extends { readonly shared: number; readonly site: Site }>(
  candidates: readonly T[],
  own: Site,
): T | undefined {
  const most = Math.max(...candidates.map(({ shared }) => shared), 0);
  const best = candidates.filter(({ shared }) => shared === most);
  const steps = best.map(({ site }) => distance(own, site));
  const fewest = Math.min(...steps);
  const closest = best.filter((_, i) => steps[i] === fewest);
  return closest.length === 1 ? closest[0] : undefined;
}

function globUris(question: GlobQuestion, view: View): readonly string[] {
  const { pattern, from, as } = question;
  const search = (start: string, rest: string) =>
    expand(start, rest.split('/').filter(Boolean), view.tree, as)
      .filter((uri) => uri !== from.uri)
      .sort();
  if (!pattern.startsWith('/')) {
    const found = prefixes(from, as, view).map((start) => search(start, pattern));
    return found.find((uris) => uris.length > 0) ?? [];
  }
  const mapping = mappingOf(normalPath(pattern), from, view);
  if (mapping) return search(mapping.folder, mapping.rest);
  const exact = search(uriWithPath(from.uri, ''), pattern);
  return exact.length > 0 ? exact : globBySuffix(question, view);
}

/**
 * Where a relative include may start: the folder of the asking file, which is the main file's as a rule. nginx
 * resolves every include from the main file's folder; a site asked on its own lies some folders below it.
 */
function prefixes(from: TextFile, as: FileKind | undefined, view: View): readonly string[] {
  const own = folderOf(from.uri);
  if (as !== 'nginx') return [own];
  const above = [folderOf(own), folderOf(folderOf(own))];
  return [own, ...above.filter((folder) => view.snapshot.folders.some((root) => isBelow(root, folder)))];
}

/** The files below a folder that the segments of a pattern match: `*` matches no leading dot. Supervisor has Python's glob, nginx glob(3). */
function expand(
  folder: string,
  segments: readonly string[],
  tree: FileTree,
  as: FileKind | undefined,
): readonly string[] {
  const [segment, ...rest] = segments;
  if (segment === undefined) return [];
  if (segment === '.') return expand(folder, rest, tree, as);
  if (segment === '..') return expand(folderOf(folder), rest, tree, as);
  const matches = as === 'supervisor' ? segmentMatcher(segment) : matcherOf(segment);
  if (rest.length === 0) return tree.files(folder).filter((uri) => matches(nameOf(uri)));
  return tree
    .folders(folder)
    .filter((uri) => matches(nameOf(uri)))
    .flatMap((uri) => expand(uri, rest, tree, as));
}

/** True for names that one segment of a pattern matches; glob(3) knows `*`, `?` and `[…]`, nothing else. */
function matcherOf(segment: string): (name: string) => boolean {
  if (!/[*?[]/.test(segment)) return (name) => name === segment;
  try {
    return picomatch(segment, {
      nobrace: true,
      noextglob: true,
      noglobstar: true,
      nonegate: true,
      windows: false,
    });
  } catch {
    return () => false;
  }
}

/** An include of the server's `/etc/nginx/conf.d/*.conf` is the one folder here that ends so and holds matches. */
function globBySuffix({ pattern, from, as }: GlobQuestion, view: View): readonly string[] {
  const segments = normalPath(pattern).split('/').filter(Boolean);
  const name = segments.pop();
  const last = segments[segments.length - 1];
  if (name === undefined || last === undefined || segments.some((segment) => /[*?[]/.test(segment)))
    return [];
  const own = siteOf(folderOf(from.uri), view.snapshot.folders);
  const candidates = view.tree
    .foldersNamed(last)
    .map((folder) => ({
      files: expand(folder, [name], view.tree, as).filter((uri) => uri !== from.uri && isKind(uri, as, view)),
      site: siteOf(folder, view.snapshot.folders),
    }))
    .map((one) => ({ ...one, shared: sharedEnd(one.site.segments, segments) }))
    .filter(({ files, shared, site }) => files.length > 0 && shared > 0 && isSameProject(own, site))
    .filter(({ site }) => !areAlternatives(own, site));
  return nearestOf(candidates, own)?.files ?? [];
}

const isKind = (uri: string, as: FileKind, view: View): boolean => view.snapshot.files.get(uri)?.kind === as;
