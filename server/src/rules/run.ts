import type { TextFile } from '../base/file.ts';
import { memo } from '../base/memo.ts';
import type { Deployment } from '../model/deployment.ts';
import type { Finding, Severity } from '../model/finding.ts';
import type { Draft, Rule } from './define.ts';
import { allRules } from './index.generated.ts';
import { type Ignore, ignoreFor, ignoresOf, isGroupOf } from './suppress.ts';
import { unknownNames, unusedNames } from './suppression-drafts.ts';

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
  analyse([deployment], options).findings;

/**
 * What all rules say of some deployments together: what two of them share is said once, and an ignore comment counts
 * as used when any of them needs it.
 */
export function analyse(deployments: readonly Deployment[], options: RunOptions): Analysis {
  const rules = new Map(allRules.filter(({ id }) => runs(id, options)).map((rule) => [rule.id, rule]));
  const files = new Map(
    deployments.flatMap((deployment) => deployment.files.map((file) => [file.uri, file])),
  );
  const ignores = [...files.values()].flatMap(ignoresOf);
  const say = (id: string, drafts: Iterable<Draft>) => finish(rules.get(id), drafts, options);

  const found = deployments.flatMap((deployment) =>
    [...rules.values()].flatMap((rule) => finish(rule, draftsOf(deployment, rule, options), options)),
  );
  const unknown = say('suppression/unknown-rule', unknownNames(ignores, allRules));
  const { kept, suppressed, used } = divide(sorted([...found, ...unknown]), files);
  const unused = say('suppression/unused', unusedNames(ignores, used, [...rules.keys()]));
  return { findings: sorted([...kept, ...unused]), suppressed };
}

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

function finish(rule: Rule | undefined, drafts: Iterable<Draft>, { rules }: RunOptions): readonly Finding[] {
  if (!rule) return [];
  const set = severitySet(rules, rule.id);
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
  }));
}

function divide(found: readonly Finding[], files: ReadonlyMap<string, TextFile>) {
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  const used = new Map<Ignore, string[]>();
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
