import type { TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import type { Span } from '../../base/span.ts';
import { isPythonSpace, skipSpace, trimEnd } from './python-text.ts';
import type {
  LineKind,
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

/** Reads the line at `start`; the start of the next one. */
function readLine(parser: Parser, start: number): number {
  const { text } = parser;
  const end = lineEnd(text, start);
  const next = end + breakLength(text, end);
  const first = skipSpace(text, start, end);
  const comment = commentStart(text, start, first, end);
  const to = trimEnd(text, first, comment === -1 ? end : comment);
  if (to <= first)
    readEmpty(parser, {
      kind: comment === -1 ? 'blank' : 'comment',
      start,
      end,
      next,
      from: end,
      to: end,
      comment,
    });
  else readContent(parser, { start, end, next, from: first, to, comment });
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

function readEmpty(parser: Parser, line: SupervisorLine): void {
  parser.lines.push(line);
  if (line.kind === 'blank' && parser.option)
    parser.option.parts.push({ span: { start: line.start, end: line.start }, comment: null });
}

type Content = Omit<SupervisorLine, 'kind'>;

function readContent(parser: Parser, line: Content): void {
  const indent = line.from - line.start;
  if (parser.option && indent > parser.indent) {
    addLine(parser, 'continuation', line);
    parser.option.parts.push(partOf(line, line.from));
    return;
  }
  parser.indent = indent;
  const close = headerEnd(parser.text, line);
  if (close !== -1) openSection(parser, line, close);
  else if (!parser.headed) refuse(parser, 'no section', line);
  else readOption(parser, line);
}

const addLine = (parser: Parser, kind: LineKind, line: Content): number =>
  parser.lines.push({ kind, ...line });

const partOf = (line: Content, from: number): ValuePart => ({
  span: { start: Math.min(from, line.to), end: line.to },
  comment: line.comment === -1 ? null : { start: line.comment, end: line.end },
});

/** The offset of the last `]` of a line that starts with `[` and has something between; -1 for other lines. */
function headerEnd(text: string, line: Content): number {
  if (text.charCodeAt(line.from) !== 91) return -1;
  for (let at = line.to - 1; at > line.from + 1; at--) if (text.charCodeAt(at) === 93) return at;
  return -1;
}

function openSection(parser: Parser, line: Content, close: number): void {
  closeSection(parser, line.start);
  addLine(parser, 'header', line);
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

function refuse(parser: Parser, kind: SupervisorSyntaxError['kind'], line: Content): void {
  addLine(parser, 'garbage', line);
  const text = parser.text.slice(line.start, line.end) + (line.next > line.end ? '\n' : '');
  parser.errors.push({ kind, span: { start: line.from, end: line.to }, line: parser.lines.length, text });
}

function readOption(parser: Parser, line: Content): void {
  const { text } = parser;
  const at = delimiterIn(text, line);
  if (at > -1) closeOption(parser);
  if (at <= line.from) {
    refuse(parser, at === -1 ? 'no delimiter' : 'no name', line);
    return;
  }
  addLine(parser, 'option', line);
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

function delimiterIn(text: string, line: Content): number {
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
  const filled = parts.filter((part) => part.span.end > part.span.start);
  const start = filled[0]?.span.start ?? option.delimiter.end;
  const end = filled[filled.length - 1]?.span.end ?? start;
  section.options.push({
    kind: 'option',
    name: option.name,
    nameSpan: option.nameSpan,
    delimiter: option.delimiter,
    parts,
    value: parts.map((part) => text.slice(part.span.start, part.span.end)).join('\n'),
    valueSpan: { start, end },
    lines: { start: option.start, end: nextLine(text, Math.max(end, option.delimiter.end)) },
  });
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
