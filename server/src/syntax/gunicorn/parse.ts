import type { Tree } from '@lezer/common';
import { parser } from '@lezer/python';
import type { TextFile } from '../../base/file.ts';
import { memo } from '../../base/memo.ts';
import type { Module } from './ast.ts';
import { builderOf } from './build-expression.ts';
import { buildStatements } from './build-statement.ts';
import { encodingFault } from './encoding.ts';
import { checkGrammar } from './grammar/check.ts';
import { checkScopes } from './scope-check.ts';
import { type Masked, maskTemplate } from './template.ts';
import { type PythonError, tokenize } from './tokens.ts';
import { childrenOf, topOf } from './tree.ts';

/** A file of Python: its tree, its statements and what Python would refuse. */
export interface PythonSyntax {
  /** The tree of @lezer/python: every character of the text lies in it. */
  readonly tree: Tree;
  readonly module: Module;
  /** What CPython reports: nothing, or the one error at which it stops. Never one that a template's hole causes. */
  readonly errors: readonly PythonError[];
  /** Holds the template tags of a file that is no Python yet. */
  readonly masked: Masked;
}

/**
 * `10.` as the number it is. The grammar of @lezer/python takes the dot of `10. is x` for a member's;
 * a digit in its place makes the same tree as `10.0 is x`, and the builder reads the text itself.
 */
const withWholeFloats = (text: string): string =>
  text.replace(/(?<![\p{L}\p{N}_.])(\d[\d_]*)\.(?!\d)/gu, (_, digits: string) => `${digits}0`);

/** The syntax of a text. Never fails: text that is no Python gives a tree with errors in it. */
export function parsePython(text: string): PythonSyntax {
  const masked = maskTemplate(text);
  const tree = parser.parse(withWholeFloats(masked.text));
  const module: Module = { body: buildStatements(builderOf(masked.text), childrenOf(topOf(tree))) };
  const errors = masked.engine ? [] : errorsOf(masked.text, module);
  return { tree, module, errors, masked };
}

/** The syntax of a file, computed once. */
export const pythonSyntax: (file: TextFile) => PythonSyntax = memo((file: TextFile) => {
  const syntax = parsePython(file.text);
  const error = encodingError(file);
  return error ? { ...syntax, errors: [error] } : syntax;
});

function errorsOf(text: string, module: Module): PythonError[] {
  const nul = text.indexOf('\0');
  if (nul >= 0) return [errorAt(text, nul, 'source code string cannot contain null bytes')];
  const error = checkGrammar(tokenize(text));
  if (error) return [error];
  const late = checkScopes(module);
  return late ? [{ ...errorAt(text, late.span.start, late.message), end: late.span.end }] : [];
}

function errorAt(text: string, start: number, message: string): PythonError {
  const line = text.slice(0, start).split(/\r\n|\r|\n/).length;
  return { type: 'SyntaxError', message, start, end: start + 1, line };
}

/** Bytes that are no UTF-8, as Python's error. */
function encodingError(file: TextFile): PythonError | undefined {
  const fault = encodingFault(file);
  return fault && errorAt(file.text, fault.start, fault.reason);
}
