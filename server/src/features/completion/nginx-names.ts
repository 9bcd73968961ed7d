import { memo } from '../../base/memo.ts';
import type { NginxBlock, NginxConfig, NginxDirective } from '../../model/nginx/types.ts';
import { type CompletionItem, literal } from './item.ts';
import type { NginxPlace } from './nginx-place.ts';

type ArgumentSpot = Extract<NginxPlace['at']['spot'], { kind: 'argument' }>;

/** Headers that an application behind a proxy needs, with what nginx puts into them. */
const headers: readonly (readonly [string, string, string])[] = [
  ['Host', '$host', 'the host that was asked for'],
  ['X-Forwarded-For', '$proxy_add_x_forwarded_for', 'who asked'],
  ['X-Forwarded-Proto', '$scheme', 'http or https'],
  ['X-Real-IP', '$remote_addr', "the client's address"],
  ['X-Forwarded-Host', '$host', 'the host that was asked for'],
  ['X-Request-ID', '$request_id', 'to find a request in all logs'],
  ['Connection', '""', 'to keep connections to the upstream'],
  ['Upgrade', '$http_upgrade', 'for WebSocket'],
];

/** Header names with their usual value; only the value once the name is written. */
export function headerItems(_place: NginxPlace, spot: ArgumentSpot): readonly CompletionItem[] {
  const [, name, value] = spot.call.words;
  if (spot.index === 1)
    return headers.map(([header, usual, detail], rank) => ({
      label: header,
      kind: 'value',
      detail: `${usual}: ${detail}`,
      ...(value === undefined
        ? { insert: literal(`${header} ${usual}`) + (spot.call.ended ? '' : ';'), form: 'snippet' as const }
        : {}),
      rank: rank < 4 ? 1 : 2,
    }));
  const known = headers.filter(([header]) => header.toLowerCase() === name?.text.toLowerCase());
  return spot.index === 2
    ? known.map(([, label, detail]) => ({ label, kind: 'value', detail, rank: 0 }))
    : [];
}

/** Names that a configuration defines, by what uses them. */
const uses: Readonly<Record<string, { readonly kind: NameKind; readonly index: number }>> = {
  access_log: { kind: 'format', index: 2 },
  proxy_cache: { kind: 'cache', index: 1 },
  fastcgi_cache: { kind: 'cache', index: 1 },
  uwsgi_cache: { kind: 'cache', index: 1 },
  limit_conn: { kind: 'limit_conn', index: 1 },
  'limit_req zone=': { kind: 'limit_req', index: 1 },
  error_page: { kind: 'location', index: -1 },
  try_files: { kind: 'location', index: -1 },
  user: { kind: 'user', index: 1 },
};

type NameKind = 'format' | 'cache' | 'limit_conn' | 'limit_req' | 'location' | 'user';

/** The names of the configuration that an argument may be; `spot` is undefined for a parameter's value. */
export function namedItems(
  { reading }: NginxPlace,
  directive: string,
  spot: ArgumentSpot | undefined,
): readonly CompletionItem[] {
  const use = Object.hasOwn(uses, directive) ? uses[directive] : undefined;
  if (!use || !reading) return [];
  if (spot && use.index > 0 && spot.index !== use.index) return [];
  if (spot && use.kind === 'location' && spot.word && !spot.word.text.startsWith('@')) return [];
  if (use.kind === 'user') return ['www-data', 'nginx'].map((label) => ({ label, kind: 'name', rank: 1 }));
  return (namesIn(reading.config).get(use.kind) ?? []).map(({ name, by }) => ({
    label: name,
    kind: 'name',
    detail: by,
    rank: 1,
  }));
}

interface DefinedName {
  readonly name: string;
  readonly by: string;
}

const namesIn = memo((config: NginxConfig): ReadonlyMap<NameKind, readonly DefinedName[]> => {
  const found = new Map<NameKind, DefinedName[]>();
  const open: NginxBlock[] = [config.root];
  for (let block = open.pop(); block; block = open.pop()) {
    if (block.context === 'raw') continue;
    for (const directive of block.directives) {
      if (directive.block) open.push(directive.block);
      const defined = definedBy(directive);
      if (!defined) continue;
      const list = found.get(defined.kind) ?? [];
      list.push({ name: defined.name, by: directive.name });
      found.set(defined.kind, list);
    }
  }
  return found;
});

function definedBy({
  name,
  args,
}: NginxDirective): { readonly kind: NameKind; readonly name: string } | undefined {
  const first = args[0]?.text ?? '';
  if (name === 'log_format') return { kind: 'format', name: first };
  if (name === 'location' && first.startsWith('@')) return { kind: 'location', name: first };
  if (/^(?:proxy|fastcgi|uwsgi|scgi)_cache_path$/.test(name)) return zoneOf('cache', args, 'keys_zone=');
  if (name === 'limit_req_zone') return zoneOf('limit_req', args, 'zone=');
  return name === 'limit_conn_zone' ? zoneOf('limit_conn', args, 'zone=') : undefined;
}

function zoneOf(kind: NameKind, args: NginxDirective['args'], prefix: string) {
  const word = args.find(({ text }) => text.startsWith(prefix))?.text;
  const name = word?.slice(prefix.length).split(':')[0];
  return name ? { kind, name } : undefined;
}
