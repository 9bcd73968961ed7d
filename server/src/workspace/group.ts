import { clustersOf } from '../base/cluster.ts';
import { type Address, addressKey, reaches } from '../model/address.ts';
import { writtenKey } from '../model/link.ts';
import { areAlternatives, distance, type Site } from './project.ts';

/** Who starts processes: one supervisord, the units of one folder, one compose file, one script. */
export interface Manager {
  readonly kind: 'supervisor' | 'systemd' | 'compose' | 'script' | 'gunicorn';
  readonly site: Site;
  /** The folder of the profile that governs it; undefined where none does. */
  readonly profile: string | undefined;
  /** Addresses that its programs bind, as far as they are known. */
  readonly binds: readonly Address[];
  /** Where else they are met: `web:8000` of a compose service, an address with placeholders as it is written. */
  readonly marks: readonly string[];
  /** True when a program of it serves requests or may do so. */
  readonly serves: boolean;
}

/** Who takes requests: one nginx configuration. */
export interface Front {
  readonly site: Site;
  readonly profile: string | undefined;
  /** Addresses of the machine itself that it passes requests to. */
  readonly calls: readonly Address[];
  /** Host names with ports, and addresses with placeholders as they are written, that it passes requests to. */
  readonly marks: readonly string[];
  /** Claims of upstreams that it names and does not define. */
  readonly needs: readonly string[];
  /** True when it passes requests to somebody who may be on this machine. */
  readonly passes: boolean;
  /** True for a main file, false for a fragment. */
  readonly main: boolean;
  /** File names, upstream names and `port name` pairs of its servers: what two of one nginx cannot both have. */
  readonly claims: ReadonlySet<string>;
}

/** What runs together. */
export interface Group<M extends Manager, F extends Front> {
  readonly manager: M | undefined;
  readonly fronts: readonly F[];
}

/**
 * Which managers and fronts form one deployment. A front joins the managers that bind what it calls, of these the
 * nearest of each kind; where nobody binds it, the one manager of its project that is nearest. Fronts that cannot
 * be loaded together, and environments or ways of deploying side by side, are never joined: each gets a group of
 * its own with the manager. Every manager and every front is in at least one group.
 */
export function groupsOf<M extends Manager, F extends Front>(
  managers: readonly M[],
  fronts: readonly F[],
): readonly Group<M, F>[] {
  const joined = joinAll(managers, fronts);
  const groups: Group<M, F>[] = [];
  for (const manager of managers) {
    const own = joined.get(manager) ?? [];
    if (own.length === 0) groups.push({ manager, fronts: [] });
    for (const compatible of compatibleSets(own)) groups.push({ manager, fronts: compatible });
  }
  const taken = new Set([...joined.values()].flat());
  const lone = fronts.filter((front) => !taken.has(front));
  for (const set of loneSets(lone)) groups.push({ manager: undefined, fronts: set });
  return withMains(groups);
}

/**
 * A main file that only holds what all sites share (it calls nobody, its sites lie elsewhere) belongs to every group
 * of its project that has sites and no main file.
 */
function withMains<M extends Manager, F extends Front>(
  groups: readonly Group<M, F>[],
): readonly Group<M, F>[] {
  const isShared = ({ manager, fronts }: Group<M, F>): boolean =>
    manager === undefined && fronts.length === 1 && fronts[0]?.main === true && !fronts[0].passes;
  const shared = groups.filter(isShared);
  if (shared.length === 0) return groups;
  const adopted = new Set<Group<M, F>>();
  const others = groups.filter((group) => !isShared(group));
  const extended = others.map((group) => {
    const fitting = shared.filter(({ fronts: [main] }) => main && holdsSitesOf(group, main));
    const [one] = fitting;
    if (!one || fitting.length > 1) return group;
    adopted.add(one);
    return { ...group, fronts: [...group.fronts, ...one.fronts] };
  });
  return [...extended, ...shared.filter((group) => !adopted.has(group))];
}

const holdsSitesOf = <M extends Manager, F extends Front>({ fronts }: Group<M, F>, main: F): boolean =>
  fronts.some((front) => front.site.project === main.site.project && front.profile === main.profile) &&
  fronts.every((front) => !front.main && !conflict(front, main));

