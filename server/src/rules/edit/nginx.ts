import type { Edit } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';
import { insertAfter, insertDirective, removeDirective as removeFrom } from '../../model/edit/nginx.ts';
import type { NginxBlock, NginxDirective } from '../../model/nginx/types.ts';
import { fileIn } from './lines.ts';

/** Takes a directive out. Undefined when its file is not at hand. */
export function removeDirective(deployment: Deployment, directive: NginxDirective): Edit | undefined {
  const file = fileIn(deployment, directive.place.uri);
  return file && removeFrom(file, directive);
}

/**
 * Adds directives (`keepalive 16;`) below another one. On a line that holds more than that one, they follow on the
 * same line. Undefined when the file is not at hand.
 */
export function insertAfterDirective(
  deployment: Deployment,
  directive: NginxDirective,
  ...texts: readonly string[]
): Edit | undefined {
  const file = fileIn(deployment, directive.place.uri);
  return file && insertAfter(file, directive, ...texts);
}

/** Adds a directive as the last one of a block. Undefined for the root, and when its file is not at hand. */
export function appendToBlock(deployment: Deployment, block: NginxBlock, text: string): Edit | undefined {
  const file = block.owner && fileIn(deployment, block.owner.place.uri);
  return file ? insertDirective(file, block, text) : undefined;
}
