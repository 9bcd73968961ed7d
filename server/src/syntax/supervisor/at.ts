import type { MappedText, Piece } from '../../base/mapped-text.ts';
import type { OptionNode, SectionNode, SupervisorLine, SupervisorTree } from './tree.ts';

/** The last item that starts at or before an offset; items stand in order. */
function lastBefore<Item>(
  items: readonly Item[],
  offset: number,
  startOf: (item: Item) => number,
): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && startOf(item) <= offset) low = middle + 1;
    else high = middle;
  }
  return items[low - 1];
}

/** The line that holds an offset; at the very end of the text the last line. Undefined for an empty text. */
export const lineAtOffset = (tree: SupervisorTree, offset: number): SupervisorLine | undefined =>
  lastBefore(tree.lines, offset, (line) => line.start);

/** The section whose header stands at or above an offset; undefined before the first header. */
export const sectionAt = (tree: SupervisorTree, offset: number): SectionNode | undefined =>
  lastBefore(tree.sections, offset, (section) => section.span.start);

/** The option with one of its lines at an offset (its last line's end included); undefined elsewhere. */
export function optionAt(tree: SupervisorTree, offset: number): OptionNode | undefined {
  const options = sectionAt(tree, offset)?.options ?? [];
  const option = lastBefore(options, offset, (candidate) => candidate.lines.start);
  if (!option) return undefined;
  const end = Math.max(option.valueSpan.end, option.delimiter.end);
  return offset <= end || offset < option.lines.end ? option : undefined;
}

/** The value with the way back to the file: lines verbatim, the LF between them standing for what separates them. */
export function mappedValueOf(option: OptionNode, uri: string): MappedText {
  const pieces: Piece[] = [];
  let at = 0;
  let before = option.valueSpan.start;
  for (const [index, { span }] of option.parts.entries()) {
    if (index > 0) {
      const source = { start: Math.min(before, span.start), end: span.start };
      pieces.push({ start: at, end: at + 1, uri, source, verbatim: false });
      at++;
    }
    const length = span.end - span.start;
    if (length > 0) pieces.push({ start: at, end: at + length, uri, source: span, verbatim: true });
    at += length;
    before = span.end;
  }
  return { text: option.value, pieces: pieces.length > 0 ? pieces : [emptyPiece(option, uri)] };
}

const emptyPiece = (option: OptionNode, uri: string): Piece => ({
  start: 0,
  end: 0,
  uri,
  source: option.valueSpan,
  verbatim: true,
});
