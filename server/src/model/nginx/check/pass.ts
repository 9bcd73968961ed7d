import { atLeast } from '../../../catalog/version.ts';
import { refuse, refuseValue, takeSlot } from '../say.ts';
import type { Call } from '../state.ts';
import type { NginxWord } from '../types.ts';
import { isAddressWithPort } from '../values/address.ts';
import { hasDollar } from '../values/script.ts';
import { type NginxUrl, parseUrl } from '../values/url.ts';
import { compile, compileRegex, useVariable } from '../variables.ts';
import { type Check, type Checks, setter } from './check.ts';
import { certificateCacheCheck } from './ssl.ts';
import { passTo } from './upstream.ts';

/** Takes the word that names where requests go; undefined when it is settled, or refused, which is said then. */
function targetOf(call: Call): NginxWord | undefined {
  const [word] = call.args;
  if (!takeSlot(call) || !word) return undefined;
  if (!hasDollar(word.text)) return word;
  compile(call, word);
  return undefined;
}

/** Reads the address behind a scheme and remembers the upstream; undefined when refused, which is said then. */
function goTo(
  call: Call,
  word: NginxWord,
  scheme: string,
  port: number,
  uri: 'uri' | 'none',
): NginxUrl | undefined {
  const text = word.text.slice(scheme.length);
  const rules = { defaultPort: port, ...(uri === 'uri' ? { uri: true as const } : {}) };
  const url = parseUrl(text, rules);
  if (!('error' in url)) return passTo(call, url, word) ? url : undefined;
  const advice = uri === 'none' && text.includes('://') ? `"${call.name}" takes no scheme.` : undefined;
  const code = 'nginx/server-address-invalid';
  refuse(call, { code, said: `${url.error} in upstream "${text}"`, at: word, advice });
  return undefined;
}

/** The scheme a word begins with, in any case; empty when none of them. */
const schemeOf = (text: string, schemes: readonly string[]): string =>
  text.slice(0, schemes.find((scheme) => text.toLowerCase().startsWith(scheme))?.length ?? 0);

const uriRefused =
  '"proxy_pass" cannot have URI part in location given by regular expression, or inside named location, ' +
  'or inside "if" statement, or inside "limit_except" block';

/** `proxy_pass` of http (`ngx_http_proxy_pass`). */
const proxyPass: Check = setter((call) => {
  const word = targetOf(call);
  if (!word) return;
  const scheme = schemeOf(word.text, ['http://', 'https://']);
  if (scheme === '') {
    const advice = `Write http://${word.text.replace(/^\/+/, '')}.`;
    return refuse(call, { code: 'nginx/proxy-pass-no-scheme', said: 'invalid URL prefix', at: word, advice });
  }
  const url = goTo(call, word, scheme, scheme.length === 7 ? 80 : 443, 'uri');
  const kind = call.scope.location?.kind;
  if (!url || url.uri === '' || (kind !== 'regex' && kind !== 'named' && kind !== 'noname')) return;
  const advice = `Leave "${url.uri}" out.`;
  refuse(call, { code: 'nginx/proxy-pass-uri-not-allowed', said: uriRefused, at: word, advice });
});

/** The other `*_pass` directives: an optional scheme, an address, no path and no default port. */
const passWith = (...schemes: readonly string[]): Check =>
  setter((call) => {
    const word = targetOf(call);
    if (word) goTo(call, word, schemeOf(word.text, schemes), 0, 'none');
  });

const memcachedPass: Check = setter((call) => {
  const [word] = call.args;
  if (!takeSlot(call) || !word || !goTo(call, word, '', 0, 'none')) return;
  useVariable(call, 'memcached_key', word.place);
});

/** `proxy_redirect off|default|FROM TO` (`ngx_http_proxy_redirect`). */
const proxyRedirect: Check = setter((call) => {
  const { slots } = call.scope;
  if (slots.has('proxy_redirect off')) return void takeSlot(call, 'proxy_redirect off');
  const [word, second] = call.args;
  if (!word) return;
  if (!second && word.text === 'off') {
    if (slots.has(call.name)) return void takeSlot(call);
    slots.set('proxy_redirect off', call.directive);
    return;
  }
  if (!second && word.text !== 'default') return refuseValue(call, `invalid parameter "${word.text}"`, word);
  slots.set(call.name, call.directive);
  if (!second) return checkDefaultRedirect(call);
  if (compilePattern(call, word, /^~\*?/)) compile(call, second);
});

