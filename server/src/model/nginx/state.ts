import type { TextFile } from '../../base/file.ts';
import type { Place } from '../../base/span.ts';
import type { NginxDirectiveInfo } from '../../catalog/nginx.ts';
import type { Ask } from '../link-lookup.ts';
import type { Problem } from '../problem.ts';
import type { NginxContext, NginxDirective, NginxWord } from './types.ts';

/** What is known beyond the files. */
export interface NginxOptions {
  /** The version that reads the files, such as `1.26.2`; undefined accepts what any known version accepts. */
  readonly version?: string | undefined;
}

/** One reading of one configuration, as far as it has come. */
export interface Run {
  readonly main: TextFile;
  readonly ask: Ask;
  readonly options: NginxOptions;
  readonly problems: Problem[];
  readonly files: Set<TextFile>;
  /** False when something that belongs to the configuration is not at hand. */
  complete: boolean;
  /** True when the main file is a part of an unknown whole: what is missing may stand elsewhere. */
  readonly fragment: boolean;
  /** True when a template decides which lines stand in a file. */
  templated: boolean;
  /** True when a placeholder stands in what defines names or variables: they may be any. */
  filledNames: boolean;
  /** True when a module that nginx itself does not bring is in use: it may define names and variables. */
  foreign: boolean;
  readonly http: HttpState;
  /** Upstreams of `stream`; of its other modules only the generic setters are followed. */
  readonly streamUpstreams: UpstreamTable;
  /** Names of all directives that were met. */
  readonly names: Set<string>;
  /** Files whose syntax errors are said. */
  readonly saidSyntax: Set<TextFile>;
  /** Problems that do not hold if a module of others turns out to be in use. */
  readonly doubtful: Set<Problem>;
}

/** A block while it is read. Slots remember what a directive that may stand once was set by. */
export interface Scope {
  readonly run: Run;
  readonly context: NginxContext;
  readonly parent: Scope | null;
  readonly block: BlockInMaking;
  readonly slots: Map<string, NginxDirective>;
  readonly location: LocationState | null;
  readonly server: ServerState | null;
  readonly upstream: UpstreamState | null;
  readonly raw: RawState | null;
}

/** A block whose directives are still added. */
export interface BlockInMaking {
  readonly context: NginxContext;
  readonly owner: NginxDirective | null;
  readonly parent: BlockInMaking | null;
  readonly directives: NginxDirective[];
}

/** One directive as nginx's dispatcher calls its setter. */
export interface Call {
  readonly run: Run;
  readonly scope: Scope;
  readonly directive: NginxDirective;
  readonly name: string;
  readonly nameWord: NginxWord;
  readonly args: readonly NginxWord[];
  /** What the command table says; undefined inside a `map` and its like. */
  readonly info: NginxDirectiveInfo | undefined;
  readonly file: TextFile;
  /** Where nginx's reader stands. */
  readonly readTo: number;
}

/** What nginx remembers of an `http` block until it ends. */
export interface HttpState {
  readonly upstreams: UpstreamTable;
  readonly zones: Map<string, Zone>;
  readonly formats: string[];
  readonly variables: Variables;
  readonly servers: ServerState[];
  readonly ports: ListenPort[];
  readonly cachePaths: Map<string, Call>;
  readonly charsetMaps: (readonly [string, string])[];
  /** `valid_referers` by block, in order. */
  readonly referers: Map<BlockInMaking, Referers>;
  /** Thread pools by name, with the first place that uses or defines them. */
  readonly threadPools: Map<string, { readonly call: Call; defined: boolean }>;
}

/** Explicit and implicit upstreams of http or of stream. */
export interface UpstreamTable {
  /** In the order nginx first hears of them. */
  readonly entries: UpstreamEntry[];
  /** The same by host, in lower case. */
  readonly byHost: Map<string, UpstreamEntry[]>;
}

