import { rows } from './data/supervisor.ts';
import { groupBy, lazy, tableOf, wordsOf } from './lazy.ts';
import { type CatalogLevel, supervisorLevel } from './scaling.ts';

/** The sections that supervisord and supervisorctl read; the kinds of `namedSectionKinds` carry a name after a colon. */
export type SupervisorSectionKind = (typeof sectionKinds)[number];

export const sectionKinds = [
  'supervisord',
  'supervisorctl',
  'unix_http_server',
  'inet_http_server',
  'program',
  'fcgi-program',
  'eventlistener',
  'group',
  'include',
  'rpcinterface',
  'ctlplugin',
] as const;

/** Kinds whose header needs a name: `[program:web]`. The two http servers may have one as well. */
export const namedSectionKinds: readonly SupervisorSectionKind[] = [
  'program',
  'fcgi-program',
  'eventlistener',
  'group',
  'rpcinterface',
  'ctlplugin',
];

/** What a value must look like; the checks behind these words are in supervisor/datatypes.py. */
export type SupervisorValueType =
  | 'boolean'
  | 'integer'
  | 'positive integer'
  | 'backlog'
  | 'bytes'
  | 'octal'
  | 'enum'
  | 'signal'
  | 'exit codes'
  | 'command'
  | 'process name'
  | 'environment'
  | 'string'
  | 'password'
  | 'path'
  | 'file path'
  | 'main log'
  | 'child log'
  | 'directory'
  | 'existing directory'
  | 'user'
  | 'owner'
  | 'address'
  | 'socket'
  | 'url'
  | 'server url'
  | 'callable'
  | 'event types'
  | 'program names'
  | 'globs';

/**
 * A name for `%(…)s`. `ENV_*` is a variable of supervisord's environment (with what [supervisord] environment= adds),
 * `own ENV_*` one of the program's own environment=.
 */
export type SupervisorExpansion =
  | 'here'
  | 'host_node_name'
  | 'program_name'
  | 'group_name'
  | 'process_num'
  | 'numprocs'
  | 'ENV_*'
  | 'own ENV_*';

export interface SupervisorOptionInfo {
  readonly name: string;
  /** The kinds of section that take it with these very facts. */
  readonly sections: readonly SupervisorSectionKind[];
  readonly type: SupervisorValueType;
  /** As one would write it; null when there is none or the program works it out (see the documentation). */
  readonly default: string | null;
  /** Legal words, the usual spelling first; empty where the type is no list of words. Case does not matter. */
  readonly values: readonly string[];
  readonly expansions: readonly SupervisorExpansion[];
  /** The first version that has it. */
  readonly since: string;
  readonly required: boolean;
  readonly level: CatalogLevel | null;
}

/** The words that supervisord takes for a boolean, in any case. */
export const booleanWords = {
  true: ['true', 'yes', 'on', '1'],
  false: ['false', 'no', 'off', '0'],
} as const;

const expansionLetters: Readonly<Record<string, SupervisorExpansion>> = {
  h: 'here',
  n: 'host_node_name',
  p: 'program_name',
  g: 'group_name',
  i: 'process_num',
  c: 'numprocs',
  e: 'ENV_*',
  o: 'own ENV_*',
};

const allOptions = lazy(() => tableOf(rows).map(optionOf));

function optionOf(columns: readonly string[]): SupervisorOptionInfo {
  const [sections, name = '', type, value, letters = '', since = '', required, values] = columns;
  return {
    name,
    sections: wordsOf(sections) as readonly SupervisorSectionKind[],
    type: type as SupervisorValueType,
    default: value ? (value === '""' ? '' : value) : null,
    values: type === 'boolean' ? [...booleanWords.true, ...booleanWords.false] : wordsOf(values),
    expansions: [...letters].flatMap((letter) => expansionLetters[letter] ?? []),
    since,
    required: required === 'required',
    level: supervisorLevel(name),
  };
}

const bySection = lazy(() =>
  groupBy(
    allOptions().flatMap((option) => option.sections.map((section) => ({ section, option }))),
    ({ section }) => section,
  ),
);

const optionsBySection = lazy(
  () =>
    new Map(sectionKinds.map((kind) => [kind, (bySection().get(kind) ?? []).map(({ option }) => option)])),
);

const optionsByName = lazy(
  () =>
    new Map(
      sectionKinds.map((kind) => [kind, new Map(optionsOf(kind).map((option) => [option.name, option]))]),
    ),
);

/** The kind of a section by the text between its brackets; undefined for a section that nobody reads. Case matters. */
export function sectionKindOf(header: string): SupervisorSectionKind | undefined {
  const colon = header.indexOf(':');
  const word = colon < 0 ? header : header.slice(0, colon);
  const kind = sectionKinds.find((candidate) => candidate === word);
  if (!kind) return undefined;
  const mayBeNamed = namedSectionKinds.includes(kind) || kind.endsWith('_http_server');
  return (colon < 0 ? !namedSectionKinds.includes(kind) : mayBeNamed) ? kind : undefined;
}

/** The options of a kind of section, in the order of the facts; empty for a kind that is not known. */
export const optionsOf = (kind: SupervisorSectionKind): readonly SupervisorOptionInfo[] =>
  optionsBySection().get(kind) ?? [];

/** An option by its name in lower case, as Supervisor folds names; undefined when the section has none such. */
export const supervisorOption = (
  kind: SupervisorSectionKind,
  name: string,
): SupervisorOptionInfo | undefined => optionsByName().get(kind)?.get(name.toLowerCase());
