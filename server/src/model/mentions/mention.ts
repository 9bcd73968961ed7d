import type { Place } from '../../base/span.ts';

/** What can be named in one place and meant in another. */
export type EntityKind =
  | 'program'
  | 'group'
  | 'upstream'
  | 'address'
  | 'file'
  | 'location'
  | 'zone'
  | 'variable'
  | 'user';

/** One place that defines or uses an entity. */
export interface Mention {
  readonly kind: EntityKind;
  /** Equal for all mentions of one entity within a deployment. */
  readonly entity: string;
  /** How a person calls it. */
  readonly name: string;
  readonly role: 'definition' | 'use';
  readonly place: Place;
}

export const mention = (
  kind: EntityKind,
  role: Mention['role'],
  name: string,
  place: Place,
  scope = '',
): Mention => ({ kind, role, name, place, entity: `${kind} ${scope}${name}` });
