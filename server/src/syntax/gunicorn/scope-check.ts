import type { Span } from '../../base/span.ts';
import type {
  Expression,
  FunctionDefinition,
  ImportFrom,
  Lambda,
  Module,
  Parameter,
  Statement,
} from './ast.ts';
import { allNamesBound, blocksOf, boundNames, expressionsOf, namesBoundBy, partsOf } from './walk.ts';

/** An error that Python finds after parsing, when it sorts names into scopes and compiles. */
export interface CompileError {
  readonly message: string;
  readonly span: Span;
}

interface Scope {
  readonly kind: 'module' | 'function' | 'class';
  readonly outer: Scope | undefined;
  readonly isAsync: boolean;
  readonly bound: ReadonlySet<string>;
  readonly parameters: ReadonlySet<string>;
  /** Names used or assigned so far, for `global` that comes too late. */
  readonly used: Map<string, 'used' | 'assigned'>;
}

interface Finder {
  /** Errors of the symbol table come first; those of the compiler only when there are none. */
  readonly table: CompileError[];
  readonly compiler: CompileError[];
}

/** The error that CPython reports for a file that parses but does not compile; undefined when it compiles. */
export function checkScopes(module: Module): CompileError | undefined {
  const finder: Finder = { table: [], compiler: [] };
  const scope: Scope = {
    kind: 'module',
    outer: undefined,
    isAsync: false,
    bound: new Set(),
    parameters: new Set(),
    used: new Map(),
  };
  const future = checkFuture(module);
  if (future) return future;
  checkBlock(finder, module.body, scope, false);
  return finder.table[0] ?? finder.compiler[0];
}

const features = new Set([
  ...['nested_scopes', 'generators', 'division', 'absolute_import', 'with_statement', 'print_function'],
  ...['unicode_literals', 'barry_as_FLUFL', 'generator_stop', 'annotations'],
]);

function checkFuture(module: Module): CompileError | undefined {
  let open = true;
  for (const [index, statement] of module.body.entries()) {
    if (statement.kind === 'import-from' && statement.module === '__future__') {
      const message = open
        ? badFeature(statement)
        : 'from __future__ imports must occur at the beginning of the file';
      if (message) return { message, span: statement.span };
    } else if (!(index === 0 && statement.kind === 'expression' && statement.value.kind === 'string'))
      open = false;
  }
  return undefined;
}

function badFeature(statement: ImportFrom): string | undefined {
  if (!statement.names) return 'future feature * is not defined';
  const bad = statement.names.find((name) => !features.has(name.name));
  if (bad?.name === 'braces') return 'not a chance';
  return bad && `future feature ${bad.name} is not defined`;
}

function checkBlock(finder: Finder, block: readonly Statement[], scope: Scope, inLoop: boolean): void {
  for (const statement of block) checkStatement(finder, statement, scope, inLoop);
}

function checkStatement(finder: Finder, statement: Statement, scope: Scope, inLoop: boolean): void {
  const { span } = statement;
  for (const expression of expressionsOf(statement)) checkExpression(finder, expression, scope);
  checkPlacement(finder, statement, scope, inLoop);
  checkStars(finder, statement);
  if (statement.kind === 'global' || statement.kind === 'nonlocal')
    checkDeclaration(finder, statement, scope);
  for (const name of namesBoundBy(statement)) {
    scope.used.set(name, 'assigned');
    if (name === '__debug__') finder.table.push({ message: 'cannot assign to __debug__', span });
  }
  if (statement.kind === 'function') checkFunction(finder, statement, scope);
  else if (statement.kind === 'class') {
    const inner: Scope = { ...newScope(scope, 'class', false), bound: allNamesBound(statement.body) };
    checkBlock(finder, statement.body, inner, false);
  } else {
    const loops = statement.kind === 'for' || statement.kind === 'while';
    const [first, ...rest] = blocksOf(statement);
    if (first) checkBlock(finder, first, scope, inLoop || loops);
    for (const other of rest) checkBlock(finder, other, scope, inLoop);
  }
}

const newScope = (outer: Scope, kind: Scope['kind'], isAsync: boolean): Scope => ({
  kind,
  outer,
  isAsync,
  bound: new Set(),
  parameters: new Set(),
  used: new Map(),
});

function checkPlacement(finder: Finder, statement: Statement, scope: Scope, inLoop: boolean): void {
  const { span } = statement;
  const refuse = (message: string): void => void finder.compiler.push({ message, span });
  if (statement.kind === 'return' && scope.kind !== 'function') refuse("'return' outside function");
  if (statement.kind === 'break' && !inLoop) refuse("'break' outside loop");
  if (statement.kind === 'continue' && !inLoop) refuse("'continue' not properly in loop");
  if (statement.kind === 'for' && statement.isAsync && !scope.isAsync) {
    refuse("'async for' outside async function");
  }
  if (statement.kind === 'import-from' && !statement.names && scope.kind !== 'module') {
    finder.table.push({ message: 'import * only allowed at module level', span });
  }
  if (statement.kind !== 'try') return;
  const bare = statement.handlers.findIndex((handler) => handler.type === undefined);
  if (bare >= 0 && bare < statement.handlers.length - 1) refuse("default 'except:' must be last");
}

