import type { TextFile } from '../../base/file.ts';
import { lineStartIn } from '../../base/line-index.ts';
import type { Edit, Span } from '../../base/span.ts';
import type { Assignment, Expression, Statement } from '../../syntax/gunicorn/ast.ts';
import { pythonSyntax } from '../../syntax/gunicorn/parse.ts';
import {
  allNamesBound,
  blocksOf,
  boundNames,
  expressionsOf,
  namesBoundBy,
  partsOf,
} from '../../syntax/gunicorn/walk.ts';

/**
 * Gives a setting a value, Python as it is to stand there: in place of the value of its last assignment, else in a
 * line of its own, after the statement that binds it now or at the end. Undefined when the file is no Python, since
 * nobody can say then what a new line would belong to.
 */
export function setSetting(file: TextFile, name: string, expression: string): Edit | undefined {
  const { module, errors } = pythonSyntax(file);
  if (errors.length > 0) return undefined;
  const last = module.body.filter((statement) => binds(statement, name)).pop();
  if (last && isPlain(last, name) && last.value)
    return { uri: file.uri, span: last.value.span, newText: expression };
  const line = `${name} = ${expression}`;
  return last ? lineAfter(file, last.span.end, line) : lineAtEnd(file, line);
}

/**
 * Takes a setting out: every line that assigns it and nothing else. Undefined when it is also bound in another way
 * (in a block, together with other names, as a function), where leaving it out may change more.
 */
export function removeSetting(file: TextFile, name: string): readonly Edit[] | undefined {
  const statements = pythonSyntax(file).module.body;
  const binding = statements.filter((statement) => binds(statement, name));
  if (!binding.every((statement) => isPlain(statement, name) && isAlone(file, statement.span)))
    return undefined;
  return binding.map(({ span }) => ({ uri: file.uri, span: wholeLines(file, span), newText: '' }));
}

/**
 * Calls a name of the file by another one, wherever the module's own name is meant. Undefined when the new name is in
 * use already, or when a function binds the old one for itself.
 */
export function renameSetting(file: TextFile, name: string, newName: string): readonly Edit[] | undefined {
  const { body } = pythonSyntax(file).module;
  const spans: Span[] = [];
  const open: Statement[] = [...body];
  for (let at = open.pop(); at; at = open.pop()) {
    if (namesBoundBy(at).includes(newName) || shadows(at, name)) return undefined;
    spans.push(...occurrencesIn(at, name));
    for (const block of blocksOf(at)) open.push(...block);
    if (at.kind === 'function' || at.kind === 'class') open.push(...at.body);
  }
  const starts = [...new Set(spans.map(({ start }) => start))].sort((a, b) => a - b);
  return starts.map((start) => ({
    uri: file.uri,
    span: { start, end: start + name.length },
    newText: newName,
  }));
}

/** Makes the whole number of an expression: `int(…)` around it. */
export const wrapInInt = (file: TextFile, span: Span): Edit => ({
  uri: file.uri,
  span,
  newText: `int(${file.text.slice(span.start, span.end)})`,
});

const binds = (statement: Statement, name: string): boolean =>
  namesBoundBy(statement).includes(name) ||
  blocksOf(statement).some((block) => allNamesBound(block).has(name));

/** True for `name = value` with this one target. */
const isPlain = (statement: Statement, name: string): statement is Assignment =>
  statement.kind === 'assignment' &&
  statement.value !== undefined &&
  statement.targets.length === 1 &&
  statement.targets[0]?.kind === 'name' &&
  statement.targets[0].name === name;

/** True when nothing but a comment shares the lines of a statement. */
function isAlone({ text }: TextFile, { start, end }: Span): boolean {
  const before = text.slice(lineStartIn(text, start), start);
  const rest = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? '';
  return before.trim() === '' && /^\s*(?:#.*)?$/.test(rest);
}

/** A span with the rest of its last line and the line break. */
function wholeLines({ text }: TextFile, { start, end }: Span): Span {
  const lineStart = lineStartIn(text, start);
  const rest = /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(text.slice(end))?.[0] ?? '';
  return { start: lineStart, end: end + rest.length };
}

const lineBreakOf = ({ text }: TextFile): string => (/\r\n/.test(text) ? '\r\n' : '\n');

function lineAfter(file: TextFile, offset: number, line: string): Edit {
  const { text, uri } = file;
  const lead = text[offset - 1] === '\n' ? '' : (/^[^\r\n]*/.exec(text.slice(offset))?.[0] ?? '');
  const at = offset + lead.length;
  const isBreak = text[offset - 1] === '\n';
  const newText = isBreak ? line + lineBreakOf(file) : lineBreakOf(file) + line;
  return { uri, span: { start: at, end: at }, newText };
}

function lineAtEnd(file: TextFile, line: string): Edit {
  const end = file.text.length;
  const lead = end === 0 || /[\r\n]$/.test(file.text) ? '' : lineBreakOf(file);
  return { uri: file.uri, span: { start: end, end }, newText: `${lead}${line}${lineBreakOf(file)}` };
}

/** True when a function or lambda in the statement has a name of its own that is called the same. */
function shadows(statement: Statement, name: string): boolean {
  if (statement.kind === 'function') {
    const isGlobal = statement.body.some(
      (one) => one.kind === 'global' && one.names.some((given) => given.name === name),
    );
    const own = statement.parameters.some((parameter) => parameter.name === name);
    if (own || (!isGlobal && allNamesBound(statement.body).has(name))) return true;
  }
  if (statement.kind === 'class' && allNamesBound(statement.body).has(name)) return true;
  return expressionsIn(statement).some(
    (expression) =>
      (expression.kind === 'lambda' && expression.parameters.some((parameter) => parameter.name === name)) ||
      (expression.kind === 'comprehension' &&
        expression.clauses.some(({ target }) => boundNames(target).includes(name))),
  );
}

/** Every expression of a statement, however deep. */
function expressionsIn(statement: Statement): Expression[] {
  const all: Expression[] = [];
  const open = [...expressionsOf(statement)];
  for (let at = open.pop(); at; at = open.pop()) {
    all.push(at);
    open.push(...partsOf(at));
  }
  return all;
}

function occurrencesIn(statement: Statement, name: string): Span[] {
  const spans = expressionsIn(statement).flatMap((expression) =>
    expression.kind === 'name' && expression.name === name ? [expression.span] : [],
  );
  if ((statement.kind === 'function' || statement.kind === 'class') && statement.name === name)
    spans.push(statement.nameSpan);
  if (statement.kind === 'global')
    spans.push(...statement.names.filter((given) => given.name === name).map(({ span }) => span));
  return spans;
}
