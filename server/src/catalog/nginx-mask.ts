/**
 * The contexts that a directive may stand in; the words are those of `NginxContext` in model/nginx/types.ts, which
 * stands above this layer, without `raw` and `unknown`.
 */
export type DirectiveContext =
  | 'main'
  | 'events'
  | 'http'
  | 'http upstream'
  | 'http server'
  | 'http location'
  | 'http if in server'
  | 'http if in location'
  | 'http limit_except'
  | 'stream'
  | 'stream upstream'
  | 'stream server'
  | 'mail'
  | 'mail server';

/** The kind of module a directive belongs to; nginx looks only at modules of the kind that the block is of. */
export type DirectiveProtocol = 'any' | 'core' | 'event' | 'http' | 'stream' | 'mail';

/** How many arguments a directive takes. */
export interface ArgumentCounts {
  readonly min: number;
  /** Null: as many as one likes. */
  readonly max: number | null;
  /** The counts between `min` and `max` that are legal, where some are not; otherwise absent. */
  readonly exact?: readonly number[];
}

/** What a command table says of a directive in one line of flags. */
export interface DirectiveShape {
  readonly contexts: readonly DirectiveContext[];
  readonly args: ArgumentCounts;
  /** True for a directive that opens a block. */
  readonly block: boolean;
  /** True for exactly one argument, `on` or `off` in any case (NGX_CONF_FLAG). */
  readonly onOff: boolean;
}

/** Context bits by kind of module (ngx_conf_file.h, ngx_http_config.h, ngx_stream.h, ngx_mail.h, ngx_event.h). */
const contextBits: Readonly<Record<DirectiveProtocol, readonly (readonly [number, DirectiveContext])[]>> = {
  any: [],
  core: [[0x01, 'main']],
  event: [[0x02, 'events']],
  http: [
    [0x02, 'http'],
    [0x04, 'http server'],
    [0x08, 'http location'],
    [0x10, 'http upstream'],
    [0x20, 'http if in server'],
    [0x40, 'http if in location'],
    [0x80, 'http limit_except'],
  ],
  stream: [
    [0x02, 'stream'],
    [0x04, 'stream server'],
    [0x08, 'stream upstream'],
  ],
  mail: [
    [0x02, 'mail'],
    [0x04, 'mail server'],
  ],
};

const protocols = ['core', 'event', 'http', 'stream', 'mail'] as const;

/** Every context, outermost first. */
export const allContexts: readonly DirectiveContext[] = protocols.flatMap((protocol) =>
  contextBits[protocol].map(([, context]) => context),
);

const BLOCK = 0x100;
const FLAG = 0x200;
const ANY = 0x400;
const ONE_OR_MORE = 0x800;
const TWO_OR_MORE = 0x1000;
const MOST_ARGUMENTS = 7;

/** Reads a command table's flags, as ngx_conf_handler does. */
export function shapeOf(mask: number, protocol: DirectiveProtocol): DirectiveShape {
  return {
    contexts: contextsOf(mask, protocol),
    args: argumentCounts(mask),
    block: (mask & BLOCK) !== 0,
    onOff: (mask & FLAG) !== 0,
  };
}

function contextsOf(mask: number, protocol: DirectiveProtocol): readonly DirectiveContext[] {
  if (protocol === 'any') return allContexts;
  return contextBits[protocol].flatMap(([bit, context]) => ((mask >>> 24) & bit ? [context] : []));
}

function argumentCounts(mask: number): ArgumentCounts {
  if (mask & ANY) return { min: 0, max: null };
  if (mask & FLAG) return { min: 1, max: 1 };
  if (mask & ONE_OR_MORE) return { min: 1, max: null };
  if (mask & TWO_OR_MORE) return { min: 2, max: null };
  const counts: number[] = [];
  for (let count = 0; count <= MOST_ARGUMENTS; count++) if (mask & (1 << count)) counts.push(count);
  const min = counts[0] ?? 0;
  const max = counts[counts.length - 1] ?? 0;
  return counts.length === max - min + 1 || counts.length === 0 ? { min, max } : { min, max, exact: counts };
}

/** True when a directive of these counts takes `count` arguments. */
export const acceptsCount = (args: ArgumentCounts, count: number): boolean =>
  count >= args.min && (args.max === null || count <= args.max) && (args.exact?.includes(count) ?? true);
