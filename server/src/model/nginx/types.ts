import type { TextFile } from '../../base/file.ts';
import type { Place } from '../../base/span.ts';
import type { Address } from '../address.ts';
import type { Problem } from '../problem.ts';

/** One nginx: its main file with every include spliced in, read as ngx_conf_file.c does. */
export interface NginxConfig {
  /** The main file; for a fragment that no main file includes, that fragment. */
  readonly main: TextFile;
  readonly files: readonly TextFile[];
  /** True for a file that no main file at hand includes and that is no main file itself. */
  readonly fragment: boolean;
  /** False when an include could not be followed, so more directives may exist. */
  readonly complete: boolean;
  /** In nginx's order. */
  readonly problems: readonly Problem[];
  /** The outermost block; of a fragment, with the context that its directives fit (`http` for a bare server). */
  readonly root: NginxBlock;
  readonly upstreams: readonly NginxUpstream[];
  readonly servers: readonly NginxServer[];
  readonly routes: readonly NginxRoute[];
}

/** A context of nginx; `raw` for bodies that are no directives (map, geo, types, split_clients, Lua …). */
export type NginxContext =
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
  | 'mail server'
  | 'raw'
  | 'unknown';

export interface NginxBlock {
  readonly context: NginxContext;
  /** The directive that opens it; null for the root. */
  readonly owner: NginxDirective | null;
  readonly parent: NginxBlock | null;
  /** With includes spliced in at their place; the `include` directives themselves stay in the list. */
  readonly directives: readonly NginxDirective[];
}

export interface NginxDirective {
  readonly name: string;
  /** The arguments, unquoted and unescaped as nginx takes them. */
  readonly args: readonly NginxWord[];
  readonly namePlace: Place;
  /** The whole statement, with its `;` or its block. */
  readonly place: Place;
  readonly block: NginxBlock | null;
}

export interface NginxWord {
  readonly text: string;
  /** The word as it stands, quotes included. */
  readonly place: Place;
}

export interface NginxUpstream {
  readonly name: string;
  readonly protocol: 'http' | 'stream';
  readonly directive: NginxDirective;
  readonly block: NginxBlock;
  readonly namePlace: Place;
  /** `round-robin`, `least_conn`, `ip_hash`, `hash`, `random`, `least_time`. */
  readonly method: string;
  readonly methodDirective: NginxDirective | null;
  /** The number of `keepalive N`; null where the directive is absent or not a number. */
  readonly keepalive: number | null;
  readonly keepaliveDirective: NginxDirective | null;
  readonly zone: NginxDirective | null;
  readonly servers: readonly NginxUpstreamServer[];
}

export interface NginxUpstreamServer {
  /** The first argument as it is written. */
  readonly text: string;
  /** Undefined when it is a placeholder, a variable or not an address nginx takes. */
  readonly address: Address | undefined;
  readonly addressPlace: Place;
  readonly directive: NginxDirective;
  readonly weight: number;
  readonly maxFails: number;
  /** Seconds. */
  readonly failTimeout: number;
  readonly maxConns: number;
  readonly backup: boolean;
  readonly down: boolean;
  /** Every parameter after the address, by name; a flag has the value ''. */
  readonly parameters: ReadonlyMap<string, { readonly value: string; readonly place: Place }>;
}

export interface NginxServer {
  readonly protocol: 'http' | 'stream' | 'mail';
  readonly directive: NginxDirective;
  readonly block: NginxBlock;
  readonly listens: readonly NginxListen[];
  readonly serverNames: readonly NginxWord[];
}

export interface NginxListen {
  readonly text: string;
  readonly address: Address | undefined;
  readonly directive: NginxDirective;
  readonly parameters: ReadonlyMap<string, string>;
}

export type PassDirective =
  | 'proxy_pass'
  | 'uwsgi_pass'
  | 'grpc_pass'
  | 'fastcgi_pass'
  | 'scgi_pass'
  | 'memcached_pass';

/** One `*_pass`: where requests of a location go. */
export interface NginxRoute {
  readonly protocol: 'http' | 'stream';
  readonly kind: PassDirective;
  readonly directive: NginxDirective;
  /** The block the directive stands in: a location, an `if`, or a stream server. */
  readonly block: NginxBlock;
  readonly server: NginxServer | null;
  /** The location's pattern as written (`/`, `~ \.php$`, `@app`); null outside a location. */
  readonly location: string | null;
  readonly target: NginxTarget;
}

export type NginxTarget =
  /** A name of an upstream of this configuration. */
  | {
      readonly kind: 'upstream';
      readonly upstream: NginxUpstream;
      readonly place: Place;
      readonly scheme: string;
    }
  /** An address (implicit upstream), with its default port filled in. */
  | {
      readonly kind: 'address';
      readonly address: Address;
      readonly text: string;
      readonly place: Place;
      readonly scheme: string;
    }
  /** A host name that is no upstream at hand. */
  | {
      readonly kind: 'name';
      readonly name: string;
      readonly port: number | null;
      readonly place: Place;
      readonly scheme: string;
    }
  /** Holds a variable or a placeholder. */
  | { readonly kind: 'variable'; readonly text: string; readonly place: Place };
