import { directivesNamed, isKnownIn, type NginxDirectiveInfo, shapesIn } from '../../catalog/nginx.ts';
import type { DirectiveShape } from '../../catalog/nginx-mask.ts';
import { type OtherDirective, otherDirective } from '../../catalog/nginx-other.ts';
import type { NginxContext } from './types.ts';

/** What nginx's dispatcher makes of a name in a context (`ngx_conf_handler`). */
export type Dispatch =
  | { readonly kind: 'known'; readonly info: NginxDirectiveInfo; readonly shapes: readonly DirectiveShape[] }
  /** Brought by NGINX Plus or a module that nginx itself does not hold: nothing else is known of it. */
  | { readonly kind: 'foreign'; readonly other: OtherDirective }
  /** Known, but not here. */
  | { readonly kind: 'misplaced'; readonly infos: readonly { readonly contexts: readonly string[] }[] }
  /** Known to other versions than the one at hand. */
  | { readonly kind: 'other version'; readonly info: NginxDirectiveInfo }
  | { readonly kind: 'unknown' };

type Table = Map<string, Dispatch>;

/** What was found, by version, context and name: every directive of every file asks. */
const tables = new Map<string | undefined, Map<NginxContext, Table>>();

/** Names are the user's, so the memory of them is bounded. */
const mostNames = 5000;

/** Looks a directive up; `version` undefined stands for all known ones. */
export function dispatch(name: string, context: NginxContext, version: string | undefined): Dispatch {
  const table = tableOf(context, version);
  const known = table.get(name);
  if (known) return known;
  const found = lookUp(name, context, version);
  if (table.size > mostNames) table.clear();
  table.set(name, found);
  return found;
}

function tableOf(context: NginxContext, version: string | undefined): Table {
  const ofVersion = tables.get(version) ?? new Map<NginxContext, Table>();
  const table = ofVersion.get(context) ?? new Map<string, Dispatch>();
  if (table.size === 0) {
    tables.set(version, ofVersion);
    ofVersion.set(context, table);
  }
  return table;
}

function lookUp(name: string, context: NginxContext, version: string | undefined): Dispatch {
  const all = directivesNamed(name);
  const infos = all.filter((info) => isKnownIn(info, version) !== false);
  for (const info of infos) {
    const shapes = shapesIn(info, version).filter(({ contexts }) =>
      (contexts as readonly string[]).includes(context),
    );
    if (shapes.length > 0) return { kind: 'known', info, shapes };
  }
  const other = otherDirective(name);
  if (other)
    return isMisplaced(other, context) ? { kind: 'misplaced', infos: [other] } : { kind: 'foreign', other };
  if (infos.length > 0) return { kind: 'misplaced', infos };
  const [first] = all;
  return first ? { kind: 'other version', info: first } : { kind: 'unknown' };
}

/** True for a directive that neither nginx alone nor nginx with the module takes in this block. */
const isMisplaced = (other: OtherDirective, context: NginxContext): other is Required<OtherDirective> =>
  other.contexts !== undefined && isOfHttp(context) && !other.contexts.includes(context);

const isOfHttp = (context: NginxContext): boolean =>
  context === 'main' || context === 'events' || context.startsWith('http');

/** The context of the block that a directive opens; `unknown` where its directives are not known. */
export function contextInside(context: NginxContext, name: string): NginxContext {
  return inside[context]?.[name] ?? 'unknown';
}

const httpBodies = {
  map: 'raw',
  geo: 'raw',
  split_clients: 'raw',
  charset_map: 'raw',
  types: 'raw',
} as const;

const inside: Readonly<Partial<Record<NginxContext, Readonly<Record<string, NginxContext>>>>> = {
  main: { events: 'events', http: 'http', stream: 'stream', mail: 'mail' },
  http: { ...httpBodies, server: 'http server', upstream: 'http upstream' },
  'http server': { location: 'http location', if: 'http if in server', types: 'raw' },
  'http location': {
    location: 'http location',
    if: 'http if in location',
    limit_except: 'http limit_except',
    types: 'raw',
  },
  'http if in location': { types: 'raw' },
  stream: {
    map: 'raw',
    geo: 'raw',
    split_clients: 'raw',
    server: 'stream server',
    upstream: 'stream upstream',
  },
  mail: { server: 'mail server' },
};

/** The context that a misplaced block was surely meant to have. */
export function contextMeant(name: string): NginxContext {
  if (name === 'server') return 'http server';
  if (name === 'upstream') return 'http upstream';
  if (name === 'location') return 'http location';
  const direct = inside.main?.[name] ?? inside.http?.[name];
  return direct ?? 'unknown';
}
