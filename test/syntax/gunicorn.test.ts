import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { utf8Reason } from '../../server/src/base/utf8-reason.ts';
import { parsePython, pythonSyntax } from '../../server/src/syntax/gunicorn/parse.ts';
import { decodeUtf8 } from '../../server/src/workspace/decode.ts';
import { ask, hasPython } from '../conformance/gunicorn-oracle.ts';

const errorOf = (text: string): string | undefined => {
  const error = parsePython(text).errors[0];
  return error && `${error.line}: ${error.message}`;
};

describe('errors in the words of Python', () => {
  test.each([
    [
      'umask = 007\n',
      '1: leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
    ],
    ['a = 1\nworkers = \n', '2: invalid syntax'],
    ["bind = 'x\n", '1: unterminated string literal (detected at line 1)'],
    ['"""doc\n\nbind = 1\n', '1: unterminated triple-quoted string literal (detected at line 3)'],
    ['workers = 1\n  threads = 2\n', '2: unexpected indent'],
    ['if x:\nworkers = 2\n', "2: expected an indented block after 'if' statement on line 1"],
    ['if x:\n    a = 1\n  b = 2\n', '3: unindent does not match any outer indentation level'],
    ['print "up"\n', "1: Missing parentheses in call to 'print'. Did you mean print(...)?"],
    ['raw_env = [\n  "A=1",\n  "B=2"\nworkers = 2\n', "1: '[' was never closed"],
    ['workers = 2)\n', "1: unmatched ')'"],
    ['bind = [1, 2)\n', "1: closing parenthesis ')' does not match opening parenthesis '['"],
    ['a = {\n  "x": 1\n  "y": 2\n}\n', '2: invalid syntax. Perhaps you forgot a comma?'],
    ['try:\n  a\nexcept ImportError, e:\n  b\n', '3: multiple exception types must be parenthesized'],
    ['if x\n  pass\n', "1: expected ':'"],
    ['if workers = 1:\n  pass\n', "1: invalid syntax. Maybe you meant '==' or ':=' instead of '='?"],
    ['max-requests = 1\n', "1: cannot assign to expression here. Maybe you meant '==' instead of '='?"],
    ['return 1\n', "1: 'return' outside function"],
    ['bind = “127.0.0.1”\n', "1: invalid character '“' (U+201C)"],
    ['workers\u00a0= 1\n', '1: invalid non-printable character U+00A0'],
    ['def f(a, a): pass\n', "1: duplicate argument 'a' in function definition"],
    ['def f(a=1, b): pass\n', '1: non-default argument follows default argument'],
    ['f(a=1, 2)\n', '1: positional argument follows keyword argument'],
    ['x = f"{a b}"\n', '1: f-string: invalid syntax. Perhaps you forgot a comma?'],
  ])('%j', (text, message) => {
    expect(errorOf(text)).toBe(message);
  });
});

describe('what the tree alone would refuse', () => {
  test.each([
    'timeout = 30.\n',
    'with (open("a") as f, open("b") as g):\n    pass\n',
    'with open("a") as o.f:\n    pass\n',
    'f = lambda a, /, b: 1\n',
    '@registry["x"]\ndef f(): pass\n',
    'match workers:\n    case 1 | 2:\n        threads = 1\n',
    'x = a.b[1:, ::2]\n',
    'print >>f, x\n',
    'type X = int\n',
    "x = f'{a['b']}'\n",
  ])('%j', (text) => {
    expect(errorOf(text)).toBeUndefined();
  });
});

describe('files that are templates', () => {
  test('a value tag outside a string stands for a name', () => {
    const { errors, masked } = parsePython(
      'timeout = {{ TIMEOUT }}\n{% if X %}\nworkers = {{ W.lms }}\n{% endif %}\n',
    );
    expect(errors).toEqual([]);
    expect(masked.holes).toHaveLength(4);
    expect(masked.blocks).toEqual({ start: 24, end: 68 });
  });

  test.each([
    'workers = %(gunicorn_workers)i\nuser = %(user)s\n',
    'workers = ${WORKERS}\ntimeout = $TIMEOUT\n',
    'workers = __WORKERS__\nbind = ["a:1", @PORT@]\n',
    'workers = <WORKERS>\ntimeout = <%= timeout %>\n',
  ])('names that other programs fill in: %j', (text) => {
    const { errors, masked } = parsePython(text);
    expect(errors).toEqual([]);
    expect(masked.holes).toHaveLength(2);
  });

  test('a script of a shell is no template', () => {
    expect(errorOf('#!/bin/bash\nNAME="shop"\ncd $DIR\nexec gunicorn --name $NAME\n')).toBe(
      '3: invalid syntax',
    );
  });

  test.each(['a = b % (c)\n', 'a = "%(b)s" % c\n', 'a = b @ C @ d\n', 'a = b < C > d\n', '__all__ = []\n'])(
    'operators of Python are none: %j',
    (text) => expect(parsePython(text).masked.holes).toEqual([]),
  );

  test('braces in strings and sets of Python are none', () => {
    expect(
      parsePython('a = "{{ x }}"\nb = f"{{x}}"\nc = {1, 2}\nd = {"a": {"b": 1}}\n').masked.holes,
    ).toEqual([]);
  });
});

