import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineAtOffset, mappedValueOf, optionAt, sectionAt } from '../../server/src/syntax/supervisor/at.ts';
import { parseSupervisor } from '../../server/src/syntax/supervisor/parse.ts';
import { tokensOf } from '../../server/src/syntax/supervisor/tokens.ts';
import { endsSoon } from '../support/soon.ts';

/** Sections with their options, values as ConfigParser gives them. */
const read = (text: string) =>
  parseSupervisor(text).tree.sections.map((section) => [
    section.name,
    Object.fromEntries(section.options.map((option) => [option.name, option.value])),
  ]);

const tokens = (text: string) =>
  [...tokensOf(parseSupervisor(text).tree)].map(
    (token) => `${token.kind}:${text.slice(token.start, token.end)}`,
  );

describe('parseSupervisor', () => {
  it.each([
    ['[a]\nKey = v ; note\n', { key: 'v' }],
    ['[a]\nk: v\nl : w=x\n', { k: 'v', l: 'w=x' }],
    ['[a]\nk=one ; c\n  two # d\n\n  three\n\n', { k: 'one\ntwo\n\nthree' }],
    ['[a]\nk=\n  one\n; note\n  two\n', { k: '\none\ntwo' }],
    ['[a]\n  k=1\n  l=2\n', { k: '1', l: '2' }],
    ['[a]\nk=1\n  l=2\n', { k: '1\nl=2' }],
    ['[a]\r\nk=1\r\nl=2\r\n', { k: '1', l: '2' }],
    ['[a]\rk=1\rl=2', { k: '1', l: '2' }],
    ['[a]\nk=a;b#c\n', { k: 'a;b#c' }],
    ['[a]\nk=a;b ;c #d\n', { k: 'a;b ;c' }],
    ['[a]\nk=\n', { k: '' }],
    ['[a]\n[b\nk=1\n', { k: '1' }],
    ['[a]\n[b:c\nk=1\n', { k: '1', '[b': 'c' }],
    ['[a] note\nk=1\n', { k: '1' }],
    ['[a] ; note ]\nk=1\n', { k: '1' }],
  ])('%j', (text, options) => expect(read(text)).toEqual([['a', options]]));

  it('takes the last bracket of a line as the end of a header', () => {
    expect(read('[a] x=[1]\n')).toEqual([['a] x=[1', {}]]);
  });

  it.each([
    ['k=1\n[a]\n', ['no section 1 "k=1\\n"']],
    ['\ufeff[a]\n', ['no section 1 "\ufeff[a]\\n"']],
    ['[a]\n  \nbad\r\n=x\n[]', ['no delimiter 3 "bad\\n"', 'no name 4 "=x\\n"', 'no delimiter 5 "[]"']],
    ['[a]\nk=1\nbad\n  more\n', ['no delimiter 3 "bad\\n"']],
  ])('names the lines that ConfigParser refuses: %j', (text, expected) => {
    const { errors } = parseSupervisor(text);
    expect(errors.map((error) => `${error.kind} ${error.line} ${JSON.stringify(error.text)}`)).toEqual(
      expected,
    );
  });

  it('accounts for every character', () => {
    expect(tokens('[a] x ; c\r\n k  = v #d\n\n  w\nbad ;e')).toEqual([
      'bracket:[',
      'section:a',
      'bracket:]',
      'space: ',
      'ignored:x',
      'space: ',
      'comment:; c',
      'break:\r\n',
      'space: ',
      'name:k',
      'space:  ',
      'delimiter:=',
      'space: ',
      'value:v',
      'space: ',
      'comment:#d',
      'break:\n',
      'break:\n',
      'space:  ',
      'value:w',
      'break:\n',
      'garbage:bad',
      'space: ',
      'comment:;e',
    ]);
  });

  it('leads a value back to its lines', () => {
    const text = '[a]\nk = one ; c\n   two\n';
    const option = parseSupervisor(text).tree.sections[0]?.options[0];
    if (!option) throw new Error('no option');
    const mapped = mappedValueOf(option, 'file:///a');
    expect(mapped.text).toBe('one\ntwo');
    const sources = mapped.pieces.map((piece) => [
      piece.verbatim,
      text.slice(piece.source.start, piece.source.end),
    ]);
    expect(sources).toEqual([
      [true, 'one'],
      [false, ' ; c\n   '],
      [true, 'two'],
    ]);
    expect(text.slice(option.lines.start, option.lines.end)).toBe('k = one ; c\n   two\n');
    expect(option.parts[0]?.comment).toEqual({ start: 12, end: 15 });
  });

  it('finds what stands at an offset', () => {
    const text = '; x\n[a]\nk=1\n  2\n\n[b]\nl=3';
    const { tree } = parseSupervisor(text);
    const at = (offset: number) => [
      lineAtOffset(tree, offset)?.kind,
      sectionAt(tree, offset)?.name,
      optionAt(tree, offset)?.name,
    ];
    expect(at(0)).toEqual(['comment', undefined, undefined]);
    expect(at(5)).toEqual(['header', 'a', undefined]);
    expect(at(14)).toEqual(['continuation', 'a', 'k']);
    expect(at(16)).toEqual(['blank', 'a', undefined]);
    expect(at(text.length)).toEqual(['option', 'b', 'l']);
  });
});

const pieces = [
  '[a]',
  '[b:c]',
  'k',
  '=',
  ':',
  ' ',
  '  ',
  '\t',
  '\n',
  '\n',
  '\r\n',
  '\r',
  ';',
  '#',
  ' ;x',
  'v',
  '"',
  ']',
  '[',
  '\u0085',
  '\ufeff',
  '😀',
];
const texts = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(''));

describe('every text', () => {
  it('is the sum of its tokens', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const all = [...tokensOf(parseSupervisor(text).tree)];
        expect(all.map((token) => text.slice(token.start, token.end)).join('')).toBe(text);
        expect(
          all.every((token, i) => token.start === (all[i - 1]?.end ?? 0) && token.end > token.start),
        ).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('has nested spans inside it', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const { tree, errors } = parseSupervisor(text);
        const inside = (inner: { start: number; end: number }, outer: { start: number; end: number }) =>
          expect(outer.start <= inner.start && inner.start <= inner.end && inner.end <= outer.end).toBe(true);
        const whole = { start: 0, end: text.length };
        for (const error of errors) inside(error.span, whole);
        for (const section of tree.sections) {
          inside(section.span, whole);
          inside(section.headerSpan, section.span);
          inside(section.nameSpan, section.headerSpan);
          for (const option of section.options) {
            inside(option.lines, section.span);
            for (const span of [option.nameSpan, option.delimiter, option.valueSpan])
              inside(span, option.lines);
            for (const part of option.parts) inside(part.span, option.lines);
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    '[program:web]\ncommand=/srv/bin/gunicorn -w 4 ; note\n  -b :8000\nautostart = true\n\n',
    '  continued\n',
    'a;b#',
    'bad\n',
    '[',
    ';',
    '\n',
  ])('takes time by its length: %j', (part) => {
    expect(endsSoon(() => parseSupervisor(`[a]\nk=v${part.repeat(part.length > 20 ? 5_000 : 60_000)}`))).toBe(
      true,
    );
  });
});
