import {
  gunicornSetting,
  gunicornSettings,
  removedSettings,
  settingNameTraps,
} from '../../catalog/gunicorn.ts';
import { atLeast } from '../../catalog/version.ts';

/** A name that gunicorn ignores, and what its author most likely meant. */
export type Misnamed =
  /** Another name is the right one. */
  | { readonly kind: 'wrong'; readonly right: string }
  /** The setting no longer exists. */
  | { readonly kind: 'removed'; readonly since: string }
  /** The setting exists in newer versions only. */
  | { readonly kind: 'newer'; readonly since: string };

/** Says what is wrong with a name that is no setting; undefined for one that looks like a variable of its own. */
export function misnamed(name: string, version: string | undefined): Misnamed | undefined {
  const newer = gunicornSetting(name)?.since;
  if (newer && atLeast(version, newer) === false) return { kind: 'newer', since: newer };
  const removed = removedSettings().get(name);
  if (removed !== undefined)
    return atLeast(version, removed) === false ? undefined : { kind: 'removed', since: removed };
  if (!/^[a-z][a-z_]*$/.test(name)) return undefined;
  const trap = settingNameTraps().get(name);
  if (trap !== undefined && gunicornSetting(trap)) return { kind: 'wrong', right: trap };
  const near = nearest(name);
  return near === undefined ? undefined : { kind: 'wrong', right: near };
}

/** The setting whose name differs by a slip or two; undefined when none or several are as near. */
function nearest(name: string): string | undefined {
  const limit = name.length >= 8 ? 2 : name.length >= 5 ? 1 : 0;
  let best: string | undefined;
  let distance = limit + 1;
  for (const setting of gunicornSettings()) {
    const found = editDistance(name, setting.name, limit);
    if (found < distance) {
      best = setting.name;
      distance = found;
    } else if (found === distance && found <= limit) best = undefined;
  }
  return distance <= limit ? best : undefined;
}

/** Insertions, deletions, changes and swaps between two words; above `limit` as soon as that is sure. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_cell, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      let cost = Math.min(change, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      const swaps = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swaps) cost = Math.min(cost, (before[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    if (Math.min(...current) > limit) return limit + 1;
    before = above;
    above = current;
  }
  return above[b.length] ?? limit + 1;
}
