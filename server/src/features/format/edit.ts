import type { Span } from '../../base/span.ts';

/** A piece of white space that becomes another one; nothing else is ever touched. */
export interface SpaceEdit {
  readonly span: Span;
  readonly newText: string;
}

export interface FormatOptions {
  /** Columns of a tab. */
  readonly tabSize: number;
  readonly indentWith: 'spaces' | 'tabs';
}

/** The text after edits that stand in order. */
export function edited(text: string, edits: readonly SpaceEdit[]): string {
  let result = '';
  let at = 0;
  for (const { span, newText } of edits) {
    result += text.slice(at, span.start) + newText;
    at = span.end;
  }
  return result + text.slice(at);
}

/** The edit, unless it changes nothing. */
export const change = (text: string, span: Span, newText: string): readonly SpaceEdit[] =>
  text.slice(span.start, span.end) === newText ? [] : [{ span, newText }];

/** Columns that some white space takes from the start of a line. */
export function widthOf(space: string, tabSize: number): number {
  let width = 0;
  for (const unit of space) width = unit === '\t' ? width - (width % tabSize) + tabSize : width + 1;
  return width;
}

/** White space of so many columns. */
export const spaceOf = (width: number, { tabSize, indentWith }: FormatOptions): string =>
  indentWith === 'spaces'
    ? ' '.repeat(width)
    : '\t'.repeat(Math.floor(width / tabSize)) + ' '.repeat(width % tabSize);
