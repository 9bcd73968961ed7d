import type { TextFile } from '../../../base/file.ts';
import type { MappedText } from '../../../base/mapped-text.ts';
import { type Span, touches } from '../../../base/span.ts';
import { flagsWithPrefix } from '../../../catalog/gunicorn.ts';
import { type ServerKind, type ServerOption, serverFlag, serverKinds } from '../../../catalog/servers.ts';
import { splitCommand } from '../../../syntax/shell/split.ts';
import type { ShellWord } from '../../../syntax/shell/word.ts';
import { mappedValueOf } from '../../../syntax/supervisor/at.ts';
import type { OptionNode } from '../../../syntax/supervisor/tree.ts';

/** A word of a command line as it stands in the file, not expanded. */
export interface CommandToken {
  readonly text: string;
  /** With its quotes. */
  readonly span: Span;
}

/** What stands, or may be written, at an offset of a command line. */
export interface CommandAt {
  readonly words: readonly CommandToken[];
  /** The word at the offset; undefined between words, where a new one may begin. */
  readonly word: CommandToken | undefined;
  /** Words before the one at the offset. */
  readonly before: number;
  /** The application server that the command starts, and the index of its own word; undefined for other programs. */
  readonly server: { readonly kind: ServerKind; readonly index: number } | undefined;
  readonly part: CommandPart;
}

export type CommandPart =
  /** The server's own word. */
  | { readonly kind: 'server' }
  /** A flag, whole or begun; `flag` is the part before `=`. */
  | {
      readonly kind: 'flag';
      readonly flag: string;
      readonly option: ServerOption | undefined;
      readonly span: Span;
    }
  /** A flag's value: a word of its own, after `=`, or joined as in `-w4`. Empty where it is yet to be written. */
  | { readonly kind: 'value'; readonly flag: string; readonly option: ServerOption; readonly span: Span }
  /** A word that belongs to no flag, or the place for one, behind the server's own word. */
  | { readonly kind: 'argument'; readonly span: Span }
  /** A word of another program, or one before the server's. */
  | { readonly kind: 'other'; readonly span: Span };

/** What stands at an offset of `command=`, on whichever of its lines. */
export const commandAt = (file: TextFile, option: OptionNode, offset: number): CommandAt =>
  commandIn(mappedValueOf(option, file.uri), offset, 0);

/** A line of more words is generated, and nobody looks at each of them. */
const mostWords = 400;

/**
 * The words of `command=` that stand in the file, each with what it is; the script of `sh -c` counts as one word.
 */
export function commandParts(
  file: TextFile,
  option: OptionNode,
): readonly { readonly word: CommandToken; readonly part: CommandPart }[] {
  const tokens = tokensOf(wordsOf(mappedValueOf(option, file.uri)));
  return tokens.slice(0, mostWords).map((word, index) => ({
    word,
    part: partAt(tokens, index, word, serverOf(tokens, index), word.span.start),
  }));
}

const tokensOf = (words: readonly ShellWord[]): readonly CommandToken[] =>
  words.flatMap(({ text, place }) => (place ? [{ text, span: place.span }] : []));

/** `bash -c` inside `bash -c` deeper than this is nobody's. */
const deepest = 3;

function commandIn(line: MappedText, offset: number, depth: number): CommandAt {
  const words = wordsOf(line);
  const inner = depth < deepest ? scriptAt(words, offset) : undefined;
  if (inner) return commandIn(inner.mapped, offset, depth + 1);
  const tokens = tokensOf(words);
  const index = tokens.findIndex(({ span }) => touches(span, offset));
  const before = index >= 0 ? index : tokens.filter(({ span }) => span.end < offset).length;
  const server = serverOf(tokens, before);
  const word = tokens[index];
  return { words: tokens, word, before, server, part: partAt(tokens, before, word, server, offset) };
}

/** The words; of a line whose quote is still open, as if it were closed at the end. */
function wordsOf(line: MappedText): readonly ShellWord[] {
  const split = splitCommand(line);
  if (!split.error) return split.words;
  for (const quote of ['"', "'"]) {
    const closed = splitCommand({ ...line, text: line.text + quote });
    if (!closed.error) return closed.words;
  }
  return split.words;
}

const shells = /(?:^|\/)(?:ba|da|z|k)?sh$/;

/** The script word of `sh -c '…'` that holds the offset. */
const scriptAt = (words: readonly ShellWord[], offset: number): ShellWord | undefined =>
  words.find(
    ({ place, text }, i) =>
      place &&
      touches(place.span, offset) &&
      text !== '' &&
      /^-\w*c$/.test(words[i - 1]?.text ?? '') &&
      words.slice(0, i).some((word) => shells.test(word.text)),
  );

