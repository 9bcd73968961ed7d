import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { readPairs } from '../../server/src/syntax/shell/pairs.ts';
import { splitCommand } from '../../server/src/syntax/shell/split.ts';
import { evaluateFormat, type FormatValue } from '../../server/src/syntax/supervisor/evaluate.ts';
import { parseSupervisor } from '../../server/src/syntax/supervisor/parse.ts';
import { ascii, parseInteger, repr, strip } from '../../server/src/syntax/supervisor/python-text.ts';
import { parsingErrorOf } from '../../server/src/syntax/supervisor/reason.ts';
import {
  type SupervisorOracle,
  startSupervisorOracle,
  supervisorInstalled,
} from '../../tools/oracle/supervisor-oracle.ts';

/** Cases of each property; CONFORMANCE_RUNS asks for more. */
const numRuns = Number(process.env.CONFORMANCE_RUNS ?? 2_000);
const parameters = { numRuns, seed: 20261124, endOnFailure: true };

const mapped = (text: string) => mappedVerbatim(text, 'file:///a', 0);
const pick = (...parts: string[]) => fc.constantFrom(...parts);
const textOf = (unit: fc.Arbitrary<string>, maxLength = 12) =>
  fc.array(unit, { maxLength }).map((parts) => parts.join(''));

describe.skipIf(!supervisorInstalled())('the texts as the installed Python reads them', () => {
  let oracle: SupervisorOracle;
  beforeAll(async () => {
    oracle = await startSupervisorOracle();
  });
  afterAll(() => oracle.stop());

  const agree = async <Input>(
    arbitrary: fc.Arbitrary<Input>,
    ask: (input: Input) => object,
    ours: (input: Input) => unknown,
  ) =>
    fc.assert(
      fc.asyncProperty(arbitrary, async (input) => {
        expect(ours(input)).toEqual(await oracle.ask(ask(input)));
      }),
      parameters,
    );

  const spaces = [' ', '  ', '\t', '\f', '\u001c', '\u0085', '\u00a0', '\u2028', '\ufeff', '\v'];
  const marks = [
    '[',
    ']',
    '=',
    ':',
    ';',
    '#',
    ' ;',
    ' #',
    ';;',
    'a;b ;c #d',
    '#a ;',
    '\\',
    '"',
    '%',
    '😀',
    'İ',
    'ß',
  ];
  const lines = [
    '[a]',
    '[b]',
    '[DEFAULT]',
    '[a',
    '[]',
    'k=v',
    'K : w',
    '  more',
    'x',
    '=v',
    '[a] b]',
    '[a] ; c',
  ];
  const breaks = ['\n', '\n', '\n', '\n\n', '\r\n', '\r', '\n  ', '\n ', '\n\t'];

  it(
    'ConfigParser',
    () =>
      agree(
        textOf(pick(...spaces, ...marks, ...lines, ...lines, ...breaks, ...breaks), 24).map(
          (text) => `[s]\n${text}`,
        ),
        (text) => ({ ask: 'parse', text }),
        ourParse,
      ),
    60_000,
  );
  it(
    'ConfigParser without a first header',
    () =>
      agree(
        textOf(pick(...spaces, ...marks, ...lines, ...breaks)),
        (text) => ({ ask: 'parse', text }),
        ourParse,
      ),
    60_000,
  );

  const names: [string, string | number][] = [
    ['a', 5],
    ['n', -42],
    ['big', 1_000_000],
    ['s', "it's é"],
    ['c', 'x'],
    ['', 'empty'],
  ];
  const formats = [
    '%',
    '%%',
    '(a)',
    '(n)',
    '(big)',
    '(s)',
    '(c)',
    '()',
    '(zz)',
    '((a))',
    '(',
    ')',
    '%(a)',
    '%(n)',
    '%(s)',
    '%(big)',
  ];
  const flags = ['-', '+', ' ', '#', '0', '5', '12', '.', '.0', '.3', '*', 'h', 'l', 'L'];
  /** Widths that give texts of a sane length, and floats that are computed here (100 digits at most). */
  const isShort = (text: string) => !/\d{3}/.test(text);
  const flagsOf = (maxLength: number) => textOf(pick(...flags), maxLength).filter(isShort);
  const types = [...'diouxXeEfFgGcrsa', 'd', 's', 'q', 'é', '😀', '~', 'b'];
  it(
    'the % operator',
    () =>
      agree(
        textOf(pick(...formats, ...formats, ...flags, ...types, ' x '), 14).filter(isShort),
        (text) => ({ ask: 'format', text, names }),
        (text) => ourFormat(text, names),
      ),
    60_000,
  );
  it(
    'the % operator with one conversion',
    () =>
      agree(
        fc
          .tuple(pick('(a)', '(n)', '(big)', '(s)', '(c)'), flagsOf(4), pick(...types))
          .map((all) => `%${all.join('')}|`),
        (text) => ({ ask: 'format', text, names }),
        (text) => ourFormat(text, names),
      ),
    60_000,
  );

  const shell = pick(
    'a',
    'b',
    ' ',
    '\t',
    '\n',
    '\r',
    '"',
    "'",
    '\\',
    '#',
    '=',
    ',',
    '/',
    '.',
    '-',
    ':',
    '$',
    '(',
    '😀',
    'é',
    'A=1',
    '+',
    ';',
    '@',
  );
  it('shlex.split', () => agree(textOf(shell, 16), (text) => ({ ask: 'split', text }), ourSplit), 60_000);
  it(
    'dict_of_key_value_pairs',
    () =>
      agree(
        textOf(fc.oneof(shell, pick('A="1"', ',', 'B=2', "C='x y'", '="', '#x\n')), 16),
        (text) => ({ ask: 'pairs', text }),
        ourPairs,
      ),
    60_000,
  );

  const digits = pick(
    '0',
    '1',
    '7',
    '8',
    '_',
    '+',
    '-',
    ' ',
    '0o',
    '0x',
    '٣',
    '𝟡',
    'a',
    '\n',
    '.',
    '\u00a0',
    "'",
    '"',
    '12345678901234567890',
  );
  it(
    'int()',
    () =>
      agree(
        fc.tuple(textOf(digits, 6), fc.constantFrom<8 | 10>(8, 10)),
        ([text, base]) => ({ ask: 'int', text, base }),
        ([text, base]) => {
          const read = parseInteger(text, base);
          return read.ok ? { ok: true, value: String(read.value) } : { ok: false, error: read.message };
        },
      ),
    60_000,
  );
  it(
    'repr, ascii, strip and lower',
    () =>
      agree(
        // Which characters are assigned differs between Unicode versions; those below U+0250 are settled.
        fc.oneof(
          fc.array(fc.integer({ min: 0, max: 0x24f })).map((codes) => String.fromCodePoint(...codes)),
          textOf(pick(...spaces, ...marks, "'", 'É')),
        ),
        (text) => ({ ask: 'repr', text }),
        (text) => [repr(text), ascii(text), strip(text), text.toLowerCase()],
      ),
    60_000,
  );
});

