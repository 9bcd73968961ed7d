import fc from 'fast-check';

/** Random programs of the constructs that configurations are made of. Safe to run: they touch nothing outside. */

type Text = fc.Arbitrary<string>;

/** Typed names: programs of them mostly run to their end. */
const integers = ['i', 'j', 'k'];
const texts = ['s', 't'];
const lists = ['l', 'm'];

const typed = fc.letrec<Record<'int' | 'str' | 'list' | 'bool' | 'float', string>>((tie) => {
  const join = (...parts: (string | Text)[]): Text =>
    fc
      .tuple(...parts.map((part) => (typeof part === 'string' ? fc.constant(part) : part)))
      .map((all) => all.join(''));
  const int = tie('int');
  const str = tie('str');
  const list = tie('list');
  const bool = tie('bool');
  const float = tie('float');
  const intName = fc.constantFrom(...integers);
  const strName = fc.constantFrom(...texts);
  const listName = fc.constantFrom(...lists);
  const quoted = fc.constantFrom(
    "'a'",
    "'x:80'",
    "' pad '",
    "'k=v,w'",
    "'Ab'",
    "''",
    "'7'",
    "'unix:/run/a.sock'",
    '"it\'s"',
    "'é'",
  );
  const limits = { maxDepth: 3, depthSize: 'small' as const };
  return {
    int: fc.oneof(
      limits,
      { weight: 5, arbitrary: fc.oneof(fc.integer({ min: -9, max: 20 }).map(String), intName) },
      { weight: 3, arbitrary: join('(', int, fc.constantFrom(' + ', ' - ', ' * '), int, ')') },
      {
        weight: 2,
        arbitrary: join('(', int, fc.constantFrom(' // ', ' % '), fc.constantFrom('2', '3', '-3', '7'), ')'),
      },
      { weight: 1, arbitrary: join('len(', fc.oneof(str, list), ')') },
      { weight: 1, arbitrary: join(fc.constantFrom('max', 'min'), '(', int, ', ', int, ')') },
      { weight: 1, arbitrary: join(fc.constantFrom('abs', 'int', 'round'), '(', int, ')') },
      { weight: 1, arbitrary: join('(', int, ' if ', bool, ' else ', int, ')') },
      { weight: 1, arbitrary: join('sum(', list, ')') },
      { weight: 1, arbitrary: join('(', int, ' or ', int, ')') },
      { weight: 1, arbitrary: join(str, '.', fc.constantFrom('find', 'count'), '(', str, ')') },
      { weight: 1, arbitrary: join('int(', float, ' * ', fc.constantFrom('1.5', '0.5', '3'), ')') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          'os.cpu_count()',
          "int(os.environ.get('SET_A', 3))",
          "int(os.environ.get('SET_C', 3))",
          'd.get("k", 5)',
          'd.get("q", 5)',
        ),
      },
    ),
    str: fc.oneof(
      limits,
      { weight: 5, arbitrary: fc.oneof(quoted, strName) },
      { weight: 2, arbitrary: join('(', str, ' + ', str, ')') },
      { weight: 2, arbitrary: join('str(', fc.oneof(int, float, list, bool), ')') },
      {
        weight: 2,
        arbitrary: join(
          "f'{",
          fc.oneof(intName, strName, listName),
          fc.constantFrom('', '!r', '='),
          '}:{',
          intName,
          fc.constantFrom('', ':03d', ':>5', ':x'),
          "}'",
        ),
      },
      { weight: 1, arbitrary: join("'%s-%05d' % (", str, ', ', int, ')') },
      { weight: 1, arbitrary: join("'{0}/{n:>4}'.format(", str, ', n=', int, ')') },
      {
        weight: 1,
        arbitrary: join(
          str,
          fc.constantFrom(
            '.upper()',
            '.strip()',
            '.title()',
            ".replace('a', 'b')",
            '.zfill(6)',
            ".center(9, '*')",
            '.lower()',
            ".lstrip('k')",
          ),
        ),
      },
      {
        weight: 1,
        arbitrary: join(
          str,
          '[',
          fc.integer({ min: -3, max: 3 }).map(String),
          ':',
          fc.constantFrom('', '2', '-1'),
          fc.constantFrom('', '::', ':2', ':-1').filter((x) => x !== '::'),
          ']',
        ),
      },
      { weight: 1, arbitrary: join("','.join(str(x) for x in ", list, ')') },
      { weight: 1, arbitrary: join('(', str, ' if ', bool, ' else ', str, ')') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          "os.environ.get('SET_B', 'no')",
          "os.getenv('SET_D', 'dflt')",
          "os.path.join('/srv', 'app', '..')",
          'os.path.dirname(__file__)',
          "os.path.normpath('/a/./b//c/..')",
        ),
      },
    ),
    list: fc.oneof(
      limits,
      {
        weight: 5,
        arbitrary: fc.oneof(
          listName,
          fc.array(int, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        ),
      },
      { weight: 1, arbitrary: join('(', list, ' + ', list, ')') },
      { weight: 1, arbitrary: join('list(range(', fc.integer({ min: 0, max: 5 }).map(String), '))') },
      { weight: 1, arbitrary: join('[', int, ' for x in ', list, ']') },
      { weight: 1, arbitrary: join('[x * 2 for x in ', list, ' if x > ', int, ']') },
      {
        weight: 1,
        arbitrary: join('sorted(', list, fc.constantFrom('', ', reverse=True', ', key=lambda v: -v'), ')'),
      },
      { weight: 1, arbitrary: join(list, fc.constantFrom('[1:]', '[::-1]', '[:2]', '[-2:]')) },
      { weight: 1, arbitrary: join('[len(w) for w in ', str, ".split(',')]") },
      { weight: 1, arbitrary: join('[p + q for p, q in zip(', list, ', ', list, ')]') },
      { weight: 1, arbitrary: join('list(map(lambda v: v + 1, ', list, '))') },
      { weight: 1, arbitrary: join('list(d.values())') },
    ),
    bool: fc.oneof(
      limits,
      { weight: 2, arbitrary: fc.constantFrom('True', 'False') },
      { weight: 4, arbitrary: join('(', int, fc.constantFrom(' < ', ' >= ', ' == ', ' != '), int, ')') },
      { weight: 2, arbitrary: join('(', str, fc.constantFrom(' == ', ' in ', ' not in ', ' < '), str, ')') },
      { weight: 1, arbitrary: join('(', int, ' in ', list, ')') },
      { weight: 1, arbitrary: join('(not ', bool, ')') },
      { weight: 1, arbitrary: join('(', bool, fc.constantFrom(' and ', ' or '), bool, ')') },
      { weight: 1, arbitrary: join(fc.constantFrom('any', 'all'), '(x > 2 for x in ', list, ')') },
      {
        weight: 1,
        arbitrary: join(
          'isinstance(',
          fc.oneof(int, str, list),
          ', ',
          fc.constantFrom('int', 'str', '(list, str)', 'bool'),
          ')',
        ),
      },
      {
        weight: 1,
        arbitrary: join(str, fc.constantFrom(".startswith('a')", ".endswith(('b', '0'))", '.isdigit()')),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          "'SET_A' in os.environ",
          "'SET_D' not in os.environ",
          "os.environ.get('SET_B') == 'on'",
        ),
      },
      { weight: 1, arbitrary: join('bool(', fc.oneof(int, str, list), ')') },
    ),
    float: fc.oneof(
      limits,
      { weight: 3, arbitrary: fc.constantFrom('0.5', '2.25', '1e3', '7.0') },
      { weight: 1, arbitrary: join('(', int, ' / ', fc.constantFrom('2', '3', '8'), ')') },
      { weight: 1, arbitrary: join('(', float, fc.constantFrom(' + ', ' * '), fc.oneof(float, int), ')') },
      { weight: 1, arbitrary: join('round(', float, ', 2)') },
    ),
  };
});

