import type { Value } from '../../../base/known.ts';
import type { Span } from '../../../base/span.ts';
import type { Basis } from './basis.ts';
import { write } from './cell.ts';
import { type Items, resting, strOf, unknownOf, type Val } from './data.ts';
import { type Environ, placeOf, type Run } from './run.ts';

/** A variable of the environment as the file would find it. */
export type Variable =
  | { readonly kind: 'set'; readonly value: Val }
  /** Not given: taken to be unset, under the assumption in `basis`. */
  | { readonly kind: 'unset'; readonly basis: Basis }
  | { readonly kind: 'unknown'; readonly value: Val };

/** Looks a variable up; `at` is where the file asks. */
export function lookUpVariable(run: Run, name: string, at: Span): Variable {
  const { changes, others } = run.environ.value;
  if (changes.has(name)) {
    const changed = changes.get(name);
    if (!changed) return { kind: 'unset', basis: unsetBasis(run, name, at) };
    return changed.data.type === 'unknown'
      ? { kind: 'unknown', value: changed }
      : { kind: 'set', value: changed };
  }
  const given = run.assumptions.environment.get(name);
  if (given) return fromGiven(run, name, given, at);
  if (others === 'unknown') {
    const why = `${name} may be set by code that is not followed here`;
    return { kind: 'unknown', value: unknownOf(why, [placeOf(run, at)]) };
  }
  return { kind: 'unset', basis: unsetBasis(run, name, at) };
}

function fromGiven(run: Run, name: string, given: Value<string>, at: Span): Variable {
  if (!given.known) return { kind: 'unknown', value: unknownOf(given.why, given.places) };
  const basis: Basis = {
    origin: 'environment',
    assumes: given.assumes ?? [],
    places: [placeOf(run, at), ...given.places],
  };
  return {
    kind: 'set',
    value: resting(strOf(given.value), { ...basis, assumes: [`${name}=${given.value}`, ...basis.assumes] }),
  };
}

const unsetBasis = (run: Run, name: string, at: Span): Basis => ({
  origin: 'environment default',
  assumes: [`${name} is not set`],
  places: [placeOf(run, at)],
});

/** Sets a variable, or deletes it when the value is undefined. */
export function changeVariable(run: Run, name: string, value: Val | undefined): void {
  const changes = new Map(run.environ.value.changes);
  changes.set(name, value && resting(value, run.control));
  write(run.trail, run.environ, { ...run.environ.value, changes });
}

/** From now on any variable that is not given may be set. */
export const loseEnviron = (run: Run): void =>
  write<Environ>(run.trail, run.environ, { ...run.environ.value, others: 'unknown' });

/** One environment for two that are both possible. */
export function mergeEnviron(a: Environ, b: Environ, merge: (a: Val, b: Val) => Val): Environ {
  const changes = new Map<string, Val | undefined>();
  for (const name of new Set([...a.changes.keys(), ...b.changes.keys()])) {
    const left = a.changes.get(name);
    const right = b.changes.get(name);
    const value = left && right ? merge(left, right) : unknownOf(`${name} is changed under a condition`);
    changes.set(name, value);
  }
  return { changes, others: a.others === b.others ? a.others : 'unknown' };
}

/** Which variables there are is not known. */
export const environItems = (_run: Run): Items | undefined => undefined;
