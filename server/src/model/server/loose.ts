import { unknownAsWhole, unknownIn } from '../../base/mapped-text.ts';
import { readArgparse } from './argparse.ts';
import { readOtherArguments } from './other-launch.ts';
import type { CommandWord } from './types.ts';
import type { ServerCommand } from './unwrap.ts';

/**
 * The first word that is wholly filled in by a template or the environment and is no flag's value: it may stand for any
 * number of words, flags among them. Undefined without one.
 */
export function looseWord(command: ServerCommand, version: string | undefined): CommandWord | undefined {
  const words = command.words.slice(1);
  const open = words.filter(({ mapped }) => unknownAsWhole(mapped) !== undefined);
  if (open.length === 0) return undefined;
  const { flags } =
    command.kind === 'gunicorn' ? readArgparse(words, version) : readOtherArguments(command.kind, words);
  return open.find((word) => !flags.some(({ value }) => value === word));
}

/** The command with its doubt, where a word of it may stand for flags that are not seen. */
export function withDoubt(command: ServerCommand, version: string | undefined): ServerCommand {
  const loose = command.doubt === null ? looseWord(command, version) : undefined;
  return loose ? { ...command, doubt: unknownIn(loose.mapped) ?? null } : command;
}