/** Compiles a regular expression behind its mark, or else a value; false when nginx refuses it. */
function compilePattern(call: Call, word: NginxWord, mark: RegExp): boolean {
  if (!word.text.startsWith('~')) return compile(call, word) !== undefined;
  return compileRegex(call, word.text.replace(mark, ''), word);
}

function checkDefaultRedirect(call: Call): void {
  const pass = call.scope.slots.get('proxy_pass');
  const target = pass?.args[0]?.text;
  if (target === undefined) {
    refuseValue(call, '"proxy_redirect default" should be placed after the "proxy_pass" directive');
  } else if (hasDollar(target)) {
    const said = '"proxy_redirect default" cannot be used with "proxy_pass" directive with variables';
    refuseValue(call, said);
  }
}

/** `proxy_cookie_domain`, `proxy_cookie_path`, `proxy_cookie_flags`: `off` alone, or a pattern and a value. */
const cookieCheck: Check = setter((call) => {
  const { slots } = call.scope;
  const off = `${call.name} off`;
  const [word, second] = call.args;
  if (slots.has(off) || (slots.has(call.name) && !second && word?.text === 'off')) {
    return void takeSlot(call, slots.has(off) ? off : call.name);
  }
  if (!second) {
    if (word?.text === 'off') slots.set(off, call.directive);
    else refuseValue(call, `invalid parameter "${word?.text}"`, word);
    return;
  }
  slots.set(call.name, call.directive);
  if (word && !compilePattern(call, word, call.name === 'proxy_cookie_path' ? /^~\*?/ : /^~/)) return;
  call.args.slice(1).every((value) => compile(call, value));
});

/** `[::1]` without a port is taken since 1.27.3. */
const isBareSix = (call: Call, text: string): boolean =>
  /^\[.*\]$/s.test(text) &&
  isAddressWithPort(text.slice(1, -1)) &&
  atLeast(call.run.options.version, '1.27.3') !== false;

/** `proxy_bind ADDRESS [transparent]|off` and its kin (`ngx_http_upstream_bind_set_slot`). */
const bindCheck: Check = setter((call) => {
  const [word, second] = call.args;
  if (!takeSlot(call) || !word || (!second && word.text === 'off')) return;
  const script = compile(call, word);
  if (!script) return;
  if (!script.dynamic && !isAddressWithPort(word.text) && !isBareSix(call, word.text)) {
    return refuseValue(call, `invalid address "${word.text}"`, word);
  }
  if (second && second.text !== 'transparent')
    refuseValue(call, `invalid parameter "${second.text}"`, second);
});

/** The modules that pass requests on. */
export const passChecks: Readonly<Record<string, Checks>> = {
  ngx_http_proxy_module: {
    proxy_pass: proxyPass,
    proxy_redirect: proxyRedirect,
    proxy_cookie_domain: cookieCheck,
    proxy_cookie_path: cookieCheck,
    proxy_cookie_flags: cookieCheck,
    proxy_bind: bindCheck,
    proxy_ssl_certificate_cache: certificateCacheCheck,
  },
  ngx_stream_proxy_module: {
    proxy_pass: passWith(),
    proxy_bind: bindCheck,
    proxy_ssl_certificate_cache: certificateCacheCheck,
  },
  ngx_http_fastcgi_module: { fastcgi_pass: passWith(), fastcgi_bind: bindCheck },
  ngx_http_scgi_module: { scgi_pass: passWith(), scgi_bind: bindCheck },
  ngx_http_uwsgi_module: {
    uwsgi_pass: passWith('uwsgi://', 'suwsgi://'),
    uwsgi_bind: bindCheck,
    uwsgi_ssl_certificate_cache: certificateCacheCheck,
  },
  ngx_http_grpc_module: {
    grpc_pass: passWith('grpc://', 'grpcs://'),
    grpc_bind: bindCheck,
    grpc_ssl_certificate_cache: certificateCacheCheck,
  },
  ngx_http_memcached_module: { memcached_pass: memcachedPass, memcached_bind: bindCheck },
};
