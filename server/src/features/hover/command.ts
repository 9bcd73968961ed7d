import type { Value } from '../../base/known.ts';
import type { Span } from '../../base/span.ts';
import { sliceOf } from '../../base/span.ts';
import type { ServerOption } from '../../catalog/servers.ts';
import { explainSetting } from '../../levels/explain.ts';
import type { AppServer, Plain } from '../../model/server/types.ts';
import type { OptionNode } from '../../syntax/supervisor/tree.ts';
import { type CommandAt, commandAt } from '../shared/at/command.ts';
import { workerClassCard } from '../shared/cards/gunicorn.ts';
import { flagCard, serverCard, settingOfFlag } from '../shared/cards/server.ts';
import { code } from '../shared/markdown.ts';
import { type SectionReading, serversOf } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { originText, valuesText } from '../shared/value.ts';
import { bindsText, calledNotes } from './addresses.ts';
import { type HoverParts, titleOf } from './parts.ts';
import { programWords, serverNotes } from './server.ts';

/** What to show of a word of `command=`; undefined for words that only the option itself explains. */
export function commandHover(
  question: Question,
  option: OptionNode,
  reading: SectionReading | undefined,
): HoverParts | undefined {
  const at = commandAt(question.file, option, question.offset);
  const { part, server } = at;
  if (!server) return undefined;
  if (part.kind === 'server') return serverHover(question, at, reading);
  if ((part.kind === 'flag' || part.kind === 'value') && part.option)
    return flagHover(question, at, part, reading);
  return part.kind === 'argument' ? appHover(question, part.span, reading) : undefined;
}

function serverHover(
  question: Question,
  { server, word }: CommandAt,
  reading: SectionReading | undefined,
): HoverParts | undefined {
  if (!server || !word) return undefined;
  const program = reading?.program;
  return {
    span: word.span,
    title: program ? `**${server.kind}** · ${programWords(program)}` : `**${server.kind}**`,
    notes: reading && program ? serverNotes(question.snapshot, reading.deployment, program) : [],
    card: serverCard(server.kind),
    scaling: undefined,
  };
}

function appHover(
  { file }: Question,
  span: Span,
  reading: SectionReading | undefined,
): HoverParts | undefined {
  const [server] = reading?.program ? serversOf(reading.program) : [];
  const text = sliceOf(file.text, span);
  if (!server?.app || text !== server.app.text) return undefined;
  const [module = '', callable = 'application'] = text.split(':');
  return {
    span,
    title: titleOf('application', code(text)),
    notes: [`${code(callable)} of the module ${code(module)}, which ${server.kind} imports when it starts.`],
    card: undefined,
    scaling: undefined,
  };
}

/** The name under which the model keeps the setting of a flag. */
export const settingKey = (option: ServerOption): string =>
  settingOfFlag(option) ?? modelNames[option.role] ?? option.role.replaceAll(' ', '_');

const modelNames: Readonly<Record<string, string>> = { connections: 'worker_connections' };

type FlagPart = Extract<CommandAt['part'], { kind: 'flag' | 'value' }>;

function flagHover(
  question: Question,
  at: CommandAt,
  part: FlagPart,
  reading: SectionReading | undefined,
): HoverParts | undefined {
  const { option, flag, span } = part;
  if (!option) return undefined;
  const servers = reading?.program ? serversOf(reading.program) : [];
  const setting = settingKey(option);
  const values = servers.flatMap(({ settings }) => settings.get(setting) ?? []);
  const isAddress = addressRoles.has(option.role);
  return {
    span,
    title: titleOf(
      code(flag),
      (isAddress ? addressesText(servers) : valuesText(values)) ?? writtenValue(question, at, part),
    ),
    notes: [
      ...precedenceNotes(values),
      ...(isAddress ? addressNotes(question, reading, servers) : classNotes(setting, values)),
    ],
    card: flagCard(option),
    scaling:
      reading?.program &&
      explainSetting(
        { language: 'gunicorn', name: setting, programs: [reading.program.name] },
        reading.deployment,
      ),
  };
}

/** The value as the command has it; undefined for a switch. */
function writtenValue({ file }: Question, { words, word }: CommandAt, part: FlagPart): string | undefined {
  if (part.kind === 'value') return code(sliceOf(file.text, part.span));
  if (!word || part.option?.value === 'none') return undefined;
  const equals = word.text.indexOf('=');
  const text = equals === -1 ? words[words.indexOf(word) + 1]?.text : word.text.slice(equals + 1);
  return text === undefined ? undefined : code(text);
}

const addressRoles: ReadonlySet<string> = new Set([
  'bind',
  'insecure bind',
  'unix socket',
  'endpoint',
  'uwsgi socket',
  'http socket',
]);

function addressesText(servers: readonly AppServer[]): string | undefined {
  const binds = servers.flatMap(({ binds }) => (binds.known ? binds.value : []));
  return binds.length === 0 ? undefined : bindsText(binds);
}

/** Who calls the addresses, and which of them nobody does. */
function addressNotes(
  { snapshot }: Question,
  reading: SectionReading | undefined,
  servers: readonly AppServer[],
): readonly string[] {
  if (!reading) return [];
  const addresses = servers.flatMap(({ binds }) =>
    (binds.known ? binds.value : []).flatMap(({ address }) => address ?? []),
  );
  return calledNotes(snapshot, reading.deployment, addresses);
}

/** Where a value comes from when that is not the command line itself. */
function precedenceNotes(values: readonly Value<Plain>[]): readonly string[] {
  const [value] = values;
  if (!value?.known) return [];
  const origin = value.from === 'command line' ? [] : [`Comes ${originText(value)}.`];
  return [...origin, ...(value.assumes ? [`Assumes ${value.assumes.join(', ')}.`] : [])];
}

function classNotes(setting: string, values: readonly Value<Plain>[]): readonly string[] {
  const [value] = values;
  if (setting !== 'worker_class' || !value?.known || typeof value.value !== 'string') return [];
  const card = workerClassCard(value.value);
  return card?.meaning === undefined ? [] : [card.meaning];
}
