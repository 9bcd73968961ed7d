import type { TextFile } from '../../base/file.ts';
import type { Known, Value } from '../../base/known.ts';
import type { MappedText } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import type { Address } from '../address.ts';
import type { GunicornFile } from '../gunicorn/types.ts';
import type { Problem } from '../problem.ts';

export type AppServerKind =
  | 'gunicorn'
  | 'uvicorn'
  | 'hypercorn'
  | 'daphne'
  | 'granian'
  | 'waitress'
  | 'uwsgi';

/** One word of a command line after shlex, with the way back to its source. */
export interface CommandWord {
  readonly text: string;
  /** The word as it stands in the file, quotes included; undefined when it comes from no file. */
  readonly place: Place | undefined;
  /** The word's own text with its source, to underline a part of it. */
  readonly mapped: MappedText;
}

/** How a process is started, whoever starts it. */
export interface Launch {
  readonly command: Value<MappedText>;
  /** Working folder as a path on the server; null when the launcher sets none. */
  readonly directory: Value<string | null>;
  readonly environment: ReadonlyMap<string, Value<string>>;
}

/** A setting's plain value, as JSON shows it. */
export type Plain = string | number | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

/** One application server as a launch starts it. */
export interface AppServer {
  readonly kind: AppServerKind;
  /** The command's words after the wrappers, the server's own name first; empty when the command is unknown. */
  readonly words: readonly CommandWord[];
  /** `module:callable`; null when none is given or it cannot be told. */
  readonly app: { readonly text: string; readonly place: Place | undefined } | null;
  /** gunicorn's configuration file, evaluated for this launch; null when none is used or it is not at hand. */
  readonly configFile: GunicornFile | null;
  /** The path after `-c` (as written) where there is one, found or not. */
  readonly configPath: {
    readonly text: string;
    readonly place: Place | undefined;
    readonly file: TextFile | null;
  } | null;
  /**
   * Effective settings by gunicorn's names (workers, threads, worker_class, worker_connections, timeout,
   * graceful_timeout, keepalive, max_requests, backlog …), for every server that has the notion.
   */
  readonly settings: ReadonlyMap<string, Value<Plain>>;
  readonly binds: Value<readonly Bind[]>;
  readonly concurrency: Value<Concurrency>;
  /** What is wrong with this command line or with the file as this launch uses it. */
  readonly problems: readonly Problem[];
}

export interface Bind {
  /** As written after expansion. */
  readonly text: string;
  /** Undefined when it is no address the server understands. */
  readonly address: Address | undefined;
  readonly from: Known<unknown>['from'];
  /** Where it is written; undefined for a default. */
  readonly place: Place | undefined;
  /** True when the socket is bound with SO_REUSEPORT, so several instances may share it. */
  readonly reusePort: boolean;
  /** `http` unless the server speaks uwsgi on it. */
  readonly speaks: 'http' | 'https' | 'uwsgi' | 'fastcgi';
}

/** How many requests run at once, by level. */
export interface Concurrency {
  /** Worker processes of one instance. */
  readonly processes: number;
  readonly threadsPerProcess: number;
  /** Requests in progress of one instance; null when the server sets no limit. */
  readonly simultaneousRequests: number | null;
  /** The formula in words: `4 workers × 2 threads`. */
  readonly formula: string;
}
