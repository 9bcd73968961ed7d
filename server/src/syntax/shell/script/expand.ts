import type { MappedText, Piece } from '../../../base/mapped-text.ts';
import type { Span } from '../../../base/span.ts';
import { joinRuns, placeOf } from '../word.ts';
import type { WordPart } from './parts.ts';
import { assign, type Scope } from './scope.ts';
import type { ScriptWord } from './types.ts';

/** A word of the script: its parts and where it stands. */
export interface RawWord {
  readonly span: Span;
  readonly parts: readonly WordPart[];
}

/** Longer texts are not followed, so that `A=$A$A` a hundred times stays small. */
const maxLength = 20_000;

interface Field {
  text: string;
  pieces: Piece[];
  /** True once anything, even an empty quoted string, makes it a word. */
  present: boolean;
  unknown: string | null;
  anyNumber: boolean;
  assumes: string[];
}

const newField = (): Field => ({
  text: '',
  pieces: [],
  present: false,
  unknown: null,
  anyNumber: false,
  assumes: [],
});

interface Expansion {
  readonly line: MappedText;
  readonly scope: Scope;
  readonly splits: boolean;
  readonly fields: Field[];
}

/** The words that a word becomes: variables filled in, unquoted values split at blanks. May be none. */
export function expandWord(line: MappedText, word: RawWord, scope: Scope): readonly ScriptWord[] {
  const expansion = { line, scope, splits: true, fields: [newField()] };
  for (const part of word.parts) expandPart(expansion, part, false);
  return expansion.fields.filter((field) => field.present).map((field) => scriptWord(line, word, field));
}

/** The one word that the value of an assignment or the target of a redirection becomes. */
export function expandUnsplit(line: MappedText, word: RawWord, scope: Scope): ScriptWord {
  const expansion = { line, scope, splits: false, fields: [newField()] };
  for (const part of word.parts) expandPart(expansion, part, false);
  return scriptWord(line, word, expansion.fields[0] ?? newField());
}

const scriptWord = (line: MappedText, word: RawWord, field: Field): ScriptWord => ({
  text: field.text,
  mapped: { text: field.text, pieces: field.pieces },
  place: placeOf(line, word.span),
  unknown: field.unknown,
  anyNumber: field.anyNumber,
  assumes: [...new Set(field.assumes)],
});

const current = (expansion: Expansion): Field => {
  const last = expansion.fields[expansion.fields.length - 1];
  if (last) return last;
  const first = newField();
  expansion.fields.push(first);
  return first;
};

function expandPart(expansion: Expansion, part: WordPart, inQuotes: boolean): void {
  const quoted = inQuotes || part.quoted;
  if (part.kind === 'text') appendText(expansion, joinRuns(expansion.line, [part.run]), true);
  else if (part.kind === 'opaque') appendUnknown(expansion, part.span, part.why, quoted);
  else expandVariable(expansion, part, quoted);
}

function appendText(expansion: Expansion, text: MappedText, present: boolean): void {
  const field = current(expansion);
  field.present ||= present || text.text !== '';
  if (field.text.length + text.text.length > maxLength) {
    field.unknown ??= 'a very long text';
    return;
  }
  for (const piece of text.pieces)
    field.pieces.push({
      ...piece,
      start: piece.start + field.text.length,
      end: piece.end + field.text.length,
    });
  field.text += text.text;
}

/** Keeps the text as written and says why it is not known. */
function appendUnknown(expansion: Expansion, span: Span, why: string, quoted: boolean): void {
  const { text, pieces } = joinRuns(expansion.line, [span]);
  const unknown = { why, written: text };
  appendText(expansion, { text, pieces: pieces.map((piece) => ({ ...piece, unknown })) }, true);
  const field = current(expansion);
  field.unknown ??= why;
  field.anyNumber ||= !quoted && expansion.splits;
}

type VariablePart = WordPart & { readonly kind: 'variable' };

type Found = Certain | { readonly kind: 'unknown'; readonly why: string };

type Certain =
  | { readonly kind: 'set'; readonly texts: readonly MappedText[]; readonly assumes: readonly string[] }
  | { readonly kind: 'unset' };

function expandVariable(expansion: Expansion, part: VariablePart, quoted: boolean): void {
  const found = lookUp(expansion.scope, part.name);
  if (found.kind === 'unknown') appendUnknown(expansion, part.span, found.why, quoted);
  else if (part.fallback) expandFallback(expansion, part, found, quoted);
  else if (found.kind === 'set') appendValue(expansion, found, quoted);
  else appendUnknown(expansion, part.span, `$${part.name} is set outside the script`, quoted);
}

