import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { readPairs } from '../../server/src/syntax/shell/pairs.ts';
import { splitCommand } from '../../server/src/syntax/shell/split.ts';

const line = (text: string) => mappedVerbatim(text, 'file:///a.conf', 100);
const split = (text: string) => {
  const { words, error } = splitCommand(line(text));
  return error?.message ?? words.map((word) => word.text);
};

describe('splitCommand', () => {
  it.each([
    ['a b  c', ['a', 'b', 'c']],
    ['\ta\r\nb ', ['a', 'b']],
    [`a 'b c' "d e"f`, ['a', 'b c', 'd ef']],
    [`"" '' a""`, ['', '', 'a']],
    [String.raw`a\ b \\ \"`, ['a b', '\\', '"']],
    [String.raw`"a\"b\\c\d"`, [String.raw`a"b\c\d`]],
    [String.raw`'a\'`, ['a\\']],
    ['a\\\nb', ['a\nb']],
    ['a # b', ['a', '#', 'b']],
    ['a\u00a0b', ['a\u00a0b']],
    ['', []],
    [`a 'b`, 'No closing quotation'],
    [`a "b\\`, 'No escaped character'],
    ['a \\', 'No escaped character'],
  ])('%j', (text, expected) => expect(split(text)).toEqual(expected));

  it('knows where a word stands, quotes included, and where its text stands', () => {
    const word = splitCommand(line(`run 'a b'c`)).words[1];
    expect(word?.place?.span).toEqual({ start: 104, end: 110 });
    expect(word?.mapped.pieces).toEqual([
      { start: 0, end: 3, uri: 'file:///a.conf', source: { start: 105, end: 108 }, verbatim: true },
      { start: 3, end: 4, uri: 'file:///a.conf', source: { start: 109, end: 110 }, verbatim: true },
    ]);
  });

  it('puts every error and word inside the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...' \t\n\'"\\ab#$') }), (text) => {
        const { words, error } = splitCommand(line(text));
        const places = [...words.map((word) => word.place), ...(error ? [error.place] : [])];
        for (const place of places) {
          expect(place?.span.start).toBeGreaterThanOrEqual(100);
          expect(place?.span.end).toBeLessThanOrEqual(100 + text.length);
        }
        for (const word of words) {
          const source = word.mapped.pieces.map(({ source }) =>
            text.slice(source.start - 100, source.end - 100),
          );
          expect(source.join('')).toBe(word.text);
        }
      }),
    );
  });
});

const pairs = (text: string, quoting: 'classic' | 'posix' = 'classic') => {
  const read = readPairs(line(text), quoting);
  return (
    read.error?.message ?? Object.fromEntries(read.pairs.map(({ key, value }) => [key.text, value.text]))
  );
};

describe('readPairs', () => {
  it.each([
    ['A=1,B="x, y"', { A: '1', B: 'x, y' }],
    ['A=$HOME', { A: '$' }],
    ['A=http://x/y?z=1', { A: 'http://x/y', z: '1' }],
    ['A=x#y,B=2', { A: 'x' }],
    ['A=x#y\nz,B=2', { A: 'xz', B: '2' }],
    [`A="'x'"`, { A: 'x' }],
    ['A=b"c,D=1', { A: 'b"c', D: '1' }],
    ['A=1,', { A: '1' }],
    ['A=1;B=2', { A: '1', B: '2' }],
    ['A="",B=\'\'', { A: '', B: '' }],
    ['', {}],
    ['A=a@b', "Unexpected end of key/value pairs in value 'A=a@b'"],
    ['A="1" B="2"', `Unexpected end of key/value pairs in value 'A="1" B="2"'`],
    ['A', "Unexpected end of key/value pairs in value 'A'"],
    ['A="x', 'No closing quotation'],
    ['A=😀,B=1', { A: '😀', B: '1' }],
  ])('%j', (text, expected) => expect(pairs(text)).toEqual(expected));

  it.each([
    [String.raw`A="x\"y"`, { A: 'x"y' }],
    [String.raw`A='x\'y'`, 'No closing quotation'],
    [`A="'x'"`, { A: "'x'" }],
    ['A=é,B=2', { A: 'é', B: '2' }],
    ['A=x#y,B=2', { A: 'x' }],
  ])('as 4.4 does: %j', (text, expected) => expect(pairs(text, 'posix')).toEqual(expected));

  it('knows where a value stands', () => {
    const value = readPairs(line('A=1,B="x"'), 'classic').pairs[1]?.value;
    expect(value?.place?.span).toEqual({ start: 106, end: 109 });
    expect(value?.mapped.pieces[0]?.source).toEqual({ start: 107, end: 108 });
  });
});
