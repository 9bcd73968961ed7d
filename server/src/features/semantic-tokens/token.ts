import type { Span } from '../../base/span.ts';

/** What a piece of a file is, in the words of the Language Server Protocol; the order is that of the legend. */
export const tokenTypes = [
  'comment',
  'keyword',
  'property',
  'variable',
  'parameter',
  'function',
  'class',
  'interface',
  'namespace',
  'type',
  'enumMember',
  'string',
  'number',
  'regexp',
] as const;
export type TokenType = (typeof tokenTypes)[number];

/** What is particular about it; the order is that of the legend. */
export const tokenModifiers = ['declaration', 'deprecated', 'defaultLibrary'] as const;
export type TokenModifier = (typeof tokenModifiers)[number];

export interface SemanticToken extends Span {
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

export const token = (
  type: TokenType,
  { start, end }: Span,
  ...modifiers: TokenModifier[]
): SemanticToken => ({
  type,
  start,
  end,
  modifiers,
});

/**
 * Tokens that do not overlap, in order. One that lies inside another cuts it in two; of two with one span the later
 * given stays.
 */
export function flattened(tokens: readonly SemanticToken[]): readonly SemanticToken[] {
  const sorted = tokens
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const flat: SemanticToken[] = [];
  const open: SemanticToken[] = [];
  let at = 0;
  const put = (one: SemanticToken, end: number): void => {
    if (end > at) flat.push({ ...one, start: at, end });
    at = Math.max(at, end);
  };
  const closeUpTo = (offset: number): void => {
    for (let top = open.at(-1); top && top.end <= offset; top = open.at(-1)) {
      put(top, top.end);
      open.pop();
    }
  };
  for (const one of sorted) {
    closeUpTo(one.start);
    const outer = open.at(-1);
    if (outer) put(outer, one.start);
    at = one.start;
    open.push(outer ? { ...one, end: Math.min(one.end, outer.end) } : one);
  }
  closeUpTo(Number.POSITIVE_INFINITY);
  return flat;
}
