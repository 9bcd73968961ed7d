import { sourceOf, unknownIn } from '../../base/mapped-text.ts';
import {
  flagsWithPrefix,
  flagValueIn,
  type GunicornFlag,
  gunicornFlag,
  gunicornFlags,
} from '../../catalog/gunicorn.ts';
import { atLeast } from '../../catalog/version.ts';
import { type ArgumentError, type Arguments, type ArgumentValue, part } from './arguments.ts';
import { numberOfFlag } from './plain.ts';
import type { CommandWord } from './types.ts';

/** What argparse takes a word for, before any flag takes its value. */
type Kind =
  | { readonly kind: 'plain' | 'dashes' | 'unknown' }
  | { readonly kind: 'ambiguous'; readonly flag: string; readonly candidates: readonly string[] }
  | {
      readonly kind: 'flag';
      readonly option: GunicornFlag;
      readonly flag: string;
      readonly attached: number;
    };

interface Reader {
  readonly words: readonly CommandWord[];
  readonly kinds: readonly Kind[];
  readonly version: string | undefined;
  at: number;
  readonly flags: Arguments<GunicornFlag>['flags'][number][];
  positionals: CommandWord[] | undefined;
  /** Errors at which argparse stops, and words that it complains of at the end. */
  readonly errors: ArgumentError[];
  readonly unknown: CommandWord[];
}

/**
 * Reads gunicorn's words as Python's argparse does: abbreviations, `-w4`, `-Dw4`, `--bind=…`, `--`. Only the first run
 * of plain words is taken; what stands in a later one is an unrecognized argument, as are unknown flags. Errors come
 * in the order in which argparse would stop at them.
 */
export function readArgparse(
  words: readonly CommandWord[],
  version: string | undefined,
): Arguments<GunicornFlag> {
  const kinds = kindsOf(words, version);
  const reader: Reader = {
    words,
    kinds,
    version,
    at: 0,
    flags: [],
    positionals: undefined,
    errors: [],
    unknown: [],
  };
  while (reader.at < words.length) step(reader);
  const ambiguous = kinds.flatMap((kind, index): ArgumentError[] =>
    kind.kind === 'ambiguous'
      ? [{ kind: 'ambiguous flag', flag: kind.flag, place: words[index]?.place, candidates: kind.candidates }]
      : [],
  );
  return {
    flags: reader.flags,
    positionals: reader.positionals ?? [],
    errors: [...ambiguous, ...reader.errors, ...unrecognized(reader.unknown)],
  };
}

/** argparse names all words it does not recognize at once; plain ones side by side are one error here. */
function unrecognized(words: readonly CommandWord[]): ArgumentError[] {
  const shown = words.map(({ text }) => text).join(' ');
  const errors: ArgumentError[] = [];
  for (const { text, place } of words) {
    const last = errors[errors.length - 1];
    const joins =
      last?.place && place && last.place.uri === place.uri && !/^-/.test(text) && !/^-/.test(last.flag);
    if (joins)
      errors[errors.length - 1] = {
        ...last,
        place: { ...place, span: { start: last.place.span.start, end: place.span.end } },
      };
    else errors.push({ kind: 'unknown flag', flag: text, place, candidates: [], shown });
  }
  return errors;
}

function kindsOf(words: readonly CommandWord[], version: string | undefined): readonly Kind[] {
  const dashes = words.findIndex(({ text }) => text === '--');
  return words.map(({ text }, index): Kind => {
    if (dashes >= 0 && index >= dashes) return { kind: index === dashes ? 'dashes' : 'plain' };
    return kindOf(text, version);
  });
}

function kindOf(text: string, version: string | undefined): Kind {
  if (!/^-./.test(text)) return { kind: 'plain' };
  const exact = flagIn(text, version);
  if (exact) return { kind: 'flag', option: exact, flag: text, attached: -1 };
  const equals = text.indexOf('=');
  const head = equals < 0 ? undefined : flagIn(text.slice(0, equals), version);
  if (head) return { kind: 'flag', option: head, flag: head.flag, attached: equals + 1 };
  const found = text.startsWith('--') ? abbreviated(text, equals, version) : joined(text);
  if (found) return found;
  const isNumber = /^-\d+$|^-\d*\.\d+$/.test(text);
  return { kind: isNumber || text.includes(' ') ? 'plain' : 'unknown' };
}

