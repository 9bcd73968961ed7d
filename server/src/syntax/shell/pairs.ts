import type { MappedText } from '../../base/mapped-text.ts';
import type { Span } from '../../base/span.ts';
import { placeOf, type ShellError, type ShellWord, wordOf } from './word.ts';

/** `classic` up to Supervisor 4.3: quotes as Python's old shlex reads them. `posix` from 4.4: as a shell does. */
export type PairQuoting = 'classic' | 'posix';

export interface KeyValuePair {
  readonly key: ShellWord;
  readonly value: ShellWord;
  /** Where key and value stand in the given text, quotes included. */
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

/** The pairs before the error, if there is one; a repeated key is listed again, the later one counts. */
export interface KeyValuePairs {
  readonly pairs: readonly KeyValuePair[];
  /** Null where Supervisor takes the text. */
  readonly error: ShellError | null;
}

/**
 * Reads `KEY=value,KEY2="value 2"` as Supervisor's `dict_of_key_value_pairs` does: tokens of a shlex with the
 * word characters `A-Z a-z 0-9 _ / . + - ( ) :`, taken in fours (key, `=`, value, any separator). Whatever token
 * is fourth counts as a comma, so `A=$HOME` gives `$`, and `#` starts a comment.
 */
export function readPairs(text: MappedText, quoting: PairQuoting): KeyValuePairs {
  const { tokens, open } = tokenize(text.text, quoting);
  const pairs: KeyValuePair[] = [];
  for (let i = 0; i < tokens.length; i += 4) {
    const [key, equals, value] = tokens.slice(i, i + 3);
    if (!key || !value || textOf(text.text, equals) !== '=') {
      const failed = { start: key?.raw.start ?? 0, end: value?.raw.end ?? text.text.length };
      const error = { message: unexpectedEnd(text.text), place: placeOf(text, failed) };
      return { pairs, error: open ? openError(text, open) : error };
    }
    const token = quoting === 'classic' ? bare(text.text, value) : value;
    const words = { key: wordFrom(text, key), value: wordFrom(text, token) };
    pairs.push({ ...words, keySpan: key.raw, valueSpan: value.raw });
  }
  return { pairs, error: open ? openError(text, open) : null };
}

const unexpectedEnd = (text: string): string => `Unexpected end of key/value pairs in value '${text}'`;

const openError = (text: MappedText, open: Open): ShellError => ({
  message: open.message,
  place: placeOf(text, { start: open.start, end: text.text.length }),
});

interface Token {
  /** With quotes. */
  readonly raw: Span;
  readonly runs: readonly Span[];
}

/** What the text leaves open at its end: shlex raises then, before any pair is looked at. */
interface Open {
  readonly start: number;
  readonly message: string;
}

const wordFrom = (text: MappedText, token: Token): ShellWord => wordOf(text, token.raw, token.runs);

const textOf = (text: string, token: Token | undefined): string =>
  token ? token.runs.map((run) => text.slice(run.start, run.end)).join('') : '';

/** A token without the quote characters at both of its ends, as `strip('\'"')` leaves it. */
function bare(text: string, token: Token): Token {
  const runs = token.runs.map((run) => ({ ...run }));
  while (runs[0] && stripStart(text, runs[0])) runs.shift();
  while (runs.length > 0 && stripEnd(text, runs[runs.length - 1])) runs.pop();
  return { raw: token.raw, runs };
}

interface MutableSpan {
  start: number;
  end: number;
}

/** True when nothing of the run is left. */
function stripStart(text: string, run: MutableSpan): boolean {
  while (run.start < run.end && isQuote(text[run.start])) run.start++;
  return run.start === run.end;
}

function stripEnd(text: string, run: MutableSpan | undefined): boolean {
  if (!run) return false;
  while (run.start < run.end && isQuote(text[run.end - 1])) run.end--;
  return run.start === run.end;
}

const isQuote = (character: string | undefined): boolean => character === '"' || character === "'";

const isBlank = (character: string): boolean => ' \t\r\n'.includes(character);

const isWord = (character: string, quoting: PairQuoting): boolean =>
  /^[A-Za-z0-9_/.+\-():]$/.test(character) || (quoting === 'posix' && /^[ß-öø-ÿÀ-ÖØ-Þ]$/.test(character));

/** Reads all tokens as Python's shlex does, character by character (not by UTF-16 unit). */
function tokenize(
  text: string,
  quoting: PairQuoting,
): { readonly tokens: readonly Token[]; readonly open: Open | null } {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const character = characterAt(text, at);
    if (isBlank(character)) at++;
    else if (character === '#') at = lineEnd(text, at);
    else {
      const token = readToken(text, at, character, quoting);
      if (token.open) return { tokens, open: token.open };
      tokens.push({ raw: { start: at, end: token.end }, runs: token.runs });
      at = token.end;
    }
  }
  return { tokens, open: null };
}

