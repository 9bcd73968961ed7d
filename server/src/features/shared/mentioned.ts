import { touches } from '../../base/span.ts';
import type { Mention } from '../../model/mentions/mention.ts';
import { mentionsOf } from '../../model/mentions/mentions.ts';
import type { Question } from './question.ts';

/** The mentions that the cursor touches, the shortest first, and all mentions of the same entities. */
export interface Mentioned {
  readonly here: readonly Mention[];
  readonly all: readonly Mention[];
}

/** What is named at an offset, in every deployment of the file; undefined where nothing is. */
export function mentionedAt({ file, offset, deployments }: Question): Mentioned | undefined {
  const mentions = deployments.flatMap(mentionsOf);
  const touched = mentions.filter(
    ({ place }) => place.uri === file.uri && place.span.end > 0 && touches(place.span, offset),
  );
  const shortest = Math.min(...touched.map(length));
  const here = touched.filter((one) => length(one) === shortest);
  if (here.length === 0) return undefined;
  const entities = new Set(here.map(({ entity }) => entity));
  return { here, all: distinct(mentions.filter(({ entity }) => entities.has(entity))) };
}

const length = ({ place: { span } }: Mention): number => span.end - span.start;

/** Each place once, in the order of files and places. */
function distinct(mentions: readonly Mention[]): readonly Mention[] {
  const seen = new Map<string, Mention>();
  for (const one of mentions) {
    const key = `${one.role} ${one.place.uri} ${one.place.span.start} ${one.place.span.end}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()].sort((a, b) =>
    a.place.uri < b.place.uri ? -1 : a.place.uri > b.place.uri ? 1 : a.place.span.start - b.place.span.start,
  );
}
