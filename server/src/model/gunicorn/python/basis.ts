import type { Origin } from '../../../base/known.ts';
import type { Place } from '../../../base/span.ts';

/** What a value rests on beside the text itself. */
export interface Basis {
  readonly origin: Extract<Origin, 'literal' | 'environment' | 'environment default' | 'target cores'>;
  /** In words: `WORKERS is not set`, `8 cores (scaling-lens.ini)`. */
  readonly assumes: readonly string[];
  /** Where the environment or the cores are read. */
  readonly places: readonly Place[];
}

/** The basis of a value that rests on nothing but the text. */
export const plain: Basis = { origin: 'literal', assumes: [], places: [] };

const rank: Readonly<Record<Basis['origin'], number>> = {
  literal: 0,
  environment: 1,
  'environment default': 2,
  'target cores': 3,
};

const most = 8;

/** What a value made of both rests on. The origin that says most about where it may change wins. */
export function joinBasis(a: Basis, b: Basis): Basis {
  if (a === b || b === plain) return a;
  if (a === plain) return b;
  return {
    origin: rank[a.origin] >= rank[b.origin] ? a.origin : b.origin,
    assumes: union(a.assumes, b.assumes),
    places: union(a.places, b.places),
  };
}

function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  const added = b.filter((item) => !a.includes(item));
  return added.length === 0 || a.length >= most ? a : [...a, ...added].slice(0, most);
}

/** True when a value of this basis is as certain as the files: no variable was taken to be unset. */
export const isCertain = (basis: Basis): boolean =>
  basis.origin === 'literal' || basis.origin === 'environment';
