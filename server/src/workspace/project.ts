import { memo } from '../base/memo.ts';
import { folderOf, isBelow, nameOf, pathOf } from '../base/uri.ts';

/** Folder names that sort configurations by program or purpose and say nothing of what they belong to. */
const purpose =
  /^(?:nginx|openresty|supervisord?|gunicorn|uvicorn|daphne|uwsgi|systemd|systemctl|conf|confs|config|configs|configuration|configurations|cfg|conf[._-]d|conf\.d\.available|conf\.available\.d|supervisord?[._-](?:conf|d|conf\.d)|deploy|deployment|deployments|deploy_tools|etc|init|init\.d|templates?|sites?(?:-(?:available|enabled|conf)|\.d)?|conf-(?:available|enabled)|vhosts?(?:\.d)?|scripts?|bin|setup|ops|infra|infrastructure|server|servers|server_?config|src|services?|snippets|includes?|concerns|upstreams?|locations?|files|playbooks?|roles?|web|tools?|system|install|apps?|docs?|edx|contrib|share|usr|local|onbuild|hub|data|assets|build|ispmgr)$/;

/** Folder names that tell environments or ways to deploy apart; two of one row are never joined. */
const environments: readonly (readonly [string, RegExp])[] = [
  ['staging', /^(?:stag(?:e|ing)?|preprod|pre-?production|uat|qa|acceptance)$/],
  ['production', /^(?:prod|production|live|release)$/],
  ['development', /^(?:dev|devel|development|local(?:host)?|sandbox|debug)$/],
  ['testing', /^(?:tests?|testing|ci|e2e|benchmarks?)$/],
  ['demo', /^(?:demos?|examples?|samples?)$/],
];

const ways: readonly (readonly [string, RegExp])[] = [
  ['docker', /^(?:docker|dockerfiles?|container|containers|compose|docker-?compose|dockerize)$/],
  ['ansible', /^(?:ansible|roles|playbooks?)$/],
  ['fabric', /^(?:fabric|fabfile)$/],
  ['kubernetes', /^(?:k8s|kubernetes|helm|charts?)$/],
  ['vagrant', /^vagrant$/],
  ['puppet', /^(?:puppet|chef|salt(?:stack)?)$/],
  ['heroku', /^heroku$/],
];

/** Where a file belongs, by its folders alone. */
export interface Site {
  /** The folder that remains without the folders that only sort by program, environment or way of deploying. */
  readonly project: string;
  /** Environments and ways named on the path below the project, such as `staging`, `docker`. */
  readonly environment: string | undefined;
  readonly way: string | undefined;
  /** Path segments of the folder, below the workspace folder. */
  readonly segments: readonly string[];
}

const sites = memo((_folders: readonly string[]) => new Map<string, Site>());

/** The site of a folder in a workspace; `folders` are the workspace folders. */
export function siteOf(folder: string, folders: readonly string[]): Site {
  const known = sites(folders).get(folder);
  if (known) return known;
  const site = findSite(folder, folders);
  sites(folders).set(folder, site);
  return site;
}

function findSite(folder: string, folders: readonly string[]): Site {
  const root = folders.find((candidate) => isBelow(candidate, folder)) ?? '';
  const segments = root === '' ? [] : pathOf(folder.slice(root.length)).split('/').filter(Boolean);
  let kept = segments.length;
  while (kept > 0 && sortsOnly(segments[kept - 1] ?? '')) kept--;
  const below = segments.slice(kept);
  return {
    project: segments.slice(0, kept).join('/'),
    environment: lastMatch(below, environments),
    way: lastMatch(below, ways),
    segments,
  };
}

/**
 * The site of a file: that of its folder, with the environment that its name tells where the folder tells none
 * (`nginx_production.conf`, `docker-compose.dev.yml`). `test` and `example` in a name tell nothing.
 */
export function siteOfFile(uri: string, folders: readonly string[]): Site {
  const known = fileSites(folders).get(uri);
  if (known) return known;
  const site = findFileSite(uri, folders);
  fileSites(folders).set(uri, site);
  return site;
}

const fileSites = memo((_folders: readonly string[]) => new Map<string, Site>());

function findFileSite(uri: string, folders: readonly string[]): Site {
  const site = siteOf(folderOf(uri), folders);
  if (site.environment !== undefined) return site;
  const words = nameOf(uri).split(/[._-]/).slice(0, -1);
  return { ...site, environment: lastMatch(words, environments.slice(0, 3)) };
}

const sortsOnly = (segment: string): boolean => {
  const name = segment.toLowerCase();
  return purpose.test(name) || [...environments, ...ways].some(([, pattern]) => pattern.test(name));
};

function lastMatch(
  segments: readonly string[],
  rows: readonly (readonly [string, RegExp])[],
): string | undefined {
  for (const segment of [...segments].reverse()) {
    const row = rows.find(([, pattern]) => pattern.test(segment.toLowerCase()));
    if (row) return row[0];
  }
  return undefined;
}

/** True when two sites are environments or ways side by side, which never form one deployment. */
export const areAlternatives = (a: Site, b: Site): boolean =>
  (a.environment !== undefined && b.environment !== undefined && a.environment !== b.environment) ||
  (a.way !== undefined && b.way !== undefined && a.way !== b.way);

/** Steps from one folder to the other: up to the common folder and down. */
export function distance(a: Site, b: Site): number {
  let common = 0;
  while (common < a.segments.length && a.segments[common] === b.segments[common]) common++;
  return a.segments.length + b.segments.length - 2 * common;
}
