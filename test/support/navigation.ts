import { expect } from 'vitest';
import type { Place } from '../../server/src/base/span.ts';
import { pathOf, readFixture } from './fixture.ts';
import { openFixture } from './service.ts';

/** Opens a fixture with a cursor (`<|>`) and gives what a test of navigation asks. */
async function at(literal: string) {
  const fixture = readFixture(literal);
  const { service, snapshot } = await openFixture(fixture);
  const { cursor } = fixture;
  if (!cursor) throw new Error('The fixture has no cursor');
  const textAt = ({ uri, span }: Place): string => {
    const text = snapshot.files.get(uri)?.text.slice(span.start, span.end) ?? '';
    return `${pathOf(uri)}: ${text}`;
  };
  return { service, snapshot, ...cursor, textAt };
}

/** The definitions of what stands at the cursor, each as `path: text`. */
export async function checkDefinition(literal: string, ...expected: readonly string[]): Promise<void> {
  const { service, snapshot, uri, offset, textAt } = await at(literal);
  expect(service.definition(snapshot, uri, offset)?.targets.map(textAt) ?? []).toEqual(expected);
}

/** Every mention of what stands at the cursor, each as `path: text`. */
export async function checkReferences(literal: string, ...expected: readonly string[]): Promise<void> {
  const { service, snapshot, uri, offset, textAt } = await at(literal);
  const places = service.references(snapshot, uri, offset, new Set(['definition', 'use'] as const));
  expect(places.map(textAt)).toEqual(expected);
}

/** The files after a rename, or the reason it is refused for (`refused: …`). */
export async function checkRename(
  literal: string,
  newName: string,
  expected: string | RegExp,
): Promise<void> {
  const { service, snapshot, uri, offset } = await at(literal);
  const renaming = service.rename(snapshot, uri, offset, newName);
  if (expected instanceof RegExp) {
    expect(renaming).toMatchObject({ kind: 'refused', why: expect.stringMatching(expected) });
    return;
  }
  if (renaming?.kind !== 'edits') throw new Error(`No edits: ${JSON.stringify(renaming)}`);
  const texts = new Map([...snapshot.files].map(([one, file]) => [one, file.text]));
  for (const edit of [...renaming.edits].sort((a, b) => b.span.start - a.span.start)) {
    const text = texts.get(edit.uri) ?? '';
    texts.set(edit.uri, text.slice(0, edit.span.start) + edit.newText + text.slice(edit.span.end));
  }
  const after = [...texts].map(([one, text]) => `-- ${pathOf(one)} --\n${text}`).sort();
  expect(after).toEqual(
    readFixture(expected)
      .files.map(
        ({ path, text }) => `-- ${path} --
${text}`,
      )
      .sort(),
  );
}
