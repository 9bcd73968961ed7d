import fc from 'fast-check';

/** Random expressions of the constructs that configurations are made of. Safe to run: they touch nothing outside. */

type Text = fc.Arbitrary<string>;

const names = ['a', 'b', 'c', 'd', 'e'];
const name = fc.constantFrom(...names);

const integer = fc.oneof(
  fc.integer({ min: -20, max: 40 }).map(String),
  fc.constantFrom('0', '1', '2', '8', '0x1F', '0o17', '0b101', '1_000', '65535'),
);
const float = fc.constantFrom(
  '0.5',
  '1.5',
  '2.0',
  '-3.25',
  '1e3',
  '1e-7',
  '2.675',
  '10.',
  '.25',
  '1e16',
  '123456789.125',
);
const word = fc.constantFrom(
  ...[
    '',
    'a',
    'unix:/run/x.sock',
    '127.0.0.1:8000',
    ' 4 ',
    '007',
    '12',
    'True',
    'x,y,,z',
    'Ab cD',
    'é',
    '%s',
    '{}',
    "it's",
  ],
  ...['a\\nb', 'aXbXc', '--', '0x10', '3.5', '/srv/app', 'a.b.c', 'WORKERS'],
);
const text = word.map((value) => JSON.stringify(value).replace(/\\\\n/g, '\\n'));
const constant = fc.oneof(integer, integer, float, text, text, fc.constantFrom('True', 'False', 'None'));

