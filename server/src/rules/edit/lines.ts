import { linesOf, type TextFile } from '../../base/file.ts';
import { lineAt } from '../../base/line-index.ts';
import { memo } from '../../base/memo.ts';
import { type Edit, type Place, place, type Span } from '../../base/span.ts';
import type { Deployment } from '../../model/deployment.ts';

const filesByUri = memo(
  (deployment: Deployment) => new Map(deployment.files.map((file) => [file.uri, file])),
);

/** The file of a deployment; undefined for a uri that is none of its files. */
export const fileIn = (deployment: Deployment, uri: string): TextFile | undefined =>
  filesByUri(deployment).get(uri);

/** Replaces what stands at a place. */
export const replace = ({ uri, span }: Place, newText: string): Edit => ({ uri, span, newText });

/** The line ending that a file uses. */
export const eolOf = (file: TextFile): string => (file.text.includes('\r\n') ? '\r\n' : '\n');

/** The blanks that the line of an offset begins with. */
export function indentAt(file: TextFile, offset: number): string {
  const start = linesOf(file)[lineAt(linesOf(file), offset)] ?? 0;
  return /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
}

/** Inserts lines below the one that holds `offset`, indented like it. */
export function insertLineAfter(file: TextFile, offset: number, ...added: readonly string[]): Edit {
  const lines = linesOf(file);
  const next = lines[lineAt(lines, offset) + 1];
  const texts = added.map((line) => indentAt(file, offset) + line);
  const eol = eolOf(file);
  if (next !== undefined)
    return { ...place(file.uri, next, next), newText: texts.map((text) => text + eol).join('') };
  const end = file.text.length;
  return { ...place(file.uri, end, end), newText: texts.map((text) => eol + text).join('') };
}

/** Inserts a line above the one that holds `offset`, indented like it. */
export function insertLineBefore(file: TextFile, offset: number, line: string): Edit {
  const start = linesOf(file)[lineAt(linesOf(file), offset)] ?? 0;
  return { ...place(file.uri, start, start), newText: indentAt(file, offset) + line + eolOf(file) };
}

/**
 * Takes a statement out: with its lines where nothing else stands on them, else with the blanks before it (at the
 * start of a line, those after it).
 */
export function remove(file: TextFile, { start, end }: Span): Edit {
  const lines = linesOf(file);
  const first = lines[lineAt(lines, start)] ?? 0;
  const next = lines[lineAt(lines, Math.max(start, end - 1)) + 1] ?? file.text.length;
  const before = file.text.slice(first, start);
  const after = file.text.slice(end, next);
  if (before.trim() === '' && after.trim() === '') return { ...place(file.uri, first, next), newText: '' };
  if (before.trim() !== '') return { ...place(file.uri, start - trailingBlanks(before), end), newText: '' };
  return { ...place(file.uri, start, end + leadingBlanks(after)), newText: '' };
}

const trailingBlanks = (text: string): number => text.length - text.replace(/[ \t]+$/, '').length;

const leadingBlanks = (text: string): number => /^[ \t]*/.exec(text)?.[0].length ?? 0;
