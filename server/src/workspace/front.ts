import { memoOf } from '../base/memo.ts';
import type { Address } from '../model/address.ts';
import { localCalls } from '../model/link-closed.ts';
import type { NginxConfig, NginxListen, NginxServer } from '../model/nginx/types.ts';
import { type Front, serverClaim, textMark, upstreamClaim } from './group.ts';
import { siteOfFile } from './project.ts';

/** An nginx configuration as one side of the grouping. */
export interface NginxFront extends Front {
  readonly config: NginxConfig;
}

const remembered = memoOf<NginxConfig, NginxFront>();

/** The front that a configuration is; `profile` is the folder of the profile that governs it. */
export const frontOf = (
  config: NginxConfig,
  folders: readonly string[],
  profile: string | undefined,
): NginxFront =>
  remembered(config, [folders, profile], () => ({
    config,
    site: siteOfFile(config.main.uri, folders),
    profile,
    calls: localCalls([config]),
    marks: marksOf(config),
    needs: config.routes.flatMap(({ target, protocol }) =>
      target.kind === 'name' ? upstreamClaim(`${protocol} ${target.name}`) : [],
    ),
    passes: localCalls([config]).length > 0 || isOpaque(config),
    main: !config.fragment,
    claims: new Set(claimsOf(config)),
  }));

/** `web:8000` for a host by name, `text …` for an address with placeholders. */
function marksOf({ upstreams, routes }: NginxConfig): readonly string[] {
  const servers = upstreams.flatMap((upstream) => upstream.servers);
  return [
    ...servers.map(({ address, text }) => (address ? hostMark(address) : textMark(text))),
    ...routes.map(({ target }) => {
      if (target.kind === 'address') return hostMark(target.address);
      if (target.kind === 'name')
        return hasPlaceholder(target.name) ? textMark(target.name) : `${target.name}:${target.port ?? 80}`;
      return undefined;
    }),
  ].filter((mark) => mark !== undefined);
}

const hasPlaceholder = (text: string): boolean => /[{%$<]/.test(text);

const hostMark = (address: Address): string | undefined =>
  address.kind === 'tcp' && /[a-z]/.test(address.host) ? `${address.host}:${address.port}` : undefined;

/** True when a placeholder or a variable decides whom it calls. */
const isOpaque = ({ upstreams, routes }: NginxConfig): boolean =>
  upstreams.some(({ servers }) => servers.some(({ address }) => address === undefined)) ||
  routes.some(
    ({ target }) => target.kind === 'variable' || (target.kind === 'name' && hasPlaceholder(target.name)),
  );

function claimsOf(config: NginxConfig): readonly string[] {
  const upstreams = config.upstreams.map(({ name, protocol }) => upstreamClaim(`${protocol} ${name}`));
  return [...upstreams, ...config.servers.flatMap(claimsOfServer)];
}

function claimsOfServer({ listens, serverNames, protocol }: NginxServer): readonly string[] {
  const names = serverNames.length > 0 ? serverNames.map(({ text }) => text) : [''];
  return listens.flatMap((listen) => {
    const port = portOf(listen);
    const isDefault = listen.parameters.has('default_server') || listen.parameters.has('default');
    const claims = names.map((name) => serverClaim(`${protocol} ${port}`, name));
    return isDefault ? [...claims, serverClaim(`${protocol} ${port}`, 'default_server')] : claims;
  });
}

const portOf = ({ address, text }: NginxListen): string =>
  address?.kind === 'tcp' ? String(address.port) : text;
