import { readFileSync } from 'node:fs';
import { allRules } from '../rules/index.generated.ts';
import { rulePage } from '../rules/page.ts';

/** The pages of all rules, by id, in Markdown. */
export type RulePages = ReadonlyMap<string, string>;

/**
 * The build takes the documentation out of the rules, so that `check` need not load it, and puts the pages beside
 * this file. Unbuilt, the rules still hold it.
 */
export function rulePages(): RulePages {
  const isBuilt = allRules.every(({ what }) => what === '');
  if (!isBuilt) return new Map(allRules.map((rule) => [rule.id, rulePage(rule)]));
  const pages: unknown = JSON.parse(readFileSync(new URL('./rules.json', import.meta.url), 'utf8'));
  return new Map(Object.entries(pages as Readonly<Record<string, string>>));
}

/** The text below a heading of a page; empty where the page has none such. */
export function sectionOf(page: string, heading: string): string {
  const start = page.indexOf(`\n## ${heading}\n`);
  if (start < 0) return '';
  const body = page.slice(start + heading.length + 5);
  const next = body.search(/^## /m);
  return (next < 0 ? body : body.slice(0, next)).trim();
}

/** Every message that the examples of a page draw, each once. */
export function messagesIn(page: string): readonly string[] {
  const drawn = page.matchAll(/^ *\^+>? (?:error|warning|information|hint)(?:\[[^\]]*\])?: (.*)$/gm);
  return [...new Set(Array.from(drawn, (match) => match[1] ?? ''))];
}

/** Where the page's evidence leads first; undefined for evidence that is nowhere online. */
export const firstLink = (page: string): string | undefined =>
  /\]\((https?:[^)\s]+)\)/.exec(sectionOf(page, 'Evidence'))?.[1];
