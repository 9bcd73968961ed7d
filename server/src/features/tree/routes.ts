import type { Place } from '../../base/span.ts';
import { count } from '../../levels/words.ts';
import { addressKey } from '../../model/address.ts';
import type { LinkedRoute, LinkedUpstream, LinkedUpstreamServer, Reach } from '../../model/deployment.ts';
import type { NginxRoute, NginxTarget } from '../../model/nginx/types.ts';
import { routeName } from '../shared/route-name.ts';
import { limited, type TreeItem, treeItem } from './item.ts';
import { reachItem } from './programs.ts';
import type { TreeScene } from './scene.ts';

/** A location (or a stream server) with what it leads to. */
export function routeItem(scene: TreeScene, { route, reaches }: LinkedRoute): TreeItem {
  const place = placeOf(route);
  return treeItem({
    kind: 'route',
    label: routeName(route),
    detail: targetText(route.target),
    place: route.target.place,
    problems: scene.within(place),
    children: targetItems(scene, route.target, reaches),
  });
}

/** The block that a route stands in. */
const placeOf = ({ block, directive }: NginxRoute): Place => block.owner?.place ?? directive.place;

function targetText(target: NginxTarget): string {
  switch (target.kind) {
    case 'upstream':
      return `upstream ${target.upstream.name}`;
    case 'address':
      return addressKey(target.address);
    case 'name':
      return target.port === null ? target.name : `${target.name}:${target.port}`;
    case 'variable':
      return target.text;
  }
}

function targetItems(scene: TreeScene, target: NginxTarget, reaches: readonly Reach[]): readonly TreeItem[] {
  if (target.kind !== 'upstream') return limited(reaches.map((reach) => reachItem(scene, reach)));
  const linked = scene.deployment.upstreams.find(({ upstream }) => upstream === target.upstream);
  return linked ? [upstreamItem(scene, linked)] : [];
}

/** An upstream with the instance behind each server. */
export function upstreamItem(scene: TreeScene, { upstream, servers }: LinkedUpstream): TreeItem {
  const bound = servers.filter(({ boundBy }) => boundBy.length > 0).length;
  return treeItem({
    kind: 'upstream',
    label: upstream.name,
    detail: `${count(servers.length, 'server')}${bound > 0 ? `, ${bound} bound here` : ''} · ${upstream.method}`,
    place: upstream.namePlace,
    problems: scene.within(upstream.directive.place),
    children: limited(servers.flatMap((server) => serverItems(scene, server))),
  });
}

/** The instances that a server line reaches, else the line itself. */
function serverItems(scene: TreeScene, { server, boundBy }: LinkedUpstreamServer): readonly TreeItem[] {
  if (boundBy.length > 0) return boundBy.map((reach) => reachItem(scene, reach));
  const { address, text, addressPlace, directive } = server;
  return [
    treeItem({
      kind: 'address',
      label: address ? addressKey(address) : text,
      detail: 'bound by no program here',
      place: addressPlace,
      problems: scene.within(directive.place),
    }),
  ];
}
