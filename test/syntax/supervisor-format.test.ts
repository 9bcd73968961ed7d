import { describe, expect, it } from 'vitest';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { evaluateFormat, type FormatValue } from '../../server/src/syntax/supervisor/evaluate.ts';
import { parseFormat } from '../../server/src/syntax/supervisor/format.ts';
import { endsSoon } from '../support/soon.ts';

const pieces = (text: string) =>
  parseFormat(text).map((piece) => {
    const shown = `${piece.kind} ${text.slice(piece.span.start, piece.span.end)}`;
    return piece.kind === 'malformed' ? `${shown}: ${piece.message}` : shown;
  });

const values = new Map<string, FormatValue>([
  ['process_num', 3n],
  ['program_name', 'web'],
  ['ENV_X', { type: 'str', why: 'X is set outside' }],
]);
const evaluate = (text: string) =>
  evaluateFormat(mappedVerbatim(text, 'file:///a', 10), { get: (name) => values.get(name), all: () => null });
const result = (text: string) => {
  const formatted = evaluate(text);
  return formatted.ok ? formatted.text.text : `${formatted.kind}: ${formatted.message}`;
};

describe('parseFormat', () => {
  it.each([
    ['a%(b)02dc%%d', ['literal a', 'conversion %(b)02d', 'literal c', 'percent %%', 'literal d']],
    ['%(b)-+ #012.3lx', ['conversion %(b)-+ #012.3lx']],
    ['100%', ['literal 100', 'malformed %: incomplete format']],
    ['%(b)', ['malformed %(b): incomplete format']],
    ['%(b x', ['malformed %(b x: incomplete format key']],
    ['%((b))s', ['conversion %((b))s']],
    ['%Y-%m', ['conversion %Y', 'literal -', 'conversion %m']],
  ])('%j', (text, expected) => expect(pieces(text)).toEqual(expected));

  it.each(['%(', '%(a)s', '%', '%(a)Y', '%((', '%(a)1', 'a'])('takes time by the length: %j', (part) => {
    const names = { get: () => 'x', all: () => null };
    const text = mappedVerbatim(part.repeat(60_000), 'file:///a', 0);
    expect(endsSoon(() => evaluateFormat(text, names))).toBe(true);
  });
});

describe('evaluateFormat', () => {
  it.each([
    ['%(program_name)s_%(process_num)02d', 'web_03'],
    ['80%(process_num)02d%%', '8003%'],
    ['%(nope)s', "key: 'nope'"],
    ['%(h)s', "key: 'h'"],
    ['/bin/date +%Y', "format: unsupported format character 'Y' (0x59) at index 12"],
    ['50%off', 'format: %o format: an integer is required, not dict'],
    ['%(program_name)d', 'format: %d format: a real number is required, not str'],
    ['%(ENV_X)d', 'format: %d format: a real number is required, not str'],
    ['%(program_name)s %s', 'format: not enough arguments for format string'],
  ])('%j', (text, expected) => expect(result(text)).toBe(expected));

  it('leads every piece back to its source', () => {
    const formatted = evaluate('p%(process_num)02d%%');
    if (!formatted.ok) throw new Error(formatted.message);
    const places = formatted.text.pieces.map((piece) => [
      piece.start,
      piece.end,
      piece.source.start,
      piece.source.end,
    ]);
    expect(places).toEqual([
      [0, 1, 10, 11],
      [1, 3, 11, 28],
      [3, 4, 28, 30],
    ]);
  });

  it('marks what is not known and goes on', () => {
    const formatted = evaluate('a%(ENV_X)sb');
    expect(formatted).toMatchObject({ ok: true, unknown: [{ start: 1, end: 2, why: 'X is set outside' }] });
    expect(result('%(ENV_X)s%(nope)s')).toBe("key: 'nope'");
  });
});
