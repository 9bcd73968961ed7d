import type {
  Augmented,
  ClassDefinition,
  FunctionDefinition,
  If,
  Statement,
} from '../../../syntax/gunicorn/ast.ts';
import { allNamesBound, blocksOf, expressionsOf, partsOf } from '../../../syntax/gunicorn/walk.ts';
import { assignTo } from './assign.ts';
import { joinBasis, plain } from './basis.ts';
import { branch, mayRaise } from './branch.ts';
import { write } from './cell.ts';
import { truth } from './compare.ts';
import { replaceContents } from './container-methods.ts';
import {
  type Data,
  type FunctionData,
  isAlias,
  isUnknown,
  none,
  resting,
  type Scope,
  unknownOf,
  type Val,
  val,
} from './data.ts';
import { letGo, loseContainers } from './escape.ts';
import { classAncestors, exceptionName, isException } from './exceptions.ts';
import { executeImport, executeImportFrom } from './imports.ts';
import { itemsOf } from './iterate.ts';
import { executeFor, executeWhile } from './loops.ts';
import { mergeVals } from './merge.ts';
import { binary } from './operators.ts';
import { argsOf, attributesCell, type Completion, placeOf, Raised, type Run, raise, spend } from './run.ts';
import { bindName, cellIn, moduleScope, newScope, unbind } from './scope.ts';
import { changeItem } from './subscript.ts';
import { executeTry, executeWith } from './tries.ts';

const normal: Completion = { kind: 'normal' };

/** Runs statements until one leads elsewhere. */
export function executeBlock(run: Run, block: readonly Statement[], scope: Scope): Completion {
  for (const statement of block) {
    const completion = executeStatement(run, statement, scope);
    if (completion.kind !== 'normal') return completion;
  }
  return normal;
}

/** Runs one statement. Raises where Python certainly does. */
export function executeStatement(run: Run, statement: Statement, scope: Scope): Completion {
  if (!spend(run, 1)) return normal;
  switch (statement.kind) {
    case 'expression':
      run.evaluate(statement.value, scope);
      return normal;
    case 'assignment': {
      if (!statement.value) return normal;
      const value = run.evaluate(statement.value, scope);
      const site = { value: statement.value.span, statement: statement.span };
      for (const target of statement.targets) assignTo(run, target, value, scope, site);
      return normal;
    }
    case 'augmented':
      executeAugmented(run, statement, scope);
      return normal;
    case 'if':
      return executeIf(run, statement, scope);
    case 'for':
      return executeFor(run, statement, scope);
    case 'while':
      return executeWhile(run, statement, scope);
    case 'try':
      return executeTry(run, statement, scope);
    case 'with':
      return executeWith(run, statement, scope);
    case 'function':
      defineFunction(run, statement, scope);
      return normal;
    case 'class':
      defineClass(run, statement, scope);
      return normal;
    case 'import':
      executeImport(run, statement, scope);
      return normal;
    case 'import-from':
      executeImportFrom(run, statement, scope);
      return normal;
    case 'return': {
      const value = statement.value ? run.evaluate(statement.value, scope) : none;
      return { kind: 'return', value: resting(value, run.control) };
    }
    case 'break':
    case 'continue':
      return { kind: statement.kind };
    case 'raise':
      return executeRaise(statement.value && run.evaluate(statement.value, scope));
    case 'assert': {
      const verdict = truth(run.evaluate(statement.test, scope));
      if (verdict === false) raise('AssertionError', '');
      if (verdict === undefined) mayRaise(run);
      return normal;
    }
    case 'delete':
      for (const target of statement.targets) executeDelete(run, target, scope);
      return normal;
    case 'global':
    case 'nonlocal':
      for (const { name } of statement.names) sendElsewhere(scope, name, statement.kind);
      return normal;
    case 'match':
      return executeMatch(run, statement, scope);
    case 'broken':
      loseBroken(run, statement, scope);
      return normal;
    default:
      return normal;
  }
}

function sendElsewhere(scope: Scope, name: string, kind: 'global' | 'nonlocal'): void {
  if (kind === 'global') {
    scope.elsewhere.set(name, moduleScope(scope));
    return;
  }
  for (let at = scope.outer; at; at = at.outer) {
    if (at.kind === 'function' && (at.local.has(name) || at.names.has(name))) {
      scope.elsewhere.set(name, at.elsewhere.get(name) ?? at);
      return;
    }
  }
}

