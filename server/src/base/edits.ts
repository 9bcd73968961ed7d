import type { Edit } from './span.ts';

/** True when two edits of one file touch the same text, or insert at the same place. */
export const overlaps = (a: Edit, b: Edit): boolean =>
  a.uri === b.uri &&
  (a.span.start === b.span.start || (a.span.start < b.span.end && b.span.start < a.span.end));

/** The text after edits that do not overlap, whatever their order. Their uris are not looked at. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let at = 0;
  for (const { span, newText } of sorted) {
    result += text.slice(at, span.start) + newText;
    at = Math.max(at, span.end);
  }
  return result + text.slice(at);
}
