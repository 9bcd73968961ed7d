import type { Span } from '../../../base/span.ts';
import { mayRaise } from './branch.ts';
import { type Cell, cellOf, write } from './cell.ts';
import { aliasOf, resting, type Scope, type Site, type Slot, unknownOf, type Val } from './data.ts';
import { mayChange, mergeSlots } from './merge.ts';
import { type Run, raise } from './run.ts';

export const newScope = (
  kind: Scope['kind'],
  outer: Scope | undefined,
  local: ReadonlySet<string> = new Set(),
): Scope => ({ kind, names: new Map(), outer, elsewhere: new Map(), local });

const lostSlot = ({ value, site }: Slot): Slot => {
  const make = value && mayChange(value) ? aliasOf : unknownOf;
  return { value: make('it changes in code that is not followed here'), site };
};

/** The variable of a scope itself, made when it is not there. */
export function cellIn(scope: Scope, name: string): Cell<Slot> {
  const found = scope.names.get(name);
  if (found) return found;
  const cell = cellOf<Slot>({ value: undefined, site: undefined }, mergeSlots, lostSlot);
  scope.names.set(name, cell);
  return cell;
}

/** Binds a name as an assignment in this scope does. */
export function bindName(run: Run, scope: Scope, name: string, value: Val, site: Site): void {
  const owner = scope.elsewhere.get(name) ?? scope;
  write(run.trail, cellIn(owner, name), { value: resting(value, run.control), site });
}

/** The scope that `:=` binds in: comprehensions are passed over. */
export function bindingScope(scope: Scope): Scope {
  let at = scope;
  while (at.kind === 'comprehension' && at.outer) at = at.outer;
  return at;
}

/** The module's scope. */
export function moduleScope(scope: Scope): Scope {
  let at = scope;
  while (at.outer) at = at.outer;
  return at;
}

/** The value of a name; undefined when no scope has it. Raises UnboundLocalError as Python does. */
export function lookUp(run: Run, scope: Scope, name: string): Val | undefined {
  for (let at: Scope | undefined = scope; at; at = at.outer) {
    if (at.kind === 'class' && at !== scope) continue;
    const owner: Scope = at.elsewhere.get(name) ?? at;
    const value = owner.names.get(name)?.value.value;
    if (value) {
      if (value.data.type === 'unknown') mayRaise(run);
      return value;
    }
    if (owner !== at) return undefined;
    if (at.kind === 'function' && at.local.has(name)) return refuseUnbound(name, at === scope);
  }
  return undefined;
}

function refuseUnbound(name: string, isOwn: boolean): undefined {
  if (!isOwn) return undefined;
  return raise(
    'UnboundLocalError',
    `cannot access local variable '${name}' where it is not associated with a value`,
  );
}

/** Unbinds a name. Raises NameError when it is not bound. */
export function unbind(run: Run, scope: Scope, name: string): void {
  const cell = cellIn(scope.elsewhere.get(name) ?? scope, name);
  if (!cell.value.value) raise('NameError', `name '${name}' is not defined`);
  write(run.trail, cell, { value: undefined, site: undefined });
}

/** Loses every name of a scope: code that cannot be seen may have set any of them. */
export function loseNames(run: Run, scope: Scope): void {
  for (const cell of scope.names.values()) if (cell.value.value) write(run.trail, cell, lostSlot(cell.value));
}

/** A site that is all one span. */
export const siteAt = (span: Span): Site => ({ name: span, value: span, statement: span });
