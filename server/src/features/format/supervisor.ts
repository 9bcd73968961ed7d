import type { TextFile } from '../../base/file.ts';
import type { Span } from '../../base/span.ts';
import { type ParsedSupervisor, parseSupervisor, supervisorTreeOf } from '../../syntax/supervisor/parse.ts';
import { tokensOf } from '../../syntax/supervisor/tokens.ts';
import type { OptionNode, SupervisorLine, SupervisorTree } from '../../syntax/supervisor/tree.ts';
import { change, edited, type SpaceEdit } from './edit.ts';

/**
 * Tidies supervisord.conf: no white space at line ends, one way of writing `=` (that of most options of the file),
 * and a blank line before each section. Indentation is left as it is, since an indented line goes on with the value
 * above it. Nothing is changed in a file with a syntax error, nor where supervisord would read other values.
 */
export function formatSupervisor(file: TextFile): readonly SpaceEdit[] {
  const parsed = supervisorTreeOf(file);
  if (parsed.errors.length > 0) return [];
  const { tree } = parsed;
  const edits = [...lineEnds(tree), ...delimiters(tree), ...gaps(tree)].sort(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  );
  return readsTheSame(parsed, edited(file.text, edits)) ? edits : [];
}

/** True when another text has the same sections, options, values and comments in the same order. */
function readsTheSame(before: ParsedSupervisor, text: string): boolean {
  const after = parseSupervisor(text);
  return after.errors.length === 0 && meaningOf(before.tree) === meaningOf(after.tree);
}

const meaningOf = (tree: SupervisorTree): string =>
  JSON.stringify([
    tree.sections.map(({ name, options }) => [name, options.map((option) => [option.name, option.value])]),
    [...tokensOf(tree)]
      .filter(({ kind }) => kind !== 'space' && kind !== 'break')
      .map(({ kind, start, end }) => [kind, tree.text.slice(start, end).trimEnd()]),
  ]);

/** White space at the ends of lines, those of comments too. */
const lineEnds = ({ text, lines }: SupervisorTree): readonly SpaceEdit[] =>
  lines.flatMap(({ start, end }) => {
    const line = text.slice(start, end);
    const length = line.replace(/[ \t]+$/, '').length;
    return change(text, { start: start + length, end }, '');
  });

/** Blanks around `=`, as most options of the file have them; left alone where a file aligns them in columns. */
function delimiters({ text, sections }: SupervisorTree): readonly SpaceEdit[] {
  const options = sections.flatMap((section) => section.options).filter((option) => option.value !== '');
  const gapsOf = (option: OptionNode): readonly Span[] => [
    { start: option.nameSpan.end, end: option.delimiter.start },
    { start: option.delimiter.end, end: option.valueSpan.start },
  ];
  const widths = options.flatMap(gapsOf).map(({ start, end }) => text.slice(start, end));
  if (widths.some((space) => space.length > 1 || space.includes('\n'))) return [];
  const spaced = widths.filter((space) => space === ' ').length;
  const wanted = spaced * 2 > widths.length ? ' ' : '';
  return options.flatMap(gapsOf).flatMap((span) => change(text, span, wanted));
}

/** A blank line before each header, above the comments that stand on it. */
const gaps = ({ text, lines }: SupervisorTree): readonly SpaceEdit[] =>
  lines.flatMap((line, index) => {
    if (line.kind !== 'header') return [];
    let first = index;
    while (first > 0 && lines[first - 1]?.kind === 'comment') first--;
    const above = lines[first - 1];
    const at = lines[first]?.start ?? 0;
    return above && above.kind !== 'blank'
      ? [{ span: { start: at, end: at }, newText: breakOf(text, above) }]
      : [];
  });

/** The line break that a line ends with. */
const breakOf = (text: string, { end, next }: SupervisorLine): string => text.slice(end, next) || '\n';
