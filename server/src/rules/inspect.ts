import { clustersOf } from '../base/cluster.ts';
import type { TextFile } from '../base/file.ts';
import { memo, memoOf, sameItems } from '../base/memo.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Finding, Severity } from '../model/finding.ts';
import { createAnalysis } from '../workspace/analysis.ts';
import type { Host, Logger } from '../workspace/host.ts';
import { profilesOf } from '../workspace/profiles.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { createWorkspace, type Workspace } from '../workspace/workspace.ts';
import { allRules } from './index.generated.ts';
import { type Analysis, analyse, type RunOptions, type Task } from './run.ts';

/**
 * The part of the service that finds: all that `check` needs. It stands apart from the questions that editors ask, so
 * that the command line starts without loading them.
 */
export interface Inspection {
  readonly workspace: Workspace;
  /** All deployments of the snapshot, sorted by root. */
  deployments(snapshot: Snapshot): readonly Deployment[];
  /** Findings of every file that has any, sorted by position and rule. Lists of untouched files keep identity. */
  findings(snapshot: Snapshot): ReadonlyMap<string, readonly Finding[]>;
  /** All findings as one sorted list, with those that comments silence; `narrowed` chooses the rules that run. */
  analyse(snapshot: Snapshot, narrowed?: Omit<RunOptions, 'rules'>): Analysis;
}

export interface InspectionParts {
  readonly host: Host;
  readonly logger: Logger;
}

const ruleIds: ReadonlySet<string> = new Set(allRules.map(({ id }) => id));

/** Makes the inspection over a host. */
export function createInspection({ host, logger }: InspectionParts): Inspection {
  const analysis = createAnalysis(ruleIds);
  const workspace = createWorkspace({
    host,
    logger,
    references: (snapshot) => analysis(snapshot).references,
  });
  const deployments = (snapshot: Snapshot): readonly Deployment[] => analysis(snapshot).deployments;
  return {
    workspace,
    deployments,
    findings: findingsBy(deployments, logger),
    analyse: (snapshot, narrowed) =>
      analyse(
        deployments(snapshot).map((deployment) => {
          const { options } = taskOf(deployment, snapshot, onErrorTo(logger));
          return { deployment, options: { ...options, ...narrowed } };
        }),
      ),
  };
}

/** Findings by file; deployments that share a file are judged together, and only those that changed again. */
function findingsBy(
  deployments: (snapshot: Snapshot) => readonly Deployment[],
  logger: Logger,
): Inspection['findings'] {
  const judged = memoOf<Deployment, ReadonlyMap<string, readonly Finding[]>>();
  const onError = onErrorTo(logger);
  let latest: ReadonlyMap<string, readonly Finding[]> = new Map();
  return memo((snapshot: Snapshot) => {
    const found = new Map<string, readonly Finding[]>();
    for (const cluster of clustersOf(deployments(snapshot), sharedFiles)) {
      const tasks = cluster.map((deployment) => taskOf(deployment, snapshot, onError));
      const [first] = cluster;
      const inputs = [...cluster, JSON.stringify(tasks.map(({ options }) => [...options.rules]))];
      const lists = first && judged(first, inputs, () => byFile(tasks));
      for (const [uri, list] of lists ?? []) found.set(uri, keep(latest.get(uri), list));
    }
    latest = found;
    return found;
  });
}

const onErrorTo =
  (logger: Logger) =>
  (rule: string, error: unknown): void =>
    logger.error(`${rule}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);

/** The list before where nothing about it changed, so that nobody publishes it again. */
const keep = (before: readonly Finding[] | undefined, now: readonly Finding[]): readonly Finding[] =>
  before && sameItems(before, now) ? before : now;

function byFile(tasks: readonly Task[]): ReadonlyMap<string, readonly Finding[]> {
  const lists = new Map<string, Finding[]>();
  for (const finding of analyse(tasks).findings) {
    const list = lists.get(finding.place.uri);
    if (list) list.push(finding);
    else lists.set(finding.place.uri, [finding]);
  }
  return lists;
}

/** A deployment with what its profile wants of rules, over what the settings want. */
function taskOf(
  deployment: Deployment,
  snapshot: Snapshot,
  onError: NonNullable<RunOptions['onError']>,
): Task {
  const rules = new Map<string, Severity | 'off'>(snapshot.settings.rules);
  const file = deployment.profile?.file;
  const profile = file && profilesOf(snapshot, ruleIds).all.find((one) => one.file === file);
  for (const [id, severity] of profile?.rules ?? []) rules.set(id, severity);
  return { deployment, options: { rules, onError } };
}

/** What a profile says of rules is known to each deployment, so sharing it joins none. */
const sharedFiles = ({ files }: Deployment): readonly TextFile[] =>
  files.filter(({ kind }) => kind !== 'profile');
