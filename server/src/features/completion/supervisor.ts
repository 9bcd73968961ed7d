import type { Span } from '../../base/span.ts';
import {
  namedSectionKinds,
  type SupervisorExpansion,
  type SupervisorSectionKind,
  sectionKinds,
  supervisorOption,
} from '../../catalog/supervisor.ts';
import { supervisorTreeOf } from '../../syntax/supervisor/parse.ts';
import type { OptionNode } from '../../syntax/supervisor/tree.ts';
import { expansionAt, listItemAt, type SupervisorAt, supervisorAt } from '../shared/at/supervisor.ts';
import type { Question } from '../shared/question.ts';
import { commandCompletion } from './command.ts';
import { type Completion, type CompletionItem, literal } from './item.ts';
import { optionItems } from './supervisor-options.ts';
import { programItems } from './supervisor-snippets.ts';
import { valueItems } from './supervisor-values.ts';

/** What may be written at an offset of supervisord.conf; undefined where nothing of ours may. */
export function supervisorCompletion(question: Question): Completion | undefined {
  const at = supervisorAt(question.file, question.offset);
  const { spot } = at;
  switch (spot.kind) {
    case 'header':
      return headerCompletion(question, spot.span, spot.closed);
    case 'name':
      return nameCompletion(question, at, spot.span, spot.option);
    case 'blank':
      return nameCompletion(question, at, { start: question.offset, end: question.offset }, undefined);
    case 'value':
      return valueCompletion(question, at, spot.option, spot.line);
    default:
      return undefined;
  }
}

function headerCompletion(question: Question, span: Span, closed: boolean): Completion {
  const present = new Set(supervisorTreeOf(question.file).tree.sections.map(({ name }) => name));
  const close = closed ? '' : ']';
  const items = sectionKinds.flatMap((kind) => headerItem(kind, present, close) ?? []);
  return { topic: 'section', span, items };
}

/** The standard interface of supervisorctl is the one name that everybody uses. */
const usualNames: Readonly<Partial<Record<SupervisorSectionKind, string>>> = { rpcinterface: 'supervisor' };

function headerItem(
  kind: SupervisorSectionKind,
  present: ReadonlySet<string>,
  close: string,
): CompletionItem | undefined {
  const usual = usualNames[kind];
  const label = namedSectionKinds.includes(kind) ? `${kind}:${usual ?? ''}` : kind;
  if (present.has(label)) return undefined;
  const base = { label, kind: 'section', doc: { of: 'section', kind } } as const;
  const rank = kind === 'program' || kind === 'group' ? 1 : 2;
  const isOpen = label.endsWith(':');
  if (!isOpen) return { ...base, rank, insert: label + close };
  return { ...base, rank, insert: `${label}\${1:name}${close}`, form: 'snippet' };
}

function nameCompletion(
  question: Question,
  at: SupervisorAt,
  span: Span,
  option: OptionNode | undefined,
): Completion | undefined {
  const options = optionItems(question, at, option);
  const sections = option ? [] : [...programItems(question), ...sectionItems(question)];
  return { topic: 'name', span, items: [...options, ...sections] };
}

/** Whole headers, for the start of a line. */
function sectionItems({ file }: Question): readonly CompletionItem[] {
  const present = new Set(supervisorTreeOf(file).tree.sections.map(({ name }) => name));
  return sectionKinds.flatMap((kind) => {
    const item = headerItem(kind, present, '');
    if (!item) return [];
    const name = literal(item.label) + (item.label.endsWith(':') ? '${1:name}' : '');
    return {
      ...item,
      label: `[${item.label}]`,
      insert: `[${name}]\n$0`,
      form: 'snippet' as const,
      rank: item.rank + 6,
    };
  });
}

function valueCompletion(
  question: Question,
  at: SupervisorAt,
  option: OptionNode,
  line: Span,
): Completion | undefined {
  const expansion = expansionCompletion(question, at, option, line);
  if (expansion) return expansion;
  if (option.name === 'command') return commandCompletion(question, at, option);
  const info = at.kind && supervisorOption(at.kind, option.name);
  if (!info) return undefined;
  const isList = listTypes.has(info.type);
  const span = isList ? listItemAt(question.file, line, question.offset) : valueSpan(question, line);
  return { topic: isList ? 'list' : 'value', span, items: valueItems(question, at, info, option) };
}

const listTypes: ReadonlySet<string> = new Set([
  'program names',
  'event types',
  'environment',
  'exit codes',
  'globs',
]);

/** The line's part of the value; behind it, where blanks follow, the empty place at the cursor. */
const valueSpan = ({ offset }: Question, line: Span): Span =>
  offset >= line.start && offset <= line.end ? line : { start: offset, end: offset };

/** What each expansion looks like where it is used; numbers are padded so that names sort. */
const expansionForms: Readonly<Record<SupervisorExpansion, string>> = {
  here: '%(here)s',
  host_node_name: '%(host_node_name)s',
  program_name: '%(program_name)s',
  group_name: '%(group_name)s',
  process_num: '%(process_num)02d',
  numprocs: '%(numprocs)d',
  'ENV_*': '%(ENV_NAME)s',
  'own ENV_*': '%(ENV_NAME)s',
};

function expansionCompletion(
  question: Question,
  { kind }: SupervisorAt,
  option: OptionNode,
  line: Span,
): Completion | undefined {
  const { file, offset } = question;
  const span = expansionSpan(question, line);
  const info = span && kind && supervisorOption(kind, option.name);
  if (!span || !info) return undefined;
  const isWhole = file.text[span.start] === '%';
  if (offset < span.start) return undefined;
  const items = info.expansions
    .filter((name) => name !== 'own ENV_*' || !info.expansions.includes('ENV_*'))
    .map((name, rank) => expansionItem(name, rank, isWhole));
  return { topic: 'expansion', span, items };
}

/** A lone `%`, an expansion that is begun, or the name inside a finished one. */
function expansionSpan({ file, offset }: Question, line: Span): Span | undefined {
  const within = { start: line.start, end: Math.max(line.end, offset) };
  const found = expansionAt(file, within, offset);
  if (found && !found.finished && offset > found.span.start) return found.span;
  if (found && offset >= found.nameSpan.start && offset <= found.nameSpan.end) return found.nameSpan;
  const isPercent = file.text[offset - 1] === '%' && file.text[offset - 2] !== '%' && offset > line.start;
  return isPercent && !found?.finished ? { start: offset - 1, end: offset } : undefined;
}

function expansionItem(name: SupervisorExpansion, rank: number, isWhole: boolean): CompletionItem {
  const whole = expansionForms[name];
  const label = isWhole ? whole : (/\((.*)\)/.exec(whole)?.[1] ?? name);
  const base = { label, kind: 'expansion', rank, doc: { of: 'expansion', name } } as const;
  if (!label.includes('ENV_NAME')) return base;
  return { ...base, insert: literal(label).replace('NAME', '${1:NAME}'), form: 'snippet' };
}