function executeAugmented(
  run: Run,
  { target, operator, value: operand, span }: Augmented,
  scope: Scope,
): void {
  const site = { value: span, statement: span };
  const before = run.evaluate(target, scope);
  const added = run.evaluate(operand, scope);
  const { data } = before;
  // `+=` changes a list in place, so that other names of it see the change.
  if (operator === '+' && data.type === 'list' && !isUnknown(added)) {
    const found = itemsOf(run, added);
    const items = found && data.cell.value ? [...data.cell.value.of, ...found.items] : undefined;
    replaceContents(run, data.cell, items);
    assignTo(run, target, before, scope, site);
    return;
  }
  if (data.type === 'list' || data.type === 'dict' || data.type === 'set') {
    if (data.type === 'list') replaceContents(run, data.cell, undefined);
    else if (data.type === 'dict') replaceContents(run, data.cell, undefined);
    else replaceContents(run, data.cell, undefined);
    assignTo(run, target, before, scope, site);
    return;
  }
  if (isAlias(before)) loseContainers(run);
  const result = binary(operator, before, added);
  if (isUnknown(result)) mayRaise(run);
  assignTo(run, target, result, scope, site);
}

function executeIf(run: Run, statement: If, scope: Scope): Completion {
  const saved = run.control;
  let decided = plain;
  for (const [index, { test, body }] of statement.branches.entries()) {
    const value = run.evaluate(test, scope);
    const verdict = truth(value);
    if (verdict === undefined) {
      const rest: If = { ...statement, branches: statement.branches.slice(index + 1) };
      run.control = joinBasis(saved, decided);
      const completion = branch(run, [
        () => run.execute(body, scope),
        () => (rest.branches.length > 0 ? executeIf(run, rest, scope) : run.execute(rest.otherwise, scope)),
      ]);
      run.control = saved;
      return completion;
    }
    decided = joinBasis(decided, value.basis);
    if (verdict) return taken(run, statement, body, scope, decided);
  }
  return taken(run, statement, statement.otherwise, scope, decided);
}

/** Runs the block that a known condition chose; what the others would have set rests on that condition too. */
function taken(
  run: Run,
  statement: If,
  body: readonly Statement[],
  scope: Scope,
  decided: Val['basis'],
): Completion {
  if (decided === plain) return run.execute(body, scope);
  const saved = run.control;
  run.control = joinBasis(saved, decided);
  try {
    const completion = run.execute(body, scope);
    const untaken = [...statement.branches.map((one) => one.body), statement.otherwise].filter(
      (one) => one !== body,
    );
    for (const block of untaken) touch(run, block, scope);
    return completion;
  } finally {
    const frame = run.frames[run.frames.length - 1];
    if (frame && leaves(statement)) frame.control = joinBasis(frame.control, decided);
    run.control = frame && run.frames.length > 1 ? joinBasis(saved, frame.control) : saved;
  }
}

/** Names that a block would have set keep their value and rest on its not being run. */
function touch(run: Run, block: readonly Statement[], scope: Scope): void {
  for (const name of allNamesBound(block)) {
    const owner = scope.elsewhere.get(name) ?? scope;
    const cell = owner.names.get(name);
    const value = cell?.value.value;
    if (cell && value) write(run.trail, cell, { ...cell.value, value: resting(value, run.control) });
  }
}

/** True when a block of the statement may leave the function or loop around it. */
function leaves(statement: Statement): boolean {
  const open: Statement[] = [statement];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.kind === 'return' || at.kind === 'break' || at.kind === 'continue') return true;
    for (const block of blocksOf(at)) open.push(...block);
  }
  return false;
}

function executeRaise(value: Val | undefined): Completion {
  const raised = value && raisedBy(value.data);
  if (raised) throw raised;
  // A bare `raise`, or something that cannot be told: some exception certainly happens.
  throw new Raised('Exception', '', value ? [] : ['Exception', 'BaseException']);
}

function raisedBy(data: Data): Raised | undefined {
  if (data.type === 'builtin' && isException(data.name)) {
    const name = exceptionName(data.name);
    return new Raised(name, '', ancestorsFor(name));
  }
  if (data.type === 'exception') return new Raised(data.name, data.text ?? '', ancestorsFor(data.name));
  const type = data.type === 'class' ? data : data.type === 'instance' ? data.of : undefined;
  if (!type) return undefined;
  const ancestors = classAncestors(type);
  return ancestors.length > 0 ? new Raised(type.name, '', ancestors) : undefined;
}

function ancestorsFor(name: string): readonly string[] {
  try {
    return raise(name, '');
  } catch (raised) {
    return raised instanceof Raised ? raised.ancestors : [];
  }
}

