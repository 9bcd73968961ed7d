import type { MappedText } from '../../base/mapped-text.ts';
import { memo } from '../../base/memo.ts';
import type { Span } from '../../base/span.ts';
import { placeOf, type ShellError, type ShellWord, wordOf } from './word.ts';

/** The words before the error, if there is one; the real splitter gives none then. */
export interface SplitCommand {
  readonly words: readonly ShellWord[];
  /** Null where Python's shlex.split takes the line. */
  readonly error: ShellError | null;
}

/**
 * Splits a command line as Python's `shlex.split` does, which supervisord and gunicorn (GUNICORN_CMD_ARGS) use:
 * quotes and backslashes as in a POSIX shell, but no variables, operators or comments, and a backslash before a
 * line break gives the line break.
 */
export const splitCommand: (text: MappedText) => SplitCommand = memo(split);

function split(line: MappedText): SplitCommand {
  const words: ShellWord[] = [];
  let offset = 0;
  while (offset < line.text.length) {
    if (isBlank(line.text.charCodeAt(offset))) {
      offset++;
      continue;
    }
    const read = readWord(line.text, offset);
    const raw = { start: offset, end: read.end };
    if (read.error) return { words, error: { message: read.error, place: placeOf(line, raw) } };
    words.push(wordOf(line, raw, read.runs));
    offset = read.end;
  }
  return { words, error: null };
}

interface ReadWord {
  readonly end: number;
  readonly runs: readonly Span[];
  readonly error: string | null;
}

const singleQuote = 39;
const doubleQuote = 34;
const backslash = 92;

/** Blank, tab, CR and LF: the characters at which shlex ends a word. */
const isBlank = (unit: number): boolean => unit === 32 || unit === 9 || unit === 13 || unit === 10;

function readWord(text: string, start: number): ReadWord {
  const runs: Span[] = [];
  let at = start;
  while (at < text.length && !isBlank(text.charCodeAt(at))) {
    const unit = text.charCodeAt(at);
    if (unit === backslash) {
      if (at + 1 >= text.length) return { end: text.length, runs, error: 'No escaped character' };
      addRun(runs, at + 1, at + 2);
      at += 2;
    } else if (unit === singleQuote || unit === doubleQuote) {
      const quoted = readQuoted(text, at, unit, runs);
      if (quoted.error) return { end: text.length, runs, error: quoted.error };
      at = quoted.end;
    } else {
      addRun(runs, at, at + 1);
      at++;
    }
  }
  return { end: at, runs, error: null };
}

function readQuoted(
  text: string,
  start: number,
  quote: number,
  runs: Span[],
): { readonly end: number; readonly error: string | null } {
  let at = start + 1;
  for (; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === quote) return { end: at + 1, error: null };
    if (unit === backslash && quote === doubleQuote) {
      if (at + 1 >= text.length) return { end: at, error: 'No escaped character' };
      const next = text.charCodeAt(at + 1);
      const escapes = next === doubleQuote || next === backslash;
      addRun(runs, escapes ? at + 1 : at, at + 2);
      at++;
    } else addRun(runs, at, at + 1);
  }
  return { end: at, error: 'No closing quotation' };
}

function addRun(runs: Span[], start: number, end: number): void {
  const last = runs[runs.length - 1];
  if (last && last.end === start) runs[runs.length - 1] = { start: last.start, end };
  else runs.push({ start, end });
}
