import type { TextFile } from '../../../base/file.ts';
import { contains, type Span } from '../../../base/span.ts';
import { type SupervisorSectionKind, sectionKindOf } from '../../../catalog/supervisor.ts';
import { lineAtOffset, sectionAt } from '../../../syntax/supervisor/at.ts';
import { type FormatPiece, parseFormat } from '../../../syntax/supervisor/format.ts';
import { supervisorTreeOf } from '../../../syntax/supervisor/parse.ts';
import type { OptionNode, SectionNode, SupervisorLine } from '../../../syntax/supervisor/tree.ts';
import { lastIndexAt, runAround } from './search.ts';

/** What stands, or may be written, at an offset of supervisord.conf. */
export interface SupervisorAt {
  readonly file: TextFile;
  readonly offset: number;
  /** The section whose header stands at or above the offset; undefined before the first. */
  readonly section: SectionNode | undefined;
  /** Undefined for a section that nobody reads. */
  readonly kind: SupervisorSectionKind | undefined;
  readonly spot: SupervisorSpot;
}

export type SupervisorSpot =
  /** Between the brackets of a header; `closed` is false where `]` is missing. */
  | { readonly kind: 'header'; readonly span: Span; readonly closed: boolean }
  /** An option's name, whole or begun; `option` is undefined where no delimiter follows. */
  | { readonly kind: 'name'; readonly span: Span; readonly option: OptionNode | undefined }
  /** An option's value, or where one may go on; `line` is the part of it on the cursor's line. */
  | { readonly kind: 'value'; readonly option: OptionNode; readonly line: Span }
  /** An empty line at the margin, where an option or a section may begin. */
  | { readonly kind: 'blank' }
  | { readonly kind: 'comment' }
  | { readonly kind: 'other' };

/** What stands at an offset. Works on broken text and at the end of the file. */
export function supervisorAt(file: TextFile, offset: number): SupervisorAt {
  const { tree } = supervisorTreeOf(file);
  const section = sectionAt(tree, offset);
  const line = lineAtOffset(tree, offset);
  const isPast = line !== undefined && line.next > line.end && offset >= line.next;
  const spot =
    !line || isPast ? blankSpot(file, section, offset, offset) : spotOn(file, section, line, offset);
  return { file, offset, section, kind: section && sectionKindOf(section.name), spot };
}

function spotOn(
  file: TextFile,
  section: SectionNode | undefined,
  line: SupervisorLine,
  offset: number,
): SupervisorSpot {
  if (line.comment !== -1 && offset > line.comment) return { kind: 'comment' };
  switch (line.kind) {
    case 'comment':
      return { kind: 'comment' };
    case 'blank':
      return blankSpot(file, section, line.start, offset);
    case 'header':
      return section ? headerSpot(section, offset) : { kind: 'other' };
    case 'garbage':
      return garbageSpot(file.text, line, offset);
    default:
      return optionSpot(section, line, offset);
  }
}

/** A blank line that is indented goes on with the value above it. */
function blankSpot(
  file: TextFile,
  section: SectionNode | undefined,
  start: number,
  offset: number,
): SupervisorSpot {
  const option = section && optionAbove(section, start);
  const follows = option && /^[ \t]*\r?\n?$/.test(file.text.slice(option.lines.end, start));
  if (offset > start && option && follows)
    return { kind: 'value', option, line: { start: offset, end: offset } };
  return { kind: 'blank' };
}

const optionAbove = (section: SectionNode, offset: number): OptionNode | undefined =>
  section.options[lastIndexAt(section.options, offset, (option) => option.lines.start)];

function headerSpot(section: SectionNode, offset: number): SupervisorSpot {
  const { headerSpan, nameSpan } = section;
  if (offset <= headerSpan.start || offset >= headerSpan.end) return { kind: 'other' };
  return { kind: 'header', span: nameSpan, closed: true };
}

