import { type FileKind, linesOf, type TextFile } from '../base/file.ts';
import { lineAt } from '../base/line-index.ts';
import { memo } from '../base/memo.ts';
import type { Span } from '../base/span.ts';
import type { Finding } from '../model/finding.ts';

/** A comment that silences rules: `# scaling-lens-ignore RULE[, RULE] — reason`, or `…-ignore-file` at the top. */
export interface Ignore {
  readonly file: TextFile;
  readonly scope: 'line' | 'file';
  /** Lines (from 0) whose findings it silences; null for the whole file. */
  readonly lines: { readonly first: number; readonly last: number } | null;
  /** Rule ids, or groups as `nginx/*`. */
  readonly rules: readonly { readonly id: string; readonly span: Span }[];
  /** The words after the dash; empty where there are none. */
  readonly reason: string;
  /** From the comment character to the end of the line. */
  readonly span: Span;
  /** True when nothing but the comment stands on its line. */
  readonly ownLine: boolean;
}

const marker = 'scaling-lens-ignore';

/** A comment for the whole file must begin within the first lines, where a reader looks for it. */
const firstLines = 10;

const comment: Readonly<Record<FileKind, RegExp>> = {
  supervisor: /(?:^|\s)([#;])[ \t]*scaling-lens-ignore(-file)?(?![\w-]):?/g,
  profile: /(?:^|\s)([#;])[ \t]*scaling-lens-ignore(-file)?(?![\w-]):?/g,
  nginx: /(?:^|[\s;{}])(#)[ \t]*scaling-lens-ignore(-file)?(?![\w-]):?/g,
  gunicorn: /(?:^|[^\\])(#)[ \t]*scaling-lens-ignore(-file)?(?![\w-]):?/g,
  context: /(?:^|\s)(#)[ \t]*scaling-lens-ignore(-file)?(?![\w-]):?/g,
};

/** Every ignore comment of a file, in its order. */
export const ignoresOf: (file: TextFile) => readonly Ignore[] = memo((file: TextFile) => {
  if (!file.text.includes(marker)) return [];
  const found: Ignore[] = [];
  for (const match of file.text.matchAll(comment[file.kind])) {
    const sign = match.index + match[0].indexOf(match[1] ?? '');
    found.push(readIgnore(file, sign, match.index + match[0].length, match[2] ? 'file' : 'line'));
  }
  return found;
});

function readIgnore(file: TextFile, start: number, after: number, scope: Ignore['scope']): Ignore {
  const end = endOfLine(file.text, after);
  const { rules, reason } = readList(file.text, after, end);
  const line = lineAt(linesOf(file), start);
  const ownLine = file.text.slice(linesOf(file)[line], start).trim() === '';
  const lines = { first: line, last: ownLine ? nextCodeLine(file, line) : line };
  const whole = scope === 'file' && line < firstLines;
  return { file, scope, lines: whole ? null : lines, rules, reason, span: { start, end }, ownLine };
}

const id = /[ \t]*(,?)[ \t]*([A-Za-z][\w-]*(?:\/[\w*-]+)?)/y;

function readList(text: string, from: number, end: number): Pick<Ignore, 'rules' | 'reason'> {
  const rules: { id: string; span: Span }[] = [];
  id.lastIndex = from;
  let at = from;
  for (let match = id.exec(text); match && id.lastIndex <= end; match = id.exec(text)) {
    const [whole, comma, name = ''] = match;
    const continues = rules.length === 0 || comma === ',' || name.includes('/');
    if (!continues) break;
    at = match.index + whole.length;
    rules.push({ id: name, span: { start: at - name.length, end: at } });
  }
  return { rules, reason: reasonAfter(text.slice(at, end)) };
}

const reasonAfter = (rest: string): string => rest.replace(/^[ \t]*(?:—|–|--?|:)?[ \t]*/, '').trimEnd();

function endOfLine(text: string, from: number): number {
  const at = text.slice(from).search(/[\r\n]/);
  return at < 0 ? text.length : from + at;
}

/** The next line that is neither empty nor a comment, so that several comments can stand above one line. */
function nextCodeLine(file: TextFile, line: number): number {
  const starts = linesOf(file);
  for (let next = line + 1; next < starts.length; next++) {
    const text = file.text.slice(starts[next], starts[next + 1]).trim();
    const isComment = text.startsWith('#') || (text.startsWith(';') && file.kind !== 'nginx');
    if (text !== '' && !isComment) return next;
  }
  return line;
}

/** True when the comment names the rule, itself or by its group. */
export const names = (ignore: Ignore, rule: string): boolean =>
  ignore.rules.some(({ id }) => id === rule || isGroupOf(id, rule));

/** True for `nginx/*` and a rule of that group. */
export const isGroupOf = (pattern: string, rule: string): boolean =>
  pattern.endsWith('/*') && rule.startsWith(pattern.slice(0, -1));

/** The first ignore comment of the file that covers the finding; undefined when none does. */
export function ignoreFor(file: TextFile, finding: Finding): Ignore | undefined {
  const ignores = ignoresOf(file);
  if (ignores.length === 0) return undefined;
  const line = lineAt(linesOf(file), finding.place.span.start);
  return ignores.find((ignore) => covers(ignore, line) && names(ignore, finding.rule));
}

const covers = ({ lines }: Ignore, line: number): boolean =>
  lines === null || (lines.first <= line && line <= lines.last);
