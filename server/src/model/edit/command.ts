import type { Edit, Place } from '../../base/span.ts';
import { gunicornFlag, gunicornFlags } from '../../catalog/gunicorn.ts';
import { type ServerKind, serverFlag } from '../../catalog/servers.ts';
import type { CommandWord } from '../server/types.ts';

/** How a text is written where the command stands; supervisord, for one, wants every `%` twice. */
export type Escape = (text: string) => string;

const asIs: Escape = (text) => text;

/** A flag as it stands in a command: its word, and its value in a word of its own or glued to the flag. */
interface FlagAt {
  readonly index: number;
  /** The word that holds the value; undefined for a switch or a missing value. */
  readonly valueIndex: number | undefined;
  /** Length of the flag's own text in its word, with the `=`. */
  readonly prefix: number;
}

/**
 * Gives a flag a value in a server's words, the server's name first: in place of the value that counts now (the last
 * one), else right after the server's name, where every parser takes it. Undefined when the words come from no file.
 */
export function setFlag(
  server: ServerKind,
  words: readonly CommandWord[],
  flag: string,
  value: string,
  write: Escape = asIs,
): Edit | undefined {
  const text = write(quoted(value));
  const present = flagsAt(server, words, flag).pop();
  const word = present?.valueIndex === undefined ? undefined : words[present.valueIndex];
  if (present && word?.place) {
    const glued = present.valueIndex === present.index ? write(word.text.slice(0, present.prefix)) : '';
    return { uri: word.place.uri, span: word.place.span, newText: glued + text };
  }
  const at = words[0]?.place;
  return at && { uri: at.uri, span: { start: at.span.end, end: at.span.end }, newText: ` ${flag} ${text}` };
}

/** Takes a flag out with its value, every time it is given. Undefined when a word of it comes from no file. */
export function removeFlag(
  server: ServerKind,
  words: readonly CommandWord[],
  flag: string,
): readonly Edit[] | undefined {
  const edits = flagsAt(server, words, flag).map(({ index, valueIndex }): Edit | undefined => {
    const before = words[index - 1]?.place;
    const last = words[valueIndex ?? index]?.place;
    if (!before || !last || before.uri !== last.uri) return undefined;
    return { uri: last.uri, span: { start: before.span.end, end: last.span.end }, newText: '' };
  });
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

/** Spells a flag in another way; its value stays. Undefined when a word of it comes from no file. */
export function renameFlag(
  words: readonly CommandWord[],
  from: string,
  to: string,
): readonly Edit[] | undefined {
  const given = words.slice(1).filter(({ text }) => text === from || text.startsWith(`${from}=`));
  const edits = given.map(({ place, text }) => place && renamed(place, text, from, to));
  return edits.every((edit) => edit !== undefined) ? edits : undefined;
}

function renamed({ uri, span }: Place, text: string, from: string, to: string): Edit | undefined {
  // A quoted word is longer in the file than its text.
  if (span.end - span.start !== text.length) return undefined;
  return { uri, span: { start: span.start, end: span.start + from.length }, newText: to };
}

/** A value as one word of shlex: quoted where it holds anything that shlex reads. */
const quoted = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replace(/'/g, `'"'"'`)}'`;

function flagsAt(server: ServerKind, words: readonly CommandWord[], flag: string): FlagAt[] {
  const spellings = spellingsOf(server, flag);
  const takes = takesValue(server, flag);
  const found: FlagAt[] = [];
  for (let index = 1; index < words.length; index++) {
    const text = words[index]?.text ?? '';
    if (text === '--') break;
    const exact = spellings.find((spelling) => spelling === text);
    const glued = spellings.find(
      (spelling) => text.startsWith(`${spelling}=`) || isJoined(spelling, text, takes),
    );
    if (exact !== undefined) {
      found.push({ index, valueIndex: takes ? index + 1 : undefined, prefix: 0 });
      if (takes) index++;
    } else if (glued !== undefined) {
      const prefix = glued.length + (text[glued.length] === '=' ? 1 : 0);
      found.push({ index, valueIndex: index, prefix });
    }
  }
  return found;
}

/** `-w4` */
const isJoined = (spelling: string, text: string, takes: boolean): boolean =>
  takes && /^-[A-Za-z]$/.test(spelling) && text.startsWith(spelling) && text.length > 2;

function spellingsOf(server: ServerKind, flag: string): readonly string[] {
  if (server !== 'gunicorn') return serverFlag(server, flag)?.flags ?? [flag];
  const setting = gunicornFlag(flag)?.setting;
  return setting ? gunicornFlags().flatMap((one) => (one.setting === setting ? [one.flag] : [])) : [flag];
}

function takesValue(server: ServerKind, flag: string): boolean {
  const kind = server === 'gunicorn' ? gunicornFlag(flag)?.value : serverFlag(server, flag)?.value;
  return kind !== undefined && kind !== 'none';
}
