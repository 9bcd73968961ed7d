import type { TextFile } from '../base/file.ts';
import type { Value } from '../base/known.ts';
import type { Place } from '../base/span.ts';
import type { GunicornFile } from './gunicorn/types.ts';
import type { NginxConfig, NginxRoute, NginxUpstream, NginxUpstreamServer } from './nginx/types.ts';
import type { Problem } from './problem.ts';
import type { AppServer, Bind, Launch } from './server/types.ts';
import type { SupervisorConfig, SupervisorInstance, SupervisorProgram } from './supervisor/types.ts';

/** The machine that will run the deployment, as far as anyone says. */
export interface Target {
  readonly cores: number | undefined;
  /** Bytes. */
  readonly memory: number | undefined;
  /** Bytes. */
  readonly memoryPerWorker: number | undefined;
  /** Connections that the database accepts. */
  readonly maxConnections: number | undefined;
  /** Connections of one process's pool, and those it may open beyond. */
  readonly poolSize: number | undefined;
  readonly maxOverflow: number | undefined;
  /** Requests that arrive each second at the busiest time. */
  readonly requestsPerSecond?: number | undefined;
  /** `scaling-lens.ini`, `--target`, `settings` or null when nothing is given. */
  readonly from: string | null;
}

/** Versions of the programs as `[versions]` names them, such as `4.2.5`; undefined where nobody says. */
export interface Versions {
  readonly supervisor: string | undefined;
  readonly gunicorn: string | undefined;
  readonly nginx: string | undefined;
  readonly uvicorn: string | undefined;
}

/** Everything that runs together on one machine (or pod), as far as the files say. */
export interface Deployment {
  /** Folder that holds all its files. */
  readonly root: string;
  readonly files: readonly TextFile[];
  readonly target: Target;
  readonly versions: Versions;
  readonly supervisor: readonly SupervisorConfig[];
  readonly nginx: readonly NginxConfig[];
  /** Every gunicorn file of the deployment, evaluated on its own (without a launch's environment). */
  readonly gunicorn: readonly GunicornFile[];
  readonly programs: readonly Program[];
  /** Upstreams of all its nginx configurations, with who binds each server. */
  readonly upstreams: readonly LinkedUpstream[];
  readonly routes: readonly LinkedRoute[];
  /**
   * True when every program that could bind an address is understood: no command is hidden behind a script, a
   * template or an unknown value. Only then is "nobody binds this" certain.
   */
  readonly closed: boolean;
  /** Paths on the server that the files name, that `[paths]` map to the workspace, and where nothing is. */
  readonly absent: readonly string[];
  readonly capacity: Capacity;
  /** The `scaling-lens.ini` that governs it, with what nobody understands in it; null where there is none. */
  readonly profile: { readonly file: TextFile; readonly problems: readonly Problem[] } | null;
  /** Files that only tell how it is started and built, by kind of knowledge they hold. */
  readonly context: DeploymentContext;
}

/** A program that a process manager starts. */
export interface Program {
  readonly manager: 'supervisor' | 'systemd' | 'script' | 'compose';
  readonly name: string;
  /** The supervisor program behind it; null for other managers. */
  readonly config: SupervisorProgram | null;
  readonly place: Place;
  readonly numprocs: Value<number>;
  readonly instances: readonly Instance[];
  /** Host names by which other containers reach it (its compose service); absent for other managers. */
  readonly hosts?: readonly string[];
}

export interface Instance {
  readonly name: string;
  readonly program: string;
  readonly process: SupervisorInstance | null;
  /** How it is started, whoever starts it. */
  readonly launch: Launch;
  /** Null when the command starts no application server that we know. */
  readonly server: AppServer | null;
}

/** An instance and the bind of it that an address reaches. */
export interface Reach {
  readonly program: Program;
  readonly instance: Instance;
  readonly bind: Bind;
}

export interface LinkedUpstream {
  readonly upstream: NginxUpstream;
  readonly config: NginxConfig;
  readonly servers: readonly LinkedUpstreamServer[];
  readonly routes: readonly NginxRoute[];
}

export interface LinkedUpstreamServer {
  readonly server: NginxUpstreamServer;
  readonly boundBy: readonly Reach[];
}

export interface LinkedRoute {
  readonly route: NginxRoute;
  readonly config: NginxConfig;
  /** Who answers: over the upstream or at the address itself. Empty when nobody at hand does. */
  readonly reaches: readonly Reach[];
}

/** Sums over all application servers; null where a summand is unknown. */
export interface Capacity {
  readonly instances: number;
  readonly processes: number | null;
  readonly threads: number | null;
  readonly simultaneousRequests: number | null;
  /** Worker processes per core of the target. */
  readonly workersPerCore: number | null;
}

export interface DeploymentContext {
  readonly scripts: readonly TextFile[];
  readonly systemdUnits: readonly TextFile[];
  readonly dockerfiles: readonly TextFile[];
  readonly composeFiles: readonly TextFile[];
  readonly requirements: readonly TextFile[];
  /** Python modules at hand, for rules that look at the application object. */
  readonly modules: readonly TextFile[];
}
