import type { Value } from '../../base/known.ts';
import { sliceOf } from '../../base/span.ts';
import { gunicornSetting } from '../../catalog/gunicorn.ts';
import { count } from '../../levels/words.ts';
import type { GunicornAssignment, PyValue } from '../../model/gunicorn/types.ts';
import type { Plain } from '../../model/server/types.ts';
import { code, listed, shortCode } from '../shared/markdown.ts';
import { placeLink } from '../shared/place.ts';
import type { Reader } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { originText, unknownText, valuesText } from '../shared/value.ts';
import { pyText } from './python-value.ts';

/** What a setting comes to in the programs that read the file, else in the file by itself; undefined without both. */
export function effectiveText(
  question: Question,
  readers: readonly Reader[],
  name: string,
): string | undefined {
  const values = valuesIn(readers, name);
  if (gunicornSetting(name)?.validator === 'callable' || name === 'post_request') return undefined;
  if (values.length > 0) return differing(readers, name) ?? valuesText(values);
  const value = assignmentIn(question, name)?.value;
  if (!value) return undefined;
  if (value.known && isOpaque(value.value.type)) return undefined;
  return value.known ? shortCode(pyText(value.value)) : unknownText(value);
}

/** True for values that say nothing which the name does not: a hook, a module. */
export const isOpaque = (type: PyValue['type']): boolean => type === 'function' || type === 'object';

const valuesIn = (readers: readonly Reader[], name: string): readonly Value<Plain>[] =>
  readers.flatMap(({ instances }) => instances.flatMap(({ server }) => server.settings.get(name) ?? []));

const assignmentIn = ({ deployments, file }: Question, name: string): GunicornAssignment | undefined =>
  deployments
    .flatMap(({ gunicorn }) => gunicorn)
    .find((candidate) => candidate.file === file)
    ?.settings.get(name);

/** How the value comes about and who has it: the expression, what wins over it, and each program where they differ. */
export function effectiveNotes(
  question: Question,
  readers: readonly Reader[],
  name: string,
): readonly string[] {
  return [
    ...expressionNote(question, readers, name),
    ...readers.flatMap((reader) => winnerNote(question, reader, name)),
    ...readersNote(readers),
  ];
}

/** The expression behind a value that is no plain constant, and what it rests on. */
function expressionNote(question: Question, readers: readonly Reader[], name: string): string[] {
  const [first] = readers;
  const evaluated =
    first?.instances[0]?.server.configFile?.settings.get(name) ?? assignmentIn(question, name);
  if (!evaluated?.value.known) return [];
  const { assumes } = evaluated.value;
  const text = sliceOf(question.file.text, evaluated.valuePlace.span);
  const isPlain = assumes === undefined && /^[\w"'.:/-]*$/.test(text);
  if (isPlain || evaluated.valuePlace.uri !== question.file.uri) return [];
  const rest = assumes ? `, with ${assumes.join(', ')}` : '';
  return [`${shortCode(text)}${rest}.`];
}

/** Says when the command line or the environment of a program wins over this file. */
function winnerNote({ snapshot, file }: Question, { program, instances }: Reader, name: string): string[] {
  const value = instances[0]?.server.settings.get(name);
  if (!value?.known || value.from === 'config file' || value.from === 'default') return [];
  const [place] = value.places;
  if (!place || place.uri === file.uri) return [];
  return [
    `For ${code(program.name)} it comes ${originText(value)} (${placeLink(snapshot, place)}), which wins over this file.`,
  ];
}

/** What each program makes of a setting, where they differ. */
function differing(readers: readonly Reader[], name: string): string | undefined {
  const texts = readers.map((reader) => valuesText(valuesIn([reader], name)) ?? 'not set');
  if (new Set(texts).size < 2) return undefined;
  return listed(readers.map(({ program }, i) => `${texts[i]} for ${code(program.name)}`));
}

function readersNote(readers: readonly Reader[]): string[] {
  if (readers.length === 0) return [];
  const names = readers.map(
    ({ program, instances }) => `${code(program.name)} (${count(instances.length, 'instance')})`,
  );
  return [`Read by ${listed(names)}.`];
}
