import { expect, test } from 'vitest';
import { lineIndex, lineStartIn, positionAt } from '../../server/src/base/line-index.ts';

test.each([
  ['\n\nab', [0, 1, 2, 2]],
  ['ab\r\nc', [0, 0, 0, 0, 4]],
  ['', [0]],
])('the line of each offset of %j begins at %j', (text, starts) => {
  expect(starts.map((_, offset) => lineStartIn(text, offset))).toEqual(starts);
});

test('lines end with LF, CRLF and a lone CR', () => {
  const lines = lineIndex('a\r\nb\rc\n');
  expect(lines).toEqual([0, 3, 5, 7]);
  expect(positionAt(lines, 6)).toEqual({ line: 2, character: 1 });
});
