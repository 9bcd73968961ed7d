import { memo } from '../../base/memo.ts';
import { type Edit, type Place, sliceOf } from '../../base/span.ts';
import type { Address } from '../../model/address.ts';
import type { Deployment, LinkedRoute, LinkedUpstream } from '../../model/deployment.ts';
import { effective, named } from '../../model/nginx/effective.ts';
import { hasTemplateLines } from '../../model/nginx/say.ts';
import type { NginxBlock, NginxConfig, NginxDirective, NginxWord } from '../../model/nginx/types.ts';
import type { Draft } from '../define.ts';
import { fileIn, remove } from '../edit/lines.ts';
import { addressesOf, isLocalAddress, reachedInstances } from '../reach.ts';

/** Every directive of a configuration, each before those of its block. */
export const allDirectives: (config: NginxConfig) => readonly NginxDirective[] = memo(
  ({ root }: NginxConfig) => {
    const found: NginxDirective[] = [];
    const waiting = [...root.directives].reverse();
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      found.push(next);
      if (next.block) waiting.push(...[...next.block.directives].reverse());
    }
    return found;
  },
);

const directivesByStart = memo((deployment: Deployment) => {
  const byStart = new Map<string, NginxDirective>();
  for (const directive of deployment.nginx.flatMap(allDirectives))
    for (const { place } of [directive, ...directive.args]) byStart.set(startOf(place), directive);
  return byStart;
});

const startOf = ({ uri, span }: Place): string => `${span.start} ${uri}`;

/** The directive that begins, or has an argument that begins, where a place begins; undefined for other places. */
export const directiveAt = (deployment: Deployment, place: Place): NginxDirective | undefined =>
  directivesByStart(deployment).get(startOf(place));

/** The argument that begins where a place begins. */
export const wordAt = (deployment: Deployment, place: Place): NginxWord | undefined =>
  directiveAt(deployment, place)?.args.find((word) => startOf(word.place) === startOf(place));

/** The block and those around it, from the inside out. */
export function* around(block: NginxBlock): Iterable<NginxBlock> {
  for (let at: NginxBlock | null = block; at; at = at.parent) yield at;
}

/** Includes that set nothing that a rule asks for: lists of types, parameters, whole servers. */
const harmless =
  /(?:^|\/)(?:mime\.types|proxy_params|(?:fastcgi|uwsgi|scgi)_params|(?:conf\.d|sites-enabled|modules-enabled|default\.d)\/\*[^/]*)$/;

/** True when directives that hold in the block may stand in a file that is not at hand, or in a template's line. */
export const mayHide = (config: NginxConfig, block: NginxBlock): boolean =>
  isTemplated(config) || (!config.complete && [...around(block)].some(includesMore));

const isTemplated = memo(({ files }: NginxConfig): boolean => files.some(hasTemplateLines));

const includesMore = (block: NginxBlock): boolean =>
  named(block, 'include').some(({ args }) => !harmless.test(args[0]?.text ?? ''));

