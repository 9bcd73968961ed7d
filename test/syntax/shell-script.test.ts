import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { known } from '../../server/src/base/known.ts';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { lastCommand, readScript } from '../../server/src/syntax/shell/script/read.ts';
import type { ScriptSetting } from '../../server/src/syntax/shell/script/types.ts';
import { splitCommand } from '../../server/src/syntax/shell/split.ts';
import { endsSoon } from '../support/soon.ts';

const line = (text: string) => mappedVerbatim(text, 'file:///start.sh', 0);
const read = (text: string, setting?: ScriptSetting) => readScript(line(text), setting);
const words = (text: string, setting?: ScriptSetting) =>
  read(text, setting).commands.map((command) =>
    command.words.map((word) => (word.unknown === null ? word.text : `?${word.text}`)).join(' '),
  );
const last = (text: string, setting?: ScriptSetting) => lastCommand(read(text, setting));

describe('readScript', () => {
  it.each([
    ['a b; c && d || e & f | g\nh', ['a b', 'c', 'd', 'e', 'f', 'g', 'h']],
    ['a \\\n  b # note\nc', ['a b', 'c']],
    [`a 'b c' "d $X"`, ['a b c ?d $X']],
    ['X=1; a $X "${X}2" \'$X\'', ['', 'a 1 12 $X']],
    ['X="a b"; c $X "$X"', ['', 'c a b a b']],
    ['a ${X:-1} ${X-2} ${X:+3} ${X?no}', ['a 1 2 ?${X?no}']],
    [': ${X:=5}; a $X', [': 5', 'a 5']],
    ['a $(nproc) `date` $((1 + 2))', ['a ?$(nproc) ?`date` ?$((1 + 2))']],
    ['a > out 2>&1 < in b', ['a b']],
    ['cat <<EOF > x\nexec bad\nEOF\nb', ['cat', 'b']],
    ['a\r\nb \\\r\n c\r\n', ['a', 'b c']],
    ['X=(1 2); a', ['', 'a']],
    ["a $'b' $'c\\n'", ["a b ?$'c\\n"]],
  ])('%j', (text, expected) => expect(words(text)).toEqual(expected));

  it.each([
    ['if test; then X=1; fi; a $X', '?$X'],
    ['X=1; if test; then X=2; else a $X; fi', '?$X'],
    ['[ -z "$X" ] && X=1; a $X', '?$X'],
    ['X=1; test || X=2; a $X', '?$X'],
    ['cd /x && X=1 && a $X', '1'],
    ['X=1; (X=2); a $X', '1'],
    ['X=1; for i in 1 2; do a $X; X=2; done', '?$X'],
    ['X=1; f() { X=2; }; a $X', '?$X'],
    ['X=1; . ./env.sh; a $X', '?$X'],
    ['X=1; . venv/bin/activate; a $X', '1'],
    ['. ./env.sh; a ${X:-1}', '?${X:-1}'],
    ['X=1; eval "$Y"; a $X', '?$X'],
    ['case $1 in start|run) X=1 ;; *) X=2 ;; esac; a $X', '?$X'],
    ['X=1; X+=2; a $X', '?$X'],
    ['export X=1; unset X; a $X', '?$X'],
  ])('knows a variable only where the script fixes it: %j', (text, expected) => {
    const command = read(text).commands.find((command) => command.words[0]?.text === 'a');
    const word = command?.words[1];
    expect(word?.unknown === null ? word.text : `?${word?.text}`).toBe(expected);
  });

  it('takes the caller’s environment and arguments', () => {
    const environment = new Map([['PORT', known('9000', 'literal')]]);
    const positional = splitCommand(line('gunicorn "a b"')).words;
    expect(words('exec "$@" -b :${PORT:-8000} $2', { environment, positional })).toEqual([
      'gunicorn a b -b :9000 a b',
    ]);
    expect(read('exec "$@"', { positional }).commands[0]?.words).toHaveLength(2);
    expect(read('exec "$@"').commands[0]?.words[0]?.unknown).toBe('an argument of the script');
  });

  it('says what a fallback rests on', () => {
    const word = read('exec gunicorn -b :${PORT:-8000}').commands[0]?.words[2];
    expect(word).toMatchObject({ text: ':8000', unknown: null, assumes: ['PORT is not set'] });
  });

  it('says when an unknown word may be any number of words', () => {
    const [, open, quoted] = read('a $OPTS "$OPTS"').commands[0]?.words ?? [];
    expect([open?.anyNumber, quoted?.anyNumber]).toEqual([true, false]);
  });

  it('leads a variable’s text back to its assignment', () => {
    const word = read('OPTS="-w 4"\ngunicorn $OPTS').commands[1]?.words[2];
    expect(word?.place?.span).toEqual({ start: 21, end: 26 });
    expect(word?.mapped.pieces[0]?.source).toEqual({ start: 9, end: 10 });
  });

  it('keeps folder, environment, sourced files and redirections of each command', () => {
    const command = last(
      'cd /srv/shop && cd app && . venv/bin/activate && export A=1 && B=2 exec gunicorn app:app >> log 2>&1',
    );
    expect(command?.words.map((word) => word.text)).toEqual(['gunicorn', 'app:app']);
    expect(command).toMatchObject({ exec: true, directory: { known: true, value: '/srv/shop/app' } });
    expect(
      [...(command?.environment ?? [])].map(([name, value]) => [name, value.known && value.value]),
    ).toEqual([
      ['A', '1'],
      ['B', '2'],
    ]);
    expect(command?.sourced.map((file) => file.text)).toEqual(['venv/bin/activate']);
    expect(command?.redirects.map((redirect) => [redirect.operator, redirect.target?.text])).toEqual([
      ['>>', 'log'],
      ['>&', '1'],
    ]);
  });

  it.each(['$(', '${', '${A:-', '"', '`', '((', '{ ', 'if ', 'X=$X;', '<<A\n', 'a "b" $C\n'])(
    'takes time by the length: %j',
    (part) => expect(endsSoon(() => read(part.repeat(30_000)))).toBe(true),
  );

  it('does not follow a variable that doubles itself for ever', () => {
    const command = read(`A=aaaaaaaaaa\n${'A=$A$A\n'.repeat(200)}echo $A`).commands.at(-1);
    expect(command?.words[1]?.unknown).toBe('a very long text');
  });

  it('reads every text, with all places inside it', () => {
    const pieces = [
      'a',
      ' ',
      ';',
      '&&',
      '|',
      '$X',
      '${X:-b}',
      '"',
      "'",
      '\\',
      '\n',
      '(',
      ')',
      '{ ',
      ' }',
      'if ',
      'then ',
    ];
    const more = [
      'fi',
      'case x in ',
      'esac',
      ';;',
      'do ',
      'done',
      'for i in ',
      '`',
      '$(',
      'X=',
      '<<E',
      '>',
      'f()',
      '\r\n',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces, ...more)), (parts) => {
        const text = parts.join('');
        const { commands } = read(text);
        for (const { place, words } of commands)
          for (const at of [place, ...words.map((word) => word.place)])
            if (at)
              expect(at.span.start >= 0 && at.span.start <= at.span.end && at.span.end <= text.length).toBe(
                true,
              );
      }),
      { numRuns: 500 },
    );
  });
});

describe('lastCommand', () => {
  it.each([
    ['cd /srv && . bin/activate && exec gunicorn a:b', 'gunicorn a:b'],
    ['python manage.py migrate\ngunicorn a:b', 'gunicorn a:b'],
    ['gunicorn a:b 2>&1 | tee log', 'gunicorn a:b'],
    ['nginx &\nexec gunicorn a:b\necho never', 'gunicorn a:b'],
    ['exec >log\ngunicorn a:b', 'gunicorn a:b'],
    ['{ gunicorn a:b; }', 'gunicorn a:b'],
    ['a; gunicorn x &', 'a'],
    ['if test; then gunicorn a:b; fi', undefined],
    ['true || gunicorn a:b', undefined],
    ['main() { gunicorn a:b; }', undefined],
    ['', undefined],
  ])('%j', (text, expected) =>
    expect(
      last(text)
        ?.words.map((word) => word.text)
        .join(' '),
    ).toBe(expected),
  );
});
