import type { Edit } from '../../base/span.ts';
import { type Address, addressKey, reaches } from '../../model/address.ts';
import type { Deployment, LinkedUpstream, LinkedUpstreamServer } from '../../model/deployment.ts';
import { fileIn, replace } from './lines.ts';
import { insertAfterDirective, removeDirective } from './nginx.ts';

type Servers = readonly LinkedUpstreamServer[];

/**
 * Makes the servers of an upstream that `isOwn` picks name exactly some addresses: takes out those that name another,
 * and adds those that are missing, with the parameters of the ones there. Where no server keeps its address, the
 * first is rewritten. Undefined where there is none to go by, or one cannot be edited.
 */
export function nameExactly(
  deployment: Deployment,
  { servers }: LinkedUpstream,
  addresses: readonly Address[],
  isOwn: (server: LinkedUpstreamServer) => boolean,
): readonly Edit[] | undefined {
  const kept = servers.filter((one) => names(one, addresses));
  const gone = servers.filter((one) => !kept.includes(one) && isOwn(one));
  const edits =
    kept.length > 0 ? adjusted(deployment, addresses, kept, gone) : rewritten(deployment, gone, addresses);
  return edits.includes(undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
}

/** True when a server leads to one of some addresses. */
export const names = ({ server: { address } }: LinkedUpstreamServer, list: readonly Address[]): boolean =>
  list.some((one) => address !== undefined && reaches(address, one));

function adjusted(
  deployment: Deployment,
  addresses: readonly Address[],
  kept: Servers,
  gone: Servers,
): readonly (Edit | undefined)[] {
  const added = addresses.filter((address) => !kept.some((one) => names(one, [address])));
  const last = kept[kept.length - 1];
  const model = kept.find(({ server }) => !server.backup && !server.down) ?? last;
  return [
    ...gone.map(({ server }) => removeDirective(deployment, server.directive)),
    ...(last && model ? insertServers(deployment, last, model, added) : []),
  ];
}

/** No server keeps its address: the first gets that of the first instance, the others follow it. */
function rewritten(
  deployment: Deployment,
  gone: Servers,
  [first, ...others]: readonly Address[],
): readonly (Edit | undefined)[] {
  const [model, ...rest] = gone;
  if (!model || !first) return [undefined];
  return [
    ...rest.map(({ server }) => removeDirective(deployment, server.directive)),
    replace(model.server.addressPlace, writtenLike(model, first)),
    ...insertServers(deployment, model, model, others),
  ];
}

function insertServers(
  deployment: Deployment,
  after: LinkedUpstreamServer,
  model: LinkedUpstreamServer,
  addresses: readonly Address[],
): readonly (Edit | undefined)[] {
  if (addresses.length === 0) return [];
  const lines = addresses.map((address) => serverLine(deployment, model, address));
  return [insertAfterDirective(deployment, after.server.directive, ...lines)];
}

/** A server line for an address, written as the one there is: its host name and its parameters. */
function serverLine(deployment: Deployment, model: LinkedUpstreamServer, address: Address): string {
  const { directive, addressPlace } = model.server;
  const file = fileIn(deployment, directive.place.uri);
  const rest = file?.text.slice(addressPlace.span.end, directive.place.span.end) ?? ';';
  return `server ${writtenLike(model, address)}${rest}`;
}

function writtenLike({ server }: LinkedUpstreamServer, address: Address): string {
  if (address.kind !== 'tcp') return addressKey(address);
  const host = /^(.+):\d+$/.exec(server.text)?.[1];
  return `${host ?? (address.host === '*' ? '127.0.0.1' : address.host)}:${address.port}`;
}