/** Starred items where no list or tuple holds them. */
function checkStars(finder: Finder, statement: Statement): void {
  const refuse = (message: string, span: Span): void => void finder.compiler.push({ message, span });
  if (statement.kind === 'assignment') {
    for (const target of statement.targets) checkTarget(target, refuse);
    if (statement.value?.kind === 'starred')
      refuse("can't use starred expression here", statement.value.span);
  } else if (statement.kind === 'for') {
    checkTarget(statement.target, refuse);
    if (statement.source.kind === 'starred')
      refuse("can't use starred expression here", statement.source.span);
  } else if (
    statement.kind === 'expression' ||
    statement.kind === 'augmented' ||
    statement.kind === 'return'
  ) {
    const { value } = statement;
    if (value?.kind === 'starred') refuse("can't use starred expression here", value.span);
  }
}

function checkTarget(target: Expression, refuse: (message: string, span: Span) => void): void {
  if (target.kind === 'starred') {
    refuse('starred assignment target must be in a list or tuple', target.span);
  } else if (target.kind === 'list' || target.kind === 'tuple') {
    const stars = target.items.filter((item) => item.kind === 'starred');
    if (stars.length > 1) refuse('multiple starred expressions in assignment', target.span);
    for (const item of target.items) checkTarget(item.kind === 'starred' ? item.value : item, refuse);
  }
}

function checkDeclaration(
  finder: Finder,
  statement: Extract<Statement, { kind: 'global' | 'nonlocal' }>,
  scope: Scope,
): void {
  const { kind, span } = statement;
  const refuse = (message: string): void => void finder.table.push({ message, span });
  if (kind === 'nonlocal' && scope.kind === 'module') {
    refuse('nonlocal declaration not allowed at module level');
    return;
  }
  for (const { name } of statement.names) {
    const used = scope.used.get(name);
    if (scope.parameters.has(name)) refuse(`name '${name}' is parameter and ${kind}`);
    else if (used === 'assigned') refuse(`name '${name}' is assigned to before ${kind} declaration`);
    else if (used === 'used') refuse(`name '${name}' is used prior to ${kind} declaration`);
    else if (kind === 'nonlocal' && !isBoundOutside(scope, name))
      refuse(`no binding for nonlocal '${name}' found`);
  }
}

function isBoundOutside(scope: Scope, name: string): boolean {
  for (let at = scope.outer; at; at = at.outer) {
    if (at.kind === 'function' && (at.bound.has(name) || at.parameters.has(name))) return true;
  }
  return false;
}

function checkFunction(finder: Finder, definition: FunctionDefinition, outer: Scope): void {
  const scope: Scope = {
    ...newScope(outer, 'function', definition.isAsync),
    bound: allNamesBound(definition.body),
    parameters: checkParameters(finder, definition.parameters),
  };
  checkBlock(finder, definition.body, scope, false);
}

function checkParameters(finder: Finder, parameters: readonly Parameter[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, span } of parameters) {
    if (names.has(name)) {
      finder.table.push({ message: `duplicate argument '${name}' in function definition`, span });
    }
    names.add(name);
  }
  return names;
}

function checkLambda(finder: Finder, lambda: Lambda, outer: Scope): void {
  const parameters = checkParameters(finder, lambda.parameters);
  const scope: Scope = { ...newScope(outer, 'function', false), parameters };
  checkExpression(finder, lambda.body, scope);
}

function checkExpression(finder: Finder, expression: Expression, scope: Scope): void {
  const { span } = expression;
  if (expression.kind === 'name' && !scope.used.has(expression.name)) scope.used.set(expression.name, 'used');
  if (expression.kind === 'yield' && scope.kind !== 'function') {
    finder.table.push({ message: "'yield' outside function", span });
  }
  if (expression.kind === 'await' && !scope.isAsync) {
    const where = scope.kind === 'function' ? 'async function' : 'function';
    finder.compiler.push({ message: `'await' outside ${where}`, span });
  }
  if (expression.kind === 'call') {
    const names = expression.arguments.flatMap((argument) =>
      argument.name === undefined ? [] : [argument.name],
    );
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) finder.compiler.push({ message: `keyword argument repeated: ${twice}`, span });
  }
  if (expression.kind === 'lambda') {
    for (const { fallback } of expression.parameters) if (fallback) checkExpression(finder, fallback, scope);
    checkLambda(finder, expression, scope);
    return;
  }
  if (expression.kind === 'walrus') scope.used.set(expression.target.name, 'assigned');
  if (expression.kind === 'comprehension') {
    const inner = new Set(expression.clauses.flatMap((clause) => boundNames(clause.target)));
    checkComprehension(finder, expression, scope, inner);
    return;
  }
  for (const part of partsOf(expression)) checkExpression(finder, part, scope);
}

/** Names of a comprehension live in it alone; what it uses of outside counts as used. */
function checkComprehension(
  finder: Finder,
  expression: Expression,
  scope: Scope,
  inner: ReadonlySet<string>,
): void {
  const shadow: Scope = { ...scope, used: new Map() };
  for (const part of partsOf(expression)) checkExpression(finder, part, shadow);
  for (const [name, use] of shadow.used)
    if (!inner.has(name) && !scope.used.has(name)) scope.used.set(name, use);
}
