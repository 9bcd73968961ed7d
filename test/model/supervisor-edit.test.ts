import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../server/src/base/edits.ts';
import type { TextFile } from '../../server/src/base/file.ts';
import type { Edit } from '../../server/src/base/span.ts';
import { isWritable, setOption } from '../../server/src/model/edit/supervisor.ts';
import { parseSupervisor } from '../../server/src/syntax/supervisor/parse.ts';

const fileOf = (text: string): TextFile => ({ uri: 'file:///a.conf', text, kind: 'supervisor' });
const after = (text: string, ...edits: readonly (Edit | undefined)[]) =>
  applyEdits(
    text,
    edits.flatMap((edit) => edit ?? []),
  );
const set = (text: string, section: string, name: string, value: string) =>
  after(text, setOption(fileOf(text), section, name, value));

describe('setOption', () => {
  it.each([
    ['[a]\nk=1\n', '[a]\nk=2\n'],
    ['[a]\nk = 1 ; note\n', '[a]\nk = 2 ; note\n'],
    ['[a]\nk=1\n  more\nl=3\n', '[a]\nk=2\nl=3\n'],
    ['[a]\nk =\n', '[a]\nk = 2\n'],
    ['[a]\nk=1\n[b]\n[a]\nK=3\n', '[a]\nk=1\n[b]\n[a]\nK=2\n'],
    ['[a]\n  l : x\n  ; note\n\n[b]\n', '[a]\n  l : x\n  k : 2\n  ; note\n\n[b]\n'],
    ['[a]\nl=x\n  y\n', '[a]\nl=x\n  y\nk=2\n'],
    ['[a]\r\nl = x\r\n', '[a]\r\nl = x\r\nk = 2\r\n'],
    ['[a]', '[a]\nk=2'],
    ['[a]\n[b]\nl=1\n', '[a]\nk=2\n[b]\nl=1\n'],
    ['[a]\nl=x', '[a]\nl=x\nk=2'],
    ['[b]\n', '[b]\n'],
  ])('%j', (text, expected) => expect(set(text, 'a', 'k', '2')).toBe(expected));

  it('indents the further lines of a value', () => {
    expect(set('[a]\n  k=1\n', 'a', 'k', 'x\ny')).toBe('[a]\n  k=x\n    y\n');
  });

  it.each(['a ;b', '; a', '#x', ' a', 'a\n', 'a\n\nb'])(
    'writes no %j, which would be read otherwise',
    (value) => {
      expect(setOption(fileOf('[a]\nk=1\n'), 'a', 'k', value)).toBeUndefined();
    },
  );

  it('is read back as it was written', () => {
    const texts = fc
      .array(fc.constantFrom('[a]', '[b]', '\n', '\n', 'k', '=', ' ', '  x', ';', ':', '\r\n', 'l=1\n'))
      .map((all) => `[a]\n${all.join('')}`);
    const values = fc.string({ unit: fc.constantFrom(...'ab;# \n=:%"') }).filter(isWritable);
    fc.assert(
      fc.property(texts, values, (text, value) => {
        fc.pre(parseSupervisor(text).errors.length === 0);
        const { tree, errors } = parseSupervisor(set(text, 'a', 'k', value));
        const options = tree.sections
          .filter(({ name }) => name === 'a')
          .flatMap((section) => section.options);
        expect(options.filter(({ name }) => name === 'k').pop()?.value).toBe(value);
        expect(errors).toEqual([]);
        expect(tree.sections.map(({ name }) => name)).toEqual(
          parseSupervisor(text).tree.sections.map(({ name }) => name),
        );
      }),
      { numRuns: 1_000 },
    );
  });
});
