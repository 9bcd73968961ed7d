import type { Language } from '../../base/file.ts';
import type { ScalingLevel } from '../level.ts';
import { asyncText } from './async.ts';
import { horizontalText } from './horizontal.ts';
import { processText } from './process.ts';
import type { LevelFormula, LevelSetting, LevelText } from './text.ts';
import { threadText } from './thread.ts';
import { verticalText } from './vertical.ts';

const TEXTS: Readonly<Record<ScalingLevel, LevelText>> = {
  process: processText,
  thread: threadText,
  async: asyncText,
  horizontal: horizontalText,
  vertical: verticalText,
};

/** The texts of all levels, in the order in which a deployment usually climbs them. */
export const LEVELS: readonly LevelText[] = Object.values(TEXTS);

const FILES: Readonly<Record<Language, string>> = {
  supervisor: 'supervisord.conf',
  gunicorn: 'gunicorn.conf.py',
  nginx: 'nginx',
};

/** The text of a level; undefined for a word that names none. */
export const levelText = (level: string): LevelText | undefined =>
  LEVELS.find((text) => text.level === level);

/** What a hover shows of a level. */
export interface LevelSummary {
  readonly level: ScalingLevel;
  readonly title: string;
  /** Two sentences at most, Markdown. */
  readonly summary: string;
  readonly when: readonly string[];
  readonly limitations: readonly string[];
  /** `thread: requests wait and memory is short …` */
  readonly next: readonly string[];
  /** Path of the page in the repository. */
  readonly page: string;
}

/** The short form of a level. */
export function levelSummary(level: ScalingLevel): LevelSummary {
  const { title, summary, when, limitations, next } = TEXTS[level];
  return {
    level,
    title,
    summary,
    when,
    limitations,
    next: next.map((step) => `${step.level}: ${step.when}`),
    page: `docs/levels/${level}.md`,
  };
}

/** The whole page of a level in Markdown, ending with a newline. */
export function levelPage(level: ScalingLevel): string {
  const text = TEXTS[level];
  return `${[
    `# ${text.title}`,
    text.summary,
    '## What it is',
    ...text.what,
    '## When to use it',
    bullets(text.when),
    '## Its settings',
    settingsTable(text.settings),
    '## Advantages',
    bullets(text.advantages),
    '## Limitations',
    bullets(text.limitations),
    '## Its arithmetic',
    ...text.arithmetic.map(formulaSection),
    '## How to know that it is used up',
    bullets(text.exhausted),
    '## What comes next',
    bullets(text.next.map((step) => `[${TEXTS[step.level].title}](${step.level}.md): ${step.when}.`)),
    '## Sources',
    bullets(text.sources.map((source) => `[${source.text}](${source.url})`)),
  ].join('\n\n')}\n`;
}

const bullets = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

function settingsTable(settings: readonly LevelSetting[]): string {
  const rows = settings.map(({ file, name, effect }) => `| ${FILES[file]} | \`${name}\` | ${effect} |`);
  return ['| file | setting | what it does here |', '| --- | --- | --- |', ...rows].join('\n');
}

const formulaSection = ({ answers, formula, symbols, example }: LevelFormula): string =>
  `**${answers}**: \`${formula}\`\\\n${symbols}.\\\nExample: ${example}`;

/** The list of all levels in Markdown, ending with a newline. */
export const levelIndex = (): string =>
  `${[
    '# The five levels of scaling',
    'Generated from the texts of the core; `scaling-lens explain LEVEL` prints the same pages.',
    bullets(LEVELS.map(({ level, title, summary }) => `[${title}](${level}.md): ${summary}`)),
  ].join('\n\n')}\n`;
