import type { Argument, Clause, Expression, Parameter, Replacement, Statement } from './ast.ts';

/** The expressions right below an expression, in the order of evaluation as far as the tree keeps it. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return expression.items;
    case 'format':
      return expression.parts.flatMap(partsOfReplacement);
    case 'dictionary':
      return expression.entries.flatMap(({ key, value }) => (key ? [key, value] : [value]));
    case 'unary':
      return [expression.operand];
    case 'binary':
    case 'comparison':
      return [expression.first, ...expression.rest.map((step) => step.operand)];
    case 'logic':
      return expression.operands;
    case 'conditional':
      return [expression.test, expression.yes, expression.no];
    case 'call':
      return [expression.callee, ...expression.arguments.map((argument: Argument) => argument.value)];
    case 'attribute':
      return [expression.object];
    case 'subscript':
      return [expression.object, expression.index];
    case 'slice':
      return defined([expression.lower, expression.upper, expression.step]);
    case 'comprehension':
      return [
        ...expression.clauses.flatMap((clause: Clause) => [
          clause.source,
          clause.target,
          ...clause.conditions,
        ]),
        ...defined([expression.key]),
        expression.element,
      ];
    case 'lambda':
      return [...fallbacksOf(expression.parameters), expression.body];
    case 'starred':
      return [expression.value];
    case 'walrus':
      return [expression.target, expression.value];
    case 'yield':
    case 'await':
      return defined([expression.value]);
    default:
      return [];
  }
}

const defined = (list: readonly (Expression | undefined)[]): Expression[] =>
  list.filter((item) => item !== undefined);

/** The defaults of parameters, which are evaluated where the function is defined. */
export const fallbacksOf = (parameters: readonly Parameter[]): Expression[] =>
  defined(parameters.map((parameter) => parameter.fallback));

const partsOfReplacement = (part: string | Replacement): Expression[] =>
  typeof part === 'string' ? [] : [part.value, ...part.spec.flatMap(partsOfReplacement)];

/** The expressions of a statement itself, without those of the blocks below it. */
export function expressionsOf(statement: Statement): readonly Expression[] {
  switch (statement.kind) {
    case 'assignment':
      return [...defined([statement.value]), ...statement.targets];
    case 'augmented':
      return [statement.value, statement.target];
    case 'expression':
      return [statement.value];
    case 'delete':
      return statement.targets;
    case 'return':
    case 'raise':
      return defined([statement.value]);
    case 'assert':
    case 'while':
      return [statement.test];
    case 'if':
      return statement.branches.map((branch) => branch.test);
    case 'for':
      return [statement.source, statement.target];
    case 'try':
      return defined(statement.handlers.map((handler) => handler.type));
    case 'with':
      return statement.items.flatMap((item) => defined([item.value, item.target]));
    case 'function':
      return [...statement.decorators, ...fallbacksOf(statement.parameters)];
    case 'class':
      return [...statement.decorators, ...statement.bases.map((base) => base.value)];
    case 'match':
      return [statement.subject];
    default:
      return [];
  }
}

/** The blocks of a statement that run in the same scope, in order. Functions and classes have none. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'if':
      return [...statement.branches.map((branch) => branch.body), statement.otherwise];
    case 'while':
    case 'for':
      return [statement.body, statement.otherwise];
    case 'try':
      return [
        statement.body,
        ...statement.handlers.map((handler) => handler.body),
        statement.otherwise,
        statement.finally,
      ];
    case 'with':
      return [statement.body];
    case 'match':
      return statement.clauses.map((clause) => clause.body);
    default:
      return [];
  }
}

/** The names that an assignment target binds. */
export function boundNames(target: Expression): readonly string[] {
  if (target.kind === 'name') return [target.name];
  if (target.kind === 'list' || target.kind === 'tuple') return target.items.flatMap(boundNames);
  return target.kind === 'starred' ? boundNames(target.value) : [];
}

/** The names that a statement itself binds in its scope, without those of its blocks. */
export function namesBoundBy(statement: Statement): readonly string[] {
  switch (statement.kind) {
    case 'assignment':
      return statement.targets.flatMap(boundNames);
    case 'augmented':
      return boundNames(statement.target);
    case 'for':
      return boundNames(statement.target);
    case 'with':
      return statement.items.flatMap((item) => (item.target ? boundNames(item.target) : []));
    case 'function':
    case 'class':
      return [statement.name];
    case 'import':
      return statement.names.map((name) => name.alias ?? name.name.split('.')[0] ?? name.name);
    case 'import-from':
      return (statement.names ?? []).map((name) => name.alias ?? name.name);
    case 'delete':
      return statement.targets.flatMap(boundNames);
    case 'try':
      return statement.handlers.flatMap((handler) => (handler.name ? [handler.name.name] : []));
    case 'match':
      return statement.clauses.flatMap((clause) => clause.names.map((name) => name.name));
    default:
      return [];
  }
}

/** The names that `:=` binds inside an expression: they belong to the scope around comprehensions. */
export function walrusNames(expression: Expression): readonly string[] {
  const names: string[] = [];
  const open: Expression[] = [expression];
  for (let at = open.pop(); at; at = open.pop()) {
    if (at.kind === 'lambda') continue;
    if (at.kind === 'walrus') names.push(at.target.name);
    open.push(...partsOf(at));
  }
  return names;
}

/** Every name that a block binds in its own scope, however deep the statement stands. */
export function allNamesBound(block: readonly Statement[]): ReadonlySet<string> {
  const names = new Set<string>();
  const open: (readonly Statement[])[] = [block];
  for (let at = open.pop(); at; at = open.pop()) {
    for (const statement of at) {
      for (const name of namesBoundBy(statement)) names.add(name);
      for (const expression of expressionsOf(statement)) {
        for (const name of walrusNames(expression)) names.add(name);
      }
      open.push(...blocksOf(statement));
    }
  }
  return names;
}
