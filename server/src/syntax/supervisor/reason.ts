import { repr } from './python-text.ts';
import type { SupervisorSyntaxError } from './tree.ts';

/**
 * What ConfigParser says of a file with syntax errors (its MissingSectionHeaderError or ParsingError as text);
 * undefined without errors. Text before the first header stops it at once, other lines are listed together.
 */
export function parsingErrorOf(errors: readonly SupervisorSyntaxError[], path: string): string | undefined {
  const [first] = errors;
  if (!first) return undefined;
  if (first.kind === 'no section')
    return `File contains no section headers.\nfile: ${repr(path)}, line: ${first.line}\n${repr(first.text)}`;
  return `Source contains parsing errors: ${repr(path)}${errors.map(lineOf).join('')}`;
}

const lineOf = (error: SupervisorSyntaxError): string =>
  `\n\t[line ${String(error.line).padStart(2)}]: ${repr(error.text)}`;
