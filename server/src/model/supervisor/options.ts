import type { TextFile } from '../../base/file.ts';
import type { Place } from '../../base/span.ts';
import type { SupervisorConfig } from './types.ts';

/** What a machine knows; without it no check that depends on the machine is made. */
export interface SupervisorMachine {
  /** The whole environment that supervisord starts with. */
  readonly environment: ReadonlyMap<string, string>;
  /** What `%(host_node_name)s` gives. */
  readonly nodeName: string;
  /** True for an account or group that exists, by name or number. */
  readonly hasUser: (name: string) => boolean;
  readonly hasGroup: (name: string) => boolean;
  readonly hasFolder: (path: string) => boolean;
  /** Home folder of a user, or of the one who starts supervisord for null; undefined for an unknown user. */
  readonly homeOf: (user: string | null) => string | undefined;
}

export interface LoadOptions {
  /** The Supervisor that will read the files, as `[versions]` names it; undefined counts as 4.2.5. */
  readonly version?: string | undefined;
  /** The machine that will run it; undefined as a rule. */
  readonly machine?: SupervisorMachine | undefined;
  /** `literal` takes placeholders of template engines as the plain text they are, as supervisord does. */
  readonly templates?: 'recognised' | 'literal';
  /** The path on the server of a file here, for `%(here)s` and messages; undefined: the path of its uri. */
  readonly pathOf?: (file: TextFile) => string;
  /** Fragments that the same supervisord may load with a fragment: its groups may name their programs. */
  readonly siblings?: readonly TextFile[];
}

/** A warning that supervisord logs and goes on. */
export interface SupervisorWarning {
  /** In supervisord's words. */
  readonly message: string;
  readonly place: Place;
}

/** One `[unix_http_server]` or `[inet_http_server]`, as far as it is known. */
export interface SupervisorServer {
  readonly kind: 'unix' | 'inet';
  readonly section: string;
  /** The socket's path; undefined for an inet server or where it is unknown. */
  readonly file?: string;
  /** Host (empty: every address) and port; undefined for a unix server or where it is unknown. */
  readonly address?: { readonly host: string; readonly port: number };
}

/** A configuration with what only supervisord itself makes of it. */
export interface LoadedSupervisor extends SupervisorConfig {
  readonly warnings: readonly SupervisorWarning[];
  readonly servers: readonly SupervisorServer[];
  /** What each pattern of `[include] files=` matched, in order. */
  readonly includes: readonly {
    readonly pattern: string;
    readonly place: Place;
    readonly files: readonly TextFile[];
  }[];
}