/** `[progr` without its bracket, or the name of an option without its delimiter. */
function garbageSpot(text: string, line: SupervisorLine, offset: number): SupervisorSpot {
  if (offset < line.from || offset > line.to) return { kind: 'other' };
  if (text[line.from] !== '[')
    return { kind: 'name', span: { start: line.from, end: line.to }, option: undefined };
  if (offset === line.from) return { kind: 'other' };
  const closed = text[line.to - 1] === ']' && line.to > line.from + 1;
  return { kind: 'header', span: { start: line.from + 1, end: closed ? line.to - 1 : line.to }, closed };
}

function optionSpot(section: SectionNode | undefined, line: SupervisorLine, offset: number): SupervisorSpot {
  const option = section && optionAbove(section, line.start);
  if (!option) return { kind: 'other' };
  if (line.kind === 'option' && offset < option.delimiter.end)
    return offset >= option.nameSpan.start && offset <= option.nameSpan.end
      ? { kind: 'name', span: option.nameSpan, option }
      : { kind: 'other' };
  const part = option.parts.find(({ span }) => line.start <= span.start && span.end <= line.end)?.span;
  return { kind: 'value', option, line: part ?? { start: offset, end: offset } };
}

/** An expansion `%(name)s` in the file, or what of it is written so far. */
export interface ExpansionAt {
  /** The whole expansion; to the cursor's word end where it is not finished. */
  readonly span: Span;
  /** The name between the parentheses, as far as it is written. */
  readonly name: string;
  readonly nameSpan: Span;
  /** True when `)` and a conversion follow. */
  readonly finished: boolean;
}

/** The expansion at an offset of a value's line; undefined elsewhere, and for `%%`. */
export function expansionAt(file: TextFile, line: Span, offset: number): ExpansionAt | undefined {
  const text = file.text.slice(line.start, line.end);
  if (!text.includes('%')) return undefined;
  const at = offset - line.start;
  const pieces = parseFormat(text).filter(({ kind }) => kind !== 'literal');
  const piece = pieces.find(({ span }) => contains(span, at)) ?? pieces.find(({ span }) => span.end === at);
  const begun = piece?.kind === 'conversion' ? undefined : begunExpansion(file, line, offset);
  if (begun) return begun;
  if (piece?.kind !== 'conversion' || !piece.key) return undefined;
  const move = ({ start, end }: Span): Span => ({ start: start + line.start, end: end + line.start });
  return {
    span: move(piece.span),
    name: piece.key.text,
    nameSpan: move(piece.key.span),
    finished: true,
  };
}

const isNameUnit = (unit: string): boolean => /[A-Za-z0-9_]/.test(unit);

/** `%(proc` with the cursor in or behind the name: the parenthesis that would close it belongs to something else. */
function begunExpansion(file: TextFile, line: Span, offset: number): ExpansionAt | undefined {
  const name = runAround(file.text, offset, line, isNameUnit);
  if (file.text.slice(Math.max(line.start, name.start - 2), name.start) !== '%(') return undefined;
  const closed = file.text[name.end] === ')';
  return {
    span: { start: name.start - 2, end: closed ? name.end + 1 : name.end },
    name: file.text.slice(name.start, name.end),
    nameSpan: name,
    finished: false,
  };
}

/** All finished expansions of a value's text, by name, each name once. */
export function expansionNames(value: string): readonly string[] {
  if (!value.includes('%(')) return [];
  const keys = parseFormat(value).flatMap((piece) => keyOf(piece) ?? []);
  return [...new Set(keys)];
}

const keyOf = (piece: FormatPiece): string | undefined =>
  piece.kind === 'conversion' ? piece.key?.text : undefined;

/** One item of a value that is a list: between commas, white space around it left out. */
export function listItemAt(file: TextFile, line: Span, offset: number): Span {
  const within = { start: line.start, end: Math.max(line.end, offset) };
  const run = runAround(file.text, offset, within, (unit) => unit !== ',' && unit !== '\n' && unit !== '\r');
  let { start, end } = run;
  while (start < offset && /\s/.test(file.text[start] ?? '')) start++;
  while (end > offset && /\s/.test(file.text[end - 1] ?? '')) end--;
  return { start, end };
}
