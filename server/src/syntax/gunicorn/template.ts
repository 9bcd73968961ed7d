import type { Span } from '../../base/span.ts';
import { tokenize } from './tokens.ts';

/** A file that another program fills in first (Jinja, ERB, Fabric, envsubst), with its holes covered so that the rest can be read. */
export interface Masked {
  /** As long as the original: offsets stay. */
  readonly text: string;
  /** The holes outside strings; empty for plain Python. */
  readonly holes: readonly Span[];
  /** True where an engine with statements (Jinja, ERB) fills it in, so that even its lines are not certain. */
  readonly engine: boolean;
  /** From the first to the last block tag (`{% … %}`): what stands between may be left out or repeated. */
  readonly blocks: Span | undefined;
}

/** A letter that no one writes by hand; a name that holds it comes from a hole. */
export const holeLetter = 'ǃ';

/** Tags in pairs, and the names that programs without blocks fill in where Python has no use for them. */
const hole =
  /\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|<%.*?%>|%\([A-Za-z_][\w.-]*\)[sdirf]\b|\$\{\w+\}|\$[A-Z_][A-Z0-9_]*\b|(?<=[=(,[][ \t]*)(?:@[A-Z][A-Z0-9_]+@|<[A-Z][A-Z0-9_]*>|__[A-Z][A-Z0-9_]*__)/g;

const mayHold = /\{\{|\{%|\{#|<%|%\(|\$|@[A-Z]|<[A-Z]|__[A-Z]/;

/**
 * Covers template tags outside strings and comments: a value's tag by a name, a block's tag by spaces. Text without
 * any is given back as it is.
 */
export function maskTemplate(text: string): Masked {
  if (!mayHold.test(text)) return { text, holes: [], engine: false, blocks: undefined };
  const code = codeOffsets(text);
  const holes: Span[] = [];
  let first: number | undefined;
  let last = 0;
  const masked = text.replace(hole, (tag: string, offset: number) => {
    if (!code(offset)) return tag;
    const end = offset + tag.length;
    holes.push({ start: offset, end });
    if (!/^(?:\{[%#]|<%(?!=))/.test(tag)) return holeLetter.repeat(tag.length);
    first ??= offset;
    last = end;
    return ' '.repeat(tag.length);
  });
  const engine = holes.some(({ start }) => /^(?:\{[{%#]|<%)/.test(text.slice(start, start + 2)));
  return {
    text: masked,
    holes,
    engine,
    blocks: first === undefined ? undefined : { start: first, end: last },
  };
}

/** Tells whether an offset is code: a token that is no string begins there. Past an error all is, unless a string never ends. */
function codeOffsets(text: string): (offset: number) => boolean {
  const { tokens, error } = tokenize(text);
  const starts = new Set<number>();
  const pairs = /^(?:\{\{|\{%|\{#|<%|%\(|\$|@[A-Z]|<[A-Z]|__)/;
  for (const token of tokens) {
    if (token.kind !== 'string' && pairs.test(text.slice(token.start, token.start + 2)))
      starts.add(token.start);
  }
  const lost = error && !error.message.startsWith('unterminated') ? error.start : text.length;
  return (offset) => starts.has(offset) || offset >= lost;
}
