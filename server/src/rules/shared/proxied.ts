import { memo } from '../../base/memo.ts';
import type { Deployment, LinkedUpstream, Program, Reach } from '../../model/deployment.ts';
import { effective, effectiveOne } from '../../model/nginx/effective.ts';
import type { NginxDirective, NginxRoute, NginxUpstream } from '../../model/nginx/types.ts';
import { parseMilliseconds } from '../../model/nginx/values/units.ts';
import type { AppServer } from '../../model/server/types.ts';

/** A route of nginx and a program that answers it. */
export interface Proxied {
  readonly route: NginxRoute;
  readonly upstream: LinkedUpstream | null;
  readonly program: Program;
  readonly server: AppServer;
  readonly reach: Reach;
}

/** Every HTTP route with each program behind it once. */
export const proxied: (deployment: Deployment) => readonly Proxied[] = memo(
  ({ routes, upstreams }: Deployment) => {
    const byUpstream = new Map(upstreams.map((one) => [one.upstream, one]));
    return routes.flatMap(({ route, reaches }) => {
      if (route.protocol !== 'http' || route.kind !== 'proxy_pass') return [];
      const { target } = route;
      const upstream = target.kind === 'upstream' ? byUpstream.get(target.upstream) : undefined;
      const programs = new Map(reaches.map((reach) => [reach.program, reach]));
      return [...programs].flatMap(([program, reach]): Proxied[] => {
        const { server } = reach.instance;
        return server ? [{ route, upstream: upstream ?? null, program, server, reach }] : [];
      });
    });
  },
);

/** The time in force for a route in seconds, and the directive that gives it; undefined seconds for a placeholder. */
export function secondsOf(
  { block }: NginxRoute,
  name: string,
  standard: number,
): { readonly seconds: number | undefined; readonly directive: NginxDirective | undefined } {
  const directive = effectiveOne(block, name);
  if (!directive) return { seconds: standard, directive };
  return { seconds: inSeconds(directive.args[0]?.text ?? ''), directive };
}

/** An upstream whose connections nginx really keeps, with one program behind it. */
export interface Reused {
  readonly upstream: NginxUpstream;
  /** Seconds that nginx keeps an idle connection (keepalive_timeout of the upstream, 60 by default). */
  readonly idle: number;
  readonly reach: Reach;
}

/** Upstreams with `keepalive` that a route uses with HTTP/1.1 and an empty Connection header. */
export const reusedUpstreams: (deployment: Deployment) => readonly Reused[] = memo(
  ({ upstreams }: Deployment) =>
    upstreams.flatMap(({ upstream, servers, routes }) => {
      const reach = servers.flatMap(({ boundBy }) => boundBy)[0];
      if (!upstream.keepalive || !reach || !routes.some(keepsConnections)) return [];
      const timeout = upstream.block.directives.find(({ name }) => name === 'keepalive_timeout')?.args[0]
        ?.text;
      const idle = timeout === undefined ? 60 : inSeconds(timeout);
      return idle === undefined ? [] : [{ upstream, idle, reach }];
    }),
);

/** True when a route speaks HTTP/1.1 with an empty Connection header, so that connections can be kept. */
export const keepsConnections = ({ block }: NginxRoute): boolean =>
  effectiveOne(block, 'proxy_http_version')?.args[0]?.text === '1.1' &&
  effective(block, 'proxy_set_header').some(
    ({ args }) => args[0]?.text.toLowerCase() === 'connection' && args[1]?.text === '',
  );

/** A time as nginx reads it, in seconds; undefined for what is none. */
function inSeconds(text: string): number | undefined {
  const milliseconds = parseMilliseconds(text);
  return milliseconds === undefined ? undefined : Number(milliseconds) / 1000;
}
