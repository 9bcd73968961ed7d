import { allDirectives, isKnownIn, type NginxDirectiveInfo } from '../../server/src/catalog/nginx.ts';

import { bodies, byKind, numbers, shapes, sizes, words } from './nginx-words.ts';
import type { Random } from './random.ts';

/** Directives that touch the machine, or whose modules a build may lack. */
const left =
  /^(?:include|load_module|user|working_directory|env|pid|lock_file|daemon|master_process|ssl_engine|google_|perl|xslt|xml_|image_filter|geoip|debug_points|worker_aio|http2_|http3|quic|ssl_(?!session_cache|ocsp_cache|prefer|buffer|session_t|verify_d|protocols)|.*_ssl_(?!verify_depth|protocols|session_reuse|server_name$|name)|.*_temp_path|scgi_cache|uwsgi_cache|fastcgi_cache_path|auth_basic_user_file|devpoll|eventport|iocp|kqueue|.*post_acceptex|degradation|mp4|flv|random_index|dav_|spdy|.*lowat|stub_status|stream|mail|acceptex|degrad|auth_delay|secure_link_secret)/;

/** Modules that Debian's build holds and whose directives are generated. */
const protocols = new Set(['core', 'event', 'http']);

const tableOf = (version: string): readonly NginxDirectiveInfo[] =>
  allDirectives().filter(
    (info) => protocols.has(info.protocol) && isKnownIn(info, version) === true && !left.test(info.name),
  );

/** Directives of a version by how often they are drawn: those with shapes of their own more often. */
function drawnOf(version: string): readonly NginxDirectiveInfo[] {
  const table = tableOf(version);
  const shaped = table.filter(({ name }) => shapes[name] !== undefined);
  return [...table, ...shaped.flatMap((info) => [info, info, info])];
}

const drawnBy = new Map<string, readonly NginxDirectiveInfo[]>();

/** `drawnOf`, worked out once for each version. */
function drawnIn(version: string): readonly NginxDirectiveInfo[] {
  const drawn = drawnBy.get(version) ?? drawnOf(version);
  drawnBy.set(version, drawn);
  return drawn;
}

function argumentsOf(random: Random, info: NginxDirectiveInfo): readonly string[] {
  const own = shapes[info.name];
  const { min, max } = info.args;
  const most = Math.min(max ?? min + 3, 8);
  let count = min + random.below(most - min + 1);
  if (random.chance(6)) count = random.below(9);
  const args: string[] = [];
  for (let i = 0; i < count; i++) {
    const pool = own?.[Math.min(i, own.length - 1)] ?? poolOf(random, info, i);
    args.push(random.chance(3) ? random.pick(words) : random.pick(pool));
  }
  return args.map((arg) => (arg === '' ? '""' : arg));
}

function poolOf(random: Random, info: NginxDirectiveInfo, i: number): readonly string[] {
  if (info.values.length > 0)
    return random.chance(80) ? info.values : [...words, info.values[0]?.toUpperCase() ?? 'X'];
  if (info.valueKind === 'number size') return i === 0 ? numbers : sizes;
  return byKind[info.valueKind] ?? words;
}

/** A configuration of a version's directives at random: mostly legal ones, mostly where they may stand. */
export function directiveCase(random: Random, version: string): string {
  const drawn = drawnIn(version);
  const main = ['worker_processes 1;'];
  const events: string[] = [];
  const http: string[] = ['upstream u { server 127.0.0.1:8000; }'];
  const server: string[] = ['listen 127.0.0.1:18079;'];
  const location: string[] = [];
  const branch: string[] = [];
  const upstream: string[] = random.chance(70) ? ['server 127.0.0.1:8001;'] : [];
  const limited: string[] = [];
  const places: Readonly<Record<string, string[]>> = {
    main,
    events,
    http,
    'http server': server,
    'http location': location,
    'http upstream': upstream,
    'http if in location': branch,
    'http limit_except': limited,
  };
  for (let n = 1 + random.below(5); n > 0; n--) {
    const info = random.pick(drawn);
    const legal = info.contexts.filter((context) => places[context]);
    const context =
      random.chance(4) || legal.length === 0 ? random.pick(Object.keys(places)) : random.pick(legal);
    places[context]?.push(...statement(random, drawn, info));
  }
  return assemble(random, { main, events, http, server, location, branch, upstream, limited });
}

function statement(
  random: Random,
  drawn: readonly NginxDirectiveInfo[],
  info: NginxDirectiveInfo,
): readonly string[] {
  const head = [info.name, ...argumentsOf(random, info)].join(' ');
  const asBlock = random.chance(3) ? !info.block : info.block;
  if (!asBlock) return [`${head}${random.chance(2) ? '' : ';'}`];
  const lines = bodies[info.name];
  const body: string[] = [];
  for (let n = random.below(5); n > 0; n--) {
    if (lines && random.chance(97)) body.push(random.pick(lines));
    else body.push(...statement(random, drawn, random.pick(drawn)));
  }
  return [`${head} {`, ...body, '}'];
}

interface Parts {
  readonly main: readonly string[];
  readonly events: readonly string[];
  readonly http: readonly string[];
  readonly server: readonly string[];
  readonly location: readonly string[];
  readonly branch: readonly string[];
  readonly upstream: readonly string[];
  readonly limited: readonly string[];
}

function assemble(random: Random, parts: Parts): string {
  const lines: string[] = [...parts.main];
  if (!random.chance(2)) lines.push('events {', ...parts.events, '}');
  lines.push('http { QUIET', ...parts.http);
  if (parts.upstream.length > 1 || random.chance(20)) lines.push('upstream v {', ...parts.upstream, '}');
  lines.push('server {', ...parts.server);
  const where = random.pick(['/', '/', '/', '~ x', '= /e', '@n', '/p/']);
  if (parts.location.length + parts.branch.length + parts.limited.length > 0) {
    lines.push(`location ${where} {`, ...parts.location);
    if (parts.branch.length > 0) lines.push('if ($host) {', ...parts.branch, '}');
    if (parts.limited.length > 0) lines.push('limit_except GET {', ...parts.limited, '}');
    lines.push('}');
  }
  lines.push('}', '}');
  return `${lines.join('\n')}\n`;
}
