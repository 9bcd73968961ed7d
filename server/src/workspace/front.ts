import { memoOf } from '../base/memo.ts';
import { localCalls } from '../model/link-closed.ts';
import type { NginxConfig, NginxListen, NginxServer } from '../model/nginx/types.ts';
import { type Front, serverClaim, upstreamClaim } from './group.ts';
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
    main: !config.fragment,
    claims: new Set(claimsOf(config)),
  }));

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
