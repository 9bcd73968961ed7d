import type { TextFile } from '../base/file.ts';
import type { Value } from '../base/known.ts';
import { type Place, type Span, sliceOf } from '../base/span.ts';
import { count } from '../levels/words.ts';
import { type Address, addressKey } from '../model/address.ts';
import type { Deployment, Program } from '../model/deployment.ts';
import { showPython } from '../model/gunicorn/show.ts';
import type { GunicornAssignment, PyValue } from '../model/gunicorn/types.ts';
import { readersOf } from './shared/program.ts';
import type { Question } from './shared/question.ts';

/** A short text that an editor shows behind a piece of a file, as if it stood there. */
export interface InlayHint {
  /** It stands before this offset. */
  readonly offset: number;
  readonly text: string;
  /** What it rests on; undefined where there is nothing to add. */
  readonly tooltip: string | undefined;
}

/**
 * What expressions come to, in a part of a file: the value of a gunicorn setting that is computed, the addresses of
 * all instances behind a bind with expansions. What is written plainly, and what is not known, gets no hint.
 */
export function inlayHints(question: Question, within: Span): readonly InlayHint[] {
  const hints =
    question.file.kind === 'gunicorn'
      ? valueHints(question)
      : question.file.kind === 'supervisor'
        ? addressHints(question.deployments, question.file)
        : [];
  return hints.filter(({ offset }) => within.start <= offset && offset <= within.end);
}

/** Longer texts are cut: a hint must not push the line out of sight. */
const longest = 48;

const cut = (text: string): string => (text.length > longest ? `${text.slice(0, longest - 1)}…` : text);

function valueHints({ file, deployments }: Question): readonly InlayHint[] {
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
  const [first = ''] = distinct;
  const text = distinct.length > 1 ? `${first} … ${distinct[distinct.length - 1]}` : first;
  const lines = distinct.length > 1 ? perProgram(here) : assumedBy(values);
  return [{ offset: end, text: `= ${cut(text)}`, tooltip: lines.length > 0 ? lines.join('\n') : undefined }];
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

/** The addresses that the instances of each program bind, behind the words that hold an expansion. */
const addressHints = (deployments: readonly Deployment[], file: TextFile): readonly InlayHint[] => {
  const seen = new Set<number>();
  return deployments
    .flatMap(({ programs }) => programs)
    .flatMap((program) => programHints(program, file))
    .filter(({ offset }) => !seen.has(offset) && seen.add(offset));
};

function programHints({ instances }: Program, file: TextFile): readonly InlayHint[] {
  const byPlace = new Map<number, { readonly place: Place; readonly addresses: Address[] }>();
  for (const { server } of instances) {
    for (const { place, address } of server?.binds.known ? server.binds.value : []) {
      if (!address || place?.uri !== file.uri || !sliceOf(file.text, place.span).includes('%(')) continue;
      const group = byPlace.get(place.span.start) ?? { place, addresses: [] };
      group.addresses.push(address);
      byPlace.set(place.span.start, group);
    }
  }
  return [...byPlace.values()].map(({ place, addresses }) => ({
    offset: place.span.end,
    text: cut(addressesText(addresses)),
    tooltip: `${count(addresses.length, 'instance')}: ${[...new Set(addresses.map(addressKey))].join(', ')}`,
  }));
}

/** `8000 … 8002`, `web_00.sock, web_01.sock`: what differs, the first and the last of many. */
function addressesText(addresses: readonly Address[]): string {
  const names = [...new Set(addresses.map(shortName))];
  return names.length > 2 ? `${names[0]} … ${names[names.length - 1]}` : names.join(', ');
}

const shortName = (address: Address): string =>
  address.kind === 'tcp'
    ? String(address.port)
    : address.kind === 'unix'
      ? address.path.slice(address.path.lastIndexOf('/') + 1)
      : addressKey(address);
