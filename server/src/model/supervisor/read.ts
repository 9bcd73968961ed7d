import { known, type Unknown, type Value } from '../../base/known.ts';
import { type MappedText, sourceOf } from '../../base/mapped-text.ts';
import { nearest } from '../../base/nearest.ts';
import type { Place } from '../../base/span.ts';
import { evaluateFormat, type Formatted, type UnknownRun } from '../../syntax/supervisor/evaluate.ts';
import { repr } from '../../syntax/supervisor/python-text.ts';
import type { Convert } from './convert.ts';
import { type Loader, refuse } from './loader.ts';
import { type MergedOption, type MergedSection, optionOf } from './merge.ts';
import type { OptionNames } from './names.ts';
import { placeholderOf } from './template.ts';

/** A section as an option of it is read: what its message ends with. */
export interface SectionReader {
  readonly loader: Loader;
  readonly section: MergedSection;
  /** Put after every reason: ` in section 'program:a' (file: '…')` for what is read for each process. */
  readonly suffix: string;
}

/** The option of the section or of [DEFAULT]; undefined when it is not set. */
export const optionIn = (reader: SectionReader, name: string): MergedOption | undefined =>
  optionOf(reader.loader.sections, reader.section, name);

/** Where a section that lacks something is to be blamed: its first header. */
export const headerOf = (reader: SectionReader): Place =>
  reader.section.headers[0] ?? { uri: reader.loader.main.uri, span: { start: 0, end: 0 } };

/** A text after expansion; `unknown` are the runs of it that are not certain. */
export interface ExpandedText {
  readonly kind: 'text';
  readonly text: MappedText;
  readonly unknown: readonly UnknownRun[];
}

/** What reading an option's text came to, short of converting it. */
export type Expanded =
  | ExpandedText
  /** A template engine fills it in. */
  | { readonly kind: 'placeholder'; readonly placeholder: string }
  /** supervisord refuses it; the problem is noted. */
  | { readonly kind: 'refused' };

/** Expands the text of an option as `expand` does; `label` is how the message calls it: `program:web.command`. */
export function expandOption(
  reader: SectionReader,
  merged: MergedOption,
  names: OptionNames,
  label = `${reader.section.name}.${merged.option.name}`,
): Expanded {
  const placeholder = placeholderIn(reader.loader, merged);
  if (placeholder !== undefined) return { kind: 'placeholder', placeholder };
  return expandText(reader, merged, merged.value, names, label);
}

/** `${X}` in a command is for a shell, or passed on as it is; elsewhere it is a template's. */
function placeholderIn(loader: Loader, { option, value }: MergedOption): string | undefined {
  if (loader.options.templates === 'literal') return undefined;
  const text = option.name === 'command' ? value.text.replaceAll('${', '$ {') : value.text;
  const found = placeholderOf(text, loader.percentNames);
  return found === undefined ? undefined : value.text;
}

/** Expands a text; what Python refuses becomes a problem at the piece at fault. */
export function expandText(
  reader: SectionReader,
  { option }: MergedOption,
  text: MappedText,
  names: OptionNames,
  label: string,
): ExpandedText | { readonly kind: 'refused' } {
  const formatted = evaluateFormat(text, names);
  if (formatted.ok) return { kind: 'text', text: formatted.text, unknown: formatted.unknown };
  const { span } = formatted.piece;
  const place = sourceOf(text, span.start, span.end) ?? option.valuePlace;
  const reason = formatReason(formatted, text.text, label, names) + reader.suffix;
  const piece = text.text.slice(span.start, span.end);
  refuse(reader.loader, formatCode(formatted), reason, place, {
    section: reader.section.name,
    option: option.name,
    piece,
    ...nearestName(formatted, names),
  });
  return { kind: 'refused' };
}

type FormatFailure = Formatted & { readonly ok: false };

function formatReason(failure: FormatFailure, text: string, label: string, names: OptionNames): string {
  const head = `Format string ${repr(text)} for ${repr(label)}`;
  if (failure.kind === 'format') return `${head} is badly formatted: ${failure.message}`;
  return `${head} contains names (${failure.message}) which cannot be expanded. Available names: ${names.available()}`;
}

/**
 * A percent sign that was meant as one (a date format, `%2F`, an access log format) is told apart from a name that
 * is misspelt and from an expansion that is not finished.
 */
function formatCode({ kind, piece }: FormatFailure): string {
  const key = 'key' in piece ? piece.key : null;
  if (key && (key.text.length <= 1 || /[{}\s]/.test(key.text))) return 'supervisor/unescaped-percent';
  if (kind === 'key') return 'supervisor/unknown-expansion';
  const unfinished =
    key !== null || (piece.kind === 'malformed' && piece.message === 'incomplete format key');
  return unfinished ? 'supervisor/bad-format-string' : 'supervisor/unescaped-percent';
}

function nearestName({ kind, piece }: FormatFailure, names: OptionNames): Readonly<Record<string, string>> {
  const key = 'key' in piece ? piece.key?.text : undefined;
  if (kind !== 'key' || key === undefined) return {};
  const near = nearest(key, names.available().split(', '));
  return near === undefined ? { name: key } : { name: key, nearest: near };
}

/** Why an option's text is not known; undefined where it is. */
export function unknownOf({ option }: MergedOption, expanded: Expanded): Unknown | undefined {
  const places = [option.valuePlace];
  if (expanded.kind === 'refused') return refused(places);
  if (expanded.kind === 'placeholder') return templated(expanded.placeholder, places);
  const [run] = expanded.unknown;
  return run && { known: false, why: run.why, places };
}

const refused = (places: readonly Place[]): Unknown => ({
  known: false,
  why: 'supervisord refuses it',
  places,
});

/** An expanded text converted to a value; what the conversion refuses becomes a problem. */
export function convertText<T>(
  reader: SectionReader,
  merged: MergedOption,
  expanded: Expanded,
  convert: Convert<T>,
): Value<T> {
  const unknown = unknownOf(merged, expanded);
  if (unknown || expanded.kind !== 'text') return unknown ?? refused([]);
  const { option } = merged;
  const converted = convert(expanded.text.text);
  if (converted.ok) return known(converted.value, 'config file', [option.valuePlace]);
  refuseValue(reader, option.name, converted.message, option.valuePlace);
  return refused([option.valuePlace]);
}

export const templated = (placeholder: string, places: readonly Place[]): Unknown => ({
  known: false,
  why: 'a template engine fills it in',
  places,
  placeholder,
});

/** Notes a value that supervisord cannot convert. */
export const refuseValue = (reader: SectionReader, name: string, message: string, place: Place): void =>
  refuse(reader.loader, 'supervisor/invalid-value', message + reader.suffix, place, {
    section: reader.section.name,
    option: name,
  });

/** Reads an option: expanded, converted, or its default where it is not set. */
export function readOption<T>(
  reader: SectionReader,
  name: string,
  names: OptionNames,
  convert: Convert<T>,
  fallback: T,
): Value<T> {
  const merged = optionIn(reader, name);
  if (!merged) return known(fallback, 'default');
  return convertText(reader, merged, expandOption(reader, merged, names), convert);
}
