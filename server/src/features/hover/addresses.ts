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

/** Who in nginx calls what an instance binds, in a sentence; undefined without any nginx at hand. */
export function calledText(snapshot: Snapshot, deployment: Deployment, address: Address): string | undefined {
  const callers = callersOf(deployment, address);
  if (callers.length > 0)
    return `Called by ${listed(callers.map(({ name, place }) => `${code(name)} (${placeLink(snapshot, place)})`))}.`;
  return deployment.nginx.length > 0 ? 'No nginx file at hand calls it.' : undefined;
}

/** The addresses of several binds: each one's own text, shortened in the middle of a long list. */
export const bindsText = (binds: readonly Bind[]): string =>
  listed([...new Set(binds.map(({ address, text }) => code(address ? addressKey(address) : text)))]);
