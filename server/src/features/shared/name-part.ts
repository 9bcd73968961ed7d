import type { Span } from '../../base/span.ts';

/**
 * Where a name stands in a piece of text that mentions it, behind the scheme of an address (`http://shop/path`), in
 * any case and without the sign of a variable; undefined where it is not written out.
 */
export function namePart(text: string, name: string): Span | undefined {
  const word = name.replace(/^\$/, '').toLowerCase();
  const scheme = /^['"]?\w+:\/\//.exec(text)?.[0].length ?? 0;
  const at = text.toLowerCase().indexOf(word, scheme);
  return at < 0 ? undefined : { start: at, end: at + word.length };
}
