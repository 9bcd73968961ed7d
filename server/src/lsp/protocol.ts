/**
 * What Scaling Lens's own client and server say to each other beyond the Language Server Protocol. Every other
 * editor works without it.
 */

import type { WorkspaceEdit } from 'vscode-languageserver';
import type { TreeKind } from '../features/tree/item.ts';

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
  /** The client shows the status of deployments and their tree, and wants to be told of changes. */
  readonly showsDeployments?: boolean;
  /** Another extension of the editor completes the directives of nginx. */
  readonly nginxDirectivesElsewhere?: boolean;
  /** Another extension of the editor gives semantic tokens of Python. */
  readonly pythonTokensElsewhere?: boolean;
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
  /** The profile that governs it; null where there is none. */
  readonly profile: string | null;
  /** Findings of those severities in its files. */
  readonly errors: number;
  readonly warnings: number;
}

/** Sent when the tree may have changed; the client asks for it when it shows it. */
export const treeChangedNotification = 'scalingLens/treeChanged';

/** Asks for all deployments as a tree. */
export const treeRequest = 'scalingLens/tree';
export interface TreeResult {
  readonly deployments: readonly TreeNode[];
}
export interface TreeNode {
  /** The same for the same thing before and after an edit. */
  readonly id: string;
  readonly kind: TreeKind;
  readonly label: string;
  readonly detail: string;
  readonly place: GoToPlace | null;
  readonly errors: number;
  readonly warnings: number;
  /** The program of supervisord that can be scaled here; null where there is none. */
  readonly program: string | null;
  readonly children: readonly TreeNode[];
}

/** Asks for the edits that make a program of a file run `count` instances, nginx included. */
export const scaleRequest = 'scalingLens/scale';
export interface ScaleParams {
  /** Of the file that defines the program. */
  readonly uri: string;
  readonly program: string;
  readonly count: number;
}
export type ScaleResult =
  | { readonly kind: 'edit'; readonly edit: WorkspaceEdit }
  | { readonly kind: 'refused'; readonly why: string };

/** Asks which programs of supervisord there are, for a list to choose from. */
export const programsRequest = 'scalingLens/programs';
export interface ProgramsResult {
  readonly programs: readonly {
    readonly name: string;
    readonly uri: string;
    /** Null where it is not known. */
    readonly instances: number | null;
  }[];
}

/** Asks the server for the page of a rule, in Markdown; null for an unknown rule. */
export const rulePageRequest = 'scalingLens/rulePage';
export interface RulePageParams {
  readonly rule: string;
}
export interface RulePageResult {
  readonly markdown: string | null;
}
