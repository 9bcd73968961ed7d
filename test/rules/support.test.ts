import { describe, expect, test } from 'vitest';
import { parseExample, writeExample } from '../../server/src/rules/example.ts';
import { checkDiagnostics, checkFix, checkSilent } from '../support/diagnostics.ts';
import { drawnFindings } from '../support/draw.ts';
import { cursorOf, readFixture } from '../support/fixture.ts';
import { deploymentOf } from '../support/service.ts';

const rule = 'suppression/unknown-rule';

/** A fixture whose one finding is drawn as said. */
const drawn = (carets: string): string => `
  [supervisord]
  [program:web]
  command=/bin/cat
  ; scaling-lens-ignore supervisor/nothing
${carets}
  autostart=true
`;

const right = `                        ^^^^^^^^^^^^^^^^^^ warning[${rule}]: There is no rule…`;

describe('checkDiagnostics', () => {
  test('passes when every finding is drawn', async () => {
    await checkDiagnostics(drawn(right), rule);
  });

  test.each([
    ['nothing drawn', ''],
    ['a wrong place', right.replace(' ^', '^^')],
    ['a wrong end', right.replace('^ ', ' ')],
    ['a wrong severity', right.replace('warning', 'error')],
    ['a wrong rule', right.replace('unknown-rule', 'unused')],
    ['a wrong message', right.replace('There is', 'There was')],
    ['a message cut without …', right.replace('…', '')],
    ['one finding too many', `${right}\n  ^ hint[a/b]: x`],
  ])('fails for %s', async (_, carets) => {
    await expect(checkDiagnostics(drawn(carets), rule)).rejects.toThrow(/expected/);
  });
});

test('checkSilent fails when something is found', async () => {
  await checkSilent(drawn(''), 'supervisor/numprocs-zero');
  await expect(checkSilent(drawn(''), rule)).rejects.toThrow(/expected/);
});

test('checkFix fails for another text, without a fix and without a finding', async () => {
  const before = '[supervisord]\n[program:web]\ncommand=/bin/cat\nnumprocs=2\n';
  const id = 'supervisor/numprocs-without-process-num';
  await checkFix(id, before, `${before}process_name=%(program_name)s_%(process_num)02d\n`);
  await expect(checkFix(id, before, before)).rejects.toThrow(/expected/);
  await expect(checkFix(rule, drawn(''), '')).rejects.toThrow('offers no fix');
  await expect(checkFix(rule, before, before)).rejects.toThrow('found nothing');
});

describe('fixtures', () => {
  test('hold several files, blanks in paths and a cursor', () => {
    const fixture = readFixture('\n  -- /a b/x.conf --\n  one\n    two<|>\n\n  -- /y --\n  three\n');
    expect(fixture.files.map(({ path, text }) => [path, text])).toEqual([
      ['/a b/x.conf', 'one\n  two\n'],
      ['/y', 'three\n'],
    ]);
    expect(cursorOf(fixture)).toEqual({ uri: 'file:///a%20b/x.conf', offset: 9 });
    expect(() => cursorOf(readFixture('x'))).toThrow('needs a cursor');
    expect(() => readFixture('<|>\n-- /b --\n<|>')).toThrow('two');
  });

  test('are written as they were read', () => {
    const literal = '-- /a --\none\n-- /b --\ntwo\n';
    expect(writeExample(parseExample(literal, '/x'))).toBe(literal);
    expect(writeExample(parseExample('one', '/x'))).toBe('one\n');
  });

  test('draw a span of several lines, an empty one, and one in no file', () => {
    const [file, ...others] = parseExample('ab\ncd', '/x');
    const finding = (uri: string, start: number, end: number) => ({
      rule: 'a/b',
      severity: 'hint' as const,
      confidence: 'high' as const,
      message: 'm',
      refusedBy: null,
      place: { uri, span: { start, end } },
      related: [],
      fixes: [],
    });
    const found = [finding('file:///x', 1, 5), finding('file:///x', 3, 3), finding('file:///none', 0, 1)];
    expect(others).toEqual([]);
    expect(drawnFindings(file ? [file] : [], found, 'with ids')).toBe(
      '-- /x --\nab\n ^> hint[a/b]: m\ncd\n^ hint[a/b]: m\nfile:///none: a/b: m\n',
    );
  });

  test('form one deployment, or deploymentOf says how many', async () => {
    expect((await deploymentOf('[supervisord]\n[program:a]\ncommand=x')).programs).toHaveLength(1);
    await expect(deploymentOf('-- /notes.txt --\nwords')).rejects.toThrow('0 deployments');
  });
});
