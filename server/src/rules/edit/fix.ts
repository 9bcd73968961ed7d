import type { Edit } from '../../base/span.ts';
import type { Fix } from '../../model/finding.ts';

/** A fix of some edits; none when one of them cannot be made. */
export function fixWith(
  title: string,
  safe: Fix['safe'],
  ...edits: readonly (Edit | undefined)[]
): readonly Fix[] {
  const made = edits.flatMap((edit) => edit ?? []);
  return made.length === edits.length && made.length > 0 ? [{ title, safe, edits: made }] : [];
}
