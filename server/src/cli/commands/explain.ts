import { nearest } from '../../base/nearest.ts';
import { LEVELS, levelPage, levelText } from '../../levels/texts/page.ts';
import { allRules } from '../../rules/index.generated.ts';
import { readArguments } from '../arguments.ts';
import type { Command } from '../command.ts';
import { type Paint, paintFor } from '../paint.ts';
import { unknownRule } from '../rule-names.ts';
import { rulePages } from '../rule-pages.ts';
import { usageError } from '../usage.ts';

const levelNames = LEVELS.map(({ level }) => level);

const help = `Usage: scaling-lens explain RULE|LEVEL

Prints the page of one rule (\`scaling-lens rules\` lists them) or of one scaling level:
${levelNames.join(', ')}.
`;

export const explain: Command = {
  summary: 'tell all about one rule or one scaling level',
  help,
  run: (args, io) => {
    const { values, positionals } = readArguments('explain', args, { 'no-color': { type: 'boolean' } });
    const [name] = positionals;
    if (name === undefined || positionals.length > 1)
      throw usageError('explain takes one name', `Give it a rule or a level (${levelNames.join(', ')}).`);
    io.out(readable(pageOf(name), paintFor(io, values['no-color'])));
    return 0;
  },
};

function pageOf(name: string): string {
  const level = levelText(name);
  if (level) return levelPage(level.level);
  const rule = allRules.find(({ id }) => id === name) ?? onlyNamed(name);
  const page = rule && rulePages().get(rule.id);
  if (page !== undefined) return page;
  const near = name.includes('/') ? undefined : nearest(name, levelNames);
  throw near
    ? usageError(`There is no rule or level '${name}'`, `Did you mean '${near}'?`)
    : unknownRule(name);
}

/** The rule with this name when only one group has it, so that the group need not be typed. */
function onlyNamed(name: string) {
  const found = allRules.filter(({ id }) => id.endsWith(`/${name}`));
  return found.length === 1 ? found[0] : undefined;
}

/** Markdown as it is, its headings in bold. */
const readable = (page: string, paint: Paint): string =>
  page.replace(/^(#{1,3} .*)$/gm, (heading) => paint('bold', heading));
