/**
 * What a hint tells; each can be switched off by itself. `values`: what an expression comes to. `instances`: names
 * and addresses of all instances behind an expansion. `defaults`: parameters that are not written and hold.
 */
export type HintKind = 'values' | 'instances' | 'defaults';

/** A short text that an editor shows behind a piece of a file, as if it stood there. */
export interface InlayHint {
  readonly kind: HintKind;
  /** It stands before this offset. */
  readonly offset: number;
  readonly text: string;
  /** What it rests on; undefined where there is nothing to add. */
  readonly tooltip: string | undefined;
}

/** Longer texts are cut: a hint must not push the line out of sight. */
const longest = 48;

export const cut = (text: string): string =>
  text.length > longest ? `${text.slice(0, longest - 1)}…` : text;

/** `8000 to 8002`, `web_00, web_01`: what differs, the first and the last of many. */
export function firstAndLast(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  return distinct.length > 2 ? `${distinct[0]} to ${distinct[distinct.length - 1]}` : distinct.join(', ');
}