/** The fronts by the managers they join; decided over indices, since a workspace may hold hundreds of each. */
function joinAll<M extends Manager, F extends Front>(
  managers: readonly M[],
  fronts: readonly F[],
): ReadonlyMap<M, readonly F[]> {
  const byAddress = indexed(managers, ({ binds, marks }) => [...binds.map(bucketOf), ...marks]);
  const byProject = indexed(managers, ({ site }) => [site.project]);
  const exact = new Map<M, F[]>();
  const rest: F[] = [];
  for (const front of fronts) {
    const keys = [...front.calls.map(bucketOf), ...front.marks];
    const candidates = new Set(keys.flatMap((key) => byAddress.get(key) ?? []));
    const found = joinedByAddress(front, [...candidates], byProject.get(front.site.project) ?? []);
    for (const manager of found) push(exact, manager, front);
    if (found.length === 0) rest.push(front);
  }
  const joined = new Map([...exact].map(([manager, own]) => [manager, [...own]]));
  for (const front of rest) {
    const near = joinedByPlace(front, byProject.get(front.site.project) ?? []);
    const taken = near && exact.get(near)?.some((other) => conflict(front, other));
    if (near && !taken) push(joined, near, front);
  }
  joinByNeed(fronts, joined);
  return joined;
}

/** A front that names an upstream goes where the front of its project goes that defines it. */
function joinByNeed<M extends Manager, F extends Front>(fronts: readonly F[], joined: Map<M, F[]>): void {
  const placed = new Set([...joined.values()].flat());
  const needy = fronts.filter((front) => front.needs.length > 0 && !placed.has(front));
  if (needy.length === 0) return;
  const entries = [...joined];
  for (const front of needy) {
    const defines = (other: F): boolean =>
      other.site.project === front.site.project &&
      mayJoin(front, other) &&
      front.needs.some((need) => other.claims.has(need)) &&
      !conflict(front, other);
    for (const [manager, own] of entries) if (own.some(defines)) push(joined, manager, front);
  }
}

/** What two addresses that reach each other have in common. */
const bucketOf = (address: Address): string =>
  address.kind === 'tcp' ? String(address.port) : addressKey(address);