function expandFallback(expansion: Expansion, part: VariablePart, found: Certain, quoted: boolean): void {
  const operator = part.fallback?.operator ?? '';
  const missing =
    found.kind === 'unset' || (operator.startsWith(':') && found.texts.every((text) => text.text === ''));
  if (operator.endsWith('+')) {
    if (missing) noteUnset(expansion, part, found);
    else fallBack(expansion, part, quoted);
  } else if (!missing) appendValue(expansion, found, quoted);
  else if (operator.endsWith('-')) fallBackWhenUnset(expansion, part, found, quoted);
  else if (operator.endsWith('=')) assignFallBack(expansion, part, found, quoted);
  else appendUnknown(expansion, part.span, `$${part.name} must be set outside the script`, quoted);
}

/** `${X:+text}` of a variable that is not set gives nothing; the word rests on that. */
function noteUnset(expansion: Expansion, part: VariablePart, found: Certain): void {
  if (found.kind === 'unset') current(expansion).assumes.push(`${part.name} is not set`);
}

function fallBack(expansion: Expansion, part: VariablePart, quoted: boolean): void {
  for (const inner of part.fallback?.parts ?? []) expandPart(expansion, inner, quoted);
}

function fallBackWhenUnset(expansion: Expansion, part: VariablePart, found: Certain, quoted: boolean): void {
  noteUnset(expansion, part, found);
  fallBack(expansion, part, quoted);
}

function assignFallBack(expansion: Expansion, part: VariablePart, found: Certain, quoted: boolean): void {
  fallBackWhenUnset(expansion, part, found, quoted);
  const word = { span: part.span, parts: part.fallback?.parts ?? [] };
  const value = expandUnsplit(expansion.line, word, expansion.scope);
  const assumes = [...value.assumes, ...(found.kind === 'unset' ? [`${part.name} is not set`] : [])];
  const text = value.unknown === null ? value.mapped : undefined;
  assign(expansion.scope, part.name, { text, why: value.unknown ?? '', exported: false, assumes });
}

function appendValue(expansion: Expansion, found: Certain, quoted: boolean): void {
  if (found.kind !== 'set') return;
  found.texts.forEach((text, index) => {
    if (index > 0) expansion.fields.push(newField());
    if (quoted || !expansion.splits) appendText(expansion, text, quoted);
    else appendSplit(expansion, text);
    current(expansion).assumes.push(...found.assumes);
  });
}

/** Appends a value outside quotes: its blanks end words. */
function appendSplit(expansion: Expansion, text: MappedText): void {
  let start = 0;
  for (const blank of text.text.matchAll(/[ \t\n]+/g)) {
    appendText(expansion, joinRuns(text, [{ start, end: blank.index }]), false);
    start = blank.index + blank[0].length;
    if (current(expansion).present) expansion.fields.push(newField());
  }
  appendText(expansion, joinRuns(text, [{ start, end: text.text.length }]), false);
}

function lookUp(scope: Scope, name: string): Found {
  if (/^(?:[0-9]+|[@*])$/.test(name)) return argument(scope, name);
  if (!/^\w+$/.test(name)) return { kind: 'unknown', why: `$${name} of the running shell` };
  const variable = scope.variables.get(name);
  if (variable)
    return variable.text
      ? { kind: 'set', texts: [variable.text], assumes: variable.assumes }
      : { kind: 'unknown', why: variable.why };
  const given = scope.setting.environment?.get(name);
  if (given)
    return given.known
      ? { kind: 'set', texts: [{ text: given.value, pieces: [] }], assumes: given.assumes ?? [] }
      : { kind: 'unknown', why: given.why };
  return scope.sourced === null ? { kind: 'unset' } : { kind: 'unknown', why: scope.sourced };
}

function argument(scope: Scope, name: string): Found {
  const { positional } = scope.setting;
  if (!positional || name === '0') return { kind: 'unknown', why: 'an argument of the script' };
  if (name === '@' || name === '*')
    return positional.length === 0
      ? { kind: 'set', texts: [], assumes: [] }
      : { kind: 'set', texts: positional.map((word) => word.mapped), assumes: [] };
  const word = positional[Number(name) - 1];
  return word ? { kind: 'set', texts: [word.mapped], assumes: [] } : { kind: 'unset' };
}
