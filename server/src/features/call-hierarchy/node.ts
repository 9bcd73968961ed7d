import type { TextFile } from '../../base/file.ts';
import { ifKnown } from '../../base/known.ts';
import type { Place } from '../../base/span.ts';
import { nameOf } from '../../base/uri.ts';
import { count } from '../../levels/words.ts';
import type { Deployment, Program } from '../../model/deployment.ts';
import type { NginxRoute, NginxUpstream } from '../../model/nginx/types.ts';
import type { AppServer } from '../../model/server/types.ts';
import { routeName } from '../shared/route-name.ts';
import { sectionPlace } from '../shared/section-place.ts';
import { workersText } from '../shared/workers-text.ts';

/** A part of a deployment that passes requests on, answers them, or says how. */
export interface CallNode {
  readonly kind: 'route' | 'upstream' | 'program' | 'config';
  readonly name: string;
  readonly detail: string;
  /** All of it. */
  readonly place: Place;
  readonly namePlace: Place;
}

/** The same for the same part of one snapshot. */
export const idOf = ({ kind, namePlace: { uri, span } }: CallNode): string => `${kind} ${span.start} ${uri}`;

export const routeNode = (route: NginxRoute): CallNode => ({
  kind: 'route',
  name: routeName(route),
  detail: route.directive.args.map(({ text }) => text).join(' '),
  place: route.block.owner?.place ?? route.directive.place,
  namePlace: route.block.owner?.namePlace ?? route.directive.namePlace,
});

export const upstreamNode = ({ name, servers, method, directive, namePlace }: NginxUpstream): CallNode => ({
  kind: 'upstream',
  name,
  detail: `${count(servers.length, 'server')} · ${method}`,
  place: directive.place,
  namePlace,
});

export function programNode(deployment: Deployment, program: Program): CallNode {
  const number = ifKnown(program.numprocs);
  return {
    kind: 'program',
    name: program.name,
    detail: number === undefined ? 'instances not known' : count(number, 'instance'),
    place: sectionPlace(deployment, program),
    namePlace: program.place,
  };
}

export const configNode = ({ uri, text }: TextFile, { concurrency }: AppServer): CallNode => ({
  kind: 'config',
  name: nameOf(uri),
  detail: concurrency.known ? workersText(concurrency.value) : '',
  place: { uri, span: { start: 0, end: text.length } },
  namePlace: { uri, span: { start: 0, end: 0 } },
});