const indent = (lines: readonly string[]): string[] => lines.map((line) => `    ${line}`);

const { block } = fc.letrec<{ block: string[]; statement: string[] }>((tie) => {
  const { int, str, list, bool } = typed;
  const body = tie('block').map(indent);
  const line = (arbitrary: Text): fc.Arbitrary<string[]> => arbitrary.map((text) => [text]);
  const assign = fc.oneof(
    fc.tuple(fc.constantFrom(...integers), int).map(([target, value]) => `${target} = ${value}`),
    fc.tuple(fc.constantFrom(...texts), str).map(([target, value]) => `${target} = ${value}`),
    fc.tuple(fc.constantFrom(...lists), list).map(([target, value]) => `${target} = ${value}`),
    fc.tuple(int, int).map(([x, y]) => `i, j = ${x}, ${y}`),
    fc.tuple(str, int).map(([x, y]) => `(s, (k, *m)) = ${x}, [${y}, 1, 2]`),
  );
  const update = fc.oneof(
    fc
      .tuple(fc.constantFrom(...integers), fc.constantFrom('+', '-'), int)
      .map(([target, operator, value]) => `${target} ${operator}= ${value}`),
    fc.tuple(fc.constantFrom(...texts), str).map(([target, value]) => `${target} += ${value}[:5]`),
    fc.tuple(fc.constantFrom(...lists), list).map(([target, value]) => `${target} += ${value}[:3]`),
  );
  const mutate = fc.oneof(
    fc.tuple(fc.constantFrom(...lists), int).map(([target, value]) => `${target}.append(${value})`),
    fc.tuple(fc.constantFrom(...lists), list).map(([target, value]) => `${target}.extend(${value}[:3])`),
    fc.tuple(fc.constantFrom(...lists), int).map(([target, value]) => `${target}.insert(0, ${value})`),
    fc.constantFrom(...lists).map((target) => `${target}.sort()`),
    fc.constantFrom(...lists).map((target) => `${target}[0:1] and ${target}.pop()`),
    fc.constantFrom('l = m', 'm = l', 'l = m[:]', 'm = l.copy()'),
    fc.tuple(str, int).map(([key, value]) => `d[${key}] = ${value}`),
    int.map((value) => `d.update(k=${value})`),
    int.map((value) => `d.setdefault('z', ${value})`),
    fc.constant("d.pop('k', None)"),
    fc.constantFrom(
      "os.environ['SET_D'] = 'x'",
      "os.environ.setdefault('SET_D', 'y')",
      "os.environ.pop('SET_B', None)",
    ),
  );
  const condition = fc
    .tuple(bool, body, bool, fc.option(body), fc.option(body))
    .map(([test, yes, other, middle, no]) => [
      `if ${test}:`,
      ...yes,
      ...(middle ? [`elif ${other}:`, ...middle] : []),
      ...(no ? ['else:', ...no] : []),
    ]);
  const loop = fc
    .tuple(
      fc.constantFrom(...integers),
      list,
      body,
      fc.constantFrom('', 'break', 'continue'),
      bool,
      fc.option(body),
    )
    .map(([target, source, inner, leave, test, otherwise]) => [
      `for ${target} in ${source}:`,
      ...(leave === '' ? [] : [`    if ${test}: ${leave}`]),
      ...inner,
      ...(otherwise ? ['else:', ...otherwise] : []),
    ]);
  const counted = fc
    .tuple(fc.integer({ min: 0, max: 3 }), body, bool)
    .map(([times, inner, stop]) => [
      'n = 0',
      `while n < ${times}:`,
      '    n += 1',
      `    if ${stop}: break`,
      ...inner,
    ]);
  const fails = fc.constantFrom(
    "int('x')",
    '1 // 0',
    'd["none"]',
    '[][1]',
    'None + 1',
    'raise KeyError("k")',
    'raise RuntimeError()',
    'undefined_name',
    'pass',
    'i += 1',
  );
  const attempt = fc
    .tuple(
      body,
      fails,
      bool,
      fc.constantFrom(
        'Exception',
        'ValueError',
        '(TypeError, ValueError)',
        'ZeroDivisionError',
        'LookupError',
        '',
      ),
      body,
      fc.option(body),
      fc.option(body),
    )
    .map(([inner, fail, when, type, handler, otherwise, last]) => [
      'try:',
      ...inner,
      `    if ${when}: ${fail}`,
      '    j = 5',
      type === '' ? 'except:' : `except ${type}:`,
      ...handler,
      ...(type === '' || type === 'Exception' ? [] : ['except Exception as x:', '    k = 77']),
      ...(otherwise ? ['else:', ...otherwise] : []),
      ...(last ? ['finally:', ...last] : []),
    ]);
  const define = fc
    .tuple(
      body,
      bool,
      int,
      int,
      int,
      fc.constantFrom('', ', w=2', ', *r', ', **o', ', *, w=4'),
      fc.constantFrom('(1)', '(v=j)', '(i)'),
      fc.constantFrom('', 'global i', 'global l, s'),
    )
    .map(([inner, early, first, result, other, more, given, global]) => [
      `def f(v${more}):`,
      ...(global === ''
        ? ['    i, j, k, s, t, l, m = 1, 2, 3, "q", "r", [5], [6]']
        : [
            `    ${global}`,
            `    ${global === 'global i' ? 'j, k, s, t, l, m = 2, 3, "q", "r", [5], [6]' : 'i, j, k, t, m = 1, 2, 3, "r", [6]'}`,
          ]),
      `    if ${early}: return ${first}`,
      ...inner,
      `    return ${result} + v`,
      `k = f${given} + ${other}`,
    ]);
  const record = fc
    .tuple(int, str, int)
    .map(([x, y, z]) => [
      'class K:',
      `    p = ${x}`,
      '    def __init__(self, v):',
      '        self.v = v',
      '    @property',
      '    def both(self): return self.v + str(self.p)',
      '    @staticmethod',
      '    def twice(n): return n * 2',
      '    def m(self, w=2): return self.p + w + K.twice(w)',
      `o = K(${y})`,
      `o.p = ${z}`,
      's = o.both',
      'k = o.m()',
    ]);
  return {
    block: fc.array(tie('statement'), { minLength: 1, maxLength: 3 }).map((all) => all.flat()),
    statement: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 10, arbitrary: line(assign) },
      { weight: 4, arbitrary: line(update) },
      { weight: 5, arbitrary: line(mutate) },
      { weight: 4, arbitrary: condition },
      { weight: 3, arbitrary: loop },
      { weight: 1, arbitrary: counted },
      { weight: 3, arbitrary: attempt },
      { weight: 2, arbitrary: define },
      { weight: 1, arbitrary: record },
    ),
  };
});

