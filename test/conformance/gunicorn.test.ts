import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { known } from '../../server/src/base/known.ts';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { gunicornFlags } from '../../server/src/catalog/gunicorn.ts';
import { readGunicornFile } from '../../server/src/model/gunicorn/read.ts';
import { readServer } from '../../server/src/model/server/read.ts';
import type { AppServer } from '../../server/src/model/server/types.ts';
import { gunicornRows, sharedIsHere } from './gunicorn.ts';
import { compareProgram, cores, environment } from './gunicorn-compare.ts';
import { flatProgram, looseProgram } from './gunicorn-expressions.ts';
import { ask, hasGunicorn, hasPython } from './gunicorn-oracle.ts';
import { program, uncertain } from './gunicorn-programs.ts';

describe.skipIf(!sharedIsHere())('recorded verdicts (skipped: no ../shared beside the checkout)', () => {
  const rows = gunicornRows();
  const row = (source: string, version: string) =>
    rows.find((one) => one.source === source && one.version === version);

  test.each(['20.1.0', '26.1.0'])('every case of gunicorn %s', (version) => {
    expect(row('gunicorn cases', version)?.differing).toEqual([]);
    // What the machine decides is left open: missing files and modules, variables that nobody sets.
    expect(row('gunicorn cases', version)?.unknown.map(({ name }) => name)).toEqual([
      'conf-missing',
      'hook-string-missing',
      'import-error',
      'env-keyerror',
      'int-none',
    ]);
  });

  test('which files of the corpus gunicorn refuses, and why', () => {
    expect(row('gunicorn corpus, files', '20.1.0')?.differing).toEqual([]);
    expect(row('gunicorn corpus, files', '20.1.0')?.cases).toBeGreaterThan(100);
  });

  test('every setting of the corpus: none wrong, few unknown', () => {
    const settings = row('gunicorn corpus, settings', '20.1.0');
    expect(settings?.differing).toEqual([]);
    expect((settings?.unknown.length ?? 1) / (settings?.cases ?? 1)).toBeLessThan(0.01);
  });
});

/** Programs of a bearable length. */
const sample = (arbitrary: fc.Arbitrary<string>, numRuns: number, seed: number): string[] =>
  fc.sample(arbitrary, { numRuns, seed }).filter((text) => text.length < 5_000);

describe.skipIf(!hasPython())('generated programs (skipped: no /usr/bin/python3 3.11)', () => {
  const compareAll = async (
    texts: readonly string[],
    given: (index: number) => Record<string, unknown>,
    prefix = '',
  ) => {
    const answers = await ask(
      texts.map((text, index) => ({
        op: 'evaluate',
        text,
        env: environment,
        cpus: cores,
        given: given(index),
      })),
    );
    const results = texts.map((text, index) =>
      compareProgram(prefix + text, answers[index] ?? { ok: false }),
    );
    const wrong = results.flatMap((result, index) =>
      result.wrong ? [`${result.wrong}\n${texts[index]}`] : [],
    );
    const names = results.reduce((sum, result) => sum + result.names, 0);
    const unknown = results.reduce((sum, result) => sum + result.unknown, 0);
    return { wrong, names, share: unknown / names };
  };

  test('operators without parentheses', async () => {
    const { wrong, names, share } = await compareAll(sample(flatProgram, 3000, 1), () => ({}));
    expect(wrong).toEqual([]);
    expect(names).toBeGreaterThan(2000);
    expect(share).toBeLessThan(0.06);
  }, 120_000);

  test('expressions of any types', async () => {
    const { wrong, names, share } = await compareAll(sample(looseProgram, 2500, 5), () => ({}));
    expect(wrong).toEqual([]);
    expect(names).toBeGreaterThan(2000);
    expect(share).toBeLessThan(0.02);
  }, 120_000);

  test('programs that run to their end', async () => {
    const { wrong, names, share } = await compareAll(sample(program, 900, 51), () => ({}));
    expect(wrong).toEqual([]);
    expect(names).toBeGreaterThan(3000);
    expect(share).toBeLessThan(0.02);
  }, 120_000);

  test('conditions that cannot be told: what is known holds whichever way they go', async () => {
    const flags = [
      [true, false, true, false, true],
      [false, true, false, false, true],
      [true, true, true, true, false],
      [false, false, false, true, false],
    ];
    const numbers = [[], [7], [1, 2, 3], [3, 3]];
    const texts = sample(program, 900, 42).map(uncertain);
    const given = (index: number) => ({ U: flags[index % 4], V: numbers[(index >> 2) % 4] });
    const { wrong, names, share } = await compareAll(texts, given, 'from elsewhere import U, V\n');
    expect(wrong).toEqual([]);
    expect(names).toBeGreaterThan(2000);
    expect(share).toBeLessThan(0.4);
  }, 120_000);
});

