import { memo } from '../../base/memo.ts';
import type { Place } from '../../base/span.ts';
import type { Deployment, LinkedRoute, LinkedUpstream, Program } from '../../model/deployment.ts';
import { type CallNode, configNode, programNode, routeNode, upstreamNode } from './node.ts';

/** One part of a deployment that calls another, and where it says so. */
export interface CallEdge {
  readonly from: CallNode;
  readonly to: CallNode;
  readonly place: Place;
}

/** Route → upstream → program → configuration file: everything that a deployment links. */
export const edgesOf = memo((deployment: Deployment): readonly CallEdge[] => [
  ...deployment.routes.flatMap((route) => routeEdges(deployment, route)),
  ...deployment.upstreams.flatMap((upstream) => upstreamEdges(deployment, upstream)),
  ...deployment.programs.flatMap((program) => programEdges(deployment, program)),
]);

function routeEdges(deployment: Deployment, { route, reaches }: LinkedRoute): readonly CallEdge[] {
  const from = routeNode(route);
  const { target } = route;
  if (target.kind === 'upstream') return [{ from, to: upstreamNode(target.upstream), place: target.place }];
  return reaches.map(({ program }) => ({ from, to: programNode(deployment, program), place: target.place }));
}

function upstreamEdges(deployment: Deployment, { upstream, servers }: LinkedUpstream): readonly CallEdge[] {
  const from = upstreamNode(upstream);
  return servers.flatMap(({ server, boundBy }) =>
    boundBy.map(({ program }) => ({
      from,
      to: programNode(deployment, program),
      place: server.addressPlace,
    })),
  );
}

function programEdges(deployment: Deployment, program: Program): readonly CallEdge[] {
  const from = programNode(deployment, program);
  return program.instances.flatMap(({ server }) => {
    const file = server?.configFile?.file;
    const place = server?.configPath?.place ?? server?.words[0]?.place ?? program.place;
    return server && file ? [{ from, to: configNode(file, server), place }] : [];
  });
}
