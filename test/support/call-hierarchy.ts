import { expect } from 'vitest';
import type { Call } from '../../server/src/features/call-hierarchy/call-hierarchy.ts';
import { type CallNode, idOf } from '../../server/src/features/call-hierarchy/node.ts';
import { readFixture } from './fixture.ts';
import { openFixture } from './service.ts';

/** What the cursor (`<|>`) stands on, who calls it (`← caller: places`) and whom it calls (`→ called: places`). */
export async function checkCalls(literal: string, ...expected: readonly string[]): Promise<void> {
  const fixture = readFixture(literal);
  const { service, snapshot, errors } = await openFixture(fixture);
  const { cursor } = fixture;
  if (!cursor) throw new Error('The fixture has no cursor');
  const node = service.callNode(snapshot, cursor.uri, cursor.offset);
  const nodeText = ({ kind, name, detail }: CallNode): string => `${kind} ${name} (${detail})`;
  const callText = ({ node: other, places }: Call): string => {
    const texts = places.map(({ uri, span }) => snapshot.files.get(uri)?.text.slice(span.start, span.end));
    return `${nodeText(other)}: ${texts.join(' ')}`;
  };
  const lines = node && [
    nodeText(node),
    ...(service.callsTo(snapshot, idOf(node)) ?? []).map((call) => `← ${callText(call)}`),
    ...(service.callsFrom(snapshot, idOf(node)) ?? []).map((call) => `→ ${callText(call)}`),
  ];
  expect(errors).toEqual([]);
  expect(lines ?? []).toEqual(expected);
}