describe.skipIf(!hasGunicorn())('generated command lines (skipped: no gunicorn 20.1.0)', () => {
  const version = '20.1.0';
  const settable = gunicornFlags().filter(
    ({ setting }) => setting && !/chdir|user|group|config|paste|print_config|reload_extra/.test(setting.name),
  );
  const flag = fc.constantFrom(...settable.map(({ flag: text }) => text));
  const value = fc.constantFrom(
    '2',
    '0',
    '-1',
    '1.5',
    'x',
    '127.0.0.1:80',
    'unix:/run/a.sock',
    '007',
    '0x1f',
    'A=1',
    '',
    ' 4 ',
    'true',
    '-x',
    '--',
    'm:app',
    'gevent',
    '4_0',
  );
  const word = fc.oneof(
    { weight: 4, arbitrary: fc.tuple(flag, value).map(([text, given]) => [text, given]) },
    { weight: 2, arbitrary: fc.tuple(flag, value).map(([text, given]) => [`${text}=${given}`]) },
    { weight: 2, arbitrary: flag.map((text) => [text]) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(flag, fc.integer({ min: 3, max: 9 }), value)
        .map(([text, length, given]) => [text.slice(0, length), given]),
    },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.constantFrom('-w', '-b', '-D', '-R', '-t', '-k', '-m', '-e', '-DR', '-Dw', '-x'), value)
        .map(([text, given]) => [text + given]),
    },
    { weight: 2, arbitrary: fc.constantFrom(['m:app'], ['--'], ['extra'], ['-w', '3'], ['--bind', 'a:1']) },
  );
  const line = fc.array(word, { maxLength: 4 }).map((words) => ['m:app', ...words.flat()]);
  const late = fc.array(word, { maxLength: 4 }).map((words) => [...words.flat(), 'm:app']);

  const quote = (text: string): string => `'${text}'`;

  function serverOf(words: readonly string[]): AppServer | null {
    return readServer(
      {
        command: known(
          mappedVerbatim(`gunicorn ${words.map(quote).join(' ')}`, 'test:/command', 0),
          'literal',
        ),
        directory: known('/srv', 'literal'),
        environment: new Map(),
      },
      {
        file: () => undefined,
        evaluate: (file, assumptions) => readGunicornFile(file, assumptions, version),
        cores,
        coresFrom: 'the test',
        versions: { supervisor: undefined, nginx: undefined, uvicorn: undefined, gunicorn: version },
      },
    );
  }

  test('gunicorn takes and refuses what we do, with the same settings', async () => {
    // Left out: a flag that Debian added, abbreviations of which newer Pythons take more, files and accounts of the
    // machine, and `--` glued to a flag, which Python 3.11 mistakes.
    const lines = fc
      .sample(fc.oneof(line, late), { numRuns: 1500, seed: 3 })
      .filter(
        (words) =>
          !words.some((text) =>
            /^--to|^--statsd-h|^--ssl-v|^--pa|^--ce|^--ke|^--ca|^--co|^-[hv]|.--$/.test(text),
          ),
      );
    const answers = await ask(lines.map((args) => ({ op: 'load', files: {}, args })));
    const differing = lines.flatMap((words, index) => {
      const answer = answers[index];
      const server = serverOf(words);
      const refusal = server?.problems.find(({ refusedBy }) => refusedBy === 'gunicorn');
      if (!answer?.ok) {
        const theirs =
          (answer?.error ?? '')
            .split('\n')
            .filter((text) => /error: |Error: /i.test(text))
            .at(-1) ?? '';
        const reason = theirs.replace(/^(?:gunicorn: error|Error): /, '');
        if (/^No such (?:user|group)/.test(reason)) return [];
        return refusal?.message.includes(reason)
          ? []
          : [{ words, ours: refusal?.message ?? 'taken', theirs: reason }];
      }
      if (refusal || !server) return [{ words, ours: refusal?.message ?? 'no server', theirs: 'taken' }];
      const wrong = [...server.settings].find(([name, setting]) => {
        const theirs = answer.settings?.[name];
        if (!setting.known || name === 'worker_class' || setting.from === 'default') return false;
        return JSON.stringify(setting.value) !== JSON.stringify(theirs);
      });
      return wrong
        ? [{ words, ours: JSON.stringify(wrong), theirs: JSON.stringify(answer.settings?.[wrong[0]]) }]
        : [];
    });
    expect(differing).toEqual([]);
    expect(lines.length).toBeGreaterThan(1000);
  }, 120_000);
});
