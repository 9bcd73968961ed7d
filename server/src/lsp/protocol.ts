/**
 * What Scaling Lens's own client and server say to each other beyond the Language Server Protocol. Every other
 * editor works without it.
 */

/** `initializationOptions` of our client; other editors leave them out. */
export interface ClientOptions {
  /** The client answers `readFile` and `listFiles`: it reaches file systems that the server does not. */
  readonly readsFiles?: boolean;
  /** Uri of the folder that holds the server and its data. */
  readonly dataFolder?: string;
  /** Address of a rule's page, with `{rule}` where the id goes. */
  readonly rulePage?: string;
  /** The client has the command `goToCommand`. */
  readonly goesTo?: boolean;
}

/** A command of the client that shows one of some places; `from` is where the question stands. */
export const goToCommand = 'scalingLens.goTo';
export interface GoToParams {
  readonly from: GoToPlace;
  readonly to: readonly GoToPlace[];
}
export interface GoToPlace {
  readonly uri: string;
  readonly range: {
    readonly start: { readonly line: number; readonly character: number };
    readonly end: { readonly line: number; readonly character: number };
  };
}

/** Asks the client for the bytes of a file: base64, or null when it cannot be read. */
export const readFileRequest = 'scalingLens/readFile';
export interface ReadFileParams {
  readonly uri: string;
}
export interface ReadFileResult {
  readonly base64: string | null;
}

/** Asks the client for the uris of all files below a folder, dependency and version-control folders left out. */
export const listFilesRequest = 'scalingLens/listFiles';
export interface ListFilesParams {
  readonly folder: string;
}
export interface ListFilesResult {
  readonly uris: readonly string[];
}

/** Sent once: the folders are read and their findings are published. */
export const readyNotification = 'scalingLens/ready';

/** Sent when what is known of the deployments changed; for the editor's status item. */
export const statusNotification = 'scalingLens/status';
export interface StatusParams {
  readonly deployments: readonly DeploymentStatus[];
}
export interface DeploymentStatus {
  /** Uri of the folder that holds it. */
  readonly root: string;
  readonly files: readonly string[];
  readonly cores: number | null;
  /** Bytes. */
  readonly memory: number | null;
  /** Who says so: `scaling-lens.ini`, `settings`, or null when nobody does. */
  readonly targetFrom: string | null;
}

/** Asks the server for the page of a rule, in Markdown; null for an unknown rule. */
export const rulePageRequest = 'scalingLens/rulePage';
export interface RulePageParams {
  readonly rule: string;
}
export interface RulePageResult {
  readonly markdown: string | null;
}
