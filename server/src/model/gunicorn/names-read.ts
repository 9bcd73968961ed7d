import type { Expression, Module, Statement } from '../../syntax/gunicorn/ast.ts';
import { blocksOf, expressionsOf, partsOf } from '../../syntax/gunicorn/walk.ts';

/** Every name that a file reads somewhere, in functions too. A name that is only assigned is not among them. */
export function namesRead(module: Module): ReadonlySet<string> {
  const names = new Set<string>();
  const open: Statement[] = [...module.body];
  for (let at = open.pop(); at; at = open.pop()) {
    readStatement(at, names);
    for (const block of blocksOf(at)) open.push(...block);
    if (at.kind === 'function' || at.kind === 'class') open.push(...at.body);
  }
  return names;
}

function readStatement(statement: Statement, names: Set<string>): void {
  if (statement.kind === 'global') for (const { name } of statement.names) names.add(name);
  const targets = new Set<Expression>(targetsOf(statement));
  for (const expression of expressionsOf(statement)) readExpression(expression, names, targets);
}

/** Targets are written and not read, but the objects inside them (`a.b = 1`) are read. */
function targetsOf(statement: Statement): readonly Expression[] {
  if (statement.kind === 'assignment') return statement.targets;
  return statement.kind === 'for' ? [statement.target] : [];
}

function readExpression(expression: Expression, names: Set<string>, targets: ReadonlySet<Expression>): void {
  const open: { readonly expression: Expression; readonly written: boolean }[] = [
    { expression, written: targets.has(expression) },
  ];
  for (let at = open.pop(); at; at = open.pop()) {
    const { expression: part, written } = at;
    if (part.kind === 'name' && !written) names.add(part.name);
    const passes = part.kind === 'tuple' || part.kind === 'list' || part.kind === 'starred';
    for (const inner of partsOf(part)) open.push({ expression: inner, written: written && passes });
  }
}