/** An upstream of a name, as `ngx_http_upstream_add` keeps them. */
export interface UpstreamEntry {
  readonly host: string;
  /** Set to 0 when an `upstream` block turns out to define it. */
  port: number;
  readonly noPort: boolean;
  created: UpstreamState | null;
  /** The directive that first named it, to which nginx's message points. */
  readonly call: Call;
  readonly word: NginxWord | undefined;
  /** True when the address itself is all that is needed: numeric with a port, or a unix socket. */
  readonly direct: boolean;
  readonly numeric: boolean;
}

/** An `upstream` block. */
export interface UpstreamState {
  readonly name: string;
  readonly call: Call;
  /** `peer.init_upstream`: the directive that set the balancing method or wrapped it. */
  init: { readonly name: string; readonly directive: NginxDirective } | null;
  /** False once a method that knows no backup servers is set. */
  backupAllowed: boolean;
  readonly servers: UpstreamServerState[];
  zone: NginxDirective | null;
  resolver: NginxDirective | null;
}

export interface UpstreamServerState {
  readonly call: Call;
  readonly backup: boolean;
  readonly resolve: boolean;
}

/** A zone of shared memory; the same name must always be of one use and one size. */
export interface Zone {
  readonly use: string;
  size: bigint;
  /** The key of a limit zone, or a cache path; null while only mentioned. */
  data: string | null;
  readonly call: Call;
  readonly word: NginxWord | undefined;
}

export interface Variables {
  /** By lower-case name: whether it may be defined again, and whether it has a value outside requests. */
  readonly defined: Map<string, VariableState>;
  /** In the order of first use. */
  readonly used: Map<string, { readonly call: Call; readonly place: Place }>;
}

export interface VariableState {
  readonly changeable: boolean;
}

/** A `server` of http. */
export interface ServerState {
  readonly call: Call;
  /** Its block, once it is read to its end. */
  scope: Scope | null;
  readonly names: NginxWord[];
  listens: boolean;
  /** True when an include of its own is not at hand: further names and addresses may stand there. */
  open: boolean;
}

/** One port of one address family with all addresses that are listened on. */
export interface ListenPort {
  readonly family: string;
  readonly port: number;
  readonly addresses: ListenAddress[];
}

export interface ListenAddress {
  /** The address without port, in one spelling. */
  readonly key: string;
  /** As nginx prints it: `127.0.0.1:80`; of the last `listen` that set options. */
  text: string;
  readonly servers: ServerState[];
  /** The `listen` that set socket options. */
  set: Call | null;
  defaultServer: Call | null;
  first: ServerState;
  ssl: boolean;
  readonly quic: boolean;
  readonly calls: Call[];
}

/** What the `valid_referers` of a block name. */
export interface Referers {
  readonly call: Call;
  readonly keys: Map<string, NginxWord>;
  none: boolean;
  serverNames: boolean;
}

/** What kind of `location` a block is; `noname` for `if` and `limit_except`. */
export interface LocationState {
  readonly name: string;
  readonly kind: 'prefix' | 'exact' | 'noregex' | 'regex' | 'named' | 'noname';
  /** Locations inside, for the check that none stands twice. */
  readonly children: LocationChild[];
}

export interface LocationChild {
  readonly location: LocationState;
  readonly call: Call;
}

/** A block read line by line: what reads a line, and what it keeps. */
export interface RawState {
  /** True when a line `include PATH` reads a file. */
  readonly includes: boolean;
  readonly take: (call: Call) => void;
  /** Called with the call that opened the block when its `}` is read. */
  readonly close?: (call: Call) => void;
}

export const newUpstreamTable = (): UpstreamTable => ({ entries: [], byHost: new Map() });

export function newHttpState(): HttpState {
  return {
    upstreams: newUpstreamTable(),
    zones: new Map(),
    formats: ['combined'],
    variables: { defined: new Map(), used: new Map() },
    servers: [],
    ports: [],
    cachePaths: new Map(),
    charsetMaps: [],
    referers: new Map(),
    threadPools: new Map(),
  };
}
