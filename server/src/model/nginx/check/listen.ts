import { atLeast } from '../../../catalog/version.ts';
import { hasPlaceholder, refuse, refuseDirective, refuseValue, textOf, warn } from '../say.ts';
import type { Call, ListenAddress, ListenPort, ServerState } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { parseInteger, parseSeconds, parseSize } from '../values/units.ts';
import { type NginxUrl, parseUrl } from '../values/url.ts';
import { setter } from './check.ts';
import { addHashKey } from './hash-key.ts';

/** What the parameters of a `listen` ask for. */
interface ListenOptions {
  defaultServer: boolean;
  /** True once an option of the socket itself is given: such options may stand once for an address. */
  set: boolean;
  ssl: boolean;
  /** HTTP/3, over UDP: such an address is none that TCP listens on. */
  quic: boolean;
}

const plainListen: Readonly<ListenOptions> = { defaultServer: false, set: false, ssl: false, quic: false };

/** `listen` of http (`ngx_http_core_listen`). */
export const listenCheck = setter((call) => {
  if (call.scope.server) call.scope.server.listens = true;
  const [word] = call.args;
  if (!word) return;
  const url = parseUrl(word.text, { defaultPort: 80, listen: true });
  if ('error' in url) return refuseAddress(call, url.error, word);
  const options: ListenOptions = { ...plainListen };
  for (const parameter of call.args.slice(1)) if (!takeParameter(call, parameter, options)) return;
  if (options.quic && isMixedWithQuic(call)) return;
  for (let port = url.port; port <= url.lastPort; port++) {
    if (!addListen(call, url, port, options)) return;
  }
});

/** What HTTP/3 cannot have, in nginx's order. */
const notQuic = [
  'fastopen',
  'backlog',
  'deferred',
  'multipath',
  'ssl',
  'http2',
  'so_keepalive',
  'proxy_protocol',
];

/** True when a parameter beside `quic` makes nginx refuse the `listen`, which is said then. */
function isMixedWithQuic(call: Call): boolean {
  const names = call.args.slice(1).map(({ text }) => text.replace(/=.*$/s, ''));
  const mixed = notQuic.find((name) => names.includes(name));
  if (mixed === undefined) return false;
  const at = call.args[names.indexOf(mixed) + 1];
  refuseDirective(call, 'nginx/invalid-value', `"${mixed}" parameter is incompatible with "quic"`, at);
  return true;
}

function refuseAddress(call: Call, error: string, word: NginxWord): void {
  refuseValue(call, `${error} in "${word.text}" of the "listen" directive`, word);
}

/** Parameters without a value, and whether they set an option of the socket. */
const flags: Readonly<Record<string, 'socket' | 'plain'>> = {
  bind: 'socket',
  deferred: 'socket',
  reuseport: 'socket',
  http2: 'plain',
  proxy_protocol: 'plain',
};

/** Parameters with a value: nginx's words for a wrong one, without the parameter. */
const valued: readonly (readonly [name: string, words: string, ok: (value: string) => boolean])[] = [
  ['setfib=', 'invalid parameter', () => false],
  ['fastopen=', 'invalid fastopen', (value) => parseInteger(value) !== undefined],
  ['backlog=', 'invalid backlog', (value) => (parseInteger(value) ?? 0) > 0],
  ['rcvbuf=', 'invalid rcvbuf', (value) => parseSize(value) !== undefined],
  ['sndbuf=', 'invalid sndbuf', (value) => parseSize(value) !== undefined],
];

/** Takes one parameter; false when nginx refuses it, which is said then. */
function takeParameter(call: Call, word: NginxWord, options: ListenOptions): boolean {
  const { text } = word;
  if (text === 'default_server' || text === 'default') options.defaultServer = true;
  else if (text === 'ssl') options.ssl = true;
  else if (text === 'quic' && isQuicKnown(call)) options.quic = true;
  else if (flags[text] !== undefined) options.set ||= flags[text] === 'socket';
  else if (text.startsWith('accept_filter=')) return true;
  else return takeValued(call, word, options);
  return true;
}

/** `quic` came with 1.25.0 (ngx_http_v3_module). */
const isQuicKnown = (call: Call): boolean => atLeast(call.run.options.version, '1.25.0') !== false;

function takeValued(call: Call, word: NginxWord, options: ListenOptions): boolean {
  options.set = true;
  const { text } = word;
  if (text.startsWith('so_keepalive=')) return takeKeepalive(call, word);
  if (text.startsWith('ipv6only=o')) return takeIpv6Only(call, word);
  if (text.startsWith('multipath') && atLeast(call.run.options.version, '1.29.7') !== false) return true;
  const entry = valued.find(([name]) => text.startsWith(name));
  if (entry?.[2](text.slice(entry[0].length))) return true;
  refuseValue(call, `${entry?.[1] ?? 'invalid parameter'} "${text}"`, word);
  return false;
}

function takeIpv6Only(call: Call, word: NginxWord): boolean {
  const flag = word.text.slice('ipv6only='.length);
  if (flag === 'on' || flag === 'off') return true;
  refuseValue(call, `invalid ipv6only flags "${flag}"`, word, 'It takes on or off.');
  return false;
}

/** `on`, `off` or `IDLE:INTERVAL:COUNT`, of which each may be left out but not all. */
function takeKeepalive(call: Call, word: NginxWord): boolean {
  const value = word.text.slice('so_keepalive='.length);
  if (value === 'on' || value === 'off' || isKeepalive(value)) return true;
  refuseValue(call, `invalid so_keepalive value: "${value}"`, word);
  return false;
}

