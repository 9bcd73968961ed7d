import { expect } from 'vitest';
import { pathOf, readFixture, uriOf } from './fixture.ts';
import { openFixture } from './service.ts';

/** The lenses of a file of a fixture, each as `line: title -> path:line of its targets`. */
export async function checkLenses(
  literal: string,
  path: string,
  ...expected: readonly string[]
): Promise<void> {
  const { service, snapshot, errors } = await openFixture(readFixture(literal));
  const lineOf = (uri: string, offset: number): number =>
    (snapshot.files.get(uri)?.text ?? '').slice(0, offset).split('\n').length;
  const found = service.codeLenses(snapshot, uriOf(path)).map(({ span, title, targets }) => {
    const ends = targets.map(({ uri, span }) => `${pathOf(uri)}:${lineOf(uri, span.start)}`);
    return `${lineOf(uriOf(path), span.start)}: ${title}${ends.length > 0 ? ` -> ${ends.join(' ')}` : ''}`;
  });
  expect(errors).toEqual([]);
  expect(found).toEqual(expected);
}
