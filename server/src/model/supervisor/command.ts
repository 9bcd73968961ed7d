import { known, type Value } from '../../base/known.ts';
import { asWritten, type MappedText, sliceMapped } from '../../base/mapped-text.ts';
import { isTemplateName, placeholdersIn } from '../../base/template.ts';
import { evaluateFormat } from '../../syntax/supervisor/evaluate.ts';
import { standsForText, withTemplateNames } from './environment.ts';
import { refuse } from './loader.ts';
import { concatMapped } from './mapped.ts';
import type { MergedOption } from './merge.ts';
import type { OptionNames } from './names.ts';
import { expandOption, headerOf, optionIn, type SectionReader, templated, unknownOf } from './read.ts';

/**
 * The command of a process. What a template or the environment of supervisord fills in is marked in it and stands there
 * as written; all of it is unknown where a template chooses its words.
 */
export function readCommand(reader: SectionReader, names: OptionNames): Value<MappedText> {
  const merged = optionIn(reader, 'command');
  if (!merged) return noCommand(reader);
  const places = [merged.option.valuePlace];
  const filled = filledByTemplate(reader, merged, names);
  if (filled) return known(filled, 'config file', places);
  const expanded = expandOption(reader, merged, names);
  if (expanded.kind === 'text') return known(asWritten(expanded.text), 'config file', places);
  return unknownOf(merged, expanded) ?? { known: false, why: '', places };
}

function noCommand(reader: SectionReader): Value<MappedText> {
  const reason = `program section ${reader.section.name} does not specify a command`;
  if (!reader.loader.statements)
    refuse(reader.loader, 'supervisor/missing-option', reason + reader.suffix, headerOf(reader), {
      section: reader.section.name,
      option: 'command',
    });
  return { known: false, why: 'no command is set', places: [headerOf(reader)] };
}

/** The text of a command with its placeholders marked; undefined without any, and where they hold more than words. */
function filledByTemplate(
  { loader }: SectionReader,
  { option, value }: MergedOption,
  names: OptionNames,
): MappedText | undefined {
  if (loader.options.templates === 'literal') return undefined;
  // A shell or nobody gives a `${X}` of a command its value, unless the file's name says otherwise.
  const isEnvsubst = isTemplateName(option.valuePlace.uri);
  const found = placeholdersIn(value.text).filter(({ kind }) => isEnvsubst || kind !== 'variable');
  const isTemplate = found.length > 0 || loader.percentNames.size > 0;
  if (!isTemplate || !found.every((one) => standsForText(value.text, one))) return undefined;
  const filledNames = withTemplateNames(loader, names);
  const parts: MappedText[] = [];
  let at = 0;
  for (const { start, end } of [...found, { start: value.text.length, end: value.text.length }]) {
    const formatted = evaluateFormat(sliceMapped(value, at, start), filledNames);
    if (!formatted.ok) return undefined;
    parts.push(formatted.text, marked(sliceMapped(value, start, end)));
    at = end;
  }
  return asWritten(concatMapped(parts));
}

/** A placeholder as one piece that cannot be told. */
function marked({ text, pieces }: MappedText): MappedText {
  const [first] = pieces;
  const last = pieces[pieces.length - 1];
  if (!first || !last) return { text, pieces };
  const source = { start: first.source.start, end: last.source.end };
  const unknown = { why: templated(text, []).why, written: text };
  return { text, pieces: [{ start: 0, end: text.length, uri: first.uri, source, verbatim: false, unknown }] };
}
