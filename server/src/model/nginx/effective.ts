import type { NginxBlock, NginxDirective } from './types.ts';

interface Index {
  /** How many directives it was made of: while a file is read, blocks grow. */
  readonly count: number;
  readonly byName: ReadonlyMap<string, readonly NginxDirective[]>;
}

const indexes = new WeakMap<NginxBlock, Index>();

/** The directives of a block by name, in order. */
function byName(block: NginxBlock): Index['byName'] {
  const { directives } = block;
  const known = indexes.get(block);
  if (known?.count === directives.length) return known.byName;
  const names = new Map<string, NginxDirective[]>();
  for (const directive of directives) {
    const same = names.get(directive.name);
    if (same) same.push(directive);
    else names.set(directive.name, [directive]);
  }
  indexes.set(block, { count: directives.length, byName: names });
  return names;
}

/** The directives of a name that stand in a block itself, in order; empty where none do. */
export const named = (block: NginxBlock, name: string): readonly NginxDirective[] =>
  byName(block).get(name) ?? [];

/**
 * The directives of a name that are in force in a block: those of the block itself, else those of the nearest block
 * around it. Directives that may be repeated (`proxy_set_header`, `add_header`) are inherited only as a whole: one
 * in a block hides all of the blocks around. Empty when no block says anything; then the default holds.
 */
export function effective(block: NginxBlock, name: string): readonly NginxDirective[] {
  for (let at: NginxBlock | null = block; at; at = at.parent) {
    const own = byName(at).get(name);
    if (own) return own;
  }
  return [];
}

/** The one directive in force of those that may stand once; undefined when the default holds. */
export const effectiveOne = (block: NginxBlock, name: string): NginxDirective | undefined => {
  const found = effective(block, name);
  return found[found.length - 1];
};
