import { link, paragraphs } from './markdown.ts';

/** What the catalogue knows of one name: the same words in hovers and in completion. */
export interface Card {
  /** What it does, in Markdown; undefined where nobody has written it down. */
  readonly meaning: string | undefined;
  /** Short facts for the last line: type, default, where it may stand, since when. */
  readonly facts: readonly string[];
  /** Where the manual says more. */
  readonly manual: string | undefined;
}

/** The last line of a card: `number · default 1 · since 4.2 · manual`. */
export const footerOf = ({ facts, manual }: Card): string =>
  [...facts, ...(manual === undefined ? [] : [link('manual', manual)])].join(' · ');

/** A card by itself, as completion shows it. */
export const cardText = (card: Card): string => paragraphs(card.meaning, footerOf(card));
