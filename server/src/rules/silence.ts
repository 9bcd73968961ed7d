import { linesOf, type TextFile } from '../base/file.ts';
import { lineAt } from '../base/line-index.ts';
import { type Edit, place } from '../base/span.ts';
import type { Finding, Fix } from '../model/finding.ts';
import { type Ignore, ignoresOf } from './suppress.ts';

/**
 * Silences a finding where it stands: a comment on the line before, or the id added to the comment that is there.
 * Where no comment may stand (in a Python text of several lines) the comment goes to the top, for the whole file.
 */
export function ignoreHere(file: TextFile, finding: Finding): Fix {
  const line = lineAt(linesOf(file), finding.place.span.start);
  const start = linesOf(file)[line] ?? 0;
  if (file.kind === 'gunicorn' && !mayHoldComment(file.text, start)) return ignoreInFile(file, finding);
  const title = `Ignore ${finding.rule} here`;
  const near = ignoresOf(file).find((ignore) => ignore.lines !== null && ignore.lines.last === line);
  if (near && near.rules.length > 0) return { title, safe: false, edits: [addName(near, finding.rule)] };
  const indent = /^[ \t]*/.exec(file.text.slice(start))?.[0] ?? '';
  return {
    title,
    safe: false,
    edits: [insertLine(file, start, `${indent}# scaling-lens-ignore ${finding.rule}`)],
  };
}

/** Silences a rule in a whole file: a comment at its top, or the id added to the comment that is there. */
export function ignoreInFile(file: TextFile, { rule }: Pick<Finding, 'rule'>): Fix {
  const title = `Ignore ${rule} in this file`;
  const near = ignoresOf(file).find((ignore) => ignore.lines === null);
  if (near && near.rules.length > 0) return { title, safe: false, edits: [addName(near, rule)] };
  const edit = insertLine(file, afterPreamble(file.text), `# scaling-lens-ignore-file ${rule}`);
  return { title, safe: false, edits: [edit] };
}

/** Where a profile is or would be. */
export interface ProfileText {
  readonly uri: string;
  /** Undefined where there is no such file yet. */
  readonly text: string | undefined;
}

/** Switches a rule off for the deployment: `RULE = off` in the `[rules]` of its `scaling-lens.ini`. */
export function turnOff(profile: ProfileText, rule: string): Fix {
  return { title: `Turn off ${rule} in scaling-lens.ini`, safe: false, edits: [turnOffEdit(profile, rule)] };
}

function turnOffEdit({ uri, text }: ProfileText, rule: string): Edit {
  if (text === undefined) return { ...place(uri, 0, 0), newText: `[rules]\n${rule} = off\n` };
  const eol = eolOf(text);
  const section = /^[ \t]*\[rules\][^\r\n]*(?:\r\n|\r|\n|$)/m.exec(text);
  if (!section) {
    const gap = text === '' ? '' : /[\r\n]$/.test(text) ? eol : eol + eol;
    return { ...place(uri, text.length, text.length), newText: `${gap}[rules]${eol}${rule} = off${eol}` };
  }
  const from = section.index + section[0].length;
  const present = valueInSection(text, from, rule);
  if (present) return { ...place(uri, present.start, present.end), newText: 'off' };
  const lead = /[\r\n]$/.test(section[0]) ? '' : eol;
  return { ...place(uri, from, from), newText: `${lead}${rule} = off${eol}` };
}

function valueInSection(text: string, from: number, key: string) {
  let at = from;
  for (const line of text.slice(from).split(/(?<=\n)/)) {
    if (/^[ \t]*\[/.test(line)) return undefined;
    const match = /^([ \t]*([^=\s]+)[ \t]*=[ \t]*)([^\r\n;#]*)/.exec(line);
    if (match?.[2] === key) {
      const start = at + (match[1]?.length ?? 0);
      return { start, end: start + (match[3] ?? '').trimEnd().length };
    }
    at += line.length;
  }
  return undefined;
}

function addName({ file, rules }: Ignore, rule: string): Edit {
  const end = rules[rules.length - 1]?.span.end ?? 0;
  return { ...place(file.uri, end, end), newText: `, ${rule}` };
}

const insertLine = (file: TextFile, at: number, line: string): Edit => ({
  ...place(file.uri, at, at),
  newText: line + eolOf(file.text),
});

const eolOf = (text: string): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** After a byte order mark, `#!` and a Python coding line, which must stay first. */
function afterPreamble(text: string): number {
  const preamble = /^\uFEFF?(?:#![^\n]*\n)?(?:#[^\n]*coding[:=][^\n]*\n)?/.exec(text);
  return preamble?.[0].length ?? 0;
}

/** False within a text of several lines and after a backslash, where a comment would be part of the statement. */
function mayHoldComment(text: string, lineStart: number): boolean {
  const before = text.slice(0, lineStart);
  const continued = /\\\r?\n$/.test(before);
  const openText = ['"""', "'''"].some((quotes) => before.split(quotes).length % 2 === 0);
  return !continued && !openText;
}
