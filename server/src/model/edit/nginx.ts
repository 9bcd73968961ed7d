import type { TextFile } from '../../base/file.ts';
import { lineStartIn } from '../../base/line-index.ts';
import type { Edit } from '../../base/span.ts';
import type {
  NginxBlock,
  NginxDirective,
  NginxUpstream,
  NginxUpstreamServer,
  NginxWord,
} from '../nginx/types.ts';

/** The spaces a line begins with, of the line that holds `offset`. */
function indentAt(text: string, offset: number): string {
  const start = lineStartIn(text, offset);
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

const lineEnding = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** What follows on the line of `offset`, without its end. */
const restOfLine = (text: string, offset: number): string => /^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '';

/**
 * Adds a directive (`keepalive 16;`) below another one, as deep as it; on a line that holds more, behind it.
 * Undefined when the other stands in another file.
 */
export function insertAfter(file: TextFile, after: NginxDirective, text: string): Edit | undefined {
  const { uri, span } = after.place;
  if (uri !== file.uri) return undefined;
  const rest = restOfLine(file.text, span.end);
  if (!/^\s*(?:#.*)?$/.test(rest))
    return { uri, span: { start: span.end, end: span.end }, newText: ` ${text}` };
  const at = span.end + rest.length;
  const newText = `${lineEnding(file.text)}${indentAt(file.text, span.start)}${text}`;
  return { uri, span: { start: at, end: at }, newText };
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

/** Puts other text in the place of an argument, counted from 0; undefined when there is no such argument. */
export function replaceArgument(directive: NginxDirective, index: number, text: string): Edit | undefined {
  const word = directive.args[index];
  return word && { ...word.place, newText: text };
}

/**
 * Sets a parameter of a server (`weight=2`; a value of '' for a flag such as `backup`), or takes it off with null.
 * Undefined when it is to be taken off and is not there.
 */
export function setParameter(
  server: NginxUpstreamServer,
  name: string,
  value: string | null,
): Edit | undefined {
  const { args } = server.directive;
  const known = server.parameters.get(name);
  const text = value === '' ? name : `${name}=${value}`;
  if (known && value !== null) return { ...known.place, newText: text };
  if (known) return removeWord(args, known.place.span.start);
  const last = args[args.length - 1];
  if (value === null || !last) return undefined;
  const { uri, span } = last.place;
  return { uri, span: { start: span.end, end: span.end }, newText: ` ${text}` };
}

/** Takes a word out with the space before it. */
function removeWord(args: readonly NginxWord[], start: number): Edit | undefined {
  const at = args.findIndex(({ place }) => place.span.start === start);
  const word = args[at];
  const before = args[at - 1];
  if (!word || !before) return undefined;
  const { uri, span } = word.place;
  return { uri, span: { start: before.place.span.end, end: span.end }, newText: '' };
}

/**
 * Adds a server to an upstream, below the last one. Undefined when that one stands in another file, or the upstream
 * has none and its block is not in this file.
 */
export function appendServer(file: TextFile, upstream: NginxUpstream, address: string): Edit | undefined {
  const last = upstream.servers[upstream.servers.length - 1];
  const text = `server ${address};`;
  return last ? insertAfter(file, last.directive, text) : insertDirective(file, upstream.block, text);
}
