import type { Span } from '../../base/span.ts';
import { gunicornFlag, gunicornSetting, workerClasses } from '../../catalog/gunicorn.ts';
import { type ServerKind, type ServerOption, serverOptions } from '../../catalog/servers.ts';
import { atLeast } from '../../catalog/version.ts';
import type { OptionNode } from '../../syntax/supervisor/tree.ts';
import { type CommandAt, commandAt, flagNamed } from '../shared/at/command.ts';
import type { SupervisorAt } from '../shared/at/supervisor.ts';
import { settingOfFlag } from '../shared/cards/server.ts';
import { sectionReading } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { flagValueItems } from './command-values.ts';
import { type Completion, type CompletionItem, choice, literal, placeholder } from './item.ts';
import { calledAddresses, distinct } from './known-values.ts';

/** What may be written at an offset of `command=`; undefined in words of other programs. */
export function commandCompletion(
  question: Question,
  at: SupervisorAt,
  option: OptionNode,
): Completion | undefined {
  const command = commandAt(question.file, option, question.offset);
  const { part, server, words } = command;
  if (words.length === 0) return { topic: 'name', span: here(question), items: commandItems(question) };
  if (!server) return undefined;
  if (part.kind === 'value') return valueCompletion(question, at, part.option, part.span);
  if (part.kind === 'flag') return flagCompletion(question, command, server.kind, part.span);
  if (part.kind !== 'argument') return undefined;
  const isEmpty = part.span.start === part.span.end;
  const apps = appItems(question, at);
  const flags = isEmpty ? flagItems(question, command, server.kind) : [];
  return { topic: 'flag', span: part.span, items: [...apps, ...flags] };
}

const here = ({ offset }: Question): Span => ({ start: offset, end: offset });

function valueCompletion(question: Question, at: SupervisorAt, option: ServerOption, span: Span): Completion {
  return { topic: 'flag value', span, items: flagValueItems(question, at.section?.name, option) };
}

const flagCompletion = (
  question: Question,
  command: CommandAt,
  kind: ServerKind,
  span: Span,
): Completion => ({
  topic: 'flag',
  span,
  items: flagItems(question, command, kind),
});

/** The flags of the server that the command does not have yet. */
function flagItems(
  question: Question,
  { words, word }: CommandAt,
  kind: ServerKind,
): readonly CompletionItem[] {
  const used = new Set(
    words.filter((other) => other !== word).map(({ text }) => flagNamed(kind, text.split('=')[0] ?? '')),
  );
  const typed = word?.text ?? '';
  const version = question.deployments[0]?.versions.gunicorn;
  return serverOptions(kind)
    .filter((option) => (option.value === 'many' || !used.has(option)) && isIn(option, version))
    .map((option) => flagItem(option, typed));
}

function isIn(option: ServerOption, version: string | undefined): boolean {
  const setting = settingOfFlag(option);
  const since = setting === undefined ? null : (gunicornSetting(setting)?.since ?? null);
  return since === null || atLeast(version, since) !== false;
}

/** Roles that decide how a server scales and where it listens. */
const usualRoles: ReadonlySet<string> = new Set([
  'bind',
  'host',
  'port',
  'unix socket',
  'workers',
  'worker class',
  'threads',
  'connections',
  'timeout',
  'graceful timeout',
  'keepalive',
  'max requests',
  'config',
  'fd',
]);

function flagItem(option: ServerOption, typed: string): CompletionItem {
  const { flags, server, role, value } = option;
  const long = flags.find((flag) => flag.startsWith('--')) ?? flags[0] ?? '';
  const short = flags.find((flag) => /^-[^-]/.test(flag));
  const isShort = short !== undefined && typed === short;
  const label = isShort ? short : long;
  const deprecated = gunicornFlag(long)?.setting?.deprecated === true && server === 'gunicorn';
  const gap = value === 'none' || value === 'optional' ? '' : ' ';
  return {
    label,
    kind: 'flag',
    ...(short === undefined || isShort ? {} : { detail: short }),
    rank: usualRoles.has(role) ? 2 : 4,
    ...(gap === '' ? {} : { insert: `${literal(label)} ${flagValue(option)}`, form: 'snippet' as const }),
    ...(deprecated ? { deprecated: true as const } : {}),
    doc: { of: 'flag', server, flag: long },
  };
}

/** The value of a flag that is written anew: its default, to be replaced at once. */
function flagValue(option: ServerOption): string {
  const setting = settingOfFlag(option);
  const words = setting === undefined ? [] : (gunicornSetting(setting)?.values ?? []);
  if (words.length > 0) return choice(1, words);
  if (option.role === 'worker class' && option.server === 'gunicorn')
    return choice(
      1,
      workerClasses()
        .filter(({ removed, aliasOf }) => removed === null && aliasOf === null)
        .map(({ name }) => name),
    );
  const { default: standard } = option;
  return standard.kind === 'value' && typeof standard.value === 'number'
    ? placeholder(1, String(standard.value))
    : '$1';
}

/** Applications that other commands of the deployment name. */
function appItems({ deployments, file }: Question, { section }: SupervisorAt): readonly CompletionItem[] {
  const own = section && sectionReading(deployments, file, section.name)?.program;
  if (own?.instances.some(({ server }) => server?.app)) return [];
  return distinct(
    deployments.flatMap(({ programs }) =>
      programs.flatMap(({ name, instances }) => {
        const app = instances[0]?.server?.app;
        return app ? [{ label: app.text, kind: 'name' as const, detail: `as ${name}`, rank: 3 }] : [];
      }),
    ),
  );
}

/** Whole commands for an empty value, bound to what nginx calls. */
function commandItems(question: Question): readonly CompletionItem[] {
  const called = calledAddresses(question);
  const free = called.find((address) => address.free) ?? called[0];
  const bind = free?.text ?? 'unix:/run/app/web.sock';
  const detail = free ? `for upstream ${free.upstream}` : undefined;
  const path = bind.replace(/^unix:/, '');
  const where = bind.startsWith('unix:') ? `--uds ${path}` : hostPort(bind);
  const unix = bind.startsWith('unix:')
    ? `-u ${path}`
    : hostPort(bind).replace('--host', '-b').replace('--port', '-p');
  const commands: readonly (readonly [string, string, string])[] = [
    ['gunicorn', `-b ${bind}`, 'app.wsgi:application'],
    ['uvicorn', where, 'app.main:app'],
    ['daphne', unix, 'app.asgi:application'],
  ];
  return commands.map(([server, address, app]) => ({
    label: `${server} …`,
    kind: 'snippet',
    ...(detail === undefined ? {} : { detail }),
    insert: `\${1:${server}} ${literal(address)} ${placeholder(2, app)}`,
    form: 'snippet',
    filter: server,
    rank: 1,
  }));
}

function hostPort(bind: string): string {
  const colon = bind.lastIndexOf(':');
  return `--host ${bind.slice(0, colon)} --port ${bind.slice(colon + 1)}`;
}
