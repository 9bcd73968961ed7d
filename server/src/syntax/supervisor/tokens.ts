import type { Span } from '../../base/span.ts';
import { skipSpace, trimEnd } from './python-text.ts';
import type { SupervisorLine, SupervisorTree } from './tree.ts';

/**
 * `bracket` `[` or `]`, `section` the name between, `ignored` text after a header, `name` and `delimiter` of an
 * option, `value` one line of its value, `garbage` what ConfigParser refuses.
 */
export type TokenKind =
  | 'space'
  | 'break'
  | 'comment'
  | 'bracket'
  | 'section'
  | 'ignored'
  | 'name'
  | 'delimiter'
  | 'value'
  | 'garbage';

export interface SupervisorToken extends Span {
  readonly kind: TokenKind;
}

/** The tokens of a tree in order; their texts joined are the text. */
export function* tokensOf(tree: SupervisorTree): Iterable<SupervisorToken> {
  for (const line of tree.lines) yield* tokensOfLine(tree.text, line);
}

/** The tokens of one line, its line break included. */
export function tokensOfLine(text: string, line: SupervisorLine): readonly SupervisorToken[] {
  const tokens: SupervisorToken[] = [];
  const add = (kind: TokenKind, start: number, end: number) => {
    if (end > start) tokens.push({ kind, start, end });
  };
  const commentStart = line.comment === -1 ? line.end : line.comment;
  const from = Math.min(line.from, commentStart);
  add('space', line.start, from);
  addContent(text, line, add);
  add('space', Math.max(from, Math.min(line.to, commentStart)), commentStart);
  add('comment', commentStart, line.end);
  add('break', line.end, line.next);
  return tokens;
}

type Add = (kind: TokenKind, start: number, end: number) => void;

function addContent(text: string, line: SupervisorLine, add: Add): void {
  if (line.kind === 'header') addHeader(text, line, add);
  else if (line.kind === 'option') addOption(text, line, add);
  else if (line.kind === 'continuation') add('value', line.from, line.to);
  else if (line.kind === 'garbage') add('garbage', line.from, line.to);
}

function addHeader(text: string, line: SupervisorLine, add: Add): void {
  const close = text.lastIndexOf(']', line.to - 1);
  const rest = skipSpace(text, close + 1, line.to);
  add('bracket', line.from, line.from + 1);
  add('section', line.from + 1, close);
  add('bracket', close, close + 1);
  add('space', close + 1, rest);
  add('ignored', rest, line.to);
}

function addOption(text: string, line: SupervisorLine, add: Add): void {
  let delimiter = line.from;
  while (text.charCodeAt(delimiter) !== 61 && text.charCodeAt(delimiter) !== 58) delimiter++;
  const nameEnd = trimEnd(text, line.from, delimiter);
  const value = skipSpace(text, delimiter + 1, line.to);
  add('name', line.from, nameEnd);
  add('space', nameEnd, delimiter);
  add('delimiter', delimiter, delimiter + 1);
  add('space', delimiter + 1, value);
  add('value', value, line.to);
}
