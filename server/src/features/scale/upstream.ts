import type { Edit } from '../../base/span.ts';
import { type Address, addressKey, reaches } from '../../model/address.ts';
import type { Deployment, LinkedUpstream, LinkedUpstreamServer, Program } from '../../model/deployment.ts';
import { fileIn, replace } from '../../rules/edit/lines.ts';
import { insertAfterDirective, removeDirective } from '../../rules/edit/nginx.ts';
import type { Wanted } from './wanted.ts';

/** The upstreams that name an instance of the program. */
export const upstreamsOf = ({ deployment, program }: Wanted): readonly LinkedUpstream[] =>
  deployment.upstreams.filter(({ servers }) => servers.some(isOwn(program)));

const isOwn =
  (program: Program) =>
  ({ boundBy }: LinkedUpstreamServer): boolean =>
    boundBy.some((reach) => reach.program === program);

/**
 * Takes out the servers of instances that go, and adds those that come, with the parameters of the ones there; where
 * all addresses change, the first server is rewritten. A text says why that cannot be done.
 */
export function upstreamEdits(
  wanted: Wanted,
  { upstream, servers }: LinkedUpstream,
): readonly Edit[] | string {
  const { deployment, program, addresses, count } = wanted;
  const vague = servers.find(({ server }) => server.address === undefined);
  if (vague) return `Upstream '${upstream.name}' names '${vague.server.text}', which cannot be told.`;
  const later = servers.flatMap((_, index) => wanted.addressing.addressOf(count + index) ?? []);
  const isLeftOver = (one: LinkedUpstreamServer): boolean => one.boundBy.length === 0 && names(one, later);
  const kept = servers.filter((one) => names(one, addresses));
  const gone = servers.filter((one) => !kept.includes(one) && (isOwn(program)(one) || isLeftOver(one)));
  const edits = kept.length > 0 ? adjusted(wanted, kept, gone) : rewritten(deployment, gone, addresses);
  return edits.includes(undefined)
    ? `Upstream '${upstream.name}' cannot be edited here.`
    : edits.flatMap((edit) => edit ?? []);
}

const names = ({ server: { address } }: LinkedUpstreamServer, list: readonly Address[]): boolean =>
  list.some((one) => address !== undefined && reaches(address, one));

type Servers = readonly LinkedUpstreamServer[];

function adjusted(
  { deployment, addresses }: Wanted,
  kept: Servers,
  gone: Servers,
): readonly (Edit | undefined)[] {
  const added = addresses.filter((address) => !kept.some((one) => names(one, [address])));
  const last = kept[kept.length - 1];
  const model = kept.find(({ server }) => !server.backup && !server.down) ?? last;
  return [
    ...gone.map(({ server }) => removeDirective(deployment, server.directive)),
    ...(last && model ? [insertServers(deployment, last, model, added)] : []),
  ].filter((edit) => edit !== null);
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
    insertServers(deployment, rest[rest.length - 1] ?? model, model, others),
  ].filter((edit) => edit !== null);
}

/** Null where there is nothing to insert. */
function insertServers(
  deployment: Deployment,
  after: LinkedUpstreamServer,
  model: LinkedUpstreamServer,
  addresses: readonly Address[],
): Edit | undefined | null {
  if (addresses.length === 0) return null;
  const lines = addresses.map((address) => serverLine(deployment, model, address));
  return insertAfterDirective(deployment, after.server.directive, ...lines);
}

/** A server line for an address, written as the one there is: its host name and its parameters. */
function serverLine(deployment: Deployment, model: LinkedUpstreamServer, address: Address): string {
  const { directive, addressPlace } = model.server;
  const file = fileIn(deployment, directive.place.uri);
  const rest = file?.text.slice(addressPlace.span.end, directive.place.span.end) ?? ';';
  return `server ${writtenLike(model, address)}${rest}`;
}

const writtenLike = ({ server }: LinkedUpstreamServer, address: Address): string =>
  address.kind === 'tcp' ? `${server.text.replace(/:\d+$/, '')}:${address.port}` : addressKey(address);
