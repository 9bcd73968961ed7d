import { type MappedText, sliceMapped, sourceOf } from '../../base/mapped-text.ts';
import type { Place } from '../../base/span.ts';
import type { CommandWord } from './types.ts';

/** One flag of a command line as the server's own parser reads it. */
export interface Argument<Option> {
  readonly option: Option;
  /** As written, without `=value`. */
  readonly flag: string;
  readonly flagPlace: Place | undefined;
  /** Null for a switch, and for a flag whose value is missing. */
  readonly value: ArgumentValue | null;
}

export interface ArgumentValue {
  readonly text: string;
  readonly place: Place | undefined;
  readonly mapped: MappedText;
}

export interface Arguments<Option> {
  readonly flags: readonly Argument<Option>[];
  readonly positionals: readonly CommandWord[];
  readonly errors: readonly ArgumentError[];
}

export interface ArgumentError {
  readonly kind: 'unknown flag' | 'missing value' | 'ambiguous flag' | 'needless value' | 'invalid value';
  readonly flag: string;
  readonly place: Place | undefined;
  /** The flags an abbreviation may stand for. */
  readonly candidates: readonly string[];
  /** The value that is refused, or all words that are not recognized. */
  readonly shown?: string;
  /** What the value should be: `int`. */
  readonly type?: string;
}

/** How a parser knows its flags; `find` gives several options only for an ambiguous abbreviation. */
export interface FlagTable<Option> {
  find(flag: string): readonly Option[];
  takes(option: Option): 'none' | 'one' | 'optional' | 'many';
  spellings(option: Option): readonly string[];
  /** True where `-w4` is `-w 4` and switches may be joined. */
  readonly joinsShort: boolean;
  /** The flags that only print and leave. */
  readonly quits?: readonly string[];
}

/** Reads the words after the program's name as argparse and click do. */
export function readArguments<Option>(
  words: readonly CommandWord[],
  table: FlagTable<Option>,
): Arguments<Option> {
  const reader: Reader<Option> = { words, table, at: 0, flags: [], positionals: [], errors: [] };
  while (reader.at < words.length) step(reader);
  return reader;
}

interface Reader<Option> {
  readonly words: readonly CommandWord[];
  readonly table: FlagTable<Option>;
  at: number;
  readonly flags: Argument<Option>[];
  readonly positionals: CommandWord[];
  readonly errors: ArgumentError[];
}

function step<Option>(reader: Reader<Option>): void {
  const word = reader.words[reader.at++];
  if (!word) return;
  const { text } = word;
  if (text === '--') {
    reader.positionals.push(...reader.words.slice(reader.at));
    reader.at = reader.words.length;
  } else if (/^--./.test(text)) readLong(reader, word);
  else if (/^-[^\d.-]/.test(text)) readShort(reader, word);
  else reader.positionals.push(word);
}

function readLong<Option>(reader: Reader<Option>, word: CommandWord): void {
  const equals = word.text.indexOf('=');
  const flag = equals < 0 ? word.text : word.text.slice(0, equals);
  const attached = equals < 0 ? null : part(word, equals + 1, word.text.length);
  add(reader, word, flag, attached);
}

function readShort<Option>(reader: Reader<Option>, word: CommandWord): void {
  const { text } = word;
  const flag = text.slice(0, 2);
  const option = reader.table.find(text).length > 0 ? undefined : reader.table.find(flag)[0];
  if (!reader.table.joinsShort || option === undefined) {
    add(reader, word, text, null);
  } else if (reader.table.takes(option) !== 'none') {
    const start = text[2] === '=' ? 3 : 2;
    add(reader, word, flag, text.length > 2 ? part(word, start, text.length) : null);
  } else {
    reader.flags.push({ option, flag, flagPlace: word.place, value: null });
    if (text.length > 2) readShort(reader, { ...part(word, 1, text.length), text: `-${text.slice(2)}` });
  }
}

function add<Option>(
  reader: Reader<Option>,
  word: CommandWord,
  flag: string,
  attached: ArgumentValue | null,
): void {
  const flagPlace = attached ? sourceOf(word.mapped, 0, flag.length) : word.place;
  const found = reader.table.find(flag);
  const option = found[0];
  if (option === undefined || found.length > 1) {
    const candidates = found.flatMap((one) =>
      reader.table.spellings(one).filter((name) => name.startsWith(flag)),
    );
    reader.errors.push({
      kind: found.length > 1 ? 'ambiguous flag' : 'unknown flag',
      flag,
      place: flagPlace,
      candidates,
    });
    return;
  }
  const takes = reader.table.takes(option);
  const error = (kind: ArgumentError['kind']) =>
    reader.errors.push({ kind, flag, place: flagPlace, candidates: [] });
  if (takes === 'none') {
    if (attached) error('needless value');
    reader.flags.push({ option, flag, flagPlace, value: null });
    return;
  }
  const value = attached ?? nextValue(reader);
  if (!value && takes !== 'optional') error('missing value');
  reader.flags.push({ option, flag, flagPlace, value });
}

function nextValue<Option>(reader: Reader<Option>): ArgumentValue | null {
  const next = reader.words[reader.at];
  if (!next || (/^-[^\d.]/.test(next.text) && next.text !== '-')) return null;
  reader.at++;
  return next;
}

/** A stretch of a word as a value of its own. */
export const part = (word: CommandWord, start: number, end: number): ArgumentValue => ({
  text: word.text.slice(start, end),
  place: sourceOf(word.mapped, start, end),
  mapped: sliceMapped(word.mapped, start, end),
});
