import { type Address, addressKey } from '../../model/address.ts';
import type { Deployment, Reach } from '../../model/deployment.ts';
import type { Bind } from '../../model/server/types.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { code, listed } from '../shared/markdown.ts';
import { placeLink } from '../shared/place.ts';
import { boundAt, callersOf } from '../shared/reach.ts';

/** Who binds an address that nginx calls, in a sentence; undefined where nothing can be said. */
export function boundText(snapshot: Snapshot, deployment: Deployment, address: Address): string | undefined {
  const reached = boundAt(deployment, address);
  if (reached.length > 0) return `Bound by ${reachText(snapshot, reached)}.`;
  if (deployment.programs.length === 0) return undefined;
  return deployment.closed ? 'Nobody in this deployment binds it.' : 'No program is known to bind it.';
}

/** Instances that an address reaches, with where their program stands. */
export function reachText(snapshot: Snapshot, reached: readonly Reach[]): string {
  const names = reached.map(({ instance }) => code(instance.name));
  const places = [...new Set(reached.map(({ program }) => placeLink(snapshot, program.place)))];
  return `${listed([...new Set(names)])} (${places.join(', ')})`;
}

/** Who in nginx calls some bound addresses, and which of them nobody calls; nothing without any nginx at hand. */
export function calledNotes(
  snapshot: Snapshot,
  deployment: Deployment,
  addresses: readonly Address[],
): readonly string[] {
  if (deployment.nginx.length === 0) return [];
  const distinct = [...new Map(addresses.map((address) => [addressKey(address), address])).values()];
  const called = distinct.map((address) => ({ address, callers: callersOf(deployment, address) }));
  const callers = new Map(
    called.flatMap((one) => one.callers.map(({ name, place }) => [name, place] as const)),
  );
  const lost = called.filter((one) => one.callers.length === 0);
  const names = [...callers].map(([name, place]) => `${code(name)} (${placeLink(snapshot, place)})`);
  return [
    ...(names.length > 0 ? [`Called by ${listed(names)}.`] : []),
    ...(lost.length > 0
      ? [`No nginx file at hand calls ${listed(lost.map(({ address }) => code(addressKey(address))))}.`]
      : []),
  ];
}

/** The addresses of several binds: each one's own text, shortened in the middle of a long list. */
export const bindsText = (binds: readonly Bind[]): string =>
  listed([...new Set(binds.map(({ address, text }) => code(address ? addressKey(address) : text)))], 3);
