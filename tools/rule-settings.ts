import type { Rule } from '../server/src/rules/define.ts';

type Json = Record<string, unknown>;

/**
 * The text of package.json with `scalingLens.rules` brought up to date. All other content stays, in its order; the
 * settings stand as a list of categories, of which one is the rules'.
 */
export function withRuleSettings(text: string, rules: readonly Rule[]): string {
  const manifest = JSON.parse(text) as Json;
  const contributes = (manifest.contributes ?? {}) as Json;
  const present = contributes.configuration;
  const categories = (present === undefined ? [] : Array.isArray(present) ? present : [present]) as Json[];
  const category = categoryOf(rules);
  const at = categories.findIndex((one) => 'scalingLens.rules' in ((one.properties ?? {}) as Json));
  const merged =
    at < 0
      ? [...categories, category]
      : categories.map((one, i) => (i === at ? mergedWith(one, category) : one));
  const next = { ...manifest, contributes: { ...contributes, configuration: merged } };
  return `${JSON.stringify(next, null, 2)}\n`;
}

/** Settings of others that stand in the same category stay there. */
const mergedWith = (present: Json, category: Json): Json => ({
  ...present,
  properties: { ...(present.properties as Json), ...(category.properties as Json) },
});

const levels = ['off', 'hint', 'information', 'warning', 'error'];

function categoryOf(rules: readonly Rule[]): Json {
  const groups = [...new Set(rules.map(({ id }) => `${id.split('/')[0]}/*`))];
  const properties = {
    ...Object.fromEntries(
      groups.map((group) => [group, { enum: levels, description: `All rules of ${group}` }]),
    ),
    ...Object.fromEntries(rules.map((rule) => [rule.id, settingOf(rule)])),
  };
  const setting = {
    type: 'object',
    scope: 'resource',
    order: 1,
    default: {},
    markdownDescription:
      'The severity of single rules or of a group, by id. `off` switches a rule off. A `scaling-lens.ini` next to the files comes first.',
    properties,
    additionalProperties: false,
  };
  return { title: 'Rules', properties: { 'scalingLens.rules': setting } };
}

const settingOf = ({ title, severity }: Rule): Json => ({
  enum: levels,
  default: severity,
  description: `${title}. Default: ${severity}.`,
});
