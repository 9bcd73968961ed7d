import { parse, unsafe } from 'ini';
import { type Span, span } from '../../base/span.ts';

/** One `key = value` line of an ini file as the npm package `ini` reads it, with its places. */
export interface IniEntry {
  /** '' before the first header. */
  readonly section: string;
  readonly key: string;
  /** The value as text: quotes removed, comment cut; `true` for a key without `=`. */
  readonly value: string;
  readonly keySpan: Span;
  /** The value without surrounding blanks, quotes and comment included; empty after the key where there is none. */
  readonly valueSpan: Span;
}

/** One `[section]` header. */
export interface IniHeader {
  readonly name: string;
  readonly span: Span;
}

/**
 * The lines of a text where `ini` sees a header or a key. `ini` itself gives no positions, so the lines are found
 * with its own line pattern and every key and value is unquoted by its own `unsafe`.
 */
export function iniEntries(text: string): {
  readonly headers: readonly IniHeader[];
  readonly entries: readonly IniEntry[];
} {
  const headers: IniHeader[] = [];
  const entries: IniEntry[] = [];
  let section = '';
  for (const match of text.matchAll(/[^\r\n]+/g)) {
    const line = match[0];
    if (/^\s*[;#]/.test(line) || /^\s*$/.test(line)) continue;
    const header = /^\[([^\]]*)\]\s*$/.exec(line);
    if (header) {
      section = plain(header[1] ?? '');
      headers.push({ name: section, span: span(match.index, match.index + line.trimEnd().length) });
      continue;
    }
    const entry = entryOf(line, match.index, section);
    if (entry) entries.push(entry);
  }
  return { headers, entries };
}

function entryOf(line: string, start: number, section: string): IniEntry | undefined {
  const equals = line.indexOf('=');
  if (equals === 0) return undefined;
  const rawKey = equals < 0 ? line : line.slice(0, equals);
  const keySpan = trimmed(rawKey, start);
  const key = plain(rawKey);
  if (equals < 0) return { section, key, value: 'true', keySpan, valueSpan: span(keySpan.end, keySpan.end) };
  const rawValue = line.slice(equals + 1);
  return { section, key, value: plain(rawValue), keySpan, valueSpan: trimmed(rawValue, start + equals + 1) };
}

function trimmed(raw: string, start: number): Span {
  const from = raw.length - raw.trimStart().length;
  const text = raw.trim();
  return text === '' ? span(start, start) : span(start + from, start + from + text.length);
}

/** `unsafe` may give any JSON value for a quoted text; a profile only knows texts. */
function plain(raw: string): string {
  const value: unknown = unsafe(raw);
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The file as `ini` parses it, for the sections and keys that it keeps; never throws. */
export function iniValues(text: string): Readonly<Record<string, unknown>> {
  return parse(text);
}
