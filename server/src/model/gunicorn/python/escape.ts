import { repeatUnknown } from './branch.ts';
import { lose } from './cell.ts';
import { isMutable } from './containers.ts';
import { unknownOf, type Val } from './data.ts';
import { type Args, argsOf, type Run } from './run.ts';

const deepest = 6;

/** Hands values to code that cannot be seen: what it may change is lost for good, and it may call functions. */
export function escapeArgs(run: Run, args: Args): void {
  for (const value of [...args.positional, ...args.named.values()]) letGo(run, value, 0);
}

export function letGo(run: Run, value: Val, depth: number): void {
  const { data } = value;
  if (depth > deepest) return;
  if (isMutable(data)) {
    const contents = data.cell.value?.of;
    if (data.cell.volatile) return;
    lose(run.trail, data.cell as Parameters<typeof lose>[1]);
    const held = contents instanceof Map ? [...contents.values()] : (contents ?? []);
    for (const item of held as Iterable<Val | { value: Val }>)
      letGo(run, 'data' in item ? item : item.value, depth + 1);
  } else if (data.type === 'tuple') {
    for (const item of data.items) letGo(run, item, depth + 1);
  } else if (data.type === 'instance' && !data.attributes.volatile) {
    lose(run.trail, data.attributes);
  } else if (data.type === 'function') callUnseen(run, value);
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
