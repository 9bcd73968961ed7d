import type { Edit } from '../../base/span.ts';
import type { LinkedUpstream, LinkedUpstreamServer, Program } from '../../model/deployment.ts';
import { nameExactly, names } from '../../rules/edit/upstream.ts';
import type { Wanted } from './wanted.ts';

/** The upstreams that name an instance of the program. */
export const upstreamsOf = ({ deployment, program }: Wanted): readonly LinkedUpstream[] =>
  deployment.upstreams.filter(({ servers }) => servers.some(isOwn(program)));

const isOwn =
  (program: Program) =>
  ({ boundBy }: LinkedUpstreamServer): boolean =>
    boundBy.some((reach) => reach.program === program);

/** Makes an upstream name exactly the instances wanted. A text says why that cannot be done. */
export function upstreamEdits(wanted: Wanted, linked: LinkedUpstream): readonly Edit[] | string {
  const { deployment, program, addresses, addressing, count } = wanted;
  const { upstream, servers } = linked;
  const vague = servers.find(({ server }) => server.address === undefined);
  if (vague) return `Upstream '${upstream.name}' names '${vague.server.text}', which cannot be told.`;
  const later = servers.flatMap((_, index) => addressing.addressOf(count + index) ?? []);
  const isLeftOver = (one: LinkedUpstreamServer): boolean => one.boundBy.length === 0 && names(one, later);
  const edits = nameExactly(deployment, linked, addresses, (one) => isOwn(program)(one) || isLeftOver(one));
  return edits ?? `Upstream '${upstream.name}' cannot be edited here.`;
}