function indexed<T>(
  items: readonly T[],
  keys: (item: T) => readonly string[],
): ReadonlyMap<string, readonly T[]> {
  const index = new Map<string, T[]>();
  for (const item of items) for (const key of new Set(keys(item))) push(index, key, item);
  return index;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

const isExact = (front: Front, manager: Manager): boolean =>
  front.calls.some((called) => manager.binds.some((bound) => reaches(called, bound))) ||
  front.marks.some((mark) => manager.marks.includes(mark));

const mayJoin = (a: Manager | Front, b: Manager | Front): boolean =>
  a.profile === b.profile && !areAlternatives(a.site, b.site);

/**
 * The managers that bind what the front calls: of each kind those of its own project, of these the nearest; none
 * where projects side by side are equally near. A manager of another environment or way of deploying gives way to
 * one of the front's own that is nearer, though that binds other addresses.
 */
function joinedByAddress<M extends Manager>(
  front: Front,
  candidates: readonly M[],
  projects: readonly M[],
): readonly M[] {
  const exact = candidates.filter((manager) => mayJoin(front, manager) && isExact(front, manager));
  const related = exact.filter((manager) => isRelated(front.site, manager.site));
  const pool = related.length > 0 ? related : exact.filter((manager) => isDistinctive(front, manager));
  const found = nearestOfRank(front, pool);
  if (found.length === 0 || found.some((manager) => isOfOneKind(front.site, manager.site))) return found;
  const own = joinedByPlace(
    front,
    projects.filter((manager) => isOfOneKind(front.site, manager.site)),
  );
  const isNearer =
    own && found.every(({ site }) => distance(front.site, own.site) < distance(front.site, site));
  return isNearer ? [own] : found;
}

function nearestOfRank<M extends Manager>(front: Front, pool: readonly M[]): readonly M[] {
  const counted =
    ranks.map((rank) => pool.filter(({ kind }) => rank.includes(kind))).find((some) => some.length > 0) ?? [];
  return [...new Set(counted.map(({ kind }) => kind))].flatMap((kind) => {
    const closest = nearest(
      front,
      counted.filter((manager) => manager.kind === kind),
    );
    return new Set(closest.map(({ site }) => site.project)).size === 1 ? closest : [];
  });
}

/** True for one environment and one way of deploying, named or not. */
const isOfOneKind = (a: Site, b: Site): boolean => a.environment === b.environment && a.way === b.way;

/** What surely runs on the server before what may only be for trying out, and that before a file nobody starts. */
const ranks: readonly (readonly Manager['kind'][])[] = [
  ['supervisor', 'systemd'],
  ['compose', 'script'],
  ['gunicorn'],
];

/**
 * Two projects side by side both use port 8000: only a socket path or a service's name tells that they
 * belong together. */
const isDistinctive = (front: Front, manager: Manager): boolean =>
  front.marks.some((mark) => manager.marks.includes(mark)) ||
  front.calls.some(
    (called) => called.kind === 'unix' && manager.binds.some((bound) => reaches(called, bound)),
  );

/** True when one project is the other or holds it. */
const isRelated = (a: Site, b: Site): boolean =>
  a.project === b.project ||
  a.project === '' ||
  b.project === '' ||
  a.project.startsWith(`${b.project}/`) ||
  b.project.startsWith(`${a.project}/`);

/** The one serving manager of the front's own project that is nearest; undefined where two are equally near. */
function joinedByPlace<M extends Manager>(front: Front, managers: readonly M[]): M | undefined {
  if (!front.passes) return undefined;
  const pool = managers.filter(
    (manager) => manager.serves && mayJoin(front, manager) && manager.site.project === front.site.project,
  );
  for (const kind of ['supervisor', 'systemd', 'compose', 'gunicorn'] as const) {
    const closest = nearest(
      front,
      pool.filter((manager) => manager.kind === kind),
    );
    if (closest.length > 0) return closest.length === 1 ? closest[0] : undefined;
  }
  return undefined;
}

function nearest<M extends Manager>(front: Front, managers: readonly M[]): readonly M[] {
  const steps = managers.map((manager) => distance(front.site, manager.site));
  const fewest = Math.min(...steps);
  return managers.filter((_, i) => steps[i] === fewest);
}

/** True when one nginx cannot load both: two main files, one name twice, or environments side by side. */
export const conflict = (a: Front, b: Front): boolean =>
  (a.main && b.main) || areAlternatives(a.site, b.site) || [...a.claims].some((claim) => b.claims.has(claim));

/**
 * Sets of fronts without a conflict, so that each front is in one at least and a front without conflicts is in
 * all: one set for each member of the largest group of alternatives.
 */
const compatibleSets = <F extends Front>(fronts: readonly F[]): readonly (readonly F[])[] =>
  byEnvironment(fronts).flatMap((set) => {
    const classes = conflictClasses(set);
    const count = Math.max(0, ...classes.map((members) => members.length));
    return Array.from({ length: count }, (_, i) =>
      classes.flatMap((members) => members[Math.min(i, members.length - 1)] ?? []),
    );
  });

/** One set for each environment and way of deploying that is named, with the fronts that name none; else one set. */
const byEnvironment = <F extends Front>(fronts: readonly F[]): readonly (readonly F[])[] =>
  split(fronts, ({ site }) => site.environment).flatMap((set) => split(set, ({ site }) => site.way));

function split<F extends Front>(
  fronts: readonly F[],
  name: (front: F) => string | undefined,
): readonly (readonly F[])[] {
  const named = new Set(fronts.flatMap((front) => name(front) ?? []));
  if (named.size < 2) return [fronts];
  return [...named].map((one) => fronts.filter((front) => (name(front) ?? one) === one));
}

/** Fronts by conflict: two that claim one thing, directly or over others, are in one class. */
const conflictClasses = <F extends Front>(fronts: readonly F[]): readonly (readonly F[])[] =>
  clustersOf(fronts, (front) => (front.main ? [...front.claims, 'main'] : front.claims));

/** Fronts without a manager stay together where they lie in one folder, or below the main file of their project. */
function loneSets<F extends Front>(fronts: readonly F[]): readonly (readonly F[])[] {
  const places = new Map<string, F[]>();
  for (const front of fronts) {
    const key = [front.profile, front.site.environment, front.site.way, front.site.segments.join('/')].join(
      '\n',
    );
    places.set(key, [...(places.get(key) ?? []), front]);
  }
  return [...places.values()].flatMap(compatibleSets);
}

/** The claims of servers: each port with each name it answers to. */
export const serverClaim = (port: string, name: string): string => `server ${port} ${name}`;

/** The claim of an upstream's name. */
export const upstreamClaim = (name: string): string => `upstream ${name}`;

/** The mark of an address that holds placeholders. */
export const textMark = (text: string): string => `text ${writtenKey(text)}`;