function ourParse(text: string) {
  const { tree, errors } = parseSupervisor(text);
  const error = parsingErrorOf(errors, 'FILE');
  if (error !== undefined) return { ok: false, error };
  const sections = new Map<string, Map<string, string>>();
  const defaults = new Map<string, string>();
  for (const section of tree.sections) {
    const known = section.name === 'DEFAULT' ? defaults : (sections.get(section.name) ?? new Map());
    if (section.name !== 'DEFAULT') sections.set(section.name, known);
    for (const option of section.options) known.set(option.name, option.value);
  }
  return {
    ok: true,
    sections: [...sections].map(([name, options]) => [name, [...options]]),
    default: [...defaults],
  };
}

function ourFormat(text: string, names: readonly [string, string | number][]) {
  const values = names.map(([name, value]): [string, FormatValue] => [
    name,
    typeof value === 'number' ? BigInt(value) : value,
  ]);
  const table = new Map(values);
  const result = evaluateFormat(mapped(text), { get: (name) => table.get(name), all: () => values });
  if (!result.ok) return { ok: false, kind: result.kind, error: result.message };
  return { ok: true, text: result.text.text };
}

function ourSplit(text: string) {
  const { words, error } = splitCommand(mapped(text));
  return error ? { ok: false, error: error.message } : { ok: true, value: words.map((word) => word.text) };
}

function ourPairs(text: string) {
  const { pairs, error } = readPairs(mapped(text), 'classic');
  if (error) return { ok: false, error: error.message };
  const table = new Map(pairs.map(({ key, value }) => [key.text, value.text]));
  return { ok: true, value: [...table] };
}
