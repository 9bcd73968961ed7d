import type { Span } from '../../base/span.ts';
import { sliceOf } from '../../base/span.ts';
import { explainSetting } from '../../levels/explain.ts';
import type { OptionNode, SectionNode } from '../../syntax/supervisor/tree.ts';
import { runAround } from '../shared/at/search.ts';
import { type ExpansionAt, expansionAt, type SupervisorAt, supervisorAt } from '../shared/at/supervisor.ts';
import { expansionCard, expansionNamed, sectionCard, supervisorCard } from '../shared/cards/supervisor.ts';
import { code, listed, shortCode } from '../shared/markdown.ts';
import { placeLink } from '../shared/place.ts';
import { optionValues, type SectionReading, sectionReading, serversOf } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { valuesText } from '../shared/value.ts';
import { commandHover } from './command.ts';
import { environmentKeyHover } from './environment.ts';
import { expansionResults } from './expansion.ts';
import { includedNotes } from './included.ts';
import { type HoverParts, titleOf } from './parts.ts';
import { programWords, serverNotes } from './server.ts';

/** What to show of a token of supervisord.conf; undefined where there is nothing to say. */
export function supervisorHover(question: Question): HoverParts | undefined {
  const at = supervisorAt(question.file, question.offset);
  const { section, spot } = at;
  if (!section) return undefined;
  if (spot.kind === 'header') return sectionHover(question, at, section, spot.span);
  if (spot.kind === 'name' && spot.option) return optionHover(question, at, section, spot.option, spot.span);
  if (spot.kind === 'value') return valueHover(question, at, section, spot.option, spot.line);
  return undefined;
}

const readingOf = ({ deployments, file }: Question, { name }: SectionNode): SectionReading | undefined =>
  sectionReading(deployments, file, name);

function sectionHover(
  question: Question,
  { kind }: SupervisorAt,
  section: SectionNode,
  span: Span,
): HoverParts | undefined {
  if (!kind) return undefined;
  const reading = readingOf(question, section);
  const program = reading?.program;
  const name = `**${code(`[${section.name}]`)}**`;
  return {
    span,
    title: program ? `${name} · ${programWords(program)}` : name,
    notes:
      reading && program ? serverNotes(question.snapshot, reading.deployment, program) : groupNotes(reading),
    card: sectionCard(kind),
    scaling: undefined,
  };
}

function groupNotes(reading: SectionReading | undefined): readonly string[] {
  const group = reading?.config.groups.find(
    ({ name, explicit }) => explicit && reading.section.name === `group:${name}`,
  );
  if (!group || group.programs.length === 0) return [];
  return [`Starts and stops ${listed(group.programs.map(({ name }) => code(name)))} together.`];
}

function optionHover(
  question: Question,
  { kind }: SupervisorAt,
  section: SectionNode,
  option: OptionNode,
  span: Span,
): HoverParts | undefined {
  const card = kind && supervisorCard(kind, option.name);
  if (!card) return undefined;
  const reading = readingOf(question, section);
  return {
    span,
    about: { start: option.nameSpan.start, end: option.valueSpan.end },
    title: optionTitle(reading, option),
    notes: [
      ...(option.name === 'files' ? includedNotes(question) : []),
      ...precedenceNotes(question, reading, option),
      ...(option.name === 'command' && reading?.program
        ? serverNotes(question.snapshot, reading.deployment, reading.program)
        : []),
    ],
    card,
    scaling: reading?.program && scalingOf(reading, option),
  };
}

/** A command says little that is not in the text; what it starts says more. */
function optionTitle(reading: SectionReading | undefined, option: OptionNode): string {
  const program = reading?.program;
  return option.name === 'command' && program && serversOf(program).length > 0
    ? `**${code(option.name)}** · ${programWords(program)}`
    : titleOf(code(option.name), effectiveText(reading, option));
}

/** What an option comes to: of a program as its processes have it, elsewhere as it is written. */
function effectiveText(reading: SectionReading | undefined, option: OptionNode): string | undefined {
  const program = reading?.program;
  if (program && option.name === 'numprocs') return valuesText([program.numprocs]);
  const values = program ? optionValues(program, option.name) : [];
  const text = values.some(({ known }) => known) ? valuesText(values) : undefined;
  return text ?? (option.value === '' ? undefined : shortCode(option.value));
}

/** Says when another place wins over this one, and what this one wins over. */
function precedenceNotes(
  { snapshot }: Question,
  reading: SectionReading | undefined,
  { name, nameSpan }: OptionNode,
): readonly string[] {
  const merged = reading?.section.options.get(name);
  if (!merged) return [];
  const isHere = merged.namePlace.span.start === nameSpan.start;
  if (!isHere)
    return [`${placeLink(snapshot, merged.namePlace)} sets it again and wins: the last one counts.`];
  return merged.overrides.map(
    ({ namePlace }) => `Wins over ${placeLink(snapshot, namePlace)}: the last one counts.`,
  );
}

const scalingOf = ({ deployment, program }: SectionReading, { name, value }: OptionNode) =>
  program && explainSetting({ language: 'supervisor', name, value, programs: [program.name] }, deployment);

function valueHover(
  question: Question,
  at: SupervisorAt,
  section: SectionNode,
  option: OptionNode,
  line: Span,
): HoverParts | undefined {
  const { file, offset } = question;
  const expansion = expansionAt(file, line, offset);
  if (expansion?.finished && offset < expansion.span.end) return expansionHover(question, section, expansion);
  const token = runAround(file.text, offset, line, (unit) => !/[\s,]/.test(unit));
  if (token.start === token.end) return undefined;
  const reading = readingOf(question, section);
  const isCommand = option.name === 'command' && at.kind !== undefined;
  const command = isCommand ? commandHover(question, option, reading) : undefined;
  return (
    command ??
    memberHover(question, option, token, reading) ??
    environmentKeyHover(question, option, reading) ??
    optionHover(question, at, section, option, token)
  );
}

/** A program that a group lists. */
function memberHover(
  { file, snapshot }: Question,
  { name }: OptionNode,
  span: Span,
  reading: SectionReading | undefined,
): HoverParts | undefined {
  if (name !== 'programs' || !reading) return undefined;
  const named = sliceOf(file.text, span);
  const program = reading.deployment.programs.find((candidate) => candidate.name === named);
  if (!program) return undefined;
  return {
    span,
    title: `**${code(named)}** · ${programWords(program)}`,
    notes: [
      ...serverNotes(snapshot, reading.deployment, program),
      `Defined in ${placeLink(snapshot, program.place)}.`,
    ],
    card: undefined,
    scaling: undefined,
  };
}

function expansionHover(
  question: Question,
  section: SectionNode,
  { span, name }: ExpansionAt,
): HoverParts | undefined {
  const known = expansionNamed(name);
  if (!known) return undefined;
  const { file } = question;
  const program = readingOf(question, section)?.program;
  const results = program ? expansionResults(sliceOf(file.text, span), program, file) : [];
  const shown = [...new Set(results)].map(code);
  const where =
    program && shown.length > 1 ? ` for ${listed(program.instances.map((one) => code(one.name)))}` : '';
  return {
    span,
    title: titleOf(code(sliceOf(file.text, span)), shown.length === 0 ? undefined : listed(shown) + where),
    notes: [],
    card: expansionCard(known),
    scaling: undefined,
  };
}
