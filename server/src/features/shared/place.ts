import { linesOf } from '../../base/file.ts';
import { lineAt } from '../../base/line-index.ts';
import type { Place } from '../../base/span.ts';
import { nameOf } from '../../base/uri.ts';
import type { Snapshot } from '../../workspace/snapshot.ts';
import { link } from './markdown.ts';

/** The line of a place, from 1; undefined when its file is not loaded. */
export function lineOf(snapshot: Snapshot, { uri, span }: Place): number | undefined {
  const file = snapshot.files.get(uri);
  return file && lineAt(linesOf(file), span.start) + 1;
}

/** A place as editors open it: `[shop.conf:2](file:///…#L2)`. */
export function placeLink(snapshot: Snapshot, place: Place): string {
  const line = lineOf(snapshot, place);
  const name = nameOf(place.uri);
  return line === undefined ? link(name, place.uri) : link(`${name}:${line}`, `${place.uri}#L${line}`);
}
