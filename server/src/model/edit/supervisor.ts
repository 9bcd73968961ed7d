import type { TextFile } from '../../base/file.ts';
import type { Edit } from '../../base/span.ts';
import { supervisorTreeOf } from '../../syntax/supervisor/parse.ts';
import { isPythonSpace, strip } from '../../syntax/supervisor/python-text.ts';
import type { OptionNode, SectionNode } from '../../syntax/supervisor/tree.ts';

/** How a file writes its options, taken from the text around an edit. */
interface Style {
  readonly indent: string;
  /** Between name and value: `=`, ` = `, `: `. */
  readonly delimiter: string;
  readonly lineBreak: string;
}

/**
 * Gives an option of a section a value: in place of the one that counts now (the last in the file), else on a new
 * line below the option `after`, or the section's last, written as its neighbours are. Undefined when the file has no such section,
 * or when the text cannot be written as a value: ConfigParser would cut it at ` ;` or ` #`, or strip its ends.
 */
export function setOption(
  file: TextFile,
  section: string,
  name: string,
  value: string,
  after?: string,
): Edit | undefined {
  const sections = sectionsOf(file, section);
  const last = sections[sections.length - 1];
  if (!last || !isWritable(value)) return undefined;
  const present = optionsOf(sections, name).pop();
  if (present) return replaceValue(file, present, value);
  const anchor = optionsOf([last], after ?? '').pop() ?? last.options[last.options.length - 1];
  const style = anchor ? styleOf(file, anchor) : styleWithout(file, last, optionsOf(sections).pop());
  return insertLine(file, anchor?.lines.end ?? lineAfter(file, last.headerSpan.end), style, name, value);
}

const sectionsOf = (file: TextFile, name: string): readonly SectionNode[] =>
  supervisorTreeOf(file).tree.sections.filter((section) => section.name === name);

/** The options of sections in reading order, all or those of one name. */
const optionsOf = (sections: readonly SectionNode[], name?: string): OptionNode[] =>
  sections
    .flatMap(({ options }) => options)
    .filter((option) => name === undefined || option.name === name.toLowerCase());

/** True for a text that ConfigParser reads back as it is: no comment in it, no white space around its lines. */
export const isWritable = (value: string): boolean =>
  value
    .split('\n')
    .every((line, index) => line === strip(line) && (line !== '' || index === 0) && !startsComment(line));

function startsComment(line: string): boolean {
  for (let i = 0; i < line.length; i++) {
    const isSign = line[i] === ';' || line[i] === '#';
    if (isSign && (i === 0 || isPythonSpace(line.charCodeAt(i - 1)))) return true;
  }
  return false;
}

/** Replaces a value from the delimiter on, so that one that begins on the next line moves up. */
function replaceValue(file: TextFile, option: OptionNode, value: string): Edit {
  const { indent, lineBreak } = styleOf(file, option);
  const start = option.parts[0]?.span.start ?? option.valueSpan.start;
  const span = { start, end: Math.max(start, option.valueSpan.end) };
  const isTight = start === option.delimiter.end && file.text[option.delimiter.start - 1] === ' ';
  const space = isTight && value !== '' ? ' ' : '';
  return { uri: file.uri, span, newText: space + continued(value, indent, lineBreak) };
}

/** A value of several lines: the further ones are indented deeper than the option. */
const continued = (value: string, indent: string, lineBreak: string): string =>
  value.split('\n').join(`${lineBreak}${indent}  `);

const optionLine = ({ indent, delimiter, lineBreak }: Style, name: string, value: string): string =>
  indent + name + (value === '' ? delimiter.trimEnd() : delimiter) + continued(value, indent, lineBreak);

function insertLine(file: TextFile, at: number, style: Style, name: string, value: string): Edit {
  const line = optionLine(style, name, value);
  const atBreak = at === 0 || endsInBreak(file.text.slice(0, at));
  const newText = atBreak ? line + style.lineBreak : style.lineBreak + line;
  return { uri: file.uri, span: { start: at, end: at }, newText };
}

/** The style of an option; of a file without any, plain `name=value`. */
function styleOf({ text }: TextFile, option: OptionNode | undefined): Style {
  const lineBreak = text.includes('\r\n') ? '\r\n' : '\n';
  if (!option) return { indent: '', delimiter: '=', lineBreak };
  const indent = text.slice(option.lines.start, option.nameSpan.start);
  const first = option.parts[0]?.span;
  const isEmpty = !first || first.start === first.end;
  const delimiter = text.slice(option.nameSpan.end, isEmpty ? option.delimiter.end : first.start);
  return { indent, delimiter, lineBreak };
}

/** The style of a section without options: not less indented than the next header, which would continue it. */
function styleWithout(file: TextFile, section: SectionNode, elsewhere: OptionNode | undefined): Style {
  const next = supervisorTreeOf(file).tree.sections.find(({ span }) => span.start === section.span.end);
  const indent = next ? file.text.slice(next.span.start, next.headerSpan.start) : '';
  return { ...styleOf(file, elsewhere), indent };
}

/** The start of the line after an offset. */
function lineAfter({ text }: TextFile, offset: number): number {
  const found = /\r\n|\r|\n/g;
  found.lastIndex = offset;
  return found.test(text) ? found.lastIndex : text.length;
}

const endsInBreak = (text: string): boolean => /[\r\n]$/.test(text);
