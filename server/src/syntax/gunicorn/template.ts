import type { Span } from '../../base/span.ts';
import { tokenize } from './tokens.ts';

/** A file that another program fills in first (Jinja, ERB), with its holes covered so that the rest can be read. */
export interface Masked {
  /** As long as the original: offsets stay. */
  readonly text: string;
  /** The holes outside strings; empty for plain Python. */
  readonly holes: readonly Span[];
  /** From the first to the last block tag (`{% … %}`): what stands between may be left out or repeated. */
  readonly blocks: Span | undefined;
}

/** A letter that no one writes by hand; a name that holds it comes from a hole. */
export const holeLetter = 'ǃ';

const hole = /\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<%.*?%>/g;

/**
 * Covers template tags outside strings and comments: a value's tag by a name, a block's tag by spaces. Text without
 * any is given back as it is.
 */
export function maskTemplate(text: string): Masked {
  if (!/\{\{|\{%|\{#|<%/.test(text)) return { text, holes: [], blocks: undefined };
  const code = codeOffsets(text);
  const holes: Span[] = [];
  let first: number | undefined;
  let last = 0;
  const masked = text.replace(hole, (tag: string, offset: number) => {
    if (!code(offset)) return tag;
    const end = offset + tag.length;
    holes.push({ start: offset, end });
    if (tag.startsWith('{{') || tag.startsWith('<%=')) return holeLetter.repeat(tag.length);
    first ??= offset;
    last = end;
    return ' '.repeat(tag.length);
  });
  return { text: masked, holes, blocks: first === undefined ? undefined : { start: first, end: last } };
}

/** Tells whether an offset is code: a token that is no string begins there. Past an error all is, unless a string never ends. */
function codeOffsets(text: string): (offset: number) => boolean {
  const { tokens, error } = tokenize(text);
  const starts = new Set<number>();
  const pairs = /^(?:\{\{|\{%|\{#|<%)/;
  for (const token of tokens) {
    if (token.kind === 'op' && pairs.test(text.slice(token.start, token.start + 2))) starts.add(token.start);
  }
  const lost = error && !error.message.startsWith('unterminated') ? error.start : text.length;
  return (offset) => starts.has(offset) || offset >= lost;
}
