import { groupBy } from '../../base/group-by.ts';
import { memo } from '../../base/memo.ts';
import { type Place, touches } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { Question } from '../shared/question.ts';
import { type CallEdge, edgesOf } from './edges.ts';
import { type CallNode, idOf, programNode, routeNode, upstreamNode } from './node.ts';

/** A part that calls or is called, with the places of the caller that say so. */
export interface Call {
  readonly node: CallNode;
  readonly places: readonly Place[];
}

/** All parts of a deployment by id; one that nothing calls and that calls nothing is among them. */
const nodesOf = memo((deployment: Deployment): ReadonlyMap<string, CallNode> => {
  const alone = [
    ...deployment.routes.map(({ route }) => routeNode(route)),
    ...deployment.upstreams.map(({ upstream }) => upstreamNode(upstream)),
    ...deployment.programs.map((program) => programNode(deployment, program)),
  ];
  const called = edgesOf(deployment).map(({ to }) => to);
  return new Map([...alone, ...called].map((node) => [idOf(node), node]));
});

/** What the cursor stands on: the part that is called there, else the innermost one around it. */
export function callNode({ file, offset, deployments }: Question): CallNode | undefined {
  const here = ({ uri, span }: Place): boolean => uri === file.uri && touches(span, offset);
  const called = deployments.flatMap(edgesOf).find(({ place }) => here(place));
  if (called) return called.to;
  const around = deployments.flatMap((one) => [...nodesOf(one).values()]).filter(({ place }) => here(place));
  return around.sort((a, b) => length(a.place) - length(b.place))[0];
}

const length = ({ span }: Place): number => span.end - span.start;

/** Who calls the part with this id; undefined when the deployments have no such part any more. */
export const callsTo = (deployments: readonly Deployment[], id: string): readonly Call[] | undefined =>
  callsOf(
    deployments,
    id,
    ({ to }) => to,
    ({ from }) => from,
  );

/** Whom the part with this id calls; undefined when the deployments have no such part any more. */
export const callsFrom = (deployments: readonly Deployment[], id: string): readonly Call[] | undefined =>
  callsOf(
    deployments,
    id,
    ({ from }) => from,
    ({ to }) => to,
  );

function callsOf(
  deployments: readonly Deployment[],
  id: string,
  own: (edge: CallEdge) => CallNode,
  other: (edge: CallEdge) => CallNode,
): readonly Call[] | undefined {
  if (!deployments.some((deployment) => nodesOf(deployment).has(id))) return undefined;
  const edges = deployments.flatMap(edgesOf).filter((edge) => idOf(own(edge)) === id);
  const groups = groupBy(edges, (edge) => idOf(other(edge)));
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ node: other(first), places: placesIn(group) }] : [];
  });
}

/** Each place of the callers once: instances of one program share their command. */
const placesIn = (edges: readonly CallEdge[]): readonly Place[] => {
  const inCaller = edges.filter(({ from, place }) => place.uri === from.place.uri).map(({ place }) => place);
  return [...new Map(inCaller.map((place) => [`${place.span.start} ${place.span.end}`, place])).values()];
};