function abbreviated(text: string, equals: number, version: string | undefined): Kind | undefined {
  const prefix = equals < 0 ? text : text.slice(0, equals);
  const found = flagsWithPrefix(prefix, version);
  const [first] = found;
  if (!first) return undefined;
  // Newer Pythons take an abbreviation that fits two spellings of one option; older ones are stricter.
  if (new Set(found.map(({ setting }) => setting)).size > 1) {
    return { kind: 'ambiguous', flag: text, candidates: found.map(({ flag }) => flag) };
  }
  return { kind: 'flag', option: first, flag: prefix, attached: equals < 0 ? -1 : equals + 1 };
}

/** `-w4`: a short flag with something glued to it. */
function joined(text: string): Kind | undefined {
  const option = gunicornFlag(text.slice(0, 2));
  return option && { kind: 'flag', option, flag: option.flag, attached: 2 };
}

function step(reader: Reader): void {
  const word = reader.words[reader.at];
  const kind = reader.kinds[reader.at];
  if (!word || !kind) return;
  if (kind.kind === 'plain' || kind.kind === 'dashes') {
    takePlain(reader);
    return;
  }
  reader.at++;
  if (kind.kind === 'unknown') reader.unknown.push(word);
  else if (kind.kind === 'flag') takeFlag(reader, word, kind.option, kind.flag, kind.attached);
}

function takePlain(reader: Reader): void {
  const run: CommandWord[] = [];
  for (; reader.at < reader.words.length; reader.at++) {
    const word = reader.words[reader.at];
    const kind = reader.kinds[reader.at]?.kind;
    if (!word || (kind !== 'plain' && kind !== 'dashes')) break;
    run.push(word);
  }
  if (reader.positionals) reader.unknown.push(...run);
  else {
    const dashes = run.findIndex(({ text }) => text === '--');
    reader.positionals = run.filter((_word, index) => index !== dashes);
  }
}

function takeFlag(
  reader: Reader,
  word: CommandWord,
  option: GunicornFlag,
  flag: string,
  attached: number,
): void {
  const takes = flagValueIn(option, reader.version);
  const given = attached < 0 ? null : part(word, attached, word.text.length);
  const flagPlace = given ? sourceOf(word.mapped, 0, flag.length) : word.place;
  const add = (value: ArgumentValue | null): void =>
    void reader.flags.push({ option, flag, flagPlace, value });
  if (takes === 'none') {
    add(null);
    if (given) takeSwitches(reader, word, option, attached);
    return;
  }
  const value = given ?? nextPlain(reader);
  if (!value && takes === 'one') {
    reader.errors.push({ kind: 'missing value', flag, place: flagPlace, candidates: [] });
    return;
  }
  const type = option.setting?.flagType ?? null;
  const isFilledIn = value !== null && unknownIn(value.mapped) !== undefined;
  if (value && type !== null && !isFilledIn && numberOfFlag(type, value.text) === null) {
    reader.errors.push({
      kind: 'invalid value',
      flag,
      place: value.place ?? flagPlace,
      candidates: [],
      shown: value.text,
      type,
    });
    return;
  }
  add(value);
}

/** `-Dw4`: after a switch the rest of the word is read as flags of its own. */
function takeSwitches(reader: Reader, word: CommandWord, option: GunicornFlag, attached: number): void {
  const rest = word.text.slice(attached);
  const next = word.text.startsWith('--') ? undefined : gunicornFlag(`-${rest[0] ?? ''}`);
  if (!next) {
    const place = sourceOf(word.mapped, attached, word.text.length) ?? word.place;
    reader.errors.push({ kind: 'needless value', flag: option.flag, place, candidates: [], shown: rest });
    return;
  }
  takeFlag(reader, word, next, next.flag, rest.length > 1 ? attached + 1 : -1);
}

/** The word after a flag when it can be its value. */
function nextPlain(reader: Reader): CommandWord | null {
  const word = reader.words[reader.at];
  if (!word || reader.kinds[reader.at]?.kind !== 'plain') return null;
  reader.at++;
  return word;
}

/** A flag by its exact spelling, unless it is newer than the version. */
function flagIn(text: string, version: string | undefined): GunicornFlag | undefined {
  const found = gunicornFlag(text);
  const since = found?.setting?.since;
  return since && atLeast(version, since) === false ? undefined : found;
}

/** The flags of one option as argparse names it: `-w/--workers`. */
export const spellingOf = (flag: string): string => {
  const found = gunicornFlags().find((one) => one.flag === flag) ?? flagsWithPrefix(flag)[0];
  return found?.setting?.flags.join('/') ?? flag;
};
