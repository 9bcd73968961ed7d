import type { Edit, Place } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { fileIn } from './lines.ts';

/** Takes words of a command line out, from the first place to the last, with the blanks before them. */
export function removeWords(deployment: Deployment, first: Place, last: Place = first): Edit | undefined {
  const file = fileIn(deployment, first.uri);
  if (!file || first.uri !== last.uri) return undefined;
  let start = first.span.start;
  while (start > 0 && /[ \t]/.test(file.text[start - 1] ?? '')) start--;
  return { uri: first.uri, span: { start, end: last.span.end }, newText: '' };
}

/** Adds words at the end of a command line, given the place of its last word. */
export const appendWords = (last: Place, text: string): Edit => ({
  uri: last.uri,
  span: { start: last.span.end, end: last.span.end },
  newText: ` ${text}`,
});
