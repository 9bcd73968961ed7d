import type { Value } from '../../base/known.ts';
import { sliceOf } from '../../base/span.ts';
import type { Program } from '../../model/deployment.ts';
import { showPython } from '../../model/gunicorn/show.ts';
import type { GunicornAssignment, PyValue } from '../../model/gunicorn/types.ts';
import { readersOf } from '../shared/program.ts';
import type { Question } from '../shared/question.ts';
import { cut, type InlayHint } from './hint.ts';

/** What computed settings of gunicorn.conf.py come to, behind their expressions. */
export function valueHints({ file, deployments }: Question): readonly InlayHint[] {
  const alone = deployments.flatMap(({ gunicorn }) => gunicorn).find((one) => one.file === file);
  const readers = readersOf(deployments, file);
  return [...(alone?.settings.values() ?? [])].flatMap((own) => {
    if (own.valuePlace.uri !== file.uri || isPlain(sliceOf(file.text, own.valuePlace.span))) return [];
    const read = readers.flatMap(({ program, instances }) =>
      instances.map(({ server }) => ({ program, assignment: server.configFile?.settings.get(own.name) })),
    );
    return valueHint(
      own,
      read.flatMap(({ program, assignment }) => (assignment ? { program, assignment } : [])),
    );
  });
}

interface Read {
  readonly program: Program;
  readonly assignment: GunicornAssignment;
}

/** The value as those who start the file get it, else as it is without them; the winning statement must be this one. */
function valueHint(own: GunicornAssignment, read: readonly Read[]): readonly InlayHint[] {
  const { end, start } = own.valuePlace.span;
  const here = read.filter(({ assignment }) => assignment.valuePlace.span.start === start);
  if (here.length < read.length) return [];
  const values = here.length > 0 ? here.map(({ assignment }) => assignment.value) : [own.value];
  const texts = values.map(textOf);
  if (texts.includes(undefined)) return [];
  const distinct = [...new Set(texts.flatMap((text) => text ?? []))];
  const lines = distinct.length > 1 ? perProgram(here) : assumedBy(values);
  const tooltip = lines.length > 0 ? lines.join('\n') : undefined;
  return [{ kind: 'values', offset: end, text: `= ${cut(distinct.join(' or '))}`, tooltip }];
}

const assumedBy = (values: readonly Value<PyValue>[]): readonly string[] => {
  const assumed = new Set(values.flatMap((value) => (value.known ? (value.assumes ?? []) : [])));
  return assumed.size > 0 ? [`With ${[...assumed].join(', ')}.`] : [];
};

/** `web: 4 (N=4)`, a line for each program and value. */
const perProgram = (read: readonly Read[]): readonly string[] => [
  ...new Set(
    read.map(({ program, assignment: { value } }) => {
      const assumes = value.known && value.assumes ? ` (${value.assumes.join(', ')})` : '';
      return `${program.name}: ${cut(textOf(value) ?? '')}${assumes}`;
    }),
  ),
];

/** A value as Python writes it; undefined for what is not known and for functions and modules. */
function textOf(value: Value<PyValue>): string | undefined {
  if (!value.known || value.value.type === 'function' || value.value.type === 'object') return undefined;
  return value.value.type === 'str' ? `"${value.value.value}"` : showPython(value.value);
}

const stringLiteral =
  /\b[rRbBuU]{0,2}(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** True for an expression that says its value itself: literals, and lists of them. */
function isPlain(expression: string): boolean {
  if (/"""|'''/.test(expression)) return true;
  const bare = expression
    .replace(/#[^\n]*$/gm, '')
    .replace(stringLiteral, '0')
    .replace(/\b(?:None|True|False)\b/g, '0');
  return !/[A-Za-z_%*+/|&<>=]|\d\s*-|\d\s+\d/.test(bare.replace(/\b(?:0[xob])?[\d_.]+\b/g, '0'));
}
