import type { MappedText, Piece } from '../../base/mapped-text.ts';
import type { Span } from '../../base/span.ts';
import {
  type Converted,
  convertValue,
  type FormatFailure,
  type FormatValue,
  failure,
  pad,
  wrongType,
} from './conversion.ts';
import {
  conversions,
  type FormatConversion,
  type FormatPiece,
  type MalformedPiece,
  parseFormat,
} from './format.ts';
import { ascii, codePoints, repr } from './python-text.ts';

export type { FormatValue, UnknownFormatValue } from './conversion.ts';

/** What an expansion may name. */
export interface FormatNames {
  /** Undefined for a name that is not known here: Python raises KeyError then. */
  get(name: string): FormatValue | undefined;
  /** All names with their values in the order of Python's dict, for `%s` without a name; null when not complete. */
  all(): readonly (readonly [string, FormatValue])[] | null;
}

/** A stretch of the result that is not certain; its text is then a stand-in. */
export interface UnknownRun extends Span {
  readonly why: string;
}

export type Formatted =
  | { readonly ok: true; readonly text: MappedText; readonly unknown: readonly UnknownRun[] }
  | {
      readonly ok: false;
      /** `key`: an unknown name (`message` is then that name as Python shows it); `format`: anything else. */
      readonly kind: 'key' | 'format';
      readonly message: string;
      /** The piece that is refused, in the formatted text. */
      readonly piece: FormatPiece;
    };

interface State {
  readonly names: FormatNames;
  readonly source: MappedText;
  /** What the next conversion takes: the table itself, the value of the last key, or nothing more. */
  argument: Argument | 'spent';
  /** Index of the first piece of the source that is not passed yet. */
  next: number;
  text: string;
  readonly pieces: Piece[];
  readonly unknown: UnknownRun[];
}

type Argument = { readonly table: true } | { readonly table: false; readonly value: FormatValue };

/** What Python's `text % names` gives, or its error; the result leads back to the text's own source. */
export function evaluateFormat(source: MappedText, names: FormatNames): Formatted {
  const state: State = {
    names,
    source,
    argument: { table: true },
    next: 0,
    text: '',
    pieces: [],
    unknown: [],
  };
  for (const piece of parseFormat(source.text)) {
    const failed = addPiece(state, piece);
    if (failed) return { ok: false, ...failed, piece };
  }
  return { ok: true, text: { text: state.text, pieces: state.pieces }, unknown: state.unknown };
}

function addPiece(state: State, piece: FormatPiece): FormatFailure | undefined {
  if (piece.kind === 'literal') addVerbatim(state, piece.span);
  else if (piece.kind === 'percent') addWhole(state, piece.span, '%', null);
  else {
    const missing = takeKey(state, piece.key?.text);
    if (missing) return missing;
    return piece.kind === 'malformed' ? refuse(state, piece) : convert(state, piece);
  }
  return undefined;
}

function takeKey(state: State, key: string | undefined): FormatFailure | undefined {
  if (key === undefined) return undefined;
  const value = state.names.get(key);
  if (value === undefined) return { kind: 'key', message: repr(key) };
  state.argument = { table: false, value };
  return undefined;
}

const notEnough = 'not enough arguments for format string';

/** Takes the value for a `*`; a table holds none that would leave another one for the conversion itself. */
function takeStar(state: State): FormatFailure | undefined {
  const { argument } = state;
  if (argument === 'spent') return failure(notEnough);
  state.argument = 'spent';
  return argument.table || !isInteger(argument.value) ? failure('* wants int') : undefined;
}

const isInteger = (value: FormatValue): boolean =>
  typeof value === 'bigint' || (typeof value === 'object' && value.type === 'int');

const refuse = (state: State, piece: MalformedPiece): FormatFailure =>
  (piece.star ? takeStar(state) : undefined) ?? failure(piece.message);

function convert(state: State, piece: FormatConversion): FormatFailure | undefined {
  const stars = piece.width === '*' || piece.precision === '*';
  const starred = stars ? takeStar(state) : undefined;
  if (starred) return starred;
  const { argument } = state;
  if (argument === 'spent') return failure(notEnough);
  state.argument = 'spent';
  if (!conversions.includes(piece.conversion)) return failure(unsupported(state, piece));
  const result = argument.table ? ofTable(state, piece) : convertValue(argument.value, piece);
  if ('kind' in result) return result;
  addWhole(state, piece.span, ...pad(result, piece));
  return undefined;
}

/** Python shows the characters from U+001F to `~` and `?` for others. */
function unsupported(state: State, piece: FormatConversion): string {
  const code = piece.conversion.codePointAt(0) ?? 0;
  const index = codePoints(state.source.text, piece.span.end - piece.conversion.length);
  const shown = code >= 31 && code <= 126 ? piece.conversion : '?';
  return `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${index}`;
}

function ofTable(state: State, piece: FormatConversion): Converted {
  if (!'sra'.includes(piece.conversion)) return wrongType(piece.conversion, 'dict');
  const all = state.names.all();
  if (!all) return { why: 'the table of all names' };
  const entries: string[] = [];
  for (const [name, value] of all) {
    if (typeof value === 'object') return { why: value.why };
    entries.push(`${repr(name)}: ${typeof value === 'string' ? repr(value) : value}`);
  }
  const text = `{${entries.join(', ')}}`;
  return { text: piece.conversion === 'a' ? asciiOnly(text) : text, numeric: false };
}

/** `ascii()` of a text that is no str itself: only characters above U+007F change. */
const asciiOnly = (text: string): string =>
  [...text].map((character) => (character > '~' ? ascii(character).slice(1, -1) : character)).join('');

/** The pieces of the source that a run of it touches. Runs come in order, so passed pieces are left behind. */
function piecesAt(state: State, span: Span): readonly Piece[] {
  const { pieces } = state.source;
  while ((pieces[state.next]?.end ?? Number.POSITIVE_INFINITY) <= span.start) state.next++;
  let end = state.next;
  while ((pieces[end]?.start ?? Number.POSITIVE_INFINITY) < span.end) end++;
  return pieces.slice(state.next, end);
}

function addVerbatim(state: State, span: Span): void {
  const offset = state.text.length - span.start;
  for (const piece of piecesAt(state, span)) {
    const start = Math.max(piece.start, span.start);
    const end = Math.min(piece.end, span.end);
    if (start >= end) continue;
    const source = piece.verbatim
      ? { start: piece.source.start + start - piece.start, end: piece.source.start + end - piece.start }
      : piece.source;
    state.pieces.push({ ...piece, start: start + offset, end: end + offset, source });
  }
  state.text += state.source.text.slice(span.start, span.end);
}

/** Adds what an expansion gave; all of it leads back to the expansion as a whole. */
function addWhole(state: State, span: Span, text: string, why: string | null): void {
  const start = state.text.length;
  const end = start + text.length;
  state.text += text;
  if (why !== null) state.unknown.push({ start, end, why });
  const covered = piecesAt(state, span);
  const first = covered[0];
  const last = covered[covered.length - 1];
  if (!first || !last) return;
  const from = first.verbatim
    ? first.source.start + Math.max(0, span.start - first.start)
    : first.source.start;
  const to = last.verbatim ? last.source.end - Math.max(0, last.end - span.end) : last.source.end;
  const source = { start: from, end: Math.max(from, to) };
  const piece = { start, end, uri: first.uri, source, verbatim: false };
  const written = state.source.text.slice(span.start, span.end);
  state.pieces.push(why === null ? piece : { ...piece, unknown: { why, written } });
}
