import { repeatUnknown } from './branch.ts';
import { type Cell, lose, write } from './cell.ts';
import { isMutable } from './containers.ts';
import { isAlias, type Scope, unknownOf, type Val } from './data.ts';
import { type Args, argsOf, type Run } from './run.ts';

const deepest = 6;

/** Hands values to code that cannot be seen: what it may change is lost for good, and it may call functions. */
export function escapeArgs(run: Run, args: Args): void {
  for (const value of [...args.positional, ...args.named.values()]) letGo(run, value, 0);
}

/** Hands one value to code that cannot be seen. */
export function letGo(run: Run, value: Val, depth: number): void {
  const { data } = value;
  if (depth > deepest) return;
  if (isAlias(value)) loseContainers(run);
  if (isMutable(data)) {
    const contents = data.cell.value?.of;
    if (data.cell.volatile) return;
    lose(run.trail, data.cell as Cell<unknown>);
    for (const item of heldIn(contents)) letGo(run, item, depth + 1);
  } else if (data.type === 'tuple') {
    for (const item of data.items) letGo(run, item, depth + 1);
  } else if (data.type === 'instance' && !data.attributes.volatile) {
    lose(run.trail, data.attributes);
  } else if (data.type === 'function') callUnseen(run, value);
}

/** Loses the contents of everything that may change in place and that any name leads to. */
export function loseContainers(run: Run): void {
  const seen = new Set<unknown>();
  for (const frame of run.frames) {
    for (let scope: Scope | undefined = frame.scope; scope; scope = scope.outer) {
      for (const { value } of scope.names.values()) if (value.value) loseIn(run, value.value, seen);
    }
  }
}

function loseIn(run: Run, { data }: Val, seen: Set<unknown>): void {
  if (seen.has(data)) return;
  seen.add(data);
  if (isMutable(data)) {
    for (const item of heldIn(data.cell.value?.of)) loseIn(run, item, seen);
    write<unknown>(run.trail, data.cell as Cell<unknown>, undefined);
  } else if (data.type === 'tuple') {
    for (const item of data.items) loseIn(run, item, seen);
  } else if (data.type === 'instance' || data.type === 'class') {
    for (const item of data.attributes.value?.values() ?? []) loseIn(run, item, seen);
    if (data.type === 'instance') write(run.trail, data.attributes, undefined);
  }
}

/** The values in the contents of a list, dictionary or set. */
function heldIn(contents: unknown): readonly Val[] {
  const held: readonly (Val | { readonly value: Val })[] =
    contents instanceof Map ? [...contents.values()] : Array.isArray(contents) ? contents : [];
  return held.map((item) => ('data' in item ? item : item.value));
}

/** A function that unseen code has may be called any number of times, with anything. */
function callUnseen(run: Run, value: Val): void {
  const { data } = value;
  const frame = run.frames[run.frames.length - 1];
  if (data.type !== 'function' || !frame || run.unseen.has(data.body)) return;
  run.unseen.add(data.body);
  const given = data.parameters
    .filter((parameter) => parameter.form === 'normal' || parameter.form === 'positional-only')
    .slice(data.bound ? 1 : 0)
    .map((parameter) => unknownOf(`${parameter.name} is given by code that is not followed here`));
  repeatUnknown(run, frame, () => {
    run.call({ ...value, data: { ...data, style: 'plain' } }, argsOf(...given), { start: 0, end: 0 });
    return { kind: 'normal' };
  });
}
