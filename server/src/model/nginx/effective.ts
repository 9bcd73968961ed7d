import type { NginxBlock, NginxDirective } from './types.ts';

/**
 * The directives of a name that are in force in a block: those of the block itself, else those of the nearest block
 * around it. Directives that may be repeated (`proxy_set_header`, `add_header`) are inherited only as a whole: one
 * in a block hides all of the blocks around. Empty when no block says anything; then the default holds.
 */
export function effective(block: NginxBlock, name: string): readonly NginxDirective[] {
  for (let at: NginxBlock | null = block; at; at = at.parent) {
    const own = at.directives.filter((directive) => directive.name === name);
    if (own.length > 0) return own;
  }
  return [];
}

/** The one directive in force of those that may stand once; undefined when the default holds. */
export const effectiveOne = (block: NginxBlock, name: string): NginxDirective | undefined => {
  const found = effective(block, name);
  return found[found.length - 1];
};
