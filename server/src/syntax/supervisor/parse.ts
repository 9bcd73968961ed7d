import type { TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import type { Span } from '../../base/span.ts';
import { isPythonSpace, skipSpace, trimEnd } from './python-text.ts';
import type {
  OptionNode,
  SectionNode,
  SupervisorLine,
  SupervisorSyntaxError,
  SupervisorTree,
  ValuePart,
} from './tree.ts';

export interface ParsedSupervisor {
  readonly tree: SupervisorTree;
  /** In reading order. */
  readonly errors: readonly SupervisorSyntaxError[];
}

/** The parse of a file, computed once for each text. */
export const supervisorTreeOf: (file: TextFile) => ParsedSupervisor = memo((file) =>
  parseSupervisor(file.text),
);

/**
 * Reads a text as the ConfigParser of Python 3.11 does with Supervisor's settings: `=` and `:` as delimiters, `;` and
 * `#` after white space as comments, deeper indented lines as continuations. Never fails: a line that ConfigParser
 * refuses is `garbage`, and what follows is read as if it were not there.
 */
export function parseSupervisor(text: string): ParsedSupervisor {
  const parser: Parser = {
    text,
    lines: [],
    sections: [],
    errors: [],
    section: null,
    option: null,
    indent: 0,
    headed: false,
  };
  for (let start = 0; start < text.length; ) start = readLine(parser, start);
  closeSection(parser, text.length);
  return { tree: { text, lines: parser.lines, sections: parser.sections }, errors: parser.errors };
}

interface OpenSection {
  readonly name: string;
  readonly nameSpan: Span;
  readonly headerSpan: Span;
  readonly start: number;
  readonly options: OptionNode[];
}

interface OpenOption {
  readonly name: string;
  readonly nameSpan: Span;
  readonly delimiter: Span;
  readonly parts: ValuePart[];
  readonly start: number;
}

interface Parser {
  readonly text: string;
  readonly lines: SupervisorLine[];
  readonly sections: SectionNode[];
  readonly errors: SupervisorSyntaxError[];
  section: OpenSection | null;
  /** The option whose value may still go on. */
  option: OpenOption | null;
  /** Indentation of the last header, option or garbage line: a deeper line continues. */
  indent: number;
  headed: boolean;
}

/** A line in the making: its kind is known once it is read. */
type OpenLine = { -readonly [Key in keyof SupervisorLine]: SupervisorLine[Key] };

/** Reads the line at `start`; the start of the next one. */
function readLine(parser: Parser, start: number): number {
  const { text } = parser;
  const end = lineEnd(text, start);
  const next = end + breakLength(text, end);
  const from = skipSpace(text, start, end);
  const comment = commentStart(text, start, from, end);
  const to = trimEnd(text, from, comment === -1 ? end : comment);
  const line: OpenLine = { kind: 'comment', start, end, next, from, to, comment };
  parser.lines.push(line);
  if (to <= from) readEmpty(parser, line);
  else readContent(parser, line);
  return next;
}

function lineEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || unit === 13) return at;
  }
  return text.length;
}

const breakLength = (text: string, at: number): number =>
  at >= text.length ? 0 : text.charCodeAt(at) === 13 && text.charCodeAt(at + 1) === 10 ? 2 : 1;

/**
 * Where the comment of a line starts, -1 without one. ConfigParser 3.11 looks at the first `;` and the first `#`,
 * then at the second ones and so on, and stops at the first round in which one stands after white space: so
 * `a;b ;c #d` is cut at `#d`.
 */
function commentStart(text: string, start: number, first: number, end: number): number {
  if (first < end && isCommentSign(text.charCodeAt(first))) return first;
  let semicolon = find(text, 59, start, end);
  let hash = find(text, 35, start, end);
  while (semicolon !== -1 || hash !== -1) {
    const cutsSemicolon = semicolon !== -1 && isCut(text, start, semicolon);
    const cutsHash = hash !== -1 && isCut(text, start, hash);
    if (cutsSemicolon && cutsHash) return Math.min(semicolon, hash);
    if (cutsSemicolon || cutsHash) return cutsSemicolon ? semicolon : hash;
    semicolon = semicolon === -1 ? -1 : find(text, 59, semicolon + 1, end);
    hash = hash === -1 ? -1 : find(text, 35, hash + 1, end);
  }
  return -1;
}

const isCommentSign = (unit: number): boolean => unit === 59 || unit === 35;

const isCut = (text: string, start: number, at: number): boolean =>
  at === start || isPythonSpace(text.charCodeAt(at - 1));

function find(text: string, unit: number, from: number, end: number): number {
  for (let at = from; at < end; at++) if (text.charCodeAt(at) === unit) return at;
  return -1;
}

