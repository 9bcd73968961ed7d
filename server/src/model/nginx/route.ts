import type { Place } from '../../base/span.ts';
import { addressOf, isVariable } from './part.ts';
import type { NginxDirective, NginxTarget, NginxUpstream, PassDirective } from './types.ts';
import { type NginxUrl, parseUrl } from './values/url.ts';

/** Schemes that a directive takes before the address, with their default ports. */
const schemes: Readonly<Record<PassDirective, Readonly<Record<string, number>>>> = {
  proxy_pass: { http: 80, https: 443 },
  uwsgi_pass: { uwsgi: 0, suwsgi: 0 },
  grpc_pass: { grpc: 0, grpcs: 0 },
  fastcgi_pass: {},
  scgi_pass: {},
  memcached_pass: {},
};

/** The scheme a directive speaks when none is written. */
const implied: Readonly<Record<PassDirective, string>> = {
  proxy_pass: '',
  uwsgi_pass: 'uwsgi',
  grpc_pass: 'grpc',
  fastcgi_pass: 'fastcgi',
  scgi_pass: 'scgi',
  memcached_pass: 'memcached',
};

/** The upstream of a name, in any case of its letters. */
export type FindUpstream = (name: string) => NginxUpstream | undefined;

/** Where a `*_pass` leads; undefined where nginx refuses its value. */
export function routeOf(
  directive: NginxDirective,
  kind: PassDirective,
  find: FindUpstream,
  protocol: 'http' | 'stream',
): NginxTarget | undefined {
  const [word] = directive.args;
  if (!word) return undefined;
  const { text, place } = word;
  const known = protocol === 'stream' ? {} : schemes[kind];
  const scheme = schemeOf(text, Object.keys(known));
  const rest = text.slice(scheme === '' ? 0 : scheme.length + '://'.length);
  if (isVariable(hostPart(rest))) {
    // A template may name the upstream here as it does there.
    const upstream = find(hostPart(rest));
    const named = upstream && { kind: 'upstream' as const, upstream, place };
    return named
      ? { ...named, scheme: scheme || impliedScheme(kind, protocol) }
      : { kind: 'variable', text, place };
  }
  if (protocol === 'http' && kind === 'proxy_pass' && scheme === '') return undefined;
  const defaultPort = known[scheme] ?? 0;
  const takesUri = protocol === 'http' && kind === 'proxy_pass';
  const address = isVariable(rest) ? hostPart(rest) : rest;
  const url = parseUrl(address, takesUri ? { defaultPort, uri: true } : { defaultPort });
  if ('error' in url) return isVariable(text) ? { kind: 'variable', text, place } : undefined;
  return targetOf(url, find, { text: rest, place, scheme: scheme || impliedScheme(kind, protocol) });
}

const impliedScheme = (kind: PassDirective, protocol: 'http' | 'stream'): string =>
  protocol === 'stream' ? 'tcp' : implied[kind];

/** The scheme in lower case; empty when none of them stands there. */
const schemeOf = (text: string, known: readonly string[]): string =>
  known.find((scheme) => text.toLowerCase().startsWith(`${scheme}://`)) ?? '';

/** Host and port, without the path: a variable in the path leaves the target known. */
function hostPart(rest: string): string {
  if (/^unix:/i.test(rest)) return rest;
  const host = /^[^/?]*/.exec(rest)?.[0] ?? rest;
  // These begin with a slash, a question mark or nothing: the host ends before them.
  return host.replace(/\$\{?(?:request_uri|uri|document_uri|is_args|query_string)\b.*$/s, '');
}

interface Written {
  readonly text: string;
  readonly place: Place;
  readonly scheme: string;
}

function targetOf(url: NginxUrl, find: FindUpstream, written: Written): NginxTarget {
  const { place, scheme, text } = written;
  const upstream = find(url.host);
  if (upstream) return { kind: 'upstream', upstream, place, scheme };
  const address = addressOf(url);
  const isLocalName = url.family === 'name' && url.host.toLowerCase() === 'localhost';
  if (address && (url.family !== 'name' || isLocalName))
    return { kind: 'address', address, text, place, scheme };
  return { kind: 'name', name: url.host, port: url.port === 0 ? null : url.port, place, scheme };
}
