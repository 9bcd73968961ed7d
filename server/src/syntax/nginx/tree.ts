import { type LineIndex, lineAt } from '../../base/line-index.ts';
import { memo } from '../../base/memo.ts';
import type { Span } from '../../base/span.ts';

/** What `parseNginx` makes of a text. Spans of statements and bodies nest; words never overlap. */
export interface NginxTree {
  readonly text: string;
  readonly statements: readonly NginxStatement[];
  /** Every `#` comment, in order, without its line end. */
  readonly comments: readonly Span[];
  /** Template statements (`{% if %}`), template comments and expressions alone on a line: read as blank. */
  readonly holes: readonly Span[];
}

/** A directive as it is written: its words and what ends them. */
export interface NginxStatement extends Span {
  /** The name first. Empty only for a block without a name, which nginx refuses. */
  readonly words: readonly NginxToken[];
  /** `none` where the `;` is missing: the statement then ends after its last word. */
  readonly terminator: ';' | '{' | 'none';
  /** Where nginx's reader stands when it takes the directive: after its `;` or `{`. */
  readonly readTo: number;
  readonly body: NginxBody | null;
}

/** A block from its `{` to behind its `}`, or to the end of the text when it is never closed. */
export interface NginxBody extends Span {
  readonly statements: readonly NginxStatement[];
  readonly closed: boolean;
  /** True for a `*_by_lua_block`: Lua, in which nothing is a statement. */
  readonly lua: boolean;
}

/** A word as it stands, quotes included, and the text nginx takes of it: unquoted and unescaped. */
export interface NginxToken extends Span {
  readonly text: string;
  readonly quote: '"' | "'" | '';
}

/** What nginx says of a text that it cannot split into directives. It stops at the first. */
export interface NginxSyntaxError {
  /** nginx's words, without ` in FILE:LINE`. */
  readonly message: string;
  readonly span: Span;
  /** Where nginx's reader stands when it gives up. */
  readonly readTo: number;
  /** Statements with a `;` or `{` and a `readTo` up to here are taken before nginx gives up; the rest is a guess. */
  readonly after: number;
  /** The line nginx names, from 1; nginx counts line feeds only. */
  readonly line: number;
  /** Where a `;` is missing, if that is what it takes. */
  readonly semicolonAt?: number;
}

export interface NginxSyntax {
  readonly tree: NginxTree;
  /** In nginx's order; empty when it reads the text to its end. At most `errorLimit`. */
  readonly errors: readonly NginxSyntaxError[];
}

/** More errors than these say nothing new. */
export const errorLimit = 100;

/** Starts of the lines as nginx counts them: a lone carriage return ends none. */
export function nginxLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

const linesOfTree = memo((tree: NginxTree) => nginxLines(tree.text));

/** The line (from 1) that nginx names when its reader stands at `readTo`. */
export const nginxLine = (tree: NginxTree, readTo: number): number => lineAt(linesOfTree(tree), readTo) + 1;

/** Directives whose block holds no directives but lines of their own: nginx refuses a `{` in them. */
const rawNames = new Set(['map', 'types', 'geo', 'split_clients', 'charset_map', 'match']);

/** True for the name of a directive whose block is read line by line (`map`, `types`, `geo` …) or is Lua. */
export const hasRawBody = (name: string): boolean => rawNames.has(name) || isLuaBlock(name);

/** True for the blocks of the Lua module, `content_by_lua_block` and its like. */
export const isLuaBlock = (name: string): boolean => name.endsWith('_by_lua_block');