function executeDelete(
  run: Run,
  target: import('../../../syntax/gunicorn/ast.ts').Expression,
  scope: Scope,
): void {
  if (target.kind === 'name') unbind(run, scope, target.name);
  else if (target.kind === 'subscript') {
    changeItem(run, run.evaluate(target.object, scope), target.index, undefined, scope);
  } else if (target.kind === 'tuple' || target.kind === 'list') {
    for (const item of target.items) executeDelete(run, item, scope);
  } else if (target.kind === 'attribute') letGo(run, run.evaluate(target.object, scope), 0);
}

/** Patterns are not judged: every clause may be the one, or none. */
function executeMatch(run: Run, statement: Extract<Statement, { kind: 'match' }>, scope: Scope): Completion {
  run.evaluate(statement.subject, scope);
  const clauses = statement.clauses.map((clause) => () => {
    for (const name of clause.names) {
      const site = { name: name.span, value: name.span, statement: statement.span };
      bindName(run, scope, name.name, unknownOf('a pattern binds it'), site);
    }
    return run.execute(clause.body, scope);
  });
  return branch(run, [...clauses, () => normal]);
}

/** Text that cannot be read may set any name that it mentions. */
function loseBroken(run: Run, statement: Statement, scope: Scope): void {
  const text = run.text.slice(statement.span.start, statement.span.end);
  const value = unknownOf('this cannot be read as Python', [placeOf(run, statement.span)]);
  const site = { name: statement.span, value: statement.span, statement: statement.span };
  for (const name of new Set(text.match(/[A-Za-z_]\w*/g) ?? [])) {
    if (cellIn(scope, name).value.value || /^[a-z_]+$/.test(name)) bindName(run, scope, name, value, site);
  }
}

function defineFunction(run: Run, definition: FunctionDefinition, scope: Scope): void {
  const fallbacks = new Map<string, Val>();
  const decorators = definition.decorators.map((decorator) => run.evaluate(decorator, scope));
  for (const { name, fallback } of definition.parameters) {
    if (fallback) fallbacks.set(name, run.evaluate(fallback, scope));
  }
  const data: FunctionData = {
    type: 'function',
    name: definition.name,
    parameters: definition.parameters,
    fallbacks,
    body: definition.body,
    scope,
    style: definition.isAsync ? 'async' : yields(definition.body) ? 'generator' : 'plain',
    bound: undefined,
    binding: 'method',
  };
  const value = decorators.reduceRight(
    (inner, decorator) => run.call(decorator, argsOf(inner), definition.nameSpan),
    val(data) as Val,
  );
  const site = { name: definition.nameSpan, value: definition.nameSpan, statement: definition.span };
  bindName(run, scope, definition.name, value, site);
}

const generators = new WeakMap<readonly Statement[], boolean>();

/** True when a function's own body yields. */
function yields(body: readonly Statement[]): boolean {
  const known = generators.get(body);
  if (known !== undefined) return known;
  const found = findsYield(body);
  generators.set(body, found);
  return found;
}

function findsYield(body: readonly Statement[]): boolean {
  const open: Statement[] = [...body];
  for (let at = open.pop(); at; at = open.pop()) {
    const parts = [...expressionsOf(at)];
    for (let part = parts.pop(); part; part = parts.pop()) {
      if (part.kind === 'yield') return true;
      if (part.kind !== 'lambda') parts.push(...partsOf(part));
    }
    for (const block of blocksOf(at)) open.push(...block);
  }
  return false;
}

function defineClass(run: Run, definition: ClassDefinition, scope: Scope): void {
  const decorators = definition.decorators.map((decorator) => run.evaluate(decorator, scope));
  const bases = definition.bases.map((base) => ({ ...base, value: run.evaluate(base.value, scope).data }));
  const inner = newScope('class', scope);
  run.execute(definition.body, inner);
  const attributes = new Map<string, Val>();
  for (const [name, cell] of inner.names) if (cell.value.value) attributes.set(name, cell.value.value);
  const data: Data = {
    type: 'class',
    name: definition.name,
    bases: bases.map((base) => base.value),
    opaque: bases.some((base) => base.name !== undefined || base.spread !== '' || !isPlainBase(base.value)),
    attributes: attributesCell(attributes, mergeVals),
  };
  const value = decorators.reduceRight(
    (one, decorator) => run.call(decorator, argsOf(one), definition.nameSpan),
    val(data) as Val,
  );
  const site = { name: definition.nameSpan, value: definition.nameSpan, statement: definition.span };
  bindName(run, scope, definition.name, value, site);
}

const isPlainBase = (data: Data): boolean =>
  data.type === 'class' || (data.type === 'builtin' && (data.name === 'object' || isException(data.name)));
