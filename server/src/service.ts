import type { Deployment } from './model/deployment.ts';
import type { Finding } from './model/finding.ts';
import { type Analysis, analyse, type RunOptions } from './rules/run.ts';
import type { Host, Logger } from './workspace/host.ts';
import type { Snapshot } from './workspace/snapshot.ts';
import { createWorkspace, type Workspace } from './workspace/workspace.ts';

export type { Workspace } from './workspace/workspace.ts';

/**
 * The only door to the analysis, for the language server, the command line and tests. Questions are pure functions
 * of a snapshot; `workspace` is the part that changes with time and gives the current snapshot.
 */
export interface LanguageService {
  readonly workspace: Workspace;
  /** All deployments of the snapshot, sorted by root. */
  deployments(snapshot: Snapshot): readonly Deployment[];
  /** Findings of every file that has any, sorted by position and rule. Lists of untouched files keep identity. */
  findings(snapshot: Snapshot): ReadonlyMap<string, readonly Finding[]>;
  /** All findings as one sorted list, and those that comments silence; `question` narrows the rules that run. */
  analyse(snapshot: Snapshot, question?: Omit<RunOptions, 'rules'>): Analysis;
}

export interface ServiceParts {
  readonly host: Host;
  readonly logger: Logger;
}

/** Makes the analysis over a host. */
export function createLanguageService({ host, logger }: ServiceParts): LanguageService {
  const workspace = createWorkspace({ host, logger, wanted: () => [] });
  const deployments = (): readonly Deployment[] => [];
  return {
    workspace,
    deployments,
    findings: () => new Map(),
    analyse: ({ settings }, question) =>
      analyse(
        deployments().map((deployment) => ({ deployment, options: { ...question, rules: settings.rules } })),
      ),
  };
}
