import { allRules } from '../rules/index.generated.ts';
import { isGroupOf } from '../rules/suppress.ts';
import { nearestRule } from '../rules/suppression-drafts.ts';
import { usageError } from './usage.ts';

const ids = allRules.map(({ id }) => id);

/** The names again, each a rule or a group of rules; a usage error for any other. */
export function checkRules(names: readonly string[]): readonly string[] {
  const wrong = names.find((name) => !ids.some((id) => id === name || isGroupOf(name, id)));
  if (wrong !== undefined) throw unknownRule(wrong);
  return names;
}

/** The usage error for a name that no rule has. */
export function unknownRule(name: string) {
  const near = nearestRule(name, ids);
  return usageError(
    `There is no rule '${name}'`,
    near ? `Did you mean '${near}'?` : '`scaling-lens rules` lists them all.',
  );
}
