import type { Deployment } from '../../model/deployment.ts';
import type { Fix } from '../../model/finding.ts';
import type { Problem } from '../../model/problem.ts';
import type { Draft, Rule } from '../define.ts';
import { draftOf, problemsByCode } from '../from-problems.ts';

/** Plain words that go before the program's own: what is wrong and what to do; null where its own words say it. */
export type Explain = (
  problem: Problem,
  deployment: Deployment,
) => { readonly text: string | null; readonly fixes: readonly Fix[] };

/**
 * The `check` of a rule whose problem a program prints in words that a newcomer would have to look up: the plain
 * words come first, then the program's reason letter by letter, without the name of the file it stands in.
 */
export function explained(code: string, explain: Explain): Rule['check'] {
  return (deployment) =>
    (problemsByCode(deployment).get(code) ?? []).map((problem): Draft => {
      const { text, fixes } = explain(problem, deployment);
      return { ...draftOf(problem, fixes), message: text ? `${text} ${quoted(problem)}` : problem.message };
    });
}

function quoted({ message, refusedBy, data }: Problem): string {
  const reason = (data?.reason ?? message).replace(/ \(file: '[^']*'\)$/, '');
  return refusedBy ? `${refusedBy} refuses the file: ${reason}` : reason;
}
