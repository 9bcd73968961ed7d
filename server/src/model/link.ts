import { groupBy } from '../base/group-by.ts';
import { type Address, addressKey, reaches } from './address.ts';
import type { LinkedRoute, LinkedUpstream, Program, Reach } from './deployment.ts';
import type { NginxConfig, NginxRoute, NginxUpstream } from './nginx/types.ts';
import type { Bind } from './server/types.ts';

/** Finds who answers at an address. */
export interface BindIndex {
  /** Every bind that a connection to the address reaches, in the order of the programs. */
  at(address: Address): readonly Reach[];
  /** Every bind that is written with this text of a template. */
  written(text: string): readonly Reach[];
  /** Every bind that other containers reach by a host name and port. */
  named(host: string, port: number): readonly Reach[];
}

/** Indexes the binds of all instances by port, path and text. */
export function indexBinds(programs: readonly Program[]): BindIndex {
  const addresses = new Map<string, Reach[]>();
  const texts = new Map<string, Reach[]>();
  for (const reach of allReaches(programs)) {
    const { address, text } = reach.bind;
    push(address ? addresses : texts, address ? bucketOf(address) : writtenKey(text), reach);
  }
  const at = (address: Address): readonly Reach[] =>
    (addresses.get(bucketOf(address)) ?? []).filter(
      ({ bind }) => bind.address && reaches(address, bind.address),
    );
  return {
    at,
    written: (text) => texts.get(writtenKey(text)) ?? [],
    named: (host, port) =>
      (addresses.get(String(port)) ?? []).filter(
        ({ program, bind }) =>
          program.hosts?.includes(host) && bind.address?.kind === 'tcp' && bind.address.host === '*',
      ),
  };
}

/**
 * An address with placeholders in one spelling: blanks and quotes inside them do not count, a variable of the
 * environment is one however it is written, and all names of this machine are one.
 */
export const writtenKey = (text: string): string =>
  text
    .replace(/[\s'"\\]+/g, '')
    .replace(
      /%\(ENV_(\w+)\)s|\$\{(\w+)\}|\$(\w+)/g,
      (_, ...names: string[]) => `\${${names.slice(0, 3).join('')}}`,
    )
    .replace(/^unix:\/\//, 'unix:')
    .replace(/^(?:0\.0\.0\.0|127\.0\.0\.1|localhost|\*|\[::1?\])?:/, 'localhost:');

/** The address in what a `*_pass` says, without scheme and path. */
const addressText = (text: string): string => {
  const rest = text.replace(/^\w+:\/\//, '');
  return rest.startsWith('unix:') ? rest : rest.replace(/\/(?![^{]*\}\}).*$/s, '');
};

const allReaches = (programs: readonly Program[]): readonly Reach[] =>
  programs.flatMap((program) =>
    program.instances.flatMap((instance) => bindsOf(instance).map((bind) => ({ program, instance, bind }))),
  );

/** The known binds of an instance; empty where they are unknown or it is no server that we know. */
export const bindsOf = ({ server }: Program['instances'][number]): readonly Bind[] =>
  server?.binds.known ? server.binds.value : [];

const bucketOf = (address: Address): string =>
  address.kind === 'tcp' ? String(address.port) : addressKey(address);

function push(map: Map<string, Reach[]>, key: string, reach: Reach): void {
  const list = map.get(key);
  if (list) list.push(reach);
  else map.set(key, [reach]);
}

/** The upstreams of all configurations with who binds each server and the routes that lead to them. */
export function linkUpstreams(configs: readonly NginxConfig[], binds: BindIndex): readonly LinkedUpstream[] {
  const routes = groupBy(
    configs.flatMap((config) => config.routes),
    leadKey,
  );
  return configs.flatMap((config) =>
    config.upstreams.map((upstream) => ({
      upstream,
      config,
      servers: upstream.servers.map((server) => ({
        server,
        boundBy: server.address ? reachesOf(server.address, server.text, binds) : binds.written(server.text),
      })),
      routes: (routes.get(nameKey(upstream)) ?? []).filter((route) => leadsTo(route, upstream)),
    })),
  );
}

/** Loopback, socket and wildcard addresses are bound here; another host may be the name of a container. */
function reachesOf(address: Address, text: string, binds: BindIndex): readonly Reach[] {
  const found = binds.at(address);
  if (found.length > 0 || address.kind !== 'tcp') return found;
  return binds.named(address.host, address.port).concat(binds.written(text));
}

/** True for a route to the upstream, also from a sibling fragment of the same nginx. */
const leadsTo = ({ target, protocol }: NginxRoute, upstream: NginxUpstream): boolean =>
  target.kind === 'upstream'
    ? target.upstream === upstream
    : target.kind === 'name' && target.name === upstream.name && protocol === upstream.protocol;

const nameKey = ({ name, protocol }: NginxUpstream): string => `${protocol} ${name}`;

/** The key of the upstreams that a route may lead to; undefined for a route to none. */
const leadKey = ({ target, protocol }: NginxRoute): string | undefined =>
  target.kind === 'upstream'
    ? nameKey(target.upstream)
    : target.kind === 'name'
      ? `${protocol} ${target.name}`
      : undefined;

/** The routes of all configurations with who answers them. */
export function linkRoutes(
  configs: readonly NginxConfig[],
  upstreams: readonly LinkedUpstream[],
  binds: BindIndex,
): readonly LinkedRoute[] {
  const byName = groupBy(upstreams, ({ upstream }) => nameKey(upstream));
  return configs.flatMap((config) =>
    config.routes.map((route) => ({
      route,
      config,
      reaches: answering(route, byName.get(leadKey(route) ?? '') ?? [], binds),
    })),
  );
}

function answering(
  route: NginxRoute,
  upstreams: readonly LinkedUpstream[],
  binds: BindIndex,
): readonly Reach[] {
  const { target } = route;
  if (target.kind === 'address') return reachesOf(target.address, target.text, binds);
  if (target.kind === 'variable') return binds.written(addressText(target.text));
  const linked = upstreams.filter(({ upstream }) => leadsTo(route, upstream));
  if (linked.length === 0 && target.kind === 'name')
    return binds.named(target.name, target.port ?? 80).concat(binds.written(target.name));
  return linked.flatMap(({ servers }) => servers.flatMap(({ boundBy }) => boundBy));
}