function readEmpty(parser: Parser, line: OpenLine): void {
  line.from = line.end;
  line.to = line.end;
  if (line.comment !== -1) return;
  line.kind = 'blank';
  if (parser.option)
    parser.option.parts.push({ span: { start: line.start, end: line.start }, comment: null });
}

function readContent(parser: Parser, line: OpenLine): void {
  const indent = line.from - line.start;
  if (parser.option && indent > parser.indent) {
    line.kind = 'continuation';
    parser.option.parts.push(partOf(line, line.from));
    return;
  }
  parser.indent = indent;
  const close = headerEnd(parser.text, line);
  if (close !== -1) openSection(parser, line, close);
  else if (!parser.headed) refuse(parser, 'no section', line);
  else readOption(parser, line);
}

const partOf = (line: SupervisorLine, from: number): ValuePart => ({
  span: { start: Math.min(from, line.to), end: line.to },
  comment: line.comment === -1 ? null : { start: line.comment, end: line.end },
});

/** The offset of the last `]` of a line that starts with `[` and has something between; -1 for other lines. */
function headerEnd(text: string, line: OpenLine): number {
  if (text.charCodeAt(line.from) !== 91) return -1;
  for (let at = line.to - 1; at > line.from + 1; at--) if (text.charCodeAt(at) === 93) return at;
  return -1;
}

function openSection(parser: Parser, line: OpenLine, close: number): void {
  closeSection(parser, line.start);
  line.kind = 'header';
  parser.headed = true;
  parser.section = {
    name: parser.text.slice(line.from + 1, close),
    nameSpan: { start: line.from + 1, end: close },
    headerSpan: { start: line.from, end: close + 1 },
    start: line.start,
    options: [],
  };
}

function closeSection(parser: Parser, end: number): void {
  closeOption(parser);
  const { section } = parser;
  if (!section) return;
  const { name, nameSpan, headerSpan, options, start } = section;
  parser.sections.push({ kind: 'section', name, nameSpan, headerSpan, options, span: { start, end } });
  parser.section = null;
}

function refuse(parser: Parser, kind: SupervisorSyntaxError['kind'], line: OpenLine): void {
  line.kind = 'garbage';
  const text = parser.text.slice(line.start, line.end) + (line.next > line.end ? '\n' : '');
  parser.errors.push({ kind, span: { start: line.from, end: line.to }, line: parser.lines.length, text });
}

function readOption(parser: Parser, line: OpenLine): void {
  const { text } = parser;
  const at = delimiterIn(text, line);
  if (at > -1) closeOption(parser);
  if (at <= line.from) {
    refuse(parser, at === -1 ? 'no delimiter' : 'no name', line);
    return;
  }
  line.kind = 'option';
  const nameSpan = { start: line.from, end: trimEnd(text, line.from, at) };
  const valueStart = skipSpace(text, at + 1, line.to);
  parser.option = {
    name: text.slice(nameSpan.start, nameSpan.end).toLowerCase(),
    nameSpan,
    delimiter: { start: at, end: at + 1 },
    parts: [partOf(line, valueStart)],
    start: line.start,
  };
}

function delimiterIn(text: string, line: OpenLine): number {
  for (let at = line.from; at < line.to; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 61 || unit === 58) return at;
  }
  return -1;
}

function closeOption(parser: Parser): void {
  const { option, section, text } = parser;
  parser.option = null;
  if (!option || !section) return;
  const parts = withoutBlankEnd(option.parts);
  const { start, end } = spanOf(parts, option.delimiter.end);
  section.options.push({
    kind: 'option',
    name: option.name,
    nameSpan: option.nameSpan,
    delimiter: option.delimiter,
    parts,
    value: joined(text, parts),
    valueSpan: { start, end },
    lines: { start: option.start, end: nextLine(text, Math.max(end, option.delimiter.end)) },
  });
}

/** From the first to the last character of the parts; empty at `otherwise` without any. */
function spanOf(parts: readonly ValuePart[], otherwise: number): Span {
  const first = parts.find(({ span }) => span.end > span.start);
  const last = parts[parts.length - 1];
  return first && last
    ? { start: first.span.start, end: last.span.end }
    : { start: otherwise, end: otherwise };
}

function joined(text: string, parts: readonly ValuePart[]): string {
  const [only] = parts;
  return only && parts.length === 1
    ? text.slice(only.span.start, only.span.end)
    : parts.map(({ span }) => text.slice(span.start, span.end)).join('\n');
}

/** The parts up to the last one with text; the first stays. */
function withoutBlankEnd(parts: readonly ValuePart[]): readonly ValuePart[] {
  let length = parts.length;
  for (; length > 1; length--) {
    const part = parts[length - 1];
    if (part && part.span.end > part.span.start) break;
  }
  return length === parts.length ? parts : parts.slice(0, length);
}

const nextLine = (text: string, at: number): number => {
  const end = lineEnd(text, at);
  return end + breakLength(text, end);
};
