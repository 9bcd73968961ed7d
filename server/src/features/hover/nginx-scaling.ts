import type { DeploymentView } from '../../levels/explain/view.ts';
import { type Explanation, explainSetting } from '../../levels/explain.ts';
import { type NginxSubject, upstreamAt, upstreamServerAt } from './nginx-subject.ts';

/** Names that mean something for scaling in one place only. */
const scalingPlaces: Readonly<Record<string, RegExp>> = {
  server: / upstream$/,
  keepalive: / upstream$/,
  zone: / upstream$/,
  worker_connections: /^events$/,
  listen: / server$/,
};

/** What a directive or a parameter does to scaling here; undefined for one that has nothing to do with it. */
export function scalingOf(
  subject: NginxSubject,
  name: string,
  value: string | undefined,
): Explanation | undefined {
  const place = scalingPlaces[name];
  if (!subject.reading || (place && !place.test(subject.context))) return undefined;
  const upstream = upstreamAt(subject)?.name;
  return explainSetting(
    { language: 'nginx', name, value, upstream },
    viewOf(subject, subject.reading.deployment),
  );
}

/** The deployment with the server at hand first in its upstream: an explanation speaks of the first. */
function viewOf(subject: NginxSubject, view: DeploymentView): DeploymentView {
  const server = upstreamServerAt(subject);
  if (!server) return view;
  const upstreams = view.upstreams.map((linked) => {
    const { servers } = linked.upstream;
    if (!servers.includes(server) || servers[0] === server) return linked;
    const ordered = [server, ...servers.filter((other) => other !== server)];
    return { ...linked, upstream: { ...linked.upstream, servers: ordered } };
  });
  return { ...view, upstreams };
}