const programNames: Readonly<Record<string, ServerKind>> = { 'waitress-serve': 'waitress' };

/** The server that a word names: `/srv/venv/bin/gunicorn3`, `waitress-serve`. */
function serverNamed(word: string): ServerKind | undefined {
  const name = word.slice(word.lastIndexOf('/') + 1).replace(/[\d.]+$/, '');
  return programNames[name] ?? serverKinds.find((kind) => kind === name && kind !== 'waitress');
}

/** Operators of a shell start another command. */
const operator = /^(?:&&|\|\||;|\||&)$/;

/** The last server named before (or at) a word, with no operator of a shell between. */
function serverOf(words: readonly CommandToken[], before: number): CommandAt['server'] {
  for (let i = Math.min(before, words.length - 1); i >= 0; i--) {
    const text = words[i]?.text ?? '';
    if (i < before && operator.test(text)) return undefined;
    const kind = serverNamed(text);
    if (kind && isProgram(words, i)) return { kind, index: i };
  }
  return undefined;
}

/** False for a server's name that is the value of a flag or the application: `--name gunicorn`. */
function isProgram(words: readonly CommandToken[], index: number): boolean {
  const previous = words[index - 1]?.text;
  if (previous === undefined || previous === '-m') return true;
  return !previous.startsWith('-') || operator.test(previous) || previous === '--';
}

function partAt(
  words: readonly CommandToken[],
  before: number,
  word: CommandToken | undefined,
  server: CommandAt['server'],
  offset: number,
): CommandPart {
  const span = word?.span ?? { start: offset, end: offset };
  if (!server || before < server.index) return { kind: 'other', span };
  if (before === server.index) return { kind: 'server' };
  const asked = askingFlag(words, before, server);
  if (asked) return { kind: 'value', ...asked, span };
  if (word?.text.startsWith('-')) return flagPart(word, server.kind, offset);
  return { kind: 'argument', span };
}

/** The flag before a word that takes it as its value. */
function askingFlag(
  words: readonly CommandToken[],
  before: number,
  server: { readonly kind: ServerKind; readonly index: number },
): { readonly flag: string; readonly option: ServerOption } | undefined {
  let asking: { readonly flag: string; readonly option: ServerOption } | undefined;
  for (let i = server.index + 1; i < before; i++) {
    const flag = asking ? '' : (words[i]?.text ?? '');
    const option = flag.startsWith('-') && !flag.includes('=') ? flagNamed(server.kind, flag) : undefined;
    asking = option && takesValue(option) ? { flag, option } : undefined;
  }
  return asking;
}

const takesValue = ({ value }: ServerOption): boolean => value === 'one' || value === 'many';

/** An option by its flag; gunicorn's may be abbreviated. */
export function flagNamed(kind: ServerKind, flag: string): ServerOption | undefined {
  const exact = serverFlag(kind, flag);
  if (exact || kind !== 'gunicorn') return exact;
  const [only, ...others] = flagsWithPrefix(flag);
  return only && others.length === 0 ? serverFlag(kind, only.flag) : undefined;
}

function flagPart({ text, span }: CommandToken, kind: ServerKind, offset: number): CommandPart {
  const equals = text.indexOf('=');
  const flag = equals === -1 ? text : text.slice(0, equals);
  const option = flagNamed(kind, flag);
  const flagEnd = span.start + flag.length;
  if (equals !== -1 && offset > flagEnd && option && isBare(text, span))
    return { kind: 'value', flag, option, span: { start: flagEnd + 1, end: span.end } };
  if (equals !== -1 && offset > flagEnd) return { kind: 'other', span };
  const short = /^-[A-Za-z]/.exec(text)?.[0];
  const joined =
    short && text.length > 2 && !text.startsWith('--') && !option ? flagNamed(kind, short) : undefined;
  if (joined && short && takesValue(joined) && isBare(text, span)) {
    const start = span.start + short.length;
    return offset > start
      ? { kind: 'value', flag: short, option: joined, span: { start, end: span.end } }
      : { kind: 'flag', flag: short, option: joined, span: { start: span.start, end: start } };
  }
  return { kind: 'flag', flag, option, span: equals === -1 ? span : { start: span.start, end: flagEnd } };
}

/** True for a word without quotes and escapes, whose offsets are those of its text. */
const isBare = (text: string, span: Span): boolean => span.end - span.start === text.length;
