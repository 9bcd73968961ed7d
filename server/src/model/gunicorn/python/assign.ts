import type { Expression } from '../../../syntax/gunicorn/ast.ts';
import { setAttribute } from './attributes.ts';
import { mayRaise } from './branch.ts';
import { newList } from './containers.ts';
import { isAlias, isUnknown, partOf, resting, type Scope, type Site, unknownOf, type Val } from './data.ts';
import { letGo, loseContainers } from './escape.ts';
import { itemsOf } from './iterate.ts';
import { type Run, raise } from './run.ts';
import { bindName } from './scope.ts';
import { changeItem } from './subscript.ts';

/** Where the value and the whole statement of an assignment stand. */
export type AssignmentSite = Pick<Site, 'value' | 'statement'>;

/** `target = value`, for every form of target. */
export function assignTo(run: Run, target: Expression, value: Val, scope: Scope, site: AssignmentSite): void {
  switch (target.kind) {
    case 'name':
      bindName(run, scope, target.name, value, { name: target.span, ...site });
      return;
    case 'tuple':
    case 'list':
      unpack(run, target.items, value, scope, site);
      return;
    case 'attribute': {
      const object = run.evaluate(target.object, scope);
      if (isUnknown(object)) {
        if (isAlias(object)) loseContainers(run);
        letGo(run, value, 0);
        noteModules(run, target.object);
        mayRaise(run);
      } else setAttribute(run, object, target.name, value);
      return;
    }
    case 'subscript':
      changeItem(run, run.evaluate(target.object, scope), target.index, value, scope);
      return;
    case 'starred':
      assignTo(run, target.value, value, scope, site);
      return;
    default:
      letGo(run, value, 0);
  }
}

/** `sys.modules[__name__].workers = 4` sets a name of this file. */
function noteModules(run: Run, object: Expression): void {
  const isModules =
    object.kind === 'subscript' && object.object.kind === 'attribute' && object.object.name === 'modules';
  if (isModules) run.changeNamespace();
}

function unpack(
  run: Run,
  targets: readonly Expression[],
  value: Val,
  scope: Scope,
  site: AssignmentSite,
): void {
  const found = isUnknown(value) ? undefined : itemsOf(run, value);
  if (!found) {
    mayRaise(run);
    const part = partOf(value, 'the items of this value cannot be told');
    for (const target of targets) assignTo(run, target, part, scope, site);
    return;
  }
  const star = targets.findIndex((target) => target.kind === 'starred');
  const items = found.items.map((item) => resting(item, found.basis));
  checkCount(items.length, targets.length, star);
  const after = star < 0 ? 0 : targets.length - star - 1;
  const parts =
    star < 0
      ? items
      : [
          ...items.slice(0, star),
          newList(items.slice(star, items.length - after), found.basis),
          ...items.slice(items.length - after),
        ];
  for (const [index, target] of targets.entries()) {
    assignTo(run, target, parts[index] ?? unknownOf('an item is missing'), scope, site);
  }
}

function checkCount(items: number, targets: number, star: number): void {
  if (star >= 0 && items < targets - 1) {
    raise('ValueError', `not enough values to unpack (expected at least ${targets - 1}, got ${items})`);
  }
  if (star >= 0) return;
  if (items < targets) raise('ValueError', `not enough values to unpack (expected ${targets}, got ${items})`);
  if (items > targets) raise('ValueError', `too many values to unpack (expected ${targets})`);
}
