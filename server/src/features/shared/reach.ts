import { memo } from '../../base/memo.ts';
import type { Place } from '../../base/span.ts';
import { type Address, reaches } from '../../model/address.ts';
import type { Deployment, Program, Reach } from '../../model/deployment.ts';
import { type BindIndex, indexBinds } from '../../model/link.ts';

const bindsOf = memo((programs: readonly Program[]): BindIndex => indexBinds(programs));

/** Every bind of a deployment that a connection to an address reaches. */
export const boundAt = ({ programs }: Deployment, address: Address): readonly Reach[] =>
  bindsOf(programs).at(address);

/** Somebody in nginx who calls an address. */
export interface Caller {
  /** `upstream shop_web`, `location /api/`. */
  readonly name: string;
  readonly place: Place;
}

/** Who in nginx calls a bound address: the upstreams with a server there, and locations that name it themselves. */
export function callersOf({ upstreams, routes }: Deployment, bound: Address): readonly Caller[] {
  const found: Caller[] = [];
  for (const { upstream } of upstreams) {
    for (const { address, addressPlace } of upstream.servers)
      if (address && reaches(address, bound))
        found.push({ name: `upstream ${upstream.name}`, place: addressPlace });
  }
  for (const { route } of routes) {
    const { target, location } = route;
    if (target.kind === 'address' && reaches(target.address, bound))
      found.push({ name: location === null ? 'server' : `location ${location}`, place: target.place });
  }
  return found;
}
