import { known, type Value } from '../../base/known.ts';
import { type MappedText, sliceMapped } from '../../base/mapped-text.ts';
import type { Span } from '../../base/span.ts';
import { type Placeholder, placeholdersIn } from '../../base/template.ts';
import { readPairs } from '../../syntax/shell/pairs.ts';
import type { ShellWord } from '../../syntax/shell/word.ts';
import type { FormatValue, UnknownRun } from '../../syntax/supervisor/evaluate.ts';
import { isFrom44, type Loader, refuse } from './loader.ts';
import { concatMapped } from './mapped.ts';
import type { MergedOption } from './merge.ts';
import type { OptionNames } from './names.ts';
import { expandText, type SectionReader, templated } from './read.ts';

/** The variables of an environment=, in order; the last of a repeated name counts. */
export interface ReadEnvironment {
  readonly variables: ReadonlyMap<string, Value<string>>;
  /** False when more variables may be set than could be read. */
  readonly complete: boolean;
}

const nothing: ReadEnvironment = { variables: new Map(), complete: false };

/** Why a stretch of a text is not certain; `placeholder` where a template fills it in. */
interface Doubt {
  readonly why: string;
  readonly placeholder: string | null;
}

/** What is not certain: by the offset of the source it stands for, and as runs of the expanded text. */
interface Doubts {
  readonly sources: Map<number, Doubt>;
  runs: readonly UnknownRun[];
}

/**
 * Reads an environment= option: expanded, then split into pairs. `first` are the names of an expansion before that,
 * where Supervisor makes two. A variable whose text a template or the machine fills in is listed as unknown.
 */
export function readEnvironment(
  reader: SectionReader,
  merged: MergedOption,
  names: OptionNames,
  first?: OptionNames,
): ReadEnvironment {
  const doubts: Doubts = { sources: new Map(), runs: [] };
  const masked = maskPlaceholders(reader.loader, merged.value, doubts);
  const before = masked && first ? expandFirst(reader, merged, masked, first, doubts) : masked;
  if (!before) return nothing;
  const expanded = expandText(reader, merged, before, withTemplateNames(reader.loader, names), 'environment');
  if (expanded.kind === 'refused') return nothing;
  doubts.runs = expanded.unknown;
  return splitPairs(reader, merged, expanded.text, doubts);
}

function expandFirst(
  reader: SectionReader,
  merged: MergedOption,
  text: MappedText,
  names: OptionNames,
  doubts: Doubts,
): MappedText | undefined {
  const label = `${reader.section.name}.environment`;
  const expanded = expandText(reader, merged, text, withTemplateNames(reader.loader, names), label);
  if (expanded.kind === 'refused') return undefined;
  for (const run of expanded.unknown) {
    const piece = expanded.text.pieces.find(({ start }) => start === run.start);
    if (piece) doubts.sources.set(piece.source.start, { why: run.why, placeholder: null });
  }
  return expanded.text;
}

/** The text with a letter for each placeholder, so that the pairs around can be read; undefined with statements. */
function maskPlaceholders(loader: Loader, value: MappedText, doubts: Doubts): MappedText | undefined {
  const found = loader.options.templates === 'literal' ? [] : placeholdersIn(value.text);
  if (found.length === 0) return value;
  if (found.some((placeholder) => !standsForText(value.text, placeholder))) return undefined;
  const parts: MappedText[] = [];
  let at = 0;
  for (const { start, end } of found) {
    const piece = sliceMapped(value, start, end).pieces[0];
    if (!piece) return undefined;
    const source = { start: piece.source.start, end: piece.source.start + end - start };
    doubts.sources.set(source.start, { why: 'a template', placeholder: value.text.slice(start, end) });
    parts.push(sliceMapped(value, at, start));
    parts.push({ text: 'x', pieces: [{ start: 0, end: 1, uri: piece.uri, source, verbatim: false }] });
    at = end;
  }
  return concatMapped([...parts, sliceMapped(value, at, value.text.length)]);
}

/** True for a placeholder that becomes a text, not one that chooses or repeats lines. */
export const standsForText = (text: string, { kind, start }: Placeholder): boolean =>
  kind === 'expression' || kind === 'variable' || kind === 'marker' || text.startsWith('<%=', start);

/** The names, with those that a template program fills in. */
export const withTemplateNames = (loader: Loader, names: OptionNames): OptionNames =>
  loader.percentNames.size === 0
    ? names
    : { ...names, get: (name) => names.get(name) ?? templateName(loader, name) };

const templateName = (loader: Loader, name: string): FormatValue | undefined =>
  loader.percentNames.has(name) ? { type: 'str', why: 'a template engine fills it in' } : undefined;

function splitPairs(
  reader: SectionReader,
  { option }: MergedOption,
  text: MappedText,
  doubts: Doubts,
): ReadEnvironment {
  const { pairs, error } = readPairs(text, isFrom44(reader.loader) ? 'posix' : 'classic');
  if (error && doubts.sources.size === 0 && doubts.runs.length === 0)
    refuse(
      reader.loader,
      'supervisor/environment-unquoted',
      error.message + reader.suffix,
      error.place ?? option.valuePlace,
      { section: reader.section.name, option: option.name },
    );
  const variables = new Map<string, Value<string>>();
  let complete = error === null;
  for (const { key, value, keySpan, valueSpan } of pairs) {
    if (doubtIn(keySpan, key.mapped, doubts)) complete = false;
    else variables.set(key.text, variableOf(value, doubtIn(valueSpan, value.mapped, doubts), doubts));
  }
  return { variables, complete };
}

function doubtIn(span: Span, { pieces }: MappedText, { sources, runs }: Doubts): Doubt | undefined {
  const run = runs.find(({ start, end }) => start < span.end && span.start < end);
  const piece = pieces.find(({ source, verbatim }) => !verbatim && sources.has(source.start));
  return piece ? sources.get(piece.source.start) : run && { why: run.why, placeholder: null };
}

function variableOf(word: ShellWord, doubt: Doubt | undefined, doubts: Doubts): Value<string> {
  const places = word.place ? [word.place] : [];
  if (!doubt) return known(word.text, 'config file', places);
  if (doubt.placeholder === null) return { known: false, why: doubt.why, places };
  return templated(asWritten(word.mapped, doubts), places);
}

/** The text with its placeholders as they are written. */
const asWritten = ({ text, pieces }: MappedText, { sources }: Doubts): string =>
  pieces
    .map((piece) => sources.get(piece.source.start)?.placeholder ?? text.slice(piece.start, piece.end))
    .join('');
