import type { TextFile } from '../../base/file.ts';
import { lineStartIn } from '../../base/line-index.ts';
import type { Edit } from '../../base/span.ts';
import type { NginxBlock, NginxDirective } from '../nginx/types.ts';

/** The spaces a line begins with, of the line that holds `offset`. */
function indentAt(text: string, offset: number): string {
  const start = lineStartIn(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

const lineEnding = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** What follows on the line of `offset`, without its end. */
const restOfLine = (text: string, offset: number): string => /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '';

/**
 * Adds directives (`keepalive 16;`) below another one, as deep as it; on a line that holds more, behind it.
 * Undefined when the other stands in another file.
 */
export function insertAfter(
  file: TextFile,
  after: NginxDirective,
  ...texts: readonly string[]
): Edit | undefined {
  const { uri, span } = after.place;
  if (uri !== file.uri) return undefined;
  const rest = restOfLine(file.text, span.end);
  const isLast = /^\s*(?:#.*)?$/.test(rest);
  const at = isLast ? span.end + rest.length : span.end;
  const lead = isLast ? `${lineEnding(file.text)}${indentAt(file.text, span.start)}` : ' ';
  return { uri, span: { start: at, end: at }, newText: texts.map((text) => lead + text).join('') };
}

/**
 * Adds a directive as the last of a block, with the block's indentation. Undefined for the root of a configuration
 * and for a block that is opened in another file or never closed.
 */
export function insertDirective(file: TextFile, block: NginxBlock, text: string): Edit | undefined {
  const { owner } = block;
  if (!owner || owner.place.uri !== file.uri || file.text[owner.place.span.end - 1] !== '}') return undefined;
  const last = block.directives.filter(({ place }) => place.uri === file.uri).pop();
  return last ? insertAfter(file, last, text) : insertIntoEmpty(file, owner, text);
}

function insertIntoEmpty(file: TextFile, owner: NginxDirective, text: string): Edit {
  const { uri, span } = owner.place;
  const brace = span.end - 1;
  const indent = indentAt(file.text, span.start);
  const step = indent.includes('\t') ? '\t' : '    ';
  const end = lineEnding(file.text);
  const lead = file.text.slice(0, brace).replace(/[ \t]+$/, '');
  const isOwnLine = lead.endsWith('\n');
  const newText = `${isOwnLine ? '' : end}${indent}${step}${text}${end}${indent}`;
  return { uri, span: { start: lead.length, end: brace }, newText };
}

/** Takes a directive out, with its line when nothing else stands there but a comment behind it. */
export function removeDirective(file: TextFile, directive: NginxDirective): Edit | undefined {
  const { uri, span } = directive.place;
  if (uri !== file.uri) return undefined;
  const { text } = file;
  const start = lineStartIn(text, span.start);
  const rest = restOfLine(text, span.end);
  if (text.slice(start, span.start).trim() !== '') {
    const before = text.slice(start, span.start).trimEnd().length;
    return { uri, span: { start: start + before, end: span.end }, newText: '' };
  }
  if (!/^\s*(?:#.*)?$/.test(rest)) {
    const behind = span.end + (rest.length - rest.trimStart().length);
    return { uri, span: { start: span.start, end: behind }, newText: '' };
  }
  const next = /^\r?\n/.exec(text.slice(span.end + rest.length))?.[0].length ?? 0;
  return { uri, span: { start, end: span.end + rest.length + next }, newText: '' };
}
