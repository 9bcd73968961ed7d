import { describe, expect, test } from 'vitest';
import { applyEdits, overlaps } from '../../server/src/base/edits.ts';
import type { TextFile } from '../../server/src/base/file.ts';
import type { Edit } from '../../server/src/base/span.ts';
import { insertLineAfter, insertLineBefore, remove } from '../../server/src/rules/edit/lines.ts';

/** The text of a file after an edit made for the stretch between the two marks. */
function edited(marked: string, make: (file: TextFile, start: number, end: number) => Edit): string {
  const start = marked.indexOf('<|>');
  const end = marked.lastIndexOf('<|>') - (start === marked.lastIndexOf('<|>') ? 0 : 3);
  const text = marked.replaceAll('<|>', '');
  const file: TextFile = { uri: 'file:///a', text, kind: 'nginx' };
  return applyEdits(text, [make(file, start, end)]);
}

describe('removing a statement', () => {
  test.each([
    ['a;\n  <|>b;<|>\nc;\n', 'a;\nc;\n'],
    ['a;\r\n<|>b;<|>\r\nc;\r\n', 'a;\r\nc;\r\n'],
    ['a; <|>b;<|> c;\n', 'a; c;\n'],
    ['{ <|>b;<|> }', '{ }'],
    ['<|>b;<|> c;\n', 'c;\n'],
    ['a;\n<|>b {\n  x;\n}<|>\nc;\n', 'a;\nc;\n'],
    ['a;\n<|>b;<|>', 'a;\n'],
    ['<|>b;<|> # why\nc;\n', '# why\nc;\n'],
  ])('%j', (text, expected) => {
    expect(edited(text, (file, start, end) => remove(file, { start, end }))).toBe(expected);
  });
});

describe('inserting a line', () => {
  test.each([
    ['  a;<|>\nb;\n', '  a;\n  x;\n  y;\nb;\n'],
    ['\ta;<|>\r\n', '\ta;\r\n\tx;\r\n\ty;\r\n'],
    ['  a;<|>', '  a;\n  x;\n  y;'],
  ])('below: %j', (text, expected) => {
    expect(edited(text, (file, start) => insertLineAfter(file, start, 'x;', 'y;'))).toBe(expected);
  });

  test('above', () => {
    expect(edited('a;\n  <|>b;\n', (file, start) => insertLineBefore(file, start, 'x;'))).toBe(
      'a;\n  x;\n  b;\n',
    );
  });
});

describe('edits together', () => {
  const edit = (start: number, end: number, newText = ''): Edit => ({
    uri: 'a',
    span: { start, end },
    newText,
  });

  test('are applied by position, whatever their order', () => {
    expect(applyEdits('abcdef', [edit(4, 5, 'E'), edit(0, 1, 'A'), edit(2, 2, '-')])).toBe('Ab-cdEf');
  });

  test.each([
    [edit(0, 2), edit(1, 3), true],
    [edit(0, 2), edit(2, 3), false],
    [edit(1, 1), edit(1, 1), true],
    [edit(1, 1), edit(0, 2), true],
    [edit(2, 2), edit(0, 2), false],
    [edit(0, 2), { ...edit(0, 2), uri: 'b' }, false],
  ])('%j and %j overlap: %s', (a, b, expected) => {
    expect([overlaps(a, b), overlaps(b, a)]).toEqual([expected, expected]);
  });
});
