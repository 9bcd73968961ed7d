import { touches } from '../../base/span.ts';
import { nameOf } from '../../base/uri.ts';
import { mentionsOf } from '../../model/mentions/mentions.ts';
import { link } from '../shared/markdown.ts';
import type { Question } from '../shared/question.ts';

/** More files than this are counted, not listed. */
const mostListed = 8;

/** The files that the path or pattern at the cursor stands for, in a sentence; empty where none is at hand. */
export function includedNotes({ deployments, file, offset }: Question): readonly string[] {
  const used = deployments
    .flatMap(mentionsOf)
    .filter(({ kind, role, place }) => kind === 'file' && role === 'use' && place.uri === file.uri);
  const uris = [...new Set(used.filter(({ place }) => touches(place.span, offset)).map(({ name }) => name))];
  if (uris.length === 0) return [];
  const shown = uris.slice(0, mostListed).map((uri) => link(nameOf(uri), uri));
  const rest = uris.length > mostListed ? ` and ${uris.length - mostListed} more` : '';
  return [`Reads ${shown.join(', ')}${rest}.`];
}
