import type { Rule } from '../server/src/rules/define.ts';

type Json = Record<string, unknown>;

/** Keys of texts in package.nls.json that are made here; those of people are called otherwise. */
const textKey = (name: string): string => `rules.${name}`;

/**
 * The text of package.nls.json with what the settings say of each rule. Translations are made of it, so package.json
 * itself has nothing but keys.
 */
export function withRuleTexts(text: string, rules: readonly Rule[]): string {
  const others = Object.entries(JSON.parse(text) as Json).filter(([key]) => !key.startsWith(textKey('')));
  const own = [
    ...groupsOf(rules).map((group) => [textKey(group), `All rules of ${group}`] as const),
    ...rules.map(({ id, title, severity }) => [textKey(id), `${title}. Default: ${severity}.`] as const),
  ];
  const sorted = [...others, ...own].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
}

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

const groupsOf = (rules: readonly Rule[]): readonly string[] => [
  ...new Set(rules.map(({ id }) => `${id.split('/')[0]}/*`)),
];

function categoryOf(rules: readonly Rule[]): Json {
  const properties = {
    ...Object.fromEntries(groupsOf(rules).map((group) => [group, settingOf(group)])),
    ...Object.fromEntries(rules.map(({ id, severity }) => [id, { ...settingOf(id), default: severity }])),
  };
  const setting = {
    type: 'object',
    scope: 'resource',
    order: 1,
    default: {},
    markdownDescription: '%settings.rules%',
    properties,
    additionalProperties: false,
  };
  return { title: '%settings.rules.title%', properties: { 'scalingLens.rules': setting } };
}

const settingOf = (name: string): Json => ({ enum: levels, description: `%${textKey(name)}%` });
