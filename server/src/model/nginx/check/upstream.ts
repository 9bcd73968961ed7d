import { directivesNamed } from '../../../catalog/nginx.ts';
import { atLeast } from '../../../catalog/version.ts';
import { isLuaBlock } from '../../../syntax/nginx/tree.ts';
import { hasPlaceholder, lineOf, refuse, refuseValue, takeSlot, textOf, warn } from '../say.ts';
import type { Call, Run, UpstreamEntry, UpstreamState, UpstreamTable } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { parseInteger, parseSeconds, parseSize } from '../values/units.ts';
import { type NginxUrl, parseUrl } from '../values/url.ts';
import { compile } from '../variables.ts';
import { type Check, type Checks, setter } from './check.ts';
import { readResolver } from './resolver.ts';
import { stickyCheck } from './sticky.ts';
import { smallestZone, takeZone } from './zone.ts';

/** `upstream` of http (`ngx_http_upstream`). */
const upstreamCheck: Check = {
  open: (call) => {
    const upstream: UpstreamState = {
      name: textOf(call, 0),
      call,
      init: null,
      backupAllowed: true,
      servers: [],
      zone: null,
      resolver: null,
    };
    createUpstream(call, upstream);
    return { upstream };
  },
  close: (call, inner) => {
    const { upstream } = inner;
    if (!upstream || upstream.servers.length > 0 || mayHoldMore(call, inner.block.directives)) return;
    const advice = 'Add a server, or remove the upstream.';
    refuse(call, { code: 'nginx/upstream-empty', said: 'no servers are inside upstream', advice });
  },
};

/** True when servers may stand in what is not at hand: an include, a template's line, a directive of others. */
const mayHoldMore = ({ run }: Call, directives: readonly { readonly name: string }[]): boolean =>
  run.templated ||
  directives.some(({ name }) =>
    name === 'include' ? !run.complete : directivesNamed(name).length === 0 && !isLuaBlock(name),
  );

const isStream = ({ info }: Call): boolean => info?.protocol === 'stream';

const tableOf = (call: Call): UpstreamTable =>
  isStream(call) ? call.run.streamUpstreams : call.run.http.upstreams;

/** What is known of a host, in any case of its letters. */
const entriesOf = (call: Call, host: string): readonly UpstreamEntry[] =>
  tableOf(call).byHost.get(host.toLowerCase()) ?? [];

function addEntry(entry: UpstreamEntry): void {
  const { entries, byHost } = tableOf(entry.call);
  const key = entry.host.toLowerCase();
  const same = byHost.get(key);
  if (same) same.push(entry);
  else byHost.set(key, [entry]);
  entries.push(entry);
}

/** Defines an upstream that other directives may have named before (`ngx_http_upstream_add` with CREATE). */
function createUpstream(call: Call, upstream: UpstreamState): void {
  const [word] = call.args;
  const [known] = entriesOf(call, upstream.name);
  if (!known) {
    const entry = { host: upstream.name, port: 0, noPort: true, created: upstream };
    addEntry({ ...entry, call, word, direct: false, numeric: false });
  } else if (known.created) refuseSecondUpstream(call, known.created, word);
  else if (!known.noPort) refusePort(known.call, upstream.name, known.port, known.word);
  else {
    known.created = upstream;
    known.port = 0;
  }
}

function refuseSecondUpstream(call: Call, first: UpstreamState, word: NginxWord | undefined): void {
  if (call.run.templated) return;
  const place = first.call.args[0]?.place ?? first.call.directive.namePlace;
  refuse(call, {
    code: 'nginx/upstream-duplicate',
    said: `duplicate upstream "${textOf(call, 0)}"`,
    at: word,
    related: [{ place, message: 'The first upstream of this name' }],
    advice: 'Rename one of them, or merge their servers.',
  });
}

function refusePort(call: Call, name: string, port: number, word: NginxWord | undefined): void {
  const said = `upstream "${name}" may not have port ${port}`;
  refuse(call, { code: 'nginx/upstream-with-port', said, at: word, advice: 'Leave the port out.' });
}

/** Remembers where a `*_pass` goes; false when nginx refuses it there and then, which is said. */
export function passTo(call: Call, url: NginxUrl, word: NginxWord): boolean {
  for (const entry of entriesOf(call, url.host)) {
    if (entry.created && url.hasPort) {
      refusePort(call, url.host, url.port, word);
      return false;
    }
    if (entry.port !== 0 && url.port !== 0 && entry.port !== url.port) continue;
    return true;
  }
  const numeric = url.numeric !== undefined;
  const direct = numeric && (url.port !== 0 || url.family === 'unix');
  const entry = { host: url.host, port: url.port, noPort: !url.hasPort, created: null };
  addEntry({ ...entry, call, word, direct, numeric });
  return true;
}

