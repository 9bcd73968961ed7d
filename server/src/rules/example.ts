import type { Language } from '../base/file.ts';
import type { Severity } from '../model/finding.ts';

/** One file of an example or a test fixture. */
export interface ExampleFile {
  /** Absolute, with `/`. */
  readonly path: string;
  /** Without the caret lines; ends with a line feed. */
  readonly text: string;
  readonly marks: readonly Mark[];
}

/** A finding drawn under a line: `   ^^^^ warning[rule-id]: message`. */
export interface Mark {
  /** The marked line, from 0, and the columns on it. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  /** Drawn `^^^>`: the span goes on after this line. */
  readonly goesOn: boolean;
  readonly severity: Severity;
  /** Null in a rule's own examples, where only that rule is drawn. */
  readonly rule: string | null;
  /** The whole message, or its beginning followed by `…`. */
  readonly message: string;
}

/**
 * The path that a lone text of a language takes: that of the main file, or for nginx without an `events` or `http`
 * block that of a file which a main file elsewhere includes.
 */
export function lonePath(language: Language, literal: string): string {
  if (language === 'supervisor') return '/supervisord.conf';
  if (language === 'gunicorn') return '/gunicorn.conf.py';
  const main = /^\s*(?:events|http|stream)\s*\{/m.test(literal);
  return main ? '/etc/nginx/nginx.conf' : '/etc/nginx/conf.d/site.conf';
}

const header = /^-- (\/.*) --$/;
const caretLine = /^( *)(\^+)(>?) (error|warning|information|hint)(?:\[([^\]]+)\])?: (.*)$/;

/** The files of one literal, in its order. A text before the first `-- /path --` takes the path `alone`. */
export function parseExample(literal: string, alone: string): readonly ExampleFile[] {
  const parts: { path: string; lines: string[] }[] = [];
  for (const line of dedent(literal)) {
    const path = header.exec(line)?.[1];
    if (path !== undefined) parts.push({ path, lines: [] });
    else lastOr(parts, { path: alone, lines: [] }).lines.push(line);
  }
  return parts.map(({ path, lines }) => ({ path, ...strip(lines) }));
}

function lastOr<T>(list: T[], otherwise: T): T {
  const last = list[list.length - 1];
  if (last !== undefined) return last;
  list.push(otherwise);
  return otherwise;
}

/** The lines of a literal without its common indentation and without the empty lines at both ends. */
export function dedent(literal: string): readonly string[] {
  const lines = literal.split('\n');
  while (lines[0]?.trim() === '') lines.shift();
  while (lines[lines.length - 1]?.trim() === '') lines.pop();
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/[^ ]/));
  const common = Math.min(...indents, 1000);
  return lines.map((line) => line.slice(common));
}

function strip(lines: readonly string[]): { readonly text: string; readonly marks: readonly Mark[] } {
  const kept: string[] = [];
  const marks: Mark[] = [];
  for (const line of lines) {
    const mark = markOf(line, Math.max(0, kept.length - 1));
    if (mark) marks.push(mark);
    else kept.push(line);
  }
  while (kept.length > 1 && kept[kept.length - 1] === '') kept.pop();
  return { text: `${kept.join('\n')}\n`, marks };
}

function markOf(text: string, line: number): Mark | undefined {
  const match = caretLine.exec(text);
  if (!match) return undefined;
  const [, indent = '', carets = '', arrow, severity, rule, message = ''] = match;
  return {
    line,
    start: indent.length,
    end: indent.length + carets.length,
    goesOn: arrow === '>',
    severity: severity as Severity,
    rule: rule ?? null,
    message,
  };
}

/** One literal again: the text itself for a lone file, else each file under its path. */
export function writeExample(files: readonly { readonly path: string; readonly text: string }[]): string {
  const only = files[0];
  if (files.length === 1 && only) return only.text;
  return files.map(({ path, text }) => `-- ${path} --\n${text}`).join('');
}

/** True when a message is the drawn one, or begins with it where it ends in `…`. */
export const matchesDrawn = (drawn: string, message: string): boolean =>
  drawn.endsWith('…') ? message.startsWith(drawn.slice(0, -1)) : message === drawn;
