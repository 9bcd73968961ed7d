import { expect } from 'vitest';
import { cursorOf, readFixture, uriOf } from './fixture.ts';
import { openFixture } from './service.ts';

/** The tokens of a file of a fixture, each as `text type.modifier`; a line break in one is written `⏎`. */
export async function checkTokens(
  literal: string,
  path: string,
  ...expected: readonly string[]
): Promise<void> {
  const { service, snapshot, errors } = await openFixture(readFixture(literal));
  const text = snapshot.files.get(uriOf(path))?.text ?? '';
  const tokens = service.semanticTokens(snapshot, uriOf(path));
  const found = tokens.map(({ start, end, type, modifiers }) =>
    `${text.slice(start, end)} ${[type, ...modifiers].join('.')}`.replace(/\n/g, '⏎'),
  );
  expect(errors).toEqual([]);
  expect(found).toEqual(expected);
}

/** The texts that "expand selection" takes at the cursor, step by step, without the last one: the whole file. */
export async function checkSelections(literal: string, ...expected: readonly string[]): Promise<void> {
  const { service, snapshot, fixture } = await openFixture(literal);
  const { uri, offset } = cursorOf(fixture);
  const text = snapshot.files.get(uri)?.text ?? '';
  const steps = service.selectionSpans(snapshot, uri, offset);
  expect(steps.at(-1)).toEqual({ start: 0, end: text.length });
  expect(steps.slice(0, -1).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
}
