import type { Edit } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import type { NginxBlock, NginxDirective } from '../../model/nginx/types.ts';
import { eolOf, fileIn, indentAt, insertLineAfter, remove } from './lines.ts';

/** Takes a directive out. Undefined when its file is not at hand. */
export function removeDirective(deployment: Deployment, { place }: NginxDirective): Edit | undefined {
  const file = fileIn(deployment, place.uri);
  return file && remove(file, place.span);
}

/**
 * Adds directives (`keepalive 16;`) below another one. On a line that holds more than that one, they follow on the
 * same line. Undefined when the file is not at hand.
 */
export function insertAfterDirective(
  deployment: Deployment,
  { place }: NginxDirective,
  ...texts: readonly string[]
): Edit | undefined {
  const file = fileIn(deployment, place.uri);
  if (!file) return undefined;
  const rest = /^[^\r\n]*/.exec(file.text.slice(place.span.end))?.[0] ?? '';
  if (/^\s*(?:#.*)?$/.test(rest)) return insertLineAfter(file, place.span.end - 1, ...texts);
  const newText = texts.map((text) => ` ${text}`).join('');
  return { uri: place.uri, span: { start: place.span.end, end: place.span.end }, newText };
}

/** Adds a directive as the last one of a block. Undefined for the root, and when its file is not at hand. */
export function appendToBlock(deployment: Deployment, block: NginxBlock, text: string): Edit | undefined {
  const last = block.directives.filter(({ place }) => place.uri === block.owner?.place.uri).at(-1);
  if (last) return insertAfterDirective(deployment, last, text);
  return block.owner ? intoEmptyBlock(deployment, block.owner, text) : undefined;
}

function intoEmptyBlock(deployment: Deployment, owner: NginxDirective, text: string): Edit | undefined {
  const file = fileIn(deployment, owner.place.uri);
  if (!file) return undefined;
  const close = owner.place.span.end - 1;
  const indent = indentAt(file, owner.place.span.start);
  const body = file.text.slice(0, close);
  const start = body.length - (/[ \t]*$/.exec(body)?.[0].length ?? 0);
  const isOwnLine = /[\r\n]$/.test(body.slice(0, start));
  const lead = isOwnLine ? '' : eolOf(file);
  const newText = `${lead}${indent}    ${text}${eolOf(file)}${indent}`;
  return { uri: file.uri, span: { start, end: close }, newText };
}
