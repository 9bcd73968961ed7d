import type { NginxDirectiveInfo } from '../nginx.ts';
import type { BalancingMethod } from '../nginx-balancing.ts';
import { nginxLink } from '../nginx-links.ts';
import type { NginxParameter } from '../nginx-parameters.ts';
import { type Doc, docOf } from './doc.ts';
import { nginxDirectiveTexts } from './nginx-directive-texts.ts';
import { nginxParameterTexts } from './nginx-parameter-texts.ts';

/**
 * Our own words on a directive that matters to scaling; undefined for the others, on which the manual's description
 * (catalog/nginx-reference.ts) is all there is.
 */
export function nginxDirectiveDoc(directive: NginxDirectiveInfo): Doc | undefined {
  const context = directive.contexts.find((place) => nginxDirectiveTexts[`${place}/${directive.name}`]);
  const text = context ? nginxDirectiveTexts[`${context}/${directive.name}`] : plainText(directive);
  return docOf(text, nginxLink(directive.module, directive.protocol, directive.name));
}

const plainText = (directive: NginxDirectiveInfo): string | undefined =>
  directive.protocol === 'mail' ? undefined : nginxDirectiveTexts[directive.name];

const upstreamLink = nginxLink('ngx_http_upstream_module', 'http');

/** What a parameter of a directive does, in the context it stands in. */
export function nginxParameterDoc(parameter: NginxParameter, directive: NginxDirectiveInfo): Doc | undefined {
  const group = parameter.directive.replace(/^(?:proxy|fastcgi|uwsgi|scgi)(_cache_path)$/, '*$1');
  const text = nginxParameterTexts[`${group}/${parameter.name}`];
  return docOf(text, nginxLink(directive.module, directive.protocol, directive.name));
}

/** By method. */
const methodTexts: Readonly<Record<string, string>> = {
  'round-robin':
    'Each server in turn, by weight: what happens without a directive. Right when requests are alike and ' +
    'instances equal.',
  least_conn:
    'The server with the fewest open connections, by weight. Better when some requests take much longer ' +
    'than others. Without `zone` each nginx worker knows only its own connections.',
  least_time:
    'The server that answers fastest and has few connections. Open source since 1.31.0; NGINX Plus ' +
    'before.',
  ip_hash:
    'The same client address (of IPv4 the first three numbers) to the same server. Behind another proxy ' +
    "or one company's network all clients are one address and load one server. It takes no `backup`, and " +
    'a client moves when its server fails, so state in the process is lost all the same.',
  hash:
    'The same key to the same server, whatever the key is: `$request_uri` for caches, `$cookie_session` ' +
    'for sessions. Add `consistent`, or changing the number of servers moves nearly every key. It takes ' +
    'no `backup`.',
  random:
    'A server by chance, or the better of two with `two`. Good where several nginx machines share the ' +
    'same servers. It takes no `backup`.',
};

/** What a balancing method is good for. */
export const balancingMethodDoc = (name: BalancingMethod['name']): Doc | undefined =>
  docOf(methodTexts[name], name === 'round-robin' ? upstreamLink : `${upstreamLink}#${name}`);

/** By name, without the dollar sign. */
const variableTexts: Readonly<Record<string, string>> = {
  args: 'The query string, without the question mark.',
  binary_remote_addr:
    "The client's address in its short form: the usual key of `limit_req_zone` and `limit_conn_zone`. " +
    'Behind another proxy it is that proxy.',
  remote_addr:
    "The client's address as nginx sees it; behind another proxy that proxy's, unless `set_real_ip_from` " +
    'is set up.',
  proxy_add_x_forwarded_for:
    "The `X-Forwarded-For` of the request with the client's address added: the value for " +
    '`proxy_set_header X-Forwarded-For`.',
  host: 'The host asked for, in lower case and without a port: the usual value for `proxy_set_header Host`.',
  http_host: 'The `Host` header as the client sent it, with its port.',
  scheme:
    '`http` or `https` as the client used it towards nginx: the value for `proxy_set_header ' +
    'X-Forwarded-Proto`.',
  request_uri: 'The whole URI as the client sent it, with the query; rewriting does not change it.',
  uri: 'The path that is worked on, decoded and changed by rewriting, without the query.',
  request_time:
    "Seconds from the client's first byte to the last byte logged. A slow client counts here and not in " +
    '`$upstream_response_time`.',
  upstream_addr:
    'The address of the instance that answered; several, separated by commas, when the request was tried ' +
    'again. In the log it shows how evenly the instances are used.',
  upstream_response_time:
    "Seconds until the instance's whole response had arrived: what a worker was busy with, and the " +
    'service time to plan capacity with.',
  upstream_connect_time:
    "Seconds to connect to the instance. When it grows, connections wait in the instance's backlog: too " +
    'few workers.',
  upstream_header_time: "Seconds until the instance's response header had arrived.",
  upstream_status:
    'The status the instance gave; several when the request was tried again. 502 means that it could not ' +
    'be reached, 504 that it stayed silent.',
  upstream_cache_status:
    'What the cache did: `HIT`, `MISS`, `EXPIRED`, `STALE`, `UPDATING`, `REVALIDATED` or `BYPASS`.',
  connections_active:
    'Clients connected to nginx at this moment, to compare with `worker_processes` × ' +
    '`worker_connections`.',
  connections_waiting: 'Idle client connections that are kept open.',
};

/**
 * Our own words on a variable that helps to see or steer load, without the dollar sign; undefined for the others, on
 * which catalog/nginx-reference.ts has the manual's.
 */
export const nginxVariableText = (name: string): string | undefined =>
  Object.hasOwn(variableTexts, name) ? variableTexts[name] : undefined;
