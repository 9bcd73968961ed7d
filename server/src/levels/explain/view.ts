import type { Language } from '../../base/file.ts';
import type { Value } from '../../base/known.ts';

// The model stands above the levels. These are the parts of its Deployment that an explanation reads, so that a
// Deployment fits as it is; a test holds the two against each other.

export interface DeploymentView {
  readonly target: TargetView;
  readonly programs: readonly ProgramView[];
  readonly upstreams: readonly UpstreamView[];
  readonly nginx: readonly { readonly root: BlockView }[];
}

export interface TargetView {
  readonly cores: number | undefined;
  readonly memory: number | undefined;
  readonly memoryPerWorker: number | undefined;
  readonly maxConnections: number | undefined;
  readonly poolSize: number | undefined;
  readonly maxOverflow: number | undefined;
  readonly from: string | null;
}

export interface ProgramView {
  readonly name: string;
  readonly numprocs: Value<number>;
  readonly instances: readonly { readonly name: string; readonly server: ServerView | null }[];
}

export interface ServerView {
  readonly kind: string;
  readonly settings: ReadonlyMap<string, Value<unknown>>;
  readonly concurrency: Value<{
    readonly processes: number;
    readonly threadsPerProcess: number;
    readonly simultaneousRequests: number | null;
  }>;
}

export interface UpstreamView {
  readonly upstream: {
    readonly name: string;
    readonly method: string;
    readonly keepalive: number | null;
    readonly zone: object | null;
    readonly servers: readonly UpstreamServerView[];
  };
  readonly servers: readonly {
    readonly boundBy: readonly {
      readonly instance: { readonly name: string; readonly server: ServerView | null };
    }[];
  }[];
}

export interface UpstreamServerView {
  readonly text: string;
  readonly weight: number;
  readonly maxFails: number;
  /** Seconds. */
  readonly failTimeout: number;
  readonly maxConns: number;
  readonly backup: boolean;
  readonly down: boolean;
}

export interface BlockView {
  readonly directives: readonly DirectiveView[];
}

export interface DirectiveView {
  readonly name: string;
  readonly args: readonly { readonly text: string }[];
  readonly block: BlockView | null;
}

/** What is to be explained. */
export interface Subject {
  readonly language: Language;
  /** As it is written: `numprocs`, `workers`, `least_conn`, `weight`. */
  readonly name: string;
  /** The value as it is written or as it came out; undefined where there is none. */
  readonly value?: string | undefined;
  /** The program it belongs to; absent in a gunicorn file, which speaks of all programs that read it. */
  readonly programs?: readonly string[] | undefined;
  /** The upstream it stands in, or calls. */
  readonly upstream?: string | undefined;
}
