import { memo, sameItems } from '../base/memo.ts';
import { addressKey } from '../model/address.ts';
import { type Front, type Group, groupsOf, type Manager } from './group.ts';

/** Everything that grouping looks at, as one text. */
const managerKey: (manager: Manager) => string = memo(
  ({ kind, site, profile, binds, marks, serves }: Manager) =>
    JSON.stringify([kind, site, profile, binds.map(addressKey), marks, serves]),
);

const frontKey: (front: Front) => string = memo(
  ({ site, profile, calls, marks, needs, passes, main, claims }: Front) =>
    JSON.stringify([site, profile, calls.map(addressKey), marks, needs, passes, main, [...claims]]),
);

/** `groupsOf` that groups again only when something that it looks at changed: most edits change nothing of it. */
export function createGrouping<M extends Manager, F extends Front>(): typeof groupsOf<M, F> {
  let latest: { readonly keys: readonly string[]; readonly groups: readonly Indices[] } | undefined;
  return (managers, fronts) => {
    const keys = [...managers.map(managerKey), '', ...fronts.map(frontKey)];
    if (!latest || !sameItems(latest.keys, keys)) latest = { keys, groups: indicesOf(managers, fronts) };
    return latest.groups.map((group) => ({
      manager: group.manager === undefined ? undefined : managers[group.manager],
      fronts: group.fronts.flatMap((index) => fronts[index] ?? []),
    }));
  };
}

/** A group by the places of its members in the two lists. */
interface Indices {
  readonly manager: number | undefined;
  readonly fronts: readonly number[];
}

function indicesOf<M extends Manager, F extends Front>(
  managers: readonly M[],
  fronts: readonly F[],
): readonly Indices[] {
  const managerAt = new Map(managers.map((manager, i) => [manager, i]));
  const frontAt = new Map(fronts.map((front, i) => [front, i]));
  return groupsOf(managers, fronts).map(({ manager, fronts: own }: Group<M, F>) => ({
    manager: manager && managerAt.get(manager),
    fronts: own.flatMap((front) => frontAt.get(front) ?? []),
  }));
}
