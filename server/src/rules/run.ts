import type { TextFile } from '../base/file.ts';
import { memo } from '../base/memo.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Draft, Rule } from './define.ts';
import { allRules } from './index.generated.ts';
import { type Ignore, ignoreFor, ignoresOf, isGroupOf } from './suppress.ts';
import { type UsedIgnores, unknownNames, unusedNames } from './suppression-drafts.ts';

export interface RunOptions {
  /** By rule id, by group (`nginx/*`) or for all (`*`); the narrowest counts. */
  readonly rules: ReadonlyMap<string, Severity | 'off'>;
  /** Only these rules or groups run; absent: all. */
  readonly only?: readonly string[];
  /** Told of a rule that threw. The findings of all other rules are complete. */
  readonly onError?: (rule: string, error: unknown) => void;
}

export interface Analysis {
  /** Sorted by file, position, rule; without duplicates. */
  readonly findings: readonly Finding[];
  /** Findings that an ignore comment silences, in the same order. */
  readonly suppressed: readonly Suppressed[];
}

export interface Suppressed {
  readonly finding: Finding;
  /** The words of the comment; empty where it gives none. */
  readonly reason: string;
}

/** What all rules say of one deployment. */
export const runRules = (deployment: Deployment, options: RunOptions): readonly Finding[] =>
  analyse([{ deployment, options }]).findings;

/** A deployment and what its profile and the settings want of the rules there. */
export interface Task {
  readonly deployment: Deployment;
  readonly options: RunOptions;
}

/**
 * What all rules say of some deployments together: what two of them share is said once, and an ignore comment counts
 * as used when any of them needs it.
 */
export function analyse(tasks: readonly Task[], rules: readonly Rule[] = allRules): Analysis {
  const found = tasks.flatMap((task) => findIn(task, rules));
  const files = new Map(tasks.flatMap(({ deployment }) => deployment.files.map((file) => [file.uri, file])));
  const { kept, suppressed, used } = divide(sorted(found), files);
  const unused = tasks.flatMap((task) => findUnused(task, used, rules));
  return { findings: sorted([...kept, ...unused]), suppressed };
}

function findIn({ deployment, options }: Task, rules: readonly Rule[]): readonly Finding[] {
  const found = rules.flatMap((rule) =>
    runs(rule.id, options) ? finish(rule, draftsOf(deployment, rule, options), options) : [],
  );
  const unknown = unknownNames(ignoresIn(deployment), rules);
  return [...found, ...finish(named('suppression/unknown-rule', rules), unknown, options)];
}

function findUnused(
  { deployment, options }: Task,
  used: UsedIgnores,
  rules: readonly Rule[],
): readonly Finding[] {
  const ran = rules.map(({ id }) => id).filter((id) => runs(id, options));
  const unused = unusedNames(ignoresIn(deployment), used, ran);
  return finish(named('suppression/unused', rules), unused, options);
}

const named = (id: string, rules: readonly Rule[]): Rule | undefined => rules.find((rule) => rule.id === id);

const ignoresIn = ({ files }: Deployment): readonly Ignore[] => files.flatMap(ignoresOf);

/** True when the rule is wanted and not off. */
const runs = (id: string, { rules, only }: RunOptions): boolean =>
  (only === undefined || only.some((pattern) => pattern === id || isGroupOf(pattern, id))) &&
  severitySet(rules, id) !== 'off';

/** What the settings say of a rule; undefined where they say nothing. */
function severitySet(rules: RunOptions['rules'], id: string): Severity | 'off' | undefined {
  if (rules.size === 0) return undefined;
  const group = `${id.slice(0, id.indexOf('/'))}/*`;
  return rules.get(id) ?? rules.get(group) ?? rules.get('*');
}

type Outcome = { readonly drafts: readonly Draft[] } | { readonly error: unknown };

/** Each rule's outcome by deployment, so that a change of severities runs nothing again. */
const outcomesOf = memo((_deployment: Deployment) => new Map<Rule, Outcome>());

function draftsOf(deployment: Deployment, rule: Rule, { onError }: RunOptions): readonly Draft[] {
  const outcomes = outcomesOf(deployment);
  const outcome = outcomes.get(rule) ?? run(rule, deployment);
  outcomes.set(rule, outcome);
  if ('drafts' in outcome) return outcome.drafts;
  onError?.(rule.id, outcome.error);
  return [];
}

function run(rule: Rule, deployment: Deployment): Outcome {
  try {
    return { drafts: [...rule.check(deployment)] };
  } catch (error) {
    return { error };
  }
}

/** Drafts of a rule as findings; none when the rule is not to run. */
function finish(rule: Rule | undefined, drafts: Iterable<Draft>, options: RunOptions): readonly Finding[] {
  if (!rule || !runs(rule.id, options)) return [];
  const set = severitySet(options.rules, rule.id);
  if (set === 'off') return [];
  return Array.from(drafts, (draft) => ({
    rule: rule.id,
    severity: set ?? draft.severity ?? rule.severity,
    confidence: draft.confidence ?? rule.confidence,
    message: draft.message,
    refusedBy: draft.refusedBy ?? null,
    place: draft.place,
    related: draft.related ?? [],
    fixes: draft.fixes ?? [],
    ...(draft.tag ? { tag: draft.tag } : {}),
  }));
}

function divide(found: readonly Finding[], files: ReadonlyMap<string, TextFile>) {
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const used = new Map<Ignore, readonly string[]>();
  for (const finding of found) {
    const file = files.get(finding.place.uri);
    const ignore = file && ignoreFor(file, finding);
    if (!ignore) kept.push(finding);
    else {
      suppressed.push({ finding, reason: ignore.reason });
      used.set(ignore, [...(used.get(ignore) ?? []), finding.rule]);
    }
  }
  return { kept, suppressed, used };
}

/** By file, position and rule, without findings that say the same of the same place. */
function sorted(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return [...findings].sort(compareFindings).filter((finding) => {
    const { uri, span } = finding.place;
    const key = `${uri} ${span.start} ${span.end} ${finding.rule} ${finding.message}`;
    return !seen.has(key) && seen.add(key);
  });
}

/** The order in which findings are shown: by file, position, rule. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    compareText(a.place.uri, b.place.uri) ||
    a.place.span.start - b.place.span.start ||
    compareText(a.rule, b.rule) ||
    a.place.span.end - b.place.span.end ||
    compareText(a.message, b.message)
  );
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
