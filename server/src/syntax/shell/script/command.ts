import type { MappedText } from '../../../base/mapped-text.ts';
import { placeOf } from '../word.ts';
import { applyEffects, declaring, type Effects, variableOf } from './effects.ts';
import { expandUnsplit, expandWord, type RawWord } from './expand.ts';
import type { WordPart } from './parts.ts';
import { asValue, exportsOf, type Scope } from './scope.ts';
import type { ScriptToken } from './tokens.ts';
import type {
  ScriptAssignment,
  ScriptCommand,
  ScriptNesting,
  ScriptOperator,
  ScriptRedirect,
  ScriptWord,
} from './types.ts';

/** The state of reading that a simple command needs and changes. */
export interface CommandReader {
  readonly text: MappedText;
  readonly tokens: readonly ScriptToken[];
  readonly scope: Scope;
  readonly commands: ScriptCommand[];
  sourced: readonly ScriptWord[];
  at: number;
  /** What joins the next command to the one before; null at the start. */
  before: ScriptOperator | null;
}

/** How operators join commands; every other one ends a command as `;` does. */
export const joining: ReadonlyMap<string, ScriptOperator> = new Map([
  ['&&', '&&'],
  ['||', '||'],
  ['&', '&'],
  ['|', '|'],
  ['|&', '|'],
]);

/** Reads the simple command at the reader's place and applies what it changes. */
export function readCommand(reader: CommandReader, nesting: ScriptNesting): void {
  const parts = collect(reader);
  const exec = parts.words[0]?.text === 'exec' && parts.words[0].unknown === null;
  const words = exec ? afterExec(parts.words.slice(1)) : parts.words;
  reader.commands.push({
    words,
    assignments: parts.assignments.map(({ name, value }): ScriptAssignment => ({ name, value })),
    redirects: parts.redirects,
    exec,
    before: reader.before,
    after: operatorAfter(reader),
    nesting,
    directory: reader.scope.directory,
    environment: environmentOf(reader.scope, words.length > 0 ? parts.assignments : []),
    sourced: reader.sourced,
    place: placeOf(reader.text, parts.span),
  });
  reader.before = ';';
  const file = applyEffects(reader.scope, parts);
  if (file) reader.sourced = [...reader.sourced, file];
}

function operatorAfter(reader: CommandReader): ScriptOperator | null {
  const next = reader.tokens[reader.at];
  if (next?.kind !== 'operator' || next.text === ')') return null;
  return joining.get(next.text) ?? ';';
}

interface CommandParts extends Effects {
  readonly assignments: Assigned[];
  readonly words: ScriptWord[];
  readonly redirects: ScriptRedirect[];
  readonly span: { start: number; end: number };
  readonly declared: { readonly name: string; readonly value: ScriptWord | null }[];
}

type Assigned = Effects['assignments'][number];
type WordToken = ScriptToken & { readonly kind: 'word' };

function collect(reader: CommandReader): CommandParts {
  const first = reader.tokens[reader.at];
  const span = { start: first?.span.start ?? 0, end: first?.span.end ?? 0 };
  const parts: CommandParts = { assignments: [], words: [], redirects: [], span, declared: [] };
  for (let token = first; token && token.kind !== 'operator'; token = reader.tokens[reader.at]) {
    reader.at++;
    span.end = token.span.end;
    if (token.kind === 'redirect') parts.redirects.push(readRedirect(reader, token, span));
    else addWord(reader, parts, token);
  }
  return parts;
}

function addWord(reader: CommandReader, parts: CommandParts, token: WordToken): void {
  const assigned = splitAssignment(reader, token);
  if (parts.words.length === 0 && assigned) {
    parts.assignments.push(assigned);
    return;
  }
  if (declaring.has(parts.words[0]?.text ?? '')) {
    const name = assigned?.name ?? reader.text.text.slice(token.span.start, token.span.end);
    parts.declared.push({ name, value: assigned?.value ?? null });
  }
  parts.words.push(...expandWord(reader.text, token, reader.scope));
}

const assignment = /^([A-Za-z_][A-Za-z0-9_]*)(\+?)=/;

/** The name that a word of the shape `NAME=value` assigns; undefined for any other word. */
export function assignedName(text: string, token: WordToken): string | undefined {
  const first = token.parts[0];
  if (first?.kind !== 'text' || first.quoted) return undefined;
  return assignment.exec(text.slice(first.run.start, first.run.end))?.[1];
}

function splitAssignment(reader: CommandReader, token: WordToken): Assigned | undefined {
  const first = token.parts[0];
  if (first?.kind !== 'text' || first.quoted) return undefined;
  const match = assignment.exec(reader.text.text.slice(first.run.start, first.run.end));
  const name = match?.[1];
  if (!match || name === undefined) return undefined;
  const start = first.run.start + match[0].length;
  const head: WordPart = { ...first, run: { start, end: first.run.end } };
  const word: RawWord = { span: { start, end: token.span.end }, parts: [head, ...token.parts.slice(1)] };
  return { name, value: expandUnsplit(reader.text, word, reader.scope), append: match[2] === '+' };
}

function readRedirect(
  reader: CommandReader,
  token: ScriptToken & { readonly kind: 'redirect' },
  span: { end: number },
): ScriptRedirect {
  const next = reader.tokens[reader.at];
  const { operator, descriptor } = token;
  if (next?.kind !== 'word') return { operator, descriptor, target: null };
  reader.at++;
  span.end = next.span.end;
  return { operator, descriptor, target: expandUnsplit(reader.text, next, reader.scope) };
}

/** The words after `exec` and its own options (`-a name`, `-c`, `-l`). */
function afterExec(words: readonly ScriptWord[]): readonly ScriptWord[] {
  let from = 0;
  while (/^-[acl]+$/.test(words[from]?.text ?? '')) from += words[from]?.text.endsWith('a') ? 2 : 1;
  return words.slice(words[from]?.text === '--' ? from + 1 : from);
}

function environmentOf(scope: Scope, assignments: readonly Assigned[]): ScriptCommand['environment'] {
  const exported = exportsOf(scope);
  if (assignments.length === 0) return exported;
  const own = new Map(exported);
  for (const { name, value } of assignments) own.set(name, asValue(variableOf(value)));
  return own;
}
