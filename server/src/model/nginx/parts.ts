import { listenOf, upstreamOf } from './part.ts';
import { routeOf } from './route.ts';
import type {
  NginxBlock,
  NginxConfig,
  NginxDirective,
  NginxRoute,
  NginxServer,
  NginxUpstream,
  PassDirective,
} from './types.ts';

/** What other files are linked by: upstreams, servers and routes, each in the order in which it stands. */
export type NginxModel = Pick<NginxConfig, 'root' | 'upstreams' | 'servers' | 'routes'>;

const passNames: ReadonlySet<string> = new Set<PassDirective>([
  'proxy_pass',
  'uwsgi_pass',
  'grpc_pass',
  'fastcgi_pass',
  'scgi_pass',
  'memcached_pass',
]);

interface Pass {
  readonly directive: NginxDirective;
  readonly block: NginxBlock;
  readonly server: NginxServer | null;
  readonly location: string | null;
}

/** A block that is still to be looked through, and what it stands in. */
interface Visit {
  readonly block: NginxBlock;
  readonly server: NginxServer | null;
  readonly location: string | null;
}

/** Looks through the whole tree once; targets of routes are found when all upstreams are known. */
export function modelOf(root: NginxBlock): NginxModel {
  const upstreams: NginxUpstream[] = [];
  const servers: NginxServer[] = [];
  const passes: Pass[] = [];
  const waiting: Visit[] = [{ block: root, server: null, location: null }];
  for (let visit = waiting.pop(); visit; visit = waiting.pop()) {
    const inner: Visit[] = [];
    for (const directive of visit.block.directives) {
      const { block } = directive;
      if (passNames.has(directive.name) && isPassContext(visit.block)) passes.push({ directive, ...visit });
      if (!block) continue;
      if (isUpstream(block)) upstreams.push(upstreamOf(directive, block));
      const server = serverOf(directive, block);
      if (server) servers.push(server);
      inner.push({ block, server: server ?? visit.server, location: locationOf(directive, visit.location) });
    }
    waiting.push(...inner.reverse());
  }
  const index = indexOf(upstreams);
  const routes = passes.flatMap((pass) => routeFor(pass, index));
  return { root, upstreams, servers, routes };
}

const isPassContext = ({ context }: NginxBlock): boolean =>
  context.startsWith('http ') || context === 'stream server' || context === 'http';

const isUpstream = ({ context }: NginxBlock): boolean =>
  context === 'http upstream' || context === 'stream upstream';

function serverOf(directive: NginxDirective, block: NginxBlock): NginxServer | null {
  const protocol = protocolOf(block);
  if (!protocol || !block.context.endsWith(' server')) return null;
  const named = block.directives.filter(({ name }) => name === 'server_name');
  return {
    protocol,
    directive,
    block,
    listens: block.directives.filter(({ name }) => name === 'listen').map(listenOf),
    serverNames: named.flatMap(({ args }) => args),
  };
}

function protocolOf({ context }: NginxBlock): NginxServer['protocol'] | undefined {
  if (context.startsWith('http')) return 'http';
  if (context.startsWith('stream')) return 'stream';
  return context.startsWith('mail') ? 'mail' : undefined;
}

const locationOf = (directive: NginxDirective, around: string | null): string | null =>
  directive.block?.context === 'http location' ? directive.args.map(({ text }) => text).join(' ') : around;

/** Upstreams by protocol and name, in lower case; of two that share a name the first counts. */
type UpstreamIndex = ReadonlyMap<string, NginxUpstream>;

const indexKey = (protocol: string, name: string): string => `${protocol} ${name.toLowerCase()}`;

const indexOf = (upstreams: readonly NginxUpstream[]): UpstreamIndex =>
  new Map([...upstreams].reverse().map((one) => [indexKey(one.protocol, one.name), one]));

function routeFor(pass: Pass, upstreams: UpstreamIndex): readonly NginxRoute[] {
  const protocol = pass.block.context.startsWith('stream') ? 'stream' : 'http';
  const { directive, block, server, location } = pass;
  const kind = directive.name as PassDirective;
  const find = (name: string) => upstreams.get(indexKey(protocol, name));
  const target = routeOf(directive, kind, find, protocol);
  return target ? [{ protocol, kind, directive, block, server, location, target }] : [];
}
