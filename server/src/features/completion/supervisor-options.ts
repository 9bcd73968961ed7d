import {
  optionsOf,
  type SupervisorOptionInfo,
  type SupervisorSectionKind,
} from '../../catalog/supervisor.ts';
import { atLeast } from '../../catalog/version.ts';
import { supervisorTreeOf } from '../../syntax/supervisor/parse.ts';
import type { OptionNode, SectionNode } from '../../syntax/supervisor/tree.ts';
import type { SupervisorAt } from '../shared/at/supervisor.ts';
import type { Question } from '../shared/question.ts';
import { type CompletionItem, choice, literal, placeholder } from './item.ts';

/** Options that people set most, in the order in which they usually stand. */
const usual = [
  'command',
  'process_name',
  'numprocs',
  'directory',
  'user',
  'autostart',
  'autorestart',
  'startsecs',
  'stopsignal',
  'stopwaitsecs',
  'stopasgroup',
  'killasgroup',
  'environment',
  'redirect_stderr',
  'stdout_logfile',
  'stderr_logfile',
  'programs',
  'files',
  'logfile',
  'pidfile',
  'nodaemon',
  'minfds',
];

/** The options that the section at the cursor still lacks; `current` is the one whose name is being written. */
export function optionItems(
  question: Question,
  { kind, section }: SupervisorAt,
  current: OptionNode | undefined,
): readonly CompletionItem[] {
  if (!kind || !section) return [];
  const present = presentIn(question, section, current);
  const [deployment] = question.deployments;
  const version = deployment?.versions.supervisor;
  const scene: Scene = {
    kind,
    delimiter: delimiterOf(question.file.text, section, current),
    many: isMany(present.get('numprocs')),
    nameOnly: current !== undefined,
  };
  return optionsOf(kind)
    .filter(({ name, since }) => !present.has(name) && atLeast(version, since) !== false)
    .map((option) => optionItem(option, scene));
}

interface Scene {
  readonly kind: SupervisorSectionKind;
  readonly delimiter: string;
  /** True when `numprocs` is above 1. */
  readonly many: boolean;
  /** True where a delimiter follows already. */
  readonly nameOnly: boolean;
}

/** The options of all parts of the section in this file, by name, without the one at the cursor. */
function presentIn(
  { file }: Question,
  { name }: SectionNode,
  current: OptionNode | undefined,
): ReadonlyMap<string, string> {
  const same = supervisorTreeOf(file).tree.sections.filter((section) => section.name === name);
  const options = same.flatMap(({ options }) => options.filter((option) => option !== current));
  return new Map(options.map((option) => [option.name, option.value]));
}

const isMany = (numprocs: string | undefined): boolean =>
  numprocs !== undefined && !/^\s*[01]?\s*$/.test(numprocs);

/** How the section writes the sign between name and value: `=`, ` = `. */
function delimiterOf(text: string, { options }: SectionNode, current: OptionNode | undefined): string {
  const model = options.find((option) => option !== current && option.value !== '');
  if (!model) return '=';
  const between = text.slice(model.nameSpan.end, model.valueSpan.start);
  return /^[ \t]{0,4}[=:][ \t]{0,4}$/.test(between) ? between : '=';
}

function optionItem(option: SupervisorOptionInfo, scene: Scene): CompletionItem {
  const { name } = option;
  const isNeeded = option.required || (scene.many && name === 'process_name');
  const base = {
    label: name,
    kind: 'option',
    detail: detailOf(option),
    rank: isNeeded ? 0 : usual.includes(name) || scene.kind === 'supervisorctl' ? 2 : 4,
    doc: { of: 'option', kind: scene.kind, name },
    ...(isNeeded ? { preselect: true as const } : {}),
  } as const;
  if (scene.nameOnly) return base;
  return { ...base, insert: name + scene.delimiter + valueSnippet(option, scene), form: 'snippet' };
}

const detailOf = ({ type, default: standard, required }: SupervisorOptionInfo): string =>
  required ? 'required' : standard === null || standard === '' ? type : `default ${standard}`;

/** The value of an option that is written anew: what one most likely means, to be replaced at once. */
function valueSnippet(
  { name, type, default: standard, values }: SupervisorOptionInfo,
  { many }: Scene,
): string {
  if (name === 'process_name' && many) return `${literal('%(program_name)s_%(process_num)02d')}$0`;
  if (name === 'redirect_stderr') return choice(1, ['true', 'false']);
  if (type === 'boolean') return choice(1, standard === 'true' ? ['false', 'true'] : ['true', 'false']);
  if (name === 'autorestart') return choice(1, ['true', 'unexpected', 'false']);
  if ((type === 'enum' || type === 'signal') && values.length > 0) return choice(1, values);
  if (standard !== null && standard !== '' && /integer|bytes|octal|exit codes/.test(type))
    return placeholder(1, standard);
  return '$0';
}
