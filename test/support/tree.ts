import { expect } from 'vitest';
import type { TreeItem } from '../../server/src/features/tree/item.ts';
import { pathOf, readFixture } from './fixture.ts';
import { openFixture } from './service.ts';

/** The tree of a fixture as indented lines: `kind label · detail @path:line !problems`. */
export async function checkTree(literal: string, expected: string): Promise<void> {
  const { service, snapshot, errors } = await openFixture(readFixture(literal));
  const lineOf = (uri: string, offset: number): number =>
    (snapshot.files.get(uri)?.text ?? '').slice(0, offset).split('\n').length;
  const draw = (item: TreeItem, indent: string): string => {
    const { kind, label, detail, place, problems, children } = item;
    const parts = [
      `${kind} ${label}`,
      ...(detail === '' ? [] : [`· ${detail}`]),
      ...(place ? [`@${pathOf(place.uri).replace(/^.*\//, '')}:${lineOf(place.uri, place.span.start)}`] : []),
      ...problems.map(({ rule }) => `!${rule}`),
    ];
    return [`${indent}${parts.join(' ')}`, ...children.map((child) => draw(child, `${indent}  `))].join('\n');
  };
  expect(errors).toEqual([]);
  expect(
    service
      .tree(snapshot)
      .map((item) => draw(item, ''))
      .join('\n'),
  ).toBe(expected.trim());
}
