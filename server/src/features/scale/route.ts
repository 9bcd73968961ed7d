import { type Edit, sliceOf } from '../../base/span.ts';
import { addressKey } from '../../model/address.ts';
import type { Deployment, LinkedRoute } from '../../model/deployment.ts';
import { effective } from '../../model/nginx/effective.ts';
import type { NginxConfig } from '../../model/nginx/types.ts';
import { eolOf, fileIn, indentAt, replace } from '../../rules/edit/lines.ts';
import type { Wanted } from './wanted.ts';

/**
 * Where nginx passes requests to an address of the program itself, an upstream that is named for the program takes
 * its place, one for each nginx. Nothing where that need not be; a text says why it cannot be.
 */
export function routeEdits(wanted: Wanted): readonly Edit[] | string {
  const { deployment, program, addressing, addresses, count } = wanted;
  const direct = deployment.routes.filter(
    ({ route, reaches }) =>
      route.target.kind === 'address' && reaches.some((reach) => reach.program === program),
  );
  const isSame = count === program.instances.length && addressing.edits.length === 0;
  if (direct.length === 0 || isSame || (addressing.shared && addresses.length === 1)) return [];
  const name = freeName(deployment, program.name);
  const edits: Edit[] = [];
  for (const config of new Set(direct.map((one) => one.config))) {
    const own = direct.filter((one) => one.config === config);
    const made = [upstreamFor(wanted, own, name), ...own.map((one) => toUpstream(deployment, one, name))];
    const why = made.find((one) => typeof one === 'string');
    if (typeof why === 'string') return why;
    edits.push(...made.flatMap((one) => (typeof one === 'string' ? [] : one)));
  }
  return edits;
}

/** The program's name, or with a number where nginx knows it already: as an upstream or as a server's name. */
function freeName({ nginx }: Deployment, program: string): string {
  const plain = program.replace(/[^\w.-]/g, '_');
  const taken = new Set(nginx.flatMap(namesIn));
  for (let number = 1; ; number++) {
    const name = number === 1 ? plain : `${plain}_${number}`;
    if (!taken.has(name.toLowerCase())) return name;
  }
}

const namesIn = ({ upstreams, servers }: NginxConfig): readonly string[] =>
  [
    ...upstreams.map(({ name }) => name),
    ...servers.flatMap((one) => one.serverNames.map(({ text }) => text)),
  ].map((name) => name.toLowerCase());

/** The upstream above the first server block that passes to it. */
function upstreamFor(
  { deployment, addresses }: Wanted,
  routes: readonly LinkedRoute[],
  name: string,
): readonly Edit[] | string {
  const server = routes[0]?.route.server?.directive;
  const file = server && fileIn(deployment, server.place.uri);
  if (!server || !file)
    return 'nginx passes requests to it outside of a server block, which cannot be edited.';
  const indent = indentAt(file, server.place.span.start);
  const lines = [
    `upstream ${name} {`,
    ...addresses.map((address) => `    server ${addressKey(address).replace(/^\*:/, '127.0.0.1:')};`),
    '}',
    '',
  ];
  const text = lines.map((line) => (line === '' ? '' : indent + line) + eolOf(file)).join('');
  const { start } = server.place.span;
  return [{ uri: file.uri, span: { start, end: start }, newText: text.slice(indent.length) + indent }];
}

/** The address in a `proxy_pass` replaced by the upstream's name. */
function toUpstream(deployment: Deployment, { route }: LinkedRoute, name: string): readonly Edit[] | string {
  const { target } = route;
  if (target.kind !== 'address') return [];
  const file = fileIn(deployment, target.place.uri);
  const where = route.location === null ? 'a server' : `location ${route.location}`;
  if (!file || !sliceOf(file.text, target.place.span).endsWith(target.text))
    return `The address in ${where} cannot be edited.`;
  if (changesHost(route))
    return `${where} passes on the Host header '${target.text.replace(/\/.*$/, '')}' today and would pass '${name}'. Add proxy_set_header Host $host; there first.`;
  const host = /^unix:/i.test(target.text)
    ? (/^unix:[^:]*:?/i.exec(target.text)?.[0] ?? '')
    : (/^[^/?]*/.exec(target.text)?.[0] ?? '');
  const start = target.place.span.end - target.text.length;
  return [replace({ uri: file.uri, span: { start, end: start + host.length } }, name)];
}

/** Without a Host header of its own, `proxy_pass` sends the name that it passes to (nginx: `$proxy_host`). */
const changesHost = ({ kind, protocol, block }: LinkedRoute['route']): boolean =>
  kind === 'proxy_pass' &&
  protocol === 'http' &&
  !effective(block, 'proxy_set_header').some(({ args }) => args[0]?.text.toLowerCase() === 'host');
