import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearest } from '../base/nearest.ts';
import { usageError } from './usage.ts';

export type OptionSpecs = NonNullable<ParseArgsConfig['options']>;

/** The options and words of a command line; throws a usage error that names the wrong word and the way out. */
export function readArguments<Specs extends OptionSpecs>(
  command: string,
  args: readonly string[],
  options: Specs,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw usageError(reasonOf(error, Object.keys(options)), `See \`scaling-lens ${command} --help\`.`);
  }
}

function reasonOf(error: unknown, names: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const unknown = /^Unknown option '(-+)([^']+)'/.exec(message);
  if (!unknown) return message.replace(/\.? ?To specify .*$/s, '').replace(/\.$/, '');
  const near = nearest(unknown[2] ?? '', names);
  return `Unknown option '${unknown[1]}${unknown[2]}'${near ? `; did you mean '--${near}'?` : ''}`;
}

/** The value, when it is one of those allowed; a usage error otherwise. */
export function oneOf<Choice extends string>(
  option: string,
  value: string,
  choices: readonly Choice[],
): Choice {
  const choice = choices.find((one) => one === value);
  if (choice !== undefined) return choice;
  const near = nearest(value, choices);
  throw usageError(
    `--${option} is '${value}'${near ? `; did you mean '${near}'?` : ''}`,
    `It can be ${choices.join(', ')}.`,
  );
}
