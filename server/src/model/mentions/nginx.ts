import { addressKey } from '../address.ts';
import type { Deployment, Reach } from '../deployment.ts';
import type { NginxBlock, NginxConfig, NginxDirective, NginxWord } from '../nginx/types.ts';
import { type Mention, mention } from './mention.ts';

/** Upstreams, addresses, named locations, zones, variables and users of nginx. */
export function* nginxMentions({ nginx, upstreams, routes }: Deployment): Iterable<Mention> {
  for (const { upstream, servers } of upstreams) {
    yield mention('upstream', 'definition', upstream.name.toLowerCase(), upstream.namePlace);
    for (const { server, boundBy } of servers)
      if (server.address)
        yield mention('address', 'use', called(addressKey(server.address), boundBy), server.addressPlace);
  }
  for (const { route, reaches } of routes) {
    const { target } = route;
    if (target.kind === 'upstream')
      yield mention('upstream', 'use', target.upstream.name.toLowerCase(), target.place);
    if (target.kind === 'name') yield mention('upstream', 'use', target.name.toLowerCase(), target.place);
    if (target.kind === 'address')
      yield mention('address', 'use', called(addressKey(target.address), reaches), target.place);
  }
  for (const config of nginx) yield* configMentions(config);
}

/** The key of the bind that a call reaches, so that `localhost:8000` and `0.0.0.0:8000` are one entity. */
function called(key: string, reaches: readonly Reach[]): string {
  const address = reaches[0]?.bind.address;
  return address ? addressKey(address) : key;
}

function* configMentions({ root }: NginxConfig): Iterable<Mention> {
  const directives = [...walk(root)];
  const variables = new Set(directives.flatMap(definedVariable).map(({ text }) => text));
  for (const directive of directives) {
    yield* locationMentions(directive);
    yield* zoneMentions(directive);
    for (const word of definedVariable(directive))
      yield mention('variable', 'definition', word.text, word.place);
    yield* usedVariables(directive, variables);
    const [user] = directive.args;
    if (directive.name === 'user' && user) yield mention('user', 'use', user.text, user.place);
  }
}

/** Every directive of a configuration, from the top; the recursion is as deep as blocks nest. */
function* walk(block: NginxBlock): Iterable<NginxDirective> {
  const open = [block];
  while (open.length > 0) {
    const next = open.pop();
    for (const directive of next?.directives ?? []) {
      yield directive;
      if (directive.block) open.push(directive.block);
    }
  }
}

function* locationMentions({ name, args }: NginxDirective): Iterable<Mention> {
  const named = args.filter(({ text }) => /^@\w/.test(text));
  if (name === 'location')
    for (const word of named) yield mention('location', 'definition', word.text, word.place);
  if (name === 'try_files' || name === 'error_page')
    for (const word of named) yield mention('location', 'use', word.text, word.place);
}

/** Where each directive names the shared memory zone that it makes or uses. */
const zoneParts: Readonly<Record<string, { readonly role: Mention['role']; readonly pattern: RegExp }>> = {
  limit_req_zone: { role: 'definition', pattern: /^zone=([\w.-]+)/ },
  limit_conn_zone: { role: 'definition', pattern: /^zone=([\w.-]+)/ },
  proxy_cache_path: { role: 'definition', pattern: /^keys_zone=([\w.-]+)/ },
  uwsgi_cache_path: { role: 'definition', pattern: /^keys_zone=([\w.-]+)/ },
  limit_req: { role: 'use', pattern: /^zone=([\w.-]+)/ },
  limit_conn: { role: 'use', pattern: /^([A-Za-z][\w.-]*)/ },
  proxy_cache: { role: 'use', pattern: /^([A-Za-z][\w.-]*)/ },
  uwsgi_cache: { role: 'use', pattern: /^([A-Za-z][\w.-]*)/ },
};

function* zoneMentions({ name, args }: NginxDirective): Iterable<Mention> {
  const part = zoneParts[name];
  for (const word of part ? args : []) {
    const zone = part?.pattern.exec(word.text)?.[1];
    if (!part || zone === undefined || (zone === 'off' && part.role === 'use')) continue;
    const end = word.place.span.start + word.text.indexOf(zone) + zone.length;
    yield mention('zone', part.role, zone, { uri: word.place.uri, span: { start: end - zone.length, end } });
    return;
  }
}

/** The variable that a directive defines: `set $x`, `map … $x`, `geo … $x`, `split_clients … $x`. */
function definedVariable({ name, args }: NginxDirective): readonly NginxWord[] {
  const word = name === 'set' ? args[0] : /^(?:map|geo|split_clients)$/.test(name) ? args.at(-1) : undefined;
  return word && /^\$\w+$/.test(word.text) ? [word] : [];
}

function* usedVariables({ name, args }: NginxDirective, known: ReadonlySet<string>): Iterable<Mention> {
  if (known.size === 0) return;
  const defined = definedVariable({ name, args } as NginxDirective)[0];
  for (const word of args) {
    if (word === defined) continue;
    const shift = word.place.span.end - word.place.span.start === word.text.length ? 0 : 1;
    for (const match of word.text.matchAll(/\$(\w+)|\$\{(\w+)\}/g)) {
      const variable = `$${match[1] ?? match[2]}`;
      if (!known.has(variable)) continue;
      const start = word.place.span.start + shift + match.index;
      yield mention('variable', 'use', variable, {
        uri: word.place.uri,
        span: { start, end: start + match[0].length },
      });
    }
  }
}