describe('properties', () => {
  const pieces = [
    'if ',
    'x',
    ' = ',
    '1',
    '\n',
    '    ',
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ':',
    ',',
    '"',
    "'''",
    'def f',
    'f"{',
  ];
  const more = [
    'lambda ',
    'for ',
    'in ',
    'else',
    '\\',
    '@',
    '#',
    '*',
    'not ',
    'try',
    'class A',
    '\t',
    'é',
    '\r',
    '%',
    'yield ',
  ];
  const soup = fc
    .array(fc.constantFrom(...pieces, ...more), { maxLength: 40 })
    .map((parts) => parts.join(''));

  test('never fails, and the tree holds every character', () => {
    fc.assert(
      fc.property(fc.oneof(soup, fc.string({ unit: 'binary' })), (text) => {
        expect(parsePython(text).tree.length).toBe(text.length);
      }),
      { numRuns: 500 },
    );
  });

  test.each(['(', '[', '{1:', 'not ', '-', 'a+', 'a if b else ', 'lambda: ', 'x.', 'f(', 'a**', 'f"{', '@'])(
    'twenty thousand times %j is survived',
    (piece) => {
      expect(parsePython(`x = ${piece.repeat(20_000)}1\n`).module.body.length).toBeGreaterThan(0);
    },
  );

  test.skipIf(!hasPython())('accepts and refuses what Python 3.11 does, on the same line', async () => {
    const texts = fc.sample(soup, { numRuns: 4000, seed: 7 });
    const answers = await ask(texts.map((text) => ({ op: 'compile', text })));
    const differing = texts.flatMap((text, index) => {
      const error = parsePython(text).errors[0];
      const answer = answers[index];
      if (answer?.ok) return error ? [{ text, ours: error.message, theirs: 'accepted' }] : [];
      if (!error) return [{ text, ours: 'accepted', theirs: answer?.message }];
      const sameLine = answer?.line === null || answer?.line === error.line;
      return sameLine ? [] : [{ text, ours: `line ${error.line}`, theirs: `line ${answer?.line}` }];
    });
    const wrong = differing.filter(({ ours, theirs }) => ours === 'accepted' || theirs === 'accepted');
    expect(wrong).toEqual([]);
    expect(differing.length / texts.length).toBeLessThan(0.02);
  });
});

describe.skipIf(!hasPython())('bytes that are no UTF-8 (skipped: no /usr/bin/python3 3.11)', () => {
  const cases = [
    '# caf\xe9\nx = 1\n',
    'x = "caf\xe9"\n',
    'x = "caf\xe9 au"\n',
    "x = '''a\ncaf\xe9 au'''\n",
    'y = 1\ncaf\xe9 = 1\n',
    'x = b"caf\xe9"\n',
    'x = r"caf\\\xe9"\n',
    'x = "a\\n\xe9b"\n',
    '# -*- coding: latin-1 -*-\nx = "\xe9"\n',
    '# \xe9\nx = "caf" # \xe9\n',
    'x = "\xc3\xa9 \xff."\n',
  ];

  test.each(cases)('%j', (latin1) => {
    const bytes = Buffer.from(latin1, 'latin1');
    const code =
      'import sys\ntry: compile(sys.stdin.buffer.read(), "f", "exec")\nexcept SyntaxError as e: print(e.msg)';
    const theirs = spawnSync('/usr/bin/python3', ['-c', code], {
      input: bytes,
      encoding: 'utf8',
    }).stdout.trim();
    const { text, undecodableAt } = decodeUtf8(bytes);
    const reason = utf8Reason(bytes) ?? '';
    const file = {
      uri: 'file:///gunicorn.conf.py',
      kind: 'gunicorn',
      text,
      undecodableReason: reason,
    } as const;
    const { errors } = pythonSyntax(undecodableAt === undefined ? file : { ...file, undecodableAt });
    expect(errors[0]?.message ?? '').toBe(theirs);
  });
});
