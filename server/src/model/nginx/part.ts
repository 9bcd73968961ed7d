import { type Address, tcpAddress, unixAddress } from '../address.ts';
import { hasPlaceholder } from './say.ts';
import type {
  NginxBlock,
  NginxDirective,
  NginxListen,
  NginxUpstream,
  NginxUpstreamServer,
  NginxWord,
} from './types.ts';
import { parseInteger, parseSeconds } from './values/units.ts';
import { type NginxUrl, parseUrl } from './values/url.ts';

/** The address of a url; undefined for one that nginx refuses or that has no port. */
export function addressOf(url: NginxUrl | { readonly error: string }): Address | undefined {
  if ('error' in url) return undefined;
  if (url.family === 'unix') return unixAddress(url.host);
  return url.port === 0 ? undefined : tcpAddress(url.host, url.port);
}

/** True for a text whose value only a request, or a template, gives. */
export const isVariable = (text: string): boolean => text.includes('$') || hasPlaceholder(text);

const methods = ['ip_hash', 'hash', 'least_conn', 'random', 'least_time'];

/** An `upstream` block as others see it. The last method wins, as in nginx. */
export function upstreamOf(directive: NginxDirective, block: NginxBlock): NginxUpstream {
  const found = block.directives.filter(({ name }) => methods.includes(name));
  const methodDirective = found[found.length - 1] ?? null;
  const keepaliveDirective = block.directives.find(({ name }) => name === 'keepalive') ?? null;
  const [name] = directive.args;
  return {
    name: name?.text ?? '',
    protocol: block.context === 'stream upstream' ? 'stream' : 'http',
    directive,
    block,
    namePlace: name?.place ?? directive.namePlace,
    method: methodDirective?.name ?? 'round-robin',
    methodDirective,
    keepalive: parseInteger(keepaliveDirective?.args[0]?.text ?? '') ?? null,
    keepaliveDirective,
    zone: block.directives.find((inner) => inner.name === 'zone') ?? null,
    servers: block.directives.flatMap((inner) => serverOf(inner, block)),
  };
}

function serverOf(directive: NginxDirective, block: NginxBlock): readonly NginxUpstreamServer[] {
  const [word, ...parameterWords] = directive.args;
  if (directive.name !== 'server' || !word) return [];
  const defaultPort = block.context === 'stream upstream' ? 0 : 80;
  const parameters = parametersOf(parameterWords);
  const number = (name: string, otherwise: number) =>
    parseInteger(parameters.get(name)?.value ?? '') ?? otherwise;
  const timeout = parseSeconds(parameters.get('fail_timeout')?.value ?? '');
  return [
    {
      text: word.text,
      address: isVariable(word.text) ? undefined : addressOf(parseUrl(word.text, { defaultPort })),
      addressPlace: word.place,
      directive,
      weight: number('weight', 1),
      maxFails: number('max_fails', 1),
      failTimeout: timeout === undefined ? 10 : Number(timeout),
      maxConns: number('max_conns', 0),
      backup: parameters.has('backup'),
      down: parameters.has('down'),
      parameters,
    },
  ];
}

/** Parameters by name; a repeated one counts as it stands last. */
function parametersOf(words: readonly NginxWord[]): NginxUpstreamServer['parameters'] {
  return new Map(
    words.map(({ text, place }) => {
      const equals = text.indexOf('=');
      const name = equals === -1 ? text : text.slice(0, equals);
      return [name, { value: equals === -1 ? '' : text.slice(equals + 1), place }];
    }),
  );
}

/** A `listen` as others see it; a range of ports has the address of its first. */
export function listenOf(directive: NginxDirective): NginxListen {
  const [word, ...words] = directive.args;
  const text = word?.text ?? '';
  const url = isVariable(text) ? undefined : parseUrl(text, { defaultPort: 80, listen: true });
  const parameters = new Map(
    words.map((parameter) => {
      const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(parameter.text) ?? [];
      return [name, value] as const;
    }),
  );
  return { text, address: url && addressOf(url), directive, parameters };
}
