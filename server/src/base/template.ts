import type { Span } from './span.ts';

/**
 * How a placeholder is written: `expression` `{{ x }}`, `statement` `{% if x %}`, `comment` `{# x #}`, `erb`
 * `<%= x %>`, `variable` `${X}` (a variable of nginx and of shells as well), `marker` `__PORT__`, `@PORT@`,
 * `M4_PORT`, `<DOCUMENT_ROOT>`.
 */
export type PlaceholderKind = 'expression' | 'statement' | 'comment' | 'erb' | 'variable' | 'marker';

/** One placeholder of a template engine, with its delimiters. */
export interface Placeholder extends Span {
  readonly kind: PlaceholderKind;
}

const openers = /\{\{|\{%|\{#|<%|\$\{|__[A-Z]|@[A-Z]|\bM4_[A-Z]|<[A-Z]/g;
const variable = /\$\{[A-Za-z_][A-Za-z0-9_]*(?::?[-=+?][^}\n]{0,200})?\}/y;
const marker =
  /__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__|@[A-Z][A-Z0-9_]+@|M4_[A-Z0-9_]+|<[A-Z][A-Z0-9]*_[A-Z0-9_]+>/y;

/** A tag that a template writes into another template: `{{ '{{' }} port }}`, `{{ '{%' }} if x {{ '%}' }}`. */
const writtenOpener = /\{\{-?\s*(['"])(\{[{%])\1\s*-?\}\}/y;
/** What is left of a line up to the `}}` of a written expression, the engine's own expressions in it included. */
const writtenRest = /(?:\{\{[^{}\n]*\}\}|[^{}\n]|\}(?!\}))*\}\}/y;

/** The text that closes each paired placeholder, and whether it must stand on the same line. */
const pairs = new Map<
  string,
  { readonly kind: PlaceholderKind; readonly close: string; readonly line: boolean }
>([
  ['{{', { kind: 'expression', close: '}}', line: true }],
  ['{%', { kind: 'statement', close: '%}', line: false }],
  ['{#', { kind: 'comment', close: '#}', line: true }],
  ['<%', { kind: 'erb', close: '%>', line: false }],
]);

/**
 * The placeholders of a text, in order, none inside another. An opener without its closer is none. Python's
 * `%(name)s` is left to the readers of the languages that use it, since it is an expansion there.
 */
export function placeholdersIn(text: string): readonly Placeholder[] {
  const found: Placeholder[] = [];
  const closeAt = closers(text);
  let from = 0;
  for (const match of text.matchAll(openers)) {
    if (match.index < from) continue;
    const placeholder = placeholderAt(text, match.index, match[0], closeAt);
    if (!placeholder) continue;
    found.push(placeholder);
    from = placeholder.end;
  }
  return found;
}

/**
 * True when a template engine must run before any server reads the text. `${X}` alone does not say so: nginx and
 * shells give it a meaning of their own.
 */
export const looksTemplated = (text: string): boolean =>
  placeholdersIn(text).some((placeholder) => placeholder.kind !== 'variable');

/** True for a file whose name or folder says that a template engine or envsubst reads it first. */
export const isTemplateName = (uri: string): boolean =>
  /\.(?:template|tmpl|tpl|j2|jinja2?|erb|epp|envsubst|mustache)(?:\.\w+)?$|\/templates?\//i.test(uri);

/** Finds the next closer at or after an offset; asked with rising offsets, it walks the text once a closer. */
function closers(text: string): (close: string, from: number) => number {
  const next = new Map<string, number>();
  return (close, from) => {
    const seen = next.get(close);
    if (seen !== undefined && (seen === -1 || seen >= from)) return seen;
    const at = text.indexOf(close, from);
    next.set(close, at);
    return at;
  };
}

function placeholderAt(
  text: string,
  start: number,
  opener: string,
  closeAt: (close: string, from: number) => number,
): Placeholder | undefined {
  const written = opener === '{{' ? writtenAt(text, start, closeAt) : undefined;
  if (written) return written;
  const pair = pairs.get(opener);
  if (pair) {
    const close = closeAt(pair.close, start + opener.length);
    if (close === -1) return undefined;
    const end = close + pair.close.length;
    const lineEnd = pair.line ? closeAt('\n', start) : -1;
    return lineEnd !== -1 && lineEnd < close ? undefined : { kind: pair.kind, start, end };
  }
  const kind = opener === '${' ? 'variable' : 'marker';
  const shape = kind === 'variable' ? variable : marker;
  shape.lastIndex = start;
  const end = shape.test(text) ? shape.lastIndex : -1;
  return end === -1 ? undefined : { kind, start, end };
}

/** The whole of what a written tag will be, from its opener to its end; undefined where none is written. */
function writtenAt(
  text: string,
  start: number,
  closeAt: (close: string, from: number) => number,
): Placeholder | undefined {
  writtenOpener.lastIndex = start;
  const opener = writtenOpener.exec(text);
  if (!opener) return undefined;
  const from = writtenOpener.lastIndex;
  if (opener[2] === '{%') {
    const close = `{{ ${opener[1]}%}${opener[1]} }}`;
    const at = closeAt(close, from);
    return at === -1 ? undefined : { kind: 'statement', start, end: at + close.length };
  }
  writtenRest.lastIndex = from;
  return writtenRest.test(text) ? { kind: 'expression', start, end: writtenRest.lastIndex } : undefined;
}
