import { clustersOf } from './base/cluster.ts';
import type { TextFile } from './base/file.ts';
import { memo, memoOf, sameItems } from './base/memo.ts';
import { type Completion, type CompletionOptions, completion } from './features/completion/completion.ts';
import { type Hover, type HoverOptions, hover } from './features/hover/hover.ts';
import { type Question, questionAt } from './features/shared/question.ts';
import type { Deployment } from './model/deployment.ts';
import type { Finding, Severity } from './model/finding.ts';
import { allRules } from './rules/index.generated.ts';
import { type Analysis, analyse, type RunOptions, type Task } from './rules/run.ts';
import { createAnalysis } from './workspace/analysis.ts';
import type { Host, Logger } from './workspace/host.ts';
import { profilesOf } from './workspace/profiles.ts';
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
  /** All findings as one sorted list, with those that comments silence; `narrowed` chooses the rules that run. */
  analyse(snapshot: Snapshot, narrowed?: Omit<RunOptions, 'rules'>): Analysis;
  /** What an editor shows of the token at an offset; undefined where there is nothing to say. */
  hover(snapshot: Snapshot, uri: string, offset: number, options?: HoverOptions): Hover | undefined;
  /** What may be written at an offset; undefined where there is nothing to offer. */
  completion(
    snapshot: Snapshot,
    uri: string,
    offset: number,
    options?: CompletionOptions,
  ): Completion | undefined;
}

export interface ServiceParts {
  readonly host: Host;
  readonly logger: Logger;
}

const ruleIds: ReadonlySet<string> = new Set(allRules.map(({ id }) => id));

/** Makes the analysis over a host. */
export function createLanguageService({ host, logger }: ServiceParts): LanguageService {
  const analysis = createAnalysis(ruleIds);
  const workspace = createWorkspace({
    host,
    logger,
    references: (snapshot) => analysis(snapshot).references,
  });
  const deployments = (snapshot: Snapshot): readonly Deployment[] => analysis(snapshot).deployments;
  const findings = findingsBy(deployments, logger);
  const ask = (snapshot: Snapshot, uri: string, offset: number): Question | undefined =>
    questionAt(snapshot, uri, offset, {
      deployments: deployments(snapshot),
      findings: findings(snapshot),
    });
  return {
    workspace,
    deployments,
    findings,
    analyse: (snapshot, narrowed) =>
      analyse(
        deployments(snapshot).map((deployment) => {
          const { options } = taskOf(deployment, snapshot, onErrorTo(logger));
          return { deployment, options: { ...options, ...narrowed } };
        }),
      ),
    hover: (snapshot, uri, offset, options) => {
      const question = ask(snapshot, uri, offset);
      return question && hover(question, options);
    },
    completion: (snapshot, uri, offset, options) => {
      const question = ask(snapshot, uri, offset);
      return question && completion(question, options);
    },
  };
}

/** Findings by file; deployments that share a file are judged together, and only those that changed again. */
function findingsBy(
  deployments: (snapshot: Snapshot) => readonly Deployment[],
  logger: Logger,
): LanguageService['findings'] {
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