const { expression } = fc.letrec<{ expression: string; args: string }>((tie) => {
  const e = tie('expression');
  const join = (...parts: (string | Text)[]): Text =>
    fc
      .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
      .map((all) => all.join(''));
  const binary = join(
    '(',
    e,
    fc.constantFrom(' + ', ' - ', ' * ', ' // ', ' % ', ' / ', ' ** ', ' & ', ' | ', ' << ', ' >> '),
    e,
    ')',
  );
  const compare = join(
    '(',
    e,
    fc.constantFrom(' < ', ' <= ', ' == ', ' != ', ' > ', ' in ', ' not in ', ' is ', ' is not '),
    e,
    ')',
  );
  const list = fc.array(e, { maxLength: 4 }).map((items) => `[${items.join(', ')}]`);
  const tuple = fc.array(e, { minLength: 1, maxLength: 3 }).map((items) => `(${items.join(', ')},)`);
  const dict = fc
    .array(fc.tuple(constant, e), { maxLength: 3 })
    .map((all) => `{${all.map(([k, v]) => `${k}: ${v}`).join(', ')}}`);
  const set = fc.array(constant, { minLength: 1, maxLength: 3 }).map((items) => `{${items.join(', ')}}`);
  const call1 = join(
    fc.constantFrom(
      ...[
        'int',
        'float',
        'str',
        'bool',
        'len',
        'abs',
        'round',
        'list',
        'tuple',
        'sorted',
        'sum',
        'max',
        'min',
        'repr',
        'any',
        'all',
      ],
      ...[
        'set',
        'hex',
        'oct',
        'bin',
        'ord',
        'chr',
        'reversed',
        'enumerate',
        'math.floor',
        'math.ceil',
        'math.sqrt',
        'os.path.basename',
      ],
      ...[
        'os.path.dirname',
        'os.path.normpath',
        'os.path.splitext',
        'str.upper',
        'type',
        'dict',
        'iter',
        'os.path.abspath',
        'not',
      ],
    ),
    '(',
    e,
    ')',
  );
  const call2 = join(
    fc.constantFrom(
      'max',
      'min',
      'round',
      'isinstance',
      'divmod',
      'pow',
      'os.path.join',
      'int',
      'zip',
      'range',
      'getattr',
      'format',
    ),
    '(',
    e,
    ', ',
    e,
    ')',
  );
  const method0 = join(
    e,
    fc.constantFrom(
      ...[
        '.strip()',
        '.lower()',
        '.upper()',
        '.split()',
        '.title()',
        '.isdigit()',
        '.splitlines()',
        '.capitalize()',
        '.swapcase()',
      ],
      ...[
        '.keys()',
        '.values()',
        '.items()',
        '.copy()',
        '.isalpha()',
        '.isspace()',
        '.rsplit()',
        '.islower()',
        '.isupper()',
        '.rstrip()',
      ],
    ),
  );
  const method1 = join(
    e,
    fc.constantFrom(
      ...[
        '.split',
        '.rsplit',
        '.join',
        '.startswith',
        '.endswith',
        '.find',
        '.rfind',
        '.count',
        '.index',
        '.strip',
        '.get',
        '.zfill',
      ],
      ...[
        '.partition',
        '.rpartition',
        '.center',
        '.ljust',
        '.rjust',
        '.removeprefix',
        '.removesuffix',
        '.lstrip',
      ],
    ),
    '(',
    e,
    ')',
  );
  const method2 = join(
    e,
    fc.constantFrom('.replace', '.split', '.get', '.rsplit', '.center', '.ljust', '.pop', '.setdefault'),
    '(',
    e,
    ', ',
    e,
    ')',
  );
  const index = join(e, '[', e, ']');
  const bound = fc.oneof(fc.constant(''), fc.integer({ min: -4, max: 4 }).map(String));
  const slice = join(e, '[', bound, ':', bound, fc.constantFrom('', ':', ':2', ':-1'), ']');
  const conditional = join('(', e, ' if ', e, ' else ', e, ')');
  const logic = join('(', e, fc.constantFrom(' and ', ' or '), e, ')');
  const unary = join(fc.constantFrom('-', '+', '~', 'not '), e).map((inner) => `(${inner})`);
  const spec = fc.constantFrom(
    '',
    ':>8',
    ':<5',
    ':^7',
    ':05d',
    ':d',
    ':.2f',
    ':,',
    ':x',
    ':#x',
    ':+d',
    ':s',
    ':10.3f',
    ':e',
    ':g',
    ':%',
    ':_',
    ':=+6',
    ':*>6',
    ':08.2f',
    ':b',
    ':.3',
    ':.1e',
    ':X',
    ':6',
    '!r',
    '!s',
    '=',
  );
  const format = join(
    "f'<{",
    e.filter((inner) => !/['"\\#]/.test(inner)),
    spec,
    "}>'",
  );
  const percent = join(
    fc.constantFrom(
      "'%s'",
      "'%d'",
      "'%5s|'",
      "'%05d'",
      "'%.2f'",
      "'%r'",
      "'%x'",
      "'%s:%s'",
      "'%-6s|'",
      "'%+d'",
      "'%(x)s'",
      "'%%'",
      "'%g'",
      "'%e'",
      "'%.3s'",
      "'% d'",
    ),
    ' % ',
    e,
  );
  const dotFormat = join(
    fc.constantFrom(
      "'{}'",
      "'{0}-{0}'",
      "'{:>6}'",
      "'{!r}'",
      "'{:.2f}'",
      "'{0[0]}'",
      "'{x}'",
      "'{{}}'",
      "'{:d}'",
      "'{0:<4}|'",
    ),
    '.format(',
    fc.oneof(e, join('x=', e)),
    ')',
  );
  const comprehension = fc
    .tuple(
      e,
      name,
      e,
      fc.option(e),
      fc.constantFrom('[]', '{}', 'sum()', '"".join()', 'sorted()', 'list()', 'any()'),
    )
    .map(([element, target, source, condition, form]) => {
      const inner = `${element} for ${target} in ${source}${condition === null ? '' : ` if ${condition}`}`;
      return form.length === 2 ? `${form[0]}${inner}${form[1]}` : form.replace(')', `${inner})`);
    });
  const lambda = fc
    .tuple(name, e, e)
    .map(([parameter, body, given]) => `(lambda ${parameter}: ${body})(${given})`);
  const environ = fc
    .tuple(
      fc.constantFrom('SET_A', 'SET_B', 'SET_C'),
      fc.option(e),
      fc.constantFrom('os.environ.get', 'os.getenv'),
    )
    .map(([variable, fallback, form]) => `${form}('${variable}'${fallback === null ? '' : `, ${fallback}`})`);
  const cores = fc.constantFrom(
    'multiprocessing.cpu_count()',
    'os.cpu_count()',
    'len(os.sched_getaffinity(0))',
  );
  const simple = fc.oneof(
    { weight: 5, arbitrary: constant },
    { weight: 4, arbitrary: name },
    { weight: 1, arbitrary: fc.oneof(environ, cores) },
  );
  return {
    args: fc.array(e, { maxLength: 3 }).map((items) => items.join(', ')),
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      { weight: 6, arbitrary: simple },
      { weight: 4, arbitrary: binary },
      { weight: 2, arbitrary: compare },
      { weight: 2, arbitrary: list },
      { weight: 1, arbitrary: tuple },
      { weight: 1, arbitrary: dict },
      { weight: 1, arbitrary: set },
      { weight: 3, arbitrary: call1 },
      { weight: 2, arbitrary: call2 },
      { weight: 2, arbitrary: method0 },
      { weight: 2, arbitrary: method1 },
      { weight: 1, arbitrary: method2 },
      { weight: 1, arbitrary: index },
      { weight: 1, arbitrary: slice },
      { weight: 1, arbitrary: conditional },
      { weight: 2, arbitrary: logic },
      { weight: 1, arbitrary: unary },
      { weight: 2, arbitrary: format },
      { weight: 2, arbitrary: percent },
      { weight: 2, arbitrary: dotFormat },
      { weight: 2, arbitrary: comprehension },
      { weight: 1, arbitrary: lambda },
    ),
  };
});

/** One expression of any types: most raise, which is compared as well. */
export const looseProgram: Text = expression.map(
  (value) =>
    `import os, math, multiprocessing\na, b, c, d, e = 3, 'x:80', [1, 2, 3], {'k': 1, 'w': 'y'}, 2.5\nr = ${value}\n`,
);

/** Operators without parentheses, for their precedence. */
export const flatProgram: Text = fc
  .tuple(
    fc.array(
      fc.tuple(
        fc.constantFrom('', '', '', '-', '~', 'not ', 'not -', '- -', 'not not '),
        fc.constantFrom('0', '1', '2', '3', '5', 'True', 'i', 'j', '2 ** 2', '-1 ** 2', '2 ** -1'),
        fc.constantFrom(
          ...[
            ' + ',
            ' - ',
            ' * ',
            ' // 2 * ',
            ' % 3 - ',
            ' | ',
            ' & ',
            ' ^ ',
            ' << 1 + ',
            ' < ',
            ' <= ',
            ' == ',
            ' != ',
            ' and ',
          ],
          ...[
            ' or ',
            ' and ',
            ' or ',
            ' in (1, 2) or ',
            ' not in [3] and ',
            ' is None or ',
            ' is not None and ',
            ' if 1 else ',
          ],
        ),
      ),
      { minLength: 1, maxLength: 7 },
    ),
    fc.constantFrom('1', '4', 'i', 'not j', '-2'),
  )
  .map(([parts, last]) => parts.map(([sign, operand, operator]) => sign + operand + operator).join('') + last)
  .map((text) => `i, j = 6, 0\nr = ${text}\n`);
