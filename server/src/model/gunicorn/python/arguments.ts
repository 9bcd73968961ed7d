import { type Val, val } from './data.ts';
import type { Args } from './run.ts';

/**
 * The arguments of a built-in by parameter; undefined where they do not fit what is known of it, so that the caller
 * gives up rather than guess. A name with `?` may be left out; names after `/` are positional only.
 */
export function bind(args: Args, names: readonly string[]): ReadonlyMap<string, Val> | undefined {
  if (args.open || args.positional.length > names.length) return undefined;
  const bound = new Map<string, Val>();
  for (const [index, value] of args.positional.entries()) bound.set(bare(names[index] ?? ''), value);
  for (const [name, value] of args.named) {
    if (bound.has(name) || !names.some((known) => bare(known) === name)) return undefined;
    bound.set(name, value);
  }
  const complete = names.every((name) => name.endsWith('?') || bound.has(name));
  return complete ? bound : undefined;
}

const bare = (name: string): string => name.replace('?', '');

/** The text of a value; undefined when it is none. */
export const textOf = (value: Val | undefined): string | undefined =>
  value?.data.type === 'str' ? value.data.value : undefined;

/** The integer of a value, a boolean counted as one; undefined when it is none. */
export function integerOf(value: Val | undefined): number | undefined {
  const data = value?.data;
  return data?.type === 'int' || data?.type === 'bool' ? Number(data.value) : undefined;
}

/** True when the value is left out or None. */
export const isAbsent = (value: Val | undefined): boolean =>
  value === undefined || value.data.type === 'none';

/** A value of one of the types that cannot change. */
export const bytesOf = (value: string): Val => val({ type: 'bytes', value });
