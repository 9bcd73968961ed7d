import type { Span } from '../../base/span.ts';
import type { Explanation } from '../../levels/explain.ts';
import type { Finding } from '../../model/finding.ts';
import { type Card, footerOf } from '../shared/card.ts';
import { bullets, paragraphs } from '../shared/markdown.ts';

/** What a hover shows, before it is laid out. */
export interface HoverParts {
  /** The hovered token. */
  readonly span: Span;
  /** The whole option or directive that it is the name of, for advice on any part of it; the token where absent. */
  readonly about?: Span;
  /** One line: the name and what it comes to here. */
  readonly title: string;
  /** Where that comes from, who else it concerns: a sentence each. */
  readonly notes: readonly string[];
  readonly card: Card | undefined;
  /** What it does to scaling, with this deployment's numbers. */
  readonly scaling: Explanation | undefined;
}

/** What an editor shows of a token. */
export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/**
 * Lays a hover out so that the eye finds things at their places: title, notes, meaning, arithmetic, when and limits,
 * advice, and the facts on the last line.
 */
export function layOut(parts: HoverParts, advice: readonly Finding[]): Hover {
  const { span, title, notes, card, scaling } = parts;
  const markdown = paragraphs(
    title,
    notes.length > 0 ? bullets(notes) : undefined,
    scaling?.what ?? card?.meaning,
    ...(scaling ? scalingParts(scaling) : []),
    adviceText(advice),
    card && footerOf(card),
  );
  return { span, markdown };
}

function scalingParts({ when, limits, sums, level, next }: Explanation): readonly string[] {
  const step = level === null ? '' : levelLine(level, next);
  return [bullets(sums), `*When:* ${when}  \n*Limits:* ${limits}${step}`];
}

/** The level with the step that usually comes next, and the names of the others. */
function levelLine(level: string, next: readonly string[]): string {
  const [first, ...others] = next;
  if (first === undefined) return `  \n*Level:* ${level}.`;
  const names = others.map((step) => step.slice(0, step.indexOf(':')));
  const rest = names.length === 0 ? '' : `; then ${names.join(', ')}`;
  return `  \n*Level:* ${level}. *Next:* ${first}${rest}.`;
}

const adviceText = (findings: readonly Finding[]): string =>
  findings.map(({ message, rule }) => `💡 ${message} \`${rule}\``).join('\n\n');

/** A name in bold with what it comes to; the name alone where that is not known. */
export const titleOf = (name: string, value: string | undefined): string =>
  value === undefined ? `**${name}**` : `**${name}** = ${value}`;
