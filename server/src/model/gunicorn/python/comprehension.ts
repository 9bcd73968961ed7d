import type { Clause, Comprehension } from '../../../syntax/gunicorn/ast.ts';
import { type Basis, joinBasis, plain } from './basis.ts';
import { mayRaise, repeatUnknown } from './branch.ts';
import { truth } from './compare.ts';
import { keyOf, membersFrom } from './container-methods.ts';
import { newDict, newList, newSet } from './containers.ts';
import { aliasOf, type Items, isUnknown, partOf, type Scope, tupleOf, unknownOf, type Val } from './data.ts';
import { itemsOf, lazily } from './iterate.ts';
import { type Run, spend } from './run.ts';
import { newScope } from './scope.ts';

/** A list, set or dictionary by comprehension, or a generator that is followed when it is used. */
export function comprehension(run: Run, expression: Comprehension, scope: Scope): Val {
  const [first] = expression.clauses;
  if (!first) return unknownOf('this comprehension is not followed here');
  // The outermost source is evaluated at once, in the scope around it.
  const source = run.evaluate(first.source, scope);
  if (expression.form === 'generator') return lazily(() => results(run, expression, scope, source));
  const found = results(run, expression, scope, source);
  if (!found) {
    mayRaise(run);
    return partOf(source, 'the items of this comprehension cannot be told');
  }
  return collected(expression, found);
}

function collected(expression: Comprehension, found: Items): Val {
  if (expression.form === 'list') return newList(found.items, found.basis);
  if (expression.form === 'set') {
    const members = membersFrom(found.items);
    return members ? newSet(members, found.basis) : aliasOf('the items of this set cannot be told');
  }
  const entries = new Map<string, { key: Val; value: Val }>();
  for (const { data } of found.items) {
    const [key, value] = data.type === 'tuple' ? data.items : [];
    const hash = key && keyOf(key);
    if (!key || !value || hash === undefined) return aliasOf('the entries of this dictionary cannot be told');
    entries.set(hash, { key: entries.get(hash)?.key ?? key, value });
  }
  return newDict(entries, found.basis);
}

interface Work {
  readonly run: Run;
  readonly expression: Comprehension;
  readonly scope: Scope;
  readonly out: Val[];
  basis: Basis;
}

function results(run: Run, expression: Comprehension, outer: Scope, source: Val): Items | undefined {
  const scope = newScope('comprehension', outer);
  const work: Work = { run, expression, scope, out: [], basis: plain };
  return follow(work, 0, source) ? { items: work.out, basis: work.basis } : undefined;
}

/** Follows one clause and those below it; false when it cannot be told how often they run. */
function follow(work: Work, depth: number, source: Val): boolean {
  const { run, expression } = work;
  const clause = expression.clauses[depth];
  const found = clause && !isUnknown(source) ? itemsOf(run, source) : undefined;
  if (!clause || !found) return lose(work, depth, source);
  work.basis = joinBasis(work.basis, found.basis);
  for (const item of found.items) {
    if (!spend(run, 2)) return false;
    run.assign(clause.target, item, work.scope, { value: clause.source.span, statement: expression.span });
    const verdict = conditions(work, clause);
    if (verdict === undefined) return lose(work, depth, source);
    if (verdict && !element(work, depth)) return false;
  }
  return true;
}

function conditions({ run, scope }: Work, clause: Clause): boolean | undefined {
  for (const condition of clause.conditions) {
    const verdict = truth(run.evaluate(condition, scope));
    if (verdict !== true) return verdict;
  }
  return true;
}

function element(work: Work, depth: number): boolean {
  const { run, expression, scope } = work;
  const below = expression.clauses[depth + 1];
  if (below) return follow(work, depth + 1, run.evaluate(below.source, scope));
  const value = run.evaluate(expression.element, scope);
  work.out.push(expression.key ? tupleOf([run.evaluate(expression.key, scope), value]) : value);
  return true;
}

/** A comprehension of unknown length may still change what its parts reach: `[a.append(x) for x in …]`. */
function lose(work: Work, depth: number, source: Val): false {
  const { run, expression, scope } = work;
  const frame = run.frames[run.frames.length - 1];
  const clause = expression.clauses[depth];
  if (!frame || !clause) return false;
  const site = { value: clause.source.span, statement: expression.span };
  repeatUnknown(run, frame, () => {
    run.assign(clause.target, partOf(source, 'it takes values that cannot be told'), scope, site);
    run.evaluate(expression.element, scope);
    return { kind: 'normal' };
  });
  return false;
}
