import type { Shape } from './shape.ts';
import { isName, peek, type Reader, refuseAt } from './state.ts';

const constants = new Set(['True', 'False', 'None']);

/** Inside brackets Python suggests a comma where one expression follows another. */
export function forgottenComma(reader: Reader, last: Pick<Shape, 'start' | 'line'>): void {
  const token = peek(reader);
  const starts =
    token.kind === 'string' || token.kind === 'number' || isName(token) || constants.has(token.text);
  const opens = token.kind === 'op' && (token.text === '{' || token.text === '~');
  if (!starts && !opens) return;
  reader.at++;
  refuseAt(reader, 'invalid syntax. Perhaps you forgot a comma?', { ...last, end: token.end });
}