/** `server` of an upstream (`ngx_http_upstream_server`). */
const serverCheck = setter((call) => {
  const { upstream } = call.scope;
  const [word, ...parameters] = call.args;
  if (!upstream || !word) return;
  const url = parseUrl(word.text, { defaultPort: isStream(call) ? 0 : 80 });
  const isName = !('error' in url) && url.family === 'name';
  const resolve = isName && parameters.some(({ text }) => text === 'resolve');
  const backup = parameters.some(({ text }) => text === 'backup');
  upstream.servers.push({ call, backup, resolve });
  for (const parameter of parameters) if (!takesParameter(call, upstream, parameter)) return;
  if ('error' in url) refuseServerAddress(call, word, url.error);
  else if (isService(parameters)) checkService(call, word, url);
  else if (isStream(call) && !url.hasPort) refuseServerAddress(call, word, 'no port');
});

const isService = (parameters: readonly NginxWord[]): boolean =>
  parameters.some(({ text }) => text.startsWith('service='));

/** A name that is looked up with its ports: it has none of its own, and is resolved at run time. */
function checkService(call: Call, word: NginxWord, url: NginxUrl): void {
  const reason = !call.args.some(({ text }) => text === 'resolve')
    ? 'requires "resolve" parameter'
    : url.hasPort || url.family === 'unix'
      ? 'may not have port'
      : url.family === 'name'
        ? undefined
        : 'requires domain name';
  if (reason === undefined) return;
  const said = `service upstream "${word.text}" ${reason}`;
  refuse(call, { code: 'nginx/invalid-server-parameter', said, at: word });
}

function refuseServerAddress(call: Call, word: NginxWord, error: string): void {
  refuse(call, {
    code: 'nginx/server-address-invalid',
    said: `${error} in upstream "${word.text}"`,
    at: word,
    advice: addressAdvice(word.text),
  });
}

