import {
  supervisorDefaultText,
  supervisorExpansionDoc,
  supervisorOptionDoc,
  supervisorSectionLink,
} from '../../../catalog/docs/supervisor.ts';
import type { SupervisorExpansion, SupervisorValueType } from '../../../catalog/supervisor.ts';
import {
  booleanWords,
  type SupervisorOptionInfo,
  type SupervisorSectionKind,
  supervisorOption,
} from '../../../catalog/supervisor.ts';
import type { Card } from '../card.ts';
import { code } from '../markdown.ts';

/** What the catalogue knows of an option; undefined for one that the section does not read. */
export function supervisorCard(kind: SupervisorSectionKind, name: string): Card | undefined {
  const option = supervisorOption(kind, name);
  if (!option) return undefined;
  const doc = supervisorOptionDoc(kind, name);
  return {
    meaning: doc?.text,
    facts: [
      typeWords(option),
      ...(option.required ? ['required'] : defaultWords(kind, option)),
      ...(option.since === '3.0' ? [] : [`since ${option.since}`]),
    ],
    manual: doc?.link ?? supervisorSectionLink(kind),
  };
}

function defaultWords(kind: SupervisorSectionKind, { name, default: value }: SupervisorOptionInfo): string[] {
  const words = supervisorDefaultText(kind, name);
  if (value !== null && value !== '') return [`default ${code(value)}`];
  return words === undefined ? [] : [`default: ${words}`];
}

/** Types that need more than their own name. */
const typeTexts: Readonly<Partial<Record<SupervisorValueType, string>>> = {
  'positive integer': 'number',
  integer: 'number',
  backlog: 'number from 1',
  bytes: 'size such as `50MB`',
  octal: 'octal number',
  'exit codes': 'exit codes, separated by commas',
  environment: '`KEY="value"` pairs, separated by commas',
  string: 'text',
  'process name': 'name with expansions',
  command: 'command line',
  'main log': 'file',
  'child log': 'file, `AUTO`, `NONE` or `syslog`',
  'file path': 'file',
  'existing directory': 'folder that exists',
  directory: 'folder',
  owner: '`user:group`',
  address: '`host:port`',
  socket: '`tcp://host:port` or `unix:///path`',
  callable: '`module:function`',
  'event types': 'events, separated by commas',
  'program names': 'programs, separated by commas',
  globs: 'file patterns, separated by blanks',
};

const isBooleanWord: ReadonlySet<string> = new Set([...booleanWords.true, ...booleanWords.false]);

function typeWords({ type, values }: SupervisorOptionInfo): string {
  if (type === 'boolean') return '`true` or `false`';
  const words = values.filter((word) => !isBooleanWord.has(word) || word === 'true' || word === 'false');
  if (type === 'enum' && words.length > 0) return words.map(code).join(', ');
  return typeTexts[type] ?? type;
}

/** What a name in `%(…)s` stands for. */
export function expansionCard(name: SupervisorExpansion): Card {
  const { text, link } = supervisorExpansionDoc(name);
  return { meaning: text, facts: [], manual: link };
}

/** The catalogue's word for a name in `%(…)s`; undefined for one that supervisord never knows. */
export function expansionNamed(name: string): SupervisorExpansion | undefined {
  if (name.startsWith('ENV_') && name.length > 4) return 'ENV_*';
  return names.find((candidate) => candidate === name);
}

const names: readonly SupervisorExpansion[] = [
  'here',
  'host_node_name',
  'program_name',
  'group_name',
  'process_num',
  'numprocs',
];

/** What each kind of section is for. */
const sectionTexts: Readonly<Record<SupervisorSectionKind, string>> = {
  supervisord: 'The daemon itself: its log, its limits, and the environment that all programs inherit.',
  supervisorctl: 'How `supervisorctl` reaches the daemon.',
  unix_http_server:
    "The daemon's control socket, for `supervisorctl` on this machine. Without a section of this kind nothing can be controlled.",
  inet_http_server:
    "The daemon's control port and web page. Whoever reaches it can start and stop programs, so keep it on 127.0.0.1 and give it a password.",
  program: 'A program that supervisord starts and keeps running, `numprocs` times.',
  'fcgi-program':
    'A program whose copies share one socket that supervisord opens: any number of copies behind one address.',
  eventlistener: 'A program that is told of events, such as a process that died.',
  group: 'Programs that are started and stopped together: `supervisorctl restart name:*`.',
  include: 'Further files, read after this one. A repeated section is merged; the last option wins.',
  rpcinterface: 'The interface that `supervisorctl` speaks; without the standard one it cannot do anything.',
  ctlplugin: 'A plug-in of `supervisorctl`.',
};

/** What a kind of section is for. */
export const sectionCard = (kind: SupervisorSectionKind): Card => ({
  meaning: sectionTexts[kind],
  facts: [],
  manual: supervisorSectionLink(kind),
});