const prelude = [
  'import os, math, multiprocessing',
  "i, j, k, s, t, l, m, d = 3, 4, 5, 'x:80', 'ab', [1, 2, 3], [4, 0], {'k': 1, 'w': 9}",
];

/** A program of a few statements that mostly runs to its end. */
export const program: Text = fc
  .array(block, { minLength: 1, maxLength: 5 })
  .map((all) => `${[...prelude, ...all.flat()].join('\n')}\n`);

/** The names that `program` and `looseProgram` set. */
export const programNames = [...integers, ...texts, ...lists, 'd', 'n', 'r', 'a', 'b', 'c', 'e'];

/**
 * The program with some conditions and sources that only running it tells. `U` is a list of truth values and `V` one
 * of numbers that the oracle defines and the evaluator does not know.
 */
export const uncertain = (source: string): string =>
  source
    .replace(/\b(el)?if [^\n]+?:( |\n)/g, (whole, elif: string | undefined, end: string, at: number) =>
      at % 3 === 0 ? `${elif ?? ''}if U[${at % 5}]:${end}` : whole,
    )
    .replace(/\bfor (\w) in ([^\n]+):\n/g, (whole, target: string, _from: string, at: number) =>
      at % 4 === 0 ? `for ${target} in V:\n` : whole,
    );
