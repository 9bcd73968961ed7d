import { known, unknown, type Value } from '../../../base/known.ts';
import type { MappedText } from '../../../base/mapped-text.ts';
import type { ScriptSetting } from './types.ts';

/** A variable that the script itself set. */
export interface Variable {
  /** Undefined when its text cannot be told; `why` says the reason. */
  readonly text: MappedText | undefined;
  readonly why: string;
  readonly exported: boolean;
  readonly assumes: readonly string[];
}

/** The variables and the folder at one point of a script, with what must be undone when a construct ends. */
export interface Scope {
  readonly setting: ScriptSetting;
  readonly variables: Map<string, Variable>;
  directory: Value<string> | null;
  /** The file that was read last by `.` or `source` and may have set anything; null before. */
  sourced: string | null;
  /** True after `set -a`. */
  exportAll: boolean;
  /** One entry an open construct: the variables it set, with their value before. */
  readonly journals: Journal[];
  /** The exported variables, kept until one changes. */
  exports: ReadonlyMap<string, Value<string>> | null;
}

interface Journal {
  readonly before: Map<string, Variable | undefined>;
  readonly directory: Value<string> | null;
  readonly kind: 'condition' | 'subshell';
}

export const newScope = (setting: ScriptSetting): Scope => ({
  setting,
  variables: new Map(),
  directory: null,
  sourced: null,
  exportAll: false,
  journals: [],
  exports: null,
});

/** Sets a variable; it stays exported if it was. */
export function assign(scope: Scope, name: string, variable: Variable): void {
  remember(scope, name);
  const exported = variable.exported || scope.exportAll || (scope.variables.get(name)?.exported ?? false);
  scope.variables.set(name, { ...variable, exported });
  scope.exports = null;
}

export function forget(scope: Scope, name: string, why: string): void {
  assign(scope, name, { text: undefined, why, exported: false, assumes: [] });
}

/** Marks every variable as possibly changed, as `eval` or a sourced file may do. */
export function forgetAll(scope: Scope, why: string): void {
  scope.sourced = why;
  for (const name of [...scope.variables.keys()]) forget(scope, name, why);
}

function remember(scope: Scope, name: string): void {
  const journal = scope.journals[scope.journals.length - 1];
  if (journal && !journal.before.has(name)) journal.before.set(name, scope.variables.get(name));
}

/** Enters something whose effects are uncertain (`condition`) or end with it (`subshell`). */
export function enter(scope: Scope, kind: Journal['kind']): void {
  scope.journals.push({ before: new Map(), directory: scope.directory, kind });
}

/** Leaves it: what was set in a subshell is as before, what was set under a condition is unknown. */
export function leave(scope: Scope): void {
  const journal = scope.journals.pop();
  if (!journal) return;
  undo(scope, journal);
  scope.exports = null;
}

/** Starts another branch of the construct: what the branch before it set is unknown here. */
export function nextBranch(scope: Scope): void {
  const journal = scope.journals[scope.journals.length - 1];
  if (!journal) return;
  undo(scope, journal);
  scope.exports = null;
}

const conditional = 'set only under a condition';

function undo(scope: Scope, journal: Journal): void {
  const moved = scope.directory !== journal.directory;
  if (journal.kind === 'subshell') {
    for (const [name, variable] of journal.before) restore(scope, name, variable);
    scope.directory = journal.directory;
    return;
  }
  for (const [name, before] of journal.before) forgetBranch(scope, name, before);
  if (moved) scope.directory = unknown(conditional);
}

function restore(scope: Scope, name: string, variable: Variable | undefined): void {
  if (variable) scope.variables.set(name, variable);
  else scope.variables.delete(name);
}

function forgetBranch(scope: Scope, name: string, before: Variable | undefined): void {
  const parent = scope.journals[scope.journals.length - 1];
  if (parent && parent.before !== undefined && !parent.before.has(name)) parent.before.set(name, before);
  const exported = scope.variables.get(name)?.exported ?? false;
  scope.variables.set(name, { text: undefined, why: conditional, exported, assumes: [] });
}

/** The exported variables as a launched program sees them. */
export function exportsOf(scope: Scope): ReadonlyMap<string, Value<string>> {
  if (scope.exports) return scope.exports;
  const exports = new Map<string, Value<string>>();
  for (const [name, variable] of scope.variables) if (variable.exported) exports.set(name, asValue(variable));
  scope.exports = exports;
  return exports;
}

/** A variable's text as a value with its places. */
export function asValue(variable: Pick<Variable, 'text' | 'why' | 'assumes'>): Value<string> {
  if (!variable.text) return unknown(variable.why);
  const places = variable.text.pieces.map((piece) => ({ uri: piece.uri, span: piece.source }));
  const from = variable.assumes.length > 0 ? 'environment default' : 'literal';
  return known(variable.text.text, from, places, variable.assumes);
}
