import type { SupervisorExpansion, SupervisorSectionKind } from '../supervisor.ts';
import { type Doc, docOf } from './doc.ts';
import { supervisorDaemonTexts } from './supervisor-daemon.ts';
import { supervisorProgramTexts } from './supervisor-program.ts';

const manual = 'http://supervisord.org/configuration.html';

/** Kinds whose manual heading has a name after the colon. */
const headings: Readonly<Record<SupervisorSectionKind, string>> = {
  supervisord: 'supervisord',
  supervisorctl: 'supervisorctl',
  unix_http_server: 'unix-http-server',
  inet_http_server: 'inet-http-server',
  program: 'program-x',
  'fcgi-program': 'fcgi-program-x',
  eventlistener: 'eventlistener-x',
  group: 'group-x',
  include: 'include',
  rpcinterface: 'rpcinterface-x',
  ctlplugin: '',
};

/** The address of the manual's section on a kind of section. */
export const supervisorSectionLink = (kind: SupervisorSectionKind): string =>
  headings[kind] === '' ? manual : `${manual}#${headings[kind]}-section-settings`;

const texts: Readonly<Record<string, string>> = { ...supervisorDaemonTexts, ...supervisorProgramTexts };

/** What an option does, what to mind and how it scales; undefined for an option that the catalogue does not hold. */
export const supervisorOptionDoc = (kind: SupervisorSectionKind, name: string): Doc | undefined =>
  docOf(texts[`${kind}/${name}`] ?? programText(kind, name), supervisorSectionLink(kind));

const programText = (kind: SupervisorSectionKind, name: string): string | undefined =>
  isProgram(kind) ? texts[`program/${name}`] : undefined;

const isProgram = (kind: SupervisorSectionKind): boolean =>
  kind === 'fcgi-program' || kind === 'eventlistener';

/** By `section/option`. */
const defaultTexts: Readonly<Record<string, string>> = {
  'supervisord/childlogdir': "the system's folder for temporary files",
  'supervisord/user': 'the account that starts supervisord',
  'unix_http_server/chown': 'the account that starts supervisord',
  'program/user': 'the account supervisord runs under',
  'program/directory': 'the folder supervisord works in',
  'program/killasgroup': 'as stopasgroup',
  'program/umask': "supervisord's own",
  'fcgi-program/socket_backlog': "the system's largest, SOMAXCONN",
  'fcgi-program/socket_owner': "the program's user",
};

/**
 * In words, what happens without the option where no default can be written; undefined where the default is a value
 * or nothing happens.
 */
export const supervisorDefaultText = (kind: SupervisorSectionKind, name: string): string | undefined =>
  defaultTexts[`${kind}/${name}`] ?? (isProgram(kind) ? defaultTexts[`program/${name}`] : undefined);

/** What each name of `%(…)s` stands for. */
const expansionTexts: Readonly<Record<string, string>> = {
  here:
    "The folder of the file that is read, and in an included file that file's own folder. Good for paths " +
    'that move with a checkout; `[inet_http_server]` does not know it.',
  host_node_name:
    "The machine's name, to tell the logs of several machines apart. In [supervisord] only `environment` " +
    'knows it, and that from version 4.4 on.',
  program_name:
    'The text after the colon in `[program:x]`. The same for all copies, so it cannot keep their ' +
    'addresses apart.',
  group_name: "The group the program runs in; the program's own name when no [group:x] lists it.",
  process_num:
    'The number of the copy, counted from `numprocs_start`: the part that gives each copy its own port, ' +
    'socket or log. It is a number, so `%(process_num)02d` pads it; `80%(process_num)02d` ends at 8099 ' +
    'and gets a fifth digit after that. Known in the command, the name, the logs, the environment and the ' +
    'directory only.',
  numprocs: 'The number of copies, for programs that divide work among themselves.',
  'ENV_*':
    "A variable of supervisord's own environment: `%(ENV_PORT)s`. One that is not set stops the whole " +
    'daemon at start; there is no way to name a default.',
  'own ENV_*':
    "A variable that the program's own `environment=` sets; it is known in the options that are read for " +
    'each copy.',
};

/** What a name in `%(…)s` stands for. */
export const supervisorExpansionDoc = (name: SupervisorExpansion): Doc => ({
  text: expansionTexts[name] ?? '',
  link: supervisorSectionLink('program'),
});
