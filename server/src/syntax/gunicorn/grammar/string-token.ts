import type { Token } from '../tokens.ts';
import { type Reader, refuseAt } from './state.ts';

/** Stops at a byte string with other characters, or at an escape that is cut short. */
export function checkString(reader: Reader, token: Token, prefix: string): void {
  if (prefix.includes('b')) {
    for (let at = 0; at < token.text.length; at++) {
      if (token.text.charCodeAt(at) > 127) {
        refuseAt(reader, 'bytes can only contain ASCII literal characters', token);
      }
    }
  }
  if (prefix.includes('r') || !token.text.includes('\\')) return;
  const bad = badEscape(token.text, prefix.includes('b'));
  if (bad) refuseAt(reader, bad, token);
}

/** Python's words for an escape that is cut short; undefined when all are whole. */
function badEscape(text: string, bytes: boolean): string | undefined {
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 2)) {
    const mark = text[at + 1] ?? '';
    const length = mark === 'x' ? 2 : bytes ? 0 : mark === 'u' ? 4 : mark === 'U' ? 8 : 0;
    const digits = /^[0-9a-fA-F]*/.exec(text.slice(at + 2, at + 2 + length))?.[0].length ?? 0;
    const start = at - (/^[A-Za-z]*/.exec(text)?.[0].length ?? 0) - 1;
    if (digits < length && bytes) return `(value error) invalid \\x escape at position ${start}`;
    if (digits < length) {
      const form = `${mark}${'X'.repeat(length)}`;
      const range = `${start}-${start + 1 + digits}`;
      return `(unicode error) 'unicodeescape' codec can't decode bytes in position ${range}: truncated \\${form} escape`;
    }
    if (mark === 'N' && !bytes && !/^\{[^}]+\}/.test(text.slice(at + 2, at + 120))) {
      const range = `${start}-${start + 1}`;
      return `(unicode error) 'unicodeescape' codec can't decode bytes in position ${range}: malformed \\N character escape`;
    }
  }
  return undefined;
}