function isKeepalive(value: string): boolean {
  const [idle = '', interval = '', ...rest] = value.split(':');
  const times = [idle, interval].map((text) => (text === '' ? 0n : parseSeconds(text)));
  const text = rest.join(':');
  const count = text === '' ? 0 : parseInteger(text);
  if (times.includes(undefined) || count === undefined) return false;
  return count !== 0 || times.some((time) => time !== 0n);
}

/** Adds an address to those that are listened on (`ngx_http_add_listen`); false when nginx refuses it. */
function addListen(call: Call, url: NginxUrl, port: number, options: ListenOptions): boolean {
  const { server } = call.scope;
  if (!server) return true;
  const key = url.numeric ?? url.host.toLowerCase();
  const network = url.family === 'name' ? `name ${key}` : url.family;
  const family = options.quic ? `quic ${network}` : network;
  const text = url.family === 'unix' ? textOf(call, 0) : `${url.numeric ?? url.host}:${port}`;
  return addAddress(call, server, { family, port, key, text }, options);
}

interface Address {
  readonly family: string;
  readonly port: number;
  readonly key: string;
  readonly text: string;
}

/** The address of a server without `listen`: every one, port 80 for a server that root starts. */
export function addDefaultListen(call: Call, server: ServerState): void {
  const address = { family: 'inet', port: 80, key: '0.0.0.0', text: '0.0.0.0:80' };
  addAddress(call, server, address, plainListen);
}

function addAddress(call: Call, server: ServerState, address: Address, options: ListenOptions): boolean {
  const { ports } = call.run.http;
  let port = ports.find((known) => known.family === address.family && known.port === address.port);
  if (!port) {
    port = { family: address.family, port: address.port, addresses: [] };
    ports.push(port);
  }
  const known = port.addresses.find(({ key }) => key === address.key);
  if (known) return joinAddress(call, server, known, address, options);
  port.addresses.push(newAddress(call, server, address, options));
  return true;
}

const newAddress = (
  call: Call,
  server: ServerState,
  { key, text }: Address,
  options: ListenOptions,
): ListenAddress => ({
  key,
  text,
  servers: [server],
  calls: [call],
  set: options.set ? call : null,
  defaultServer: options.defaultServer ? call : null,
  first: server,
  ssl: options.ssl,
  quic: options.quic,
});

/** A further `listen` on an address (`ngx_http_add_addresses`). */
function joinAddress(
  call: Call,
  server: ServerState,
  known: ListenAddress,
  address: Address,
  options: ListenOptions,
): boolean {
  // The addresses of one server stand together.
  if (known.servers[known.servers.length - 1] === server) {
    return refuseListen(call, `a duplicate listen ${known.text}`, known.calls[known.servers.indexOf(server)]);
  }
  known.servers.push(server);
  known.calls.push(call);
  known.ssl ||= options.ssl;
  if (options.set) {
    if (known.set) return refuseListen(call, `duplicate listen options for ${known.text}`, known.set);
    known.set = call;
    known.text = address.text;
  }
  if (!options.defaultServer) return true;
  if (known.defaultServer) {
    return refuseListen(call, `a duplicate default server for ${known.text}`, known.defaultServer);
  }
  known.defaultServer = call;
  known.first = server;
  return true;
}

function refuseListen(call: Call, said: string, earlier: Call | undefined): boolean {
  if (call.run.templated) return true;
  const related = earlier
    ? [{ place: earlier.directive.place, message: 'The address is listened on here first' }]
    : [];
  refuse(call, { code: 'nginx/listen-conflict', said, at: call.args[0], related });
  return false;
}

/** Names that several servers of one address have; nginx keeps the first and warns (`ngx_http_server_names`). */
export function checkServerNames(ports: readonly ListenPort[]): void {
  for (const { addresses } of ports) for (const address of addresses) checkNamesOf(address);
}

function checkNamesOf(address: ListenAddress): void {
  if (address.servers.length < 2) return;
  const keys = new Map<string, Named>();
  for (const server of address.servers) {
    const words = server.names.length > 0 || server.open ? server.names : [undefined];
    for (const word of words) {
      const name = word?.text.toLowerCase() ?? '';
      if (name.startsWith('~') || name === '$hostname' || hasPlaceholder(name)) continue;
      const added = addHashKey(keys, name, { word, server }, 'wildcard');
      if (added.kind === 'busy') warnConflict({ word, server }, name, address, added.earlier);
      if (added.kind === 'invalid') refuseName(server, name, address, word);
    }
  }
}

/** A name of a server; the word is absent where a server has none and answers to the empty name. */
interface Named {
  readonly word: NginxWord | undefined;
  readonly server: ServerState;
}

function warnConflict({ word, server }: Named, name: string, address: ListenAddress, earlier: Named): void {
  const place = earlier.word?.place ?? earlier.server.call.directive.namePlace;
  warn(server.call, {
    code: 'nginx/conflicting-server-name',
    said: `conflicting server name "${name}" on ${address.text}, ignored`,
    at: word,
    related: [{ place, message: 'This server answers to the name' }],
    advice: 'nginx answers with the server that stands first.',
    line: null,
  });
}

function refuseName(
  server: ServerState,
  name: string,
  { text }: ListenAddress,
  word: NginxWord | undefined,
): void {
  const said = `invalid server name or wildcard "${name}" on ${text}`;
  refuse(server.call, { code: 'nginx/invalid-value', said, at: word, line: null });
}
