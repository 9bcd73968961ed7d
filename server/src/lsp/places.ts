import type { Place } from '../base/span.ts';
import type { Snapshot } from '../workspace/snapshot.ts';
import { rangeOf } from './conversion.ts';
import type { GoToPlace } from './protocol.ts';
import type { Session } from './session.ts';

/** Places as our client goes to them; those of files that are not loaded are left out. */
export const placesOf = (
  { documents }: Session,
  snapshot: Snapshot,
  places: readonly Place[],
): readonly GoToPlace[] =>
  places.flatMap(({ uri, span }) => {
    const file = snapshot.files.get(uri);
    return file ? [{ uri: documents.external(uri), range: rangeOf(file, span) }] : [];
  });
