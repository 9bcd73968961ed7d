import type { TextFile } from '../../base/file.ts';
import type { Edit } from '../../base/span.ts';
import type { Assignment, Statement } from '../../syntax/gunicorn/ast.ts';
import { pythonSyntax } from '../../syntax/gunicorn/parse.ts';
import { allNamesBound, blocksOf, namesBoundBy } from '../../syntax/gunicorn/walk.ts';

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

/** Makes sure that a module is bound by its name: a line above the first import. None where the name is bound. */
export function importModule(file: TextFile, name: string): readonly Edit[] {
  const { module } = pythonSyntax(file);
  if (allNamesBound(module.body).has(name)) return [];
  const first = module.body.find(isImport) ?? module.body[0];
  const at = first?.span.start ?? file.text.length;
  return [{ uri: file.uri, span: { start: at, end: at }, newText: `import ${name}${lineBreakOf(file)}` }];
}

/** `from __future__` stays the first of all. */
const isImport = (statement: Statement): boolean =>
  statement.kind === 'import' || (statement.kind === 'import-from' && statement.module !== '__future__');

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
