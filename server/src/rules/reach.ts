import { memo } from '../base/memo.ts';
import { type Address, isLocal } from '../model/address.ts';
import type { Deployment, Instance, LinkedUpstream, Program } from '../model/deployment.ts';

/** The instances that some upstream or route of the deployment reaches. */
export const reachedInstances: (deployment: Deployment) => ReadonlySet<Instance> = memo(
  ({ upstreams, routes }: Deployment) =>
    new Set([
      ...upstreams.flatMap(({ servers }) =>
        servers.flatMap(({ boundBy }) => boundBy.map((reach) => reach.instance)),
      ),
      ...routes.flatMap(({ reaches }) => reaches.map((reach) => reach.instance)),
    ]),
);

/** The programs that at least one server of an upstream reaches, each once. */
export const programsBehind = ({ servers }: LinkedUpstream): readonly Program[] => [
  ...new Set(servers.flatMap(({ boundBy }) => boundBy.map(({ program }) => program))),
];

/** True for a unix socket and for a TCP address of the machine itself. */
export const isLocalAddress = (address: Address): boolean =>
  address.kind === 'unix' || (address.kind === 'tcp' && isLocal(address.host));

/** The addresses of an instance; undefined where one of them cannot be told. */
export function addressesOf({ server }: Instance): readonly Address[] | undefined {
  if (!server?.binds.known) return undefined;
  const addresses = server.binds.value.map(({ address }) => address);
  return addresses.every((address) => address !== undefined) ? addresses : undefined;
}