function addressAdvice(text: string): string | undefined {
  if (/^[a-z]+:\/\//i.test(text)) return 'A server of an upstream is an address without a scheme.';
  if (text.startsWith('/')) return `A unix socket is written unix:${text}.`;
  if (/:\d+-\d+$/.test(text)) return 'Ports have no ranges here: write one server for each port.';
  return text.includes('/') ? 'A server of an upstream is an address without a path.' : undefined;
}

const isNumber = (value: string): boolean => parseInteger(value) !== undefined;

/** Parameters with a value, and what nginx accepts. */
const valued: Readonly<Record<string, (value: string) => boolean>> = {
  weight: (value) => (parseInteger(value) ?? 0) > 0,
  max_conns: isNumber,
  max_fails: isNumber,
  fail_timeout: (value) => parseSeconds(value) !== undefined,
  slow_start: (value) => parseSeconds(value) !== undefined,
  service: () => true,
  route: () => true,
};

/** What is wrong with the value of a newer parameter, in words of its own. */
function mistakeOf(name: string, value: string | undefined): string | undefined {
  if (name !== 'service' && name !== 'route') return undefined;
  if (value === '') return `${name} is empty`;
  return name === 'route' && (value ?? '').length > 32 ? 'route is longer than 32' : undefined;
}
const flags = new Set(['backup', 'down', 'resolve', 'drain']);

/** Parameters that came later than the server directive, and with which release; null for NGINX Plus. */
const since: Readonly<Record<string, string | null>> = {
  resolve: '1.27.3',
  service: '1.27.3',
  route: '1.29.6',
  drain: '1.29.6',
  slow_start: null,
};

/** Takes one parameter; false when nginx refuses it, which is said then. */
function takesParameter(call: Call, upstream: UpstreamState, word: NginxWord): boolean {
  const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(word.text) ?? [];
  if (name === 'backup' && value === undefined && !upstream.backupAllowed)
    return refuseBackup(call, word, upstream);
  const fits = value === undefined ? flags.has(name) : valued[name]?.(value);
  if (!fits) return refuseParameter(call, word, name);
  if (!checkSince(call, word, name)) return false;
  const mistake = mistakeOf(name, value);
  if (mistake === undefined) return true;
  refuse(call, { code: 'nginx/invalid-server-parameter', said: mistake, at: word });
  return false;
}

function refuseBackup(call: Call, word: NginxWord, { init }: UpstreamState): boolean {
  refuse(call, {
    code: 'nginx/backup-with-hashing',
    said: `balancing method does not support parameter "${word.text}"`,
    at: word,
    related: init ? [{ place: init.directive.place, message: `The method is ${init.name}` }] : [],
    advice: 'Drop backup, or balance with least_conn or round-robin.',
  });
  return false;
}

const knownNames = [...Object.keys(valued), ...flags].filter((name) => since[name] === undefined);

function refuseParameter(call: Call, word: NginxWord, name: string): boolean {
  const said = `invalid parameter "${word.text}"`;
  const advice = name === 'weight' ? 'weight is 1 or more; write down to take a server out.' : undefined;
  const data = { parameter: name, known: knownNames.join(' ') };
  refuse(call, { code: 'nginx/invalid-server-parameter', said, at: word, advice, data });
  return false;
}

function checkSince(call: Call, word: NginxWord, name: string): boolean {
  const release = since[name];
  if (release === undefined) return true;
  const { version } = call.run.options;
  const code = 'nginx/plus-or-newer-only';
  if (release === null) {
    const said = `The parameter "${word.text}" is of NGINX Plus; the open-source nginx refuses it`;
    warn(call, { code, said, at: word });
    return true;
  }
  if (atLeast(version, release) !== false) return true;
  const advice = `It came with nginx ${release}; this is ${version}. Remove it, or update nginx.`;
  refuse(call, { code, said: `invalid parameter "${word.text}"`, at: word, advice });
  return false;
}

/** Sets the balancing method; a second one, or one behind `keepalive`, makes nginx warn. */
function setMethod(call: Call, backupAllowed: boolean): void {
  const { upstream } = call.scope;
  if (!upstream) return;
  if (upstream.init) warnRedefined(call, upstream.init);
  upstream.init = { name: call.name, directive: call.directive };
  upstream.backupAllowed = backupAllowed;
}

function warnRedefined(call: Call, init: NonNullable<UpstreamState['init']>): void {
  const isWrapper = init.name === 'keepalive' || init.name === 'sticky';
  warn(call, {
    code: isWrapper ? 'nginx/keepalive-before-method' : 'nginx/two-lb-methods',
    said: 'load balancing method redefined',
    related: [{ place: init.directive.place, message: `"${init.name}" stands here` }],
    advice: isWrapper
      ? `The ${init.name} above is lost: write it below the method.`
      : `Only "${call.name}" counts. Keep one of them.`,
  });
}

const hashCheck = setter((call) => {
  if (!compile(call, call.args[0])) return;
  setMethod(call, false);
  const second = call.args[1];
  if (second && second.text !== 'consistent') refuseValue(call, `invalid parameter "${second.text}"`, second);
});

const randomCheck = setter((call) => {
  setMethod(call, false);
  const [two, method] = call.args;
  if (two && two.text !== 'two') refuseValue(call, `invalid parameter "${two.text}"`, two);
  else if (method && method.text !== 'least_conn' && !isLeastTime(call, method.text)) {
    refuseValue(call, `invalid parameter "${method.text}"`, method);
  }
});

/** `least_time` came to the open-source nginx with 1.31.0. */
const isLeastTime = (call: Call, text: string): boolean =>
  /^least_time(?:=(?:header|last_byte))?$/.test(text) &&
  atLeast(call.run.options.version, '1.31.0') !== false;

/** `keepalive N`: before 1.29.7 it wraps the method that stands before it, and 0 is refused. */
const keepaliveCheck = setter((call) => {
  const isNew = atLeast(call.run.options.version, '1.29.7');
  if (!takeSlot(call)) return;
  const text = textOf(call, 0);
  const count = parseInteger(text);
  if (count === undefined || (count === 0 && isNew === false)) {
    return refuseValue(call, `invalid value "${text}" in "keepalive" directive`, call.args[0]);
  }
  const second = call.args[1];
  if (second && second.text !== 'local') refuseValue(call, `invalid parameter "${second.text}"`, second);
  if (isNew !== true && call.scope.upstream) {
    call.scope.upstream.init = { name: 'keepalive', directive: call.directive };
  }
});

/** `zone NAME [SIZE]` of an upstream (`ngx_http_upstream_zone`). */
const zoneCheck = setter((call) => {
  const [name, sizeWord] = call.args;
  if (!name) return;
  if (call.scope.upstream) call.scope.upstream.zone = call.directive;
  if (name.text === '') return refuseValue(call, 'invalid zone name ""', name);
  const size = sizeWord ? parseSize(sizeWord.text) : 0n;
  if (size === undefined) return refuseValue(call, `invalid zone size "${sizeWord?.text}"`, sizeWord);
  if (sizeWord && size < smallestZone) {
    return refuseValue(call, `zone "${name.text}" is too small`, sizeWord, 'It takes 32k or more.');
  }
  takeZone(call, { name: name.text, size, use: isStream(call) ? 'stream upstream' : 'upstream', word: name });
});

const resolverCheck = setter((call) => {
  if (call.scope.upstream) call.scope.upstream.resolver = call.directive;
  readResolver(call);
});

const forgivingMethod = setter((call) => setMethod(call, true));

/** The modules of upstreams of http and of stream. */
export const upstreamChecks: Readonly<Record<string, Checks>> = {
  ngx_http_upstream_module: { upstream: upstreamCheck, server: serverCheck, resolver: resolverCheck },
  ngx_http_upstream_hash_module: { hash: hashCheck },
  ngx_http_upstream_ip_hash_module: { ip_hash: setter((call) => setMethod(call, false)) },
  ngx_http_upstream_least_conn_module: { least_conn: forgivingMethod },
  ngx_http_upstream_random_module: { random: randomCheck },
  ngx_http_upstream_keepalive_module: { keepalive: keepaliveCheck },
  ngx_http_upstream_sticky_module: { sticky: stickyCheck },
  ngx_http_upstream_zone_module: { zone: zoneCheck },
  ngx_stream_upstream_module: { upstream: upstreamCheck, server: serverCheck, resolver: resolverCheck },
  ngx_stream_upstream_hash_module: { hash: hashCheck },
  ngx_stream_upstream_least_conn_module: { least_conn: forgivingMethod },
  ngx_stream_upstream_random_module: { random: randomCheck },
  ngx_stream_upstream_zone_module: { zone: zoneCheck },
};

/** What nginx finds out of its upstreams when `http` or `stream` ends (`ngx_http_upstream_init_main_conf`). */
export function checkUpstreams({ entries }: UpstreamTable): void {
  for (const entry of entries) {
    if (hasPlaceholder(entry.host)) continue;
    if (entry.created) checkCreated(entry, entry.created);
    else checkImplicit(entry);
  }
}

function checkCreated(entry: UpstreamEntry, upstream: UpstreamState): void {
  const { run } = entry.call;
  const { servers } = upstream;
  if (servers.length === 0 || run.templated || run.foreign) return;
  const resolving = servers.find(({ resolve }) => resolve);
  if (resolving && !checkResolving(entry, upstream, resolving.call)) return;
  if (!servers.every(({ backup }) => backup) || !run.complete) return;
  refuse(upstream.call, {
    code: 'nginx/only-backup-servers',
    said: `no servers in upstream "${entry.host}"`,
    at: upstream.call.args[0],
    advice: 'Take backup off at least one server.',
    line: lineOf(entry.call),
  });
}

/** What `resolve` needs besides: a zone, and a name server in the upstream or in `http`. */
function checkResolving(entry: UpstreamEntry, upstream: UpstreamState, server: Call): boolean {
  const code = 'nginx/resolve-without-zone';
  const line = lineOf(entry.call);
  if (!upstream.zone) {
    const said = `resolving names at run time requires upstream "${entry.host}" to be in shared memory`;
    refuse(server, { code, said, advice: `Add to the upstream: zone ${upstream.name} 64k;`, line });
    return false;
  }
  const { run } = server;
  const hasResolver = upstream.resolver || upstream.call.scope.slots.has('resolver');
  if (hasResolver || run.fragment || !run.complete) return true;
  const said = `no resolver defined to resolve names at run time in upstream "${entry.host}"`;
  refuse(server, { code, said, advice: 'Name a DNS server with resolver.', line });
  return false;
}

/** True when an upstream of any name may stand in what is not seen. */
const isHidden = (run: Run): boolean =>
  run.fragment || !run.complete || run.foreign || run.templated || run.filledNames;

/** An address that no upstream defines and that has no port, where the protocol has no default port. */
function checkImplicit(entry: UpstreamEntry): void {
  const { call, host, port, direct, numeric, word } = entry;
  const { run } = call;
  if (direct || port !== 0 || (!numeric && isHidden(run))) return;
  refuse(call, {
    code: 'nginx/server-address-invalid',
    said: `no port in upstream "${host}"`,
    at: word,
    advice: numeric ? 'Add the port.' : `Add the port, or define upstream ${host}.`,
  });
}
