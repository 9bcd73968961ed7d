import { known, unknown } from '../../../base/known.ts';
import { assign, forget, forgetAll, type Scope, type Variable } from './scope.ts';
import type { ScriptWord } from './types.ts';

/** A simple command with its words before they are handed on, as far as it can change the shell itself. */
export interface Effects {
  readonly assignments: readonly {
    readonly name: string;
    readonly value: ScriptWord;
    readonly append: boolean;
  }[];
  readonly words: readonly ScriptWord[];
  /** The names that `export`, `readonly`, `local`, `declare` or `typeset` list, with their values unsplit. */
  readonly declared: readonly { readonly name: string; readonly value: ScriptWord | null }[];
}

/** The commands that assign their arguments. */
export const declaring: ReadonlySet<string> = new Set(['export', 'readonly', 'local', 'declare', 'typeset']);

/** A word as the text of a variable. */
export const variableOf = (word: ScriptWord): Variable => ({
  text: word.unknown === null ? word.mapped : undefined,
  why: word.unknown ?? '',
  exported: false,
  assumes: word.assumes,
});

/** Applies what a command changes for those after it; the file it sources, if it does. */
export function applyEffects(scope: Scope, command: Effects): ScriptWord | undefined {
  const [name, argument] = command.words;
  if (!name) {
    for (const assigned of command.assignments) setVariable(scope, assigned);
    return undefined;
  }
  if (name.unknown !== null) return undefined;
  if (name.text === '.' || name.text === 'source') return sourceFile(scope, argument);
  applyBuiltin(scope, name.text, command);
  return undefined;
}

function applyBuiltin(scope: Scope, name: string, command: Effects): void {
  const operands = command.words.slice(1);
  if (declaring.has(name)) declare(scope, name, command);
  else if (name === 'cd' || name === 'pushd') changeDirectory(scope, operands);
  else if (name === 'unset' || name === 'read')
    for (const word of operands) forget(scope, word.text, `changed by \`${name}\``);
  else if (name === 'eval') forgetAll(scope, 'it may be set by `eval`');
  else if (name === 'set') setOptions(scope, operands);
}

function setVariable(scope: Scope, assigned: Effects['assignments'][number]): void {
  if (assigned.append) forget(scope, assigned.name, 'set by appending');
  else assign(scope, assigned.name, variableOf(assigned.value));
}

function declare(scope: Scope, name: string, command: Effects): void {
  const exported = name === 'export' || command.words.some((word) => /^-\w*x/.test(word.text));
  for (const { name, value } of command.declared) {
    const variable = value ? variableOf(value) : scope.variables.get(name);
    if (variable && (value || exported)) assign(scope, name, { ...variable, exported });
  }
}

function setOptions(scope: Scope, operands: readonly ScriptWord[]): void {
  for (const word of operands) {
    if (/^-\w*a/.test(word.text)) scope.exportAll = true;
    if (/^\+\w*a/.test(word.text)) scope.exportAll = false;
  }
}

function changeDirectory(scope: Scope, operands: readonly ScriptWord[]): void {
  const target = operands.find((word) => !/^-[LPe]+$|^--$/.test(word.text));
  const places = target?.place ? [target.place] : [];
  if (!target) scope.directory = unknown('the home folder of the user', places);
  else if (target.unknown !== null) scope.directory = unknown(target.unknown, places);
  else if (target.text === '-' || target.text.startsWith('~'))
    scope.directory = unknown('a folder that only the running shell knows', places);
  else scope.directory = below(scope, target);
}

function below(scope: Scope, target: ScriptWord): Scope['directory'] {
  const places = target.place ? [target.place] : [];
  const from = target.assumes.length > 0 ? 'environment default' : 'literal';
  const base = target.text.startsWith('/') ? null : scope.directory;
  if (base && !base.known) return base;
  const path = base ? `${base.value.replace(/\/$/, '')}/${target.text}` : target.text;
  return known(path, from, places, target.assumes);
}

/** Scripts that only set up a virtual environment change no variable of the deployment. */
const activates = (path: string): boolean => /(?:^|\/)activate(?:\.\w+)?$/.test(path);

function sourceFile(scope: Scope, file: ScriptWord | undefined): ScriptWord | undefined {
  if (file && !activates(file.text)) forgetAll(scope, `it may be set by ${file.text}`);
  return file;
}