const characterAt = (text: string, at: number): string => String.fromCodePoint(text.codePointAt(at) ?? 0);

/** The start of the line after `at`. */
function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}

interface ReadToken {
  readonly end: number;
  readonly runs: Span[];
  readonly open: Open | null;
}

function readToken(text: string, start: number, first: string, quoting: PairQuoting): ReadToken {
  if (quoting === 'classic' && isQuote(first)) return classicQuoted(text, start, first);
  const opens = quoting === 'posix' && (isQuote(first) || first === '\\');
  if (!opens && !isWord(first, quoting)) {
    const end = start + first.length;
    return { end, runs: [{ start, end }], open: null };
  }
  return quoting === 'classic' ? classicWord(text, start) : posixWord(text, start);
}

/** A quoted token ends at its own quote and keeps both; a backslash means nothing in it. */
function classicQuoted(text: string, start: number, quote: string): ReadToken {
  const close = text.indexOf(quote, start + 1);
  if (close === -1) return { end: text.length, runs: [], open: { start, message: 'No closing quotation' } };
  return { end: close + 1, runs: [{ start, end: close + 1 }], open: null };
}

/** A word runs over quotes, which stand for themselves, and over a comment, which it does not contain. */
function classicWord(text: string, start: number): ReadToken {
  const runs: Span[] = [];
  let at = start;
  while (at < text.length) {
    const character = characterAt(text, at);
    if (character === '#') at = lineEnd(text, at);
    else if (isWord(character, 'classic') || isQuote(character)) addRun(runs, at, ++at);
    else break;
  }
  return { end: at, runs, open: null };
}

function posixWord(text: string, start: number): ReadToken {
  const runs: Span[] = [];
  let at = start;
  while (at < text.length) {
    const character = characterAt(text, at);
    if (character === '\\') {
      if (at + 1 >= text.length)
        return { end: at, runs, open: { start: at, message: 'No escaped character' } };
      addRun(runs, at + 1, at + 1 + characterAt(text, at + 1).length);
      at += 1 + characterAt(text, at + 1).length;
    } else if (isQuote(character)) {
      const end = posixQuoted(text, at, character, runs);
      if (typeof end !== 'number') return { end: text.length, runs, open: end };
      at = end;
    } else if (isWord(character, 'posix')) addRun(runs, at, ++at);
    else break;
  }
  return { end: at, runs, open: null };
}

/** The offset after the closing quote, or what is left open. */
function posixQuoted(text: string, start: number, quote: string, runs: Span[]): number | Open {
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === quote) return at + 1;
    if (character !== '\\' || quote !== '"') addRun(runs, at, at + 1);
    else {
      const next = text[at + 1];
      if (next === undefined) return { start: at, message: 'No escaped character' };
      addRun(runs, next === '"' || next === '\\' ? at + 1 : at, at + 2);
      at++;
    }
  }
  return { start, message: 'No closing quotation' };
}

function addRun(runs: Span[], start: number, end: number): void {
  const last = runs[runs.length - 1];
  if (last && last.end === start) runs[runs.length - 1] = { start: last.start, end };
  else runs.push({ start, end });
}