/** What Debian's `proxy_params` sets. */
const proxyParams = ['host', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-proto'];

/** The request headers that a block sends on, by name in lower case, with their values as nginx takes them. */
export function headersOf(block: NginxBlock): ReadonlyMap<string, string> {
  const headers = new Map<string, string>();
  for (const outer of around(block))
    if (named(outer, 'include').some(isProxyParams))
      for (const name of proxyParams) headers.set(name, `$${name}`);
  for (const { args } of effective(block, 'proxy_set_header'))
    headers.set(args[0]?.text.toLowerCase() ?? '', args[1]?.text ?? '');
  return headers;
}

const isProxyParams = ({ args }: NginxDirective): boolean =>
  /(?:^|\/)proxy_params$/.test(args[0]?.text ?? '');

/** A directive as it stands in its file; empty where the file is not at hand. */
export function sourceOf(deployment: Deployment, { place }: NginxDirective): string {
  const file = fileIn(deployment, place.uri);
  return file ? sliceOf(file.text, place.span) : '';
}

/**
 * Lines that send further headers from a block. A block without headers of its own would lose those around it with
 * the first, so they come along.
 */
export function headerLines(
  deployment: Deployment,
  block: NginxBlock,
  added: Readonly<Record<string, string>>,
): readonly string[] {
  const hasOwn = block.directives.some(({ name }) => name === 'proxy_set_header');
  const names = Object.keys(added).map((name) => name.toLowerCase());
  const kept = hasOwn ? [] : effective(block, 'proxy_set_header');
  return [
    ...kept
      .filter(({ args }) => !names.includes(args[0]?.text.toLowerCase() ?? ''))
      .map((directive) => sourceOf(deployment, directive)),
    ...Object.entries(added).map(([name, value]) => `proxy_set_header ${name} ${value};`),
  ];
}

/** Takes a word out of its directive. */
export function removeWord(deployment: Deployment, { place }: NginxWord): Edit | undefined {
  const file = fileIn(deployment, place.uri);
  return file && remove(file, place.span);
}

/** The first draft in each file: for advice that is worth saying once. */
export function* oncePerFile(drafts: Iterable<Draft>): Iterable<Draft> {
  const seen = new Set<string>();
  for (const draft of drafts) {
    if (seen.has(draft.place.uri)) continue;
    seen.add(draft.place.uri);
    yield draft;
  }
}

/** The upstreams of http. */
export const httpUpstreams = ({ upstreams }: Deployment): readonly LinkedUpstream[] =>
  upstreams.filter(({ upstream }) => upstream.protocol === 'http');

/** The routes of `proxy_pass` in http. */
export const proxyRoutes = ({ routes }: Deployment): readonly LinkedRoute[] =>
  routes.filter(({ route }) => route.protocol === 'http' && route.kind === 'proxy_pass');

/** True when an application server of the deployment answers for the upstream. */
export const hasAppBehind = ({ servers }: LinkedUpstream): boolean =>
  servers.some(({ boundBy }) => boundBy.some(({ instance }) => instance.server !== null));

/** Local addresses of instances that nobody reaches, each of a single bind. */
export function freeAddresses(deployment: Deployment): readonly Address[] {
  const reached = reachedInstances(deployment);
  return deployment.programs
    .flatMap(({ instances }) => instances)
    .filter((instance) => !reached.has(instance))
    .flatMap((instance) => {
      const [address, ...others] = addressesOf(instance) ?? [];
      return address && others.length === 0 && isLocalAddress(address) ? [address] : [];
    });
}

/** An address as a `server` line writes it. */
export function writtenAddress(address: Address): string {
  if (address.kind === 'unix') return `unix:${address.path}`;
  if (address.kind === 'fd') return `fd:${address.fd}`;
  return `${address.host === '*' ? '127.0.0.1' : address.host}:${address.port}`;
}

/** The first argument of the directive of a name that holds in the whole file; undefined where there is none. */
export const mainValue = ({ root }: NginxConfig, name: string): NginxWord | undefined =>
  firstInRoot(root).get(name)?.args[0];

const firstInRoot = memo(({ directives }: NginxConfig['root']) => {
  const first = new Map<string, NginxDirective>();
  for (const directive of directives) if (!first.has(directive.name)) first.set(directive.name, directive);
  return first;
});

/** nginx's worker processes: as written, `auto` by the target's cores; undefined where it cannot be told. */
export function workerProcesses(config: NginxConfig, { target }: Deployment): number | undefined {
  const text = mainValue(config, 'worker_processes')?.text;
  if (text === 'auto') return target.cores;
  if (text === undefined) return config.fragment || !config.complete ? undefined : 1;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** True for a location whose path has a part that is named for WebSockets. */
export const isForWebSockets = (location: string): boolean =>
  /(?:^|[/^(|\s])(?:ws|wss|websockets?|socket\\?\.io|cable)(?:[/$)|\s]|$)/i.test(location);
