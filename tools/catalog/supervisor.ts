import { mapped, rowsModule } from './rows.ts';

export interface SupervisorFacts {
  readonly supervisor: string;
  readonly options: readonly {
    readonly section: string;
    readonly option: string;
    readonly type: string;
    readonly default: string;
    readonly required: boolean;
    readonly expansions: readonly string[];
    readonly since?: string;
    readonly values?: readonly string[];
  }[];
}

const supervisorTypes: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytes: 'bytes',
  'comma list of event types': 'event types',
  'comma list of names': 'program names',
  'command line': 'command',
  directory: 'directory',
  enum: 'enum',
  environment: 'environment',
  'existing directory': 'existing directory',
  int: 'integer',
  'int 1..65535': 'backlog',
  'int, at least 1': 'positive integer',
  'list of 0..255': 'exit codes',
  'module:callable': 'callable',
  octal: 'octal',
  path: 'path',
  'path (parent directory must exist)': 'file path',
  'path (parent directory must exist) or the word syslog': 'main log',
  'path | AUTO | NONE | syslog': 'child log',
  'signal name or number': 'signal',
  string: 'string',
  'string expression': 'process name',
  'string, or {SHA} and a hex SHA-1': 'password',
  'tcp://host:port or unix:///absolute/path': 'socket',
  URL: 'url',
  'URL or AUTO': 'server url',
  'user name or uid': 'user',
  'user[:group]': 'owner',
  'whitespace separated globs': 'globs',
  '[host:]port': 'address',
};

const supervisorExpansions: Readonly<Record<string, string>> = {
  here: 'h',
  host_node_name: 'n',
  program_name: 'p',
  group_name: 'g',
  process_num: 'i',
  numprocs: 'c',
  'ENV_*': 'e',
  'ENV_* of the process environment': 'e',
  "ENV_* of the program's own environment=": 'o',
};

/** Defaults that are no value one could write: the program computes them, or there is none. */
const supervisorNoValue = /^(none\b|the |value of |SOMAXCONN$)/;

export function supervisorModule(facts: SupervisorFacts): string {
  const merged = new Map<string, string[]>();
  for (const option of facts.options) {
    const row = supervisorRow(option);
    merged.set(row, [...(merged.get(row) ?? []), option.section]);
  }
  return rowsModule(
    `Supervisor ${facts.supervisor}, supervisor/options.py and its documentation`,
    'sections, option, type, default (empty: none that can be written; "" for the empty text), expansions, since, required, values',
    [...merged].map(([row, sections]) => `${sections.join(',')}\t${row}`),
  );
}

function supervisorRow(option: SupervisorFacts['options'][number]): string {
  const type = mapped(supervisorTypes, option.type, 'supervisor type');
  const none = supervisorNoValue.test(option.default);
  const letters = option.expansions.map((name) => mapped(supervisorExpansions, name, 'expansion'));
  return [
    option.option,
    type,
    none ? '' : option.default === 'empty' ? '""' : option.default,
    [...new Set(letters)].sort().join(''),
    option.since ?? '',
    option.required ? 'required' : '',
    type === 'boolean' ? '' : (option.values ?? []).join(','),
  ]
    .join('\t')
    .trimEnd();
}
