import { serverOptions } from '../../catalog/servers.ts';
import type { SupervisorOptionInfo } from '../../catalog/supervisor.ts';
import type { Program } from '../../model/deployment.ts';
import { supervisorTreeOf } from '../../syntax/supervisor/parse.ts';
import type { OptionNode } from '../../syntax/supervisor/tree.ts';
import type { SupervisorAt } from '../shared/at/supervisor.ts';
import { sectionReading, serversOf } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { fileItems } from './files.ts';
import type { CompletionItem } from './item.ts';
import { calledAddresses, distinct, userItems } from './known-values.ts';

/** The values that an option may have here, the likeliest first. */
export function valueItems(
  question: Question,
  at: SupervisorAt,
  info: SupervisorOptionInfo,
  option: OptionNode,
): readonly CompletionItem[] {
  return distinct([...ownItems(question, at, info, option), ...typeItems(question, info, option)]);
}

const value = (label: string, detail: string | undefined, rank = 1): CompletionItem => ({
  label,
  kind: 'value',
  rank,
  ...(detail === undefined ? {} : { detail }),
});

function typeItems(
  question: Question,
  { type, values, default: standard }: SupervisorOptionInfo,
  option: OptionNode,
): readonly CompletionItem[] {
  const detail = (word: string): string | undefined => (word === standard ? 'default' : undefined);
  switch (type) {
    case 'boolean':
      return ['true', 'false'].map((word) => value(word, detail(word)));
    case 'enum':
      return values
        .filter((word) => !/^(?:yes|no|on|off|0|1)$/.test(word))
        .map((word) => value(word, detail(word)));
    case 'signal':
      return values.map((word) => value(word, detail(word)));
    case 'event types':
      return without(values, option).map((word) => ({ ...value(word, undefined), commit: [','] }));
    case 'program names':
      return programItems(question, option);
    case 'user':
      return userItems(question);
    case 'environment':
      return environmentItems(question, option);
    case 'socket':
      return socketItems(question);
    case 'globs':
      return fileItems(question, ['supervisor'], (uri) => /\.(?:conf|ini)$/.test(uri));
    case 'child log':
      return ['AUTO', 'NONE', 'syslog'].map((word) => value(word, detail(word), 3));
    default:
      return [];
  }
}

/** Words that the value does not list yet. */
function without(words: readonly string[], { value: written }: OptionNode): readonly string[] {
  const listed = new Set(written.split(/[,\s]+/));
  return words.filter((word) => !listed.has(word));
}

const programHeader = /^(?:program|fcgi-program|eventlistener):(.+)$/;

function programItems({ file, deployments }: Question, option: OptionNode): readonly CompletionItem[] {
  const here = supervisorTreeOf(file).tree.sections.flatMap(
    ({ name }) => programHeader.exec(name)?.[1] ?? [],
  );
  const others = deployments.flatMap(({ programs }) => programs.map(({ name }) => name));
  return without([...new Set([...here, ...others])], option).map((label) => ({
    label,
    kind: 'name',
    rank: 1,
    commit: [','],
  }));
}

function socketItems(question: Question): readonly CompletionItem[] {
  return calledAddresses(question)
    .filter(({ text }) => !text.includes('%('))
    .map(({ text, upstream, free }) => ({
      label: text.startsWith('unix:') ? text.replace(/^unix:/, 'unix://') : `tcp://${text}`,
      kind: 'address',
      detail: `upstream ${upstream}`,
      rank: free ? 0 : 2,
    }));
}

/** Variables that the servers of the programs read, and a few that every Python process does. */
function environmentItems({ deployments }: Question, option: OptionNode): readonly CompletionItem[] {
  const kinds = new Set(
    deployments.flatMap(({ programs }) =>
      programs.flatMap((program) => serversOf(program).map(({ kind }) => kind)),
    ),
  );
  const ofServers = [...kinds].flatMap((kind) =>
    serverOptions(kind).flatMap(({ env, flags }) =>
      env.map((name) => ({ name, detail: `${kind} ${flags[0] ?? ''}` })),
    ),
  );
  const listed = new Set([...option.value.matchAll(/(?:^|,)\s*(\w+)=/g)].map(([, name]) => name));
  const all = [
    ...ofServers,
    { name: 'GUNICORN_CMD_ARGS', detail: 'flags of gunicorn' },
    { name: 'PYTHONUNBUFFERED', detail: '1 shows output at once' },
  ];
  return distinct(
    all
      .filter(({ name }) => !listed.has(name))
      .map(({ name, detail }) => ({
        label: name,
        kind: 'variable',
        detail,
        insert: `${name}="$1"`,
        form: 'snippet',
        rank: 2,
      })),
  );
}

/** Values that only this option has: taken from what the deployment says elsewhere. */
function ownItems(
  question: Question,
  { section }: SupervisorAt,
  { name }: SupervisorOptionInfo,
  option: OptionNode,
): readonly CompletionItem[] {
  const reading = section && sectionReading(question.deployments, question.file, section.name);
  const program = reading?.program;
  switch (name) {
    case 'process_name':
      return [
        value('%(program_name)s_%(process_num)02d', 'web_00, web_01, …', 0),
        value('%(program_name)s', 'default', 3),
      ];
    case 'numprocs':
      return numprocsItems(question);
    case 'stopwaitsecs':
      return program ? stopItems(program) : [];
    case 'directory':
    case 'stdout_logfile':
    case 'stderr_logfile':
      return likeOthers(question, option);
    case 'serverurl':
      return serverUrls(question);
    default:
      return [];
  }
}

const numprocsItems = (question: Question): readonly CompletionItem[] =>
  calledAddresses(question)
    .filter(({ count }) => count > 1)
    .map(({ count, upstream }) => value(String(count), `servers of upstream ${upstream}`, 0));

function stopItems(program: Program): readonly CompletionItem[] {
  const graceful = serversOf(program)[0]?.settings.get('graceful_timeout');
  if (!graceful?.known || typeof graceful.value !== 'number') return [];
  return [value(String(graceful.value + 5), `graceful_timeout ${graceful.value} + 5`, 0)];
}

/** Values of other programs that are worth a look. */
const mostOthers = 8;

/** What the same option of other programs says. */
function likeOthers({ file }: Question, option: OptionNode): readonly CompletionItem[] {
  const found = new Map<string, CompletionItem>();
  for (const { name, options } of supervisorTreeOf(file).tree.sections) {
    const text = options.find((other) => other.name === option.name && other !== option)?.value;
    if (text && !text.includes('\n') && !found.has(text)) found.set(text, value(text, `as ${name}`, 1));
    if (found.size >= mostOthers) break;
  }
  return [...found.values()];
}

const serverUrls = ({ file }: Question): readonly CompletionItem[] =>
  supervisorTreeOf(file).tree.sections.flatMap(({ name, options }) => {
    const path =
      name === 'unix_http_server' ? options.find((option) => option.name === 'file')?.value : undefined;
    const port =
      name === 'inet_http_server' ? options.find((option) => option.name === 'port')?.value : undefined;
    if (path) return [value(`unix://${path}`, '[unix_http_server]', 0)];
    return port
      ? [value(`http://${port.replace(/^(?:\*|0\.0\.0\.0)?:/, '127.0.0.1:')}`, '[inet_http_server]', 0)]
      : [];
  });
