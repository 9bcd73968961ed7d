import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Given, readText } from './gunicorn-support.ts';

/** Every problem in one line: who refuses, the code, the marked text, the end of the message. */
const problemsOf = (text: string, given: Given = {}): string[] =>
  readText(text, given).problems.map(({ code, place, refusedBy, message }) => {
    const marked = text.slice(place.span.start, place.span.end);
    return `${refusedBy ?? 'taken'} ${code.replace('gunicorn/', '')} [${marked}] ${message}`;
  });

describe('what gunicorn refuses, in its own words', () => {
  test.each([
    [
      'workers = 3.0\n',
      'workers-not-integer',
      "Invalid value for workers: 3.0. Error: int() can't convert non-string with explicit base.",
    ],
    [
      "workers = 'auto'\n",
      'workers-not-integer',
      "Invalid value for workers: auto. Error: invalid literal for int() with base 0: 'auto'.",
    ],
    [
      "umask = '007'\n",
      'workers-not-integer',
      "Invalid value for umask: 007. Error: invalid literal for int() with base 0: '007'.",
    ],
    [
      'timeout = None\n',
      'workers-not-integer',
      "Invalid value for timeout: None. Error: int() can't convert non-string with explicit base.",
    ],
    [
      'max_requests = -1\n',
      'invalid-setting',
      'Invalid value for max_requests: -1. Error: Value must be positive: -1.',
    ],
    [
      "preload_app = 'yes'\n",
      'invalid-setting',
      'Invalid value for preload_app: yes. Error: Invalid boolean: yes.',
    ],
    ['daemon = 1\n', 'invalid-setting', 'Invalid value for daemon: 1. Error: Invalid type for casting: 1.'],
    [
      'bind = 8000\n',
      'invalid-setting',
      "Invalid value for bind: 8000. Error: 'int' object is not iterable.",
    ],
    [
      'bind = ["a:1", 8000]\n',
      'invalid-setting',
      "Invalid value for bind: ['a:1', 8000]. Error: Not a string: 8000.",
    ],
    [
      'accesslog = True\n',
      'invalid-setting',
      'Invalid value for accesslog: True. Error: Not a string: True.',
    ],
    [
      'secure_scheme_headers = []\n',
      'invalid-setting',
      'Invalid value for secure_scheme_headers: []. Error: Value is not a dictionary: [] .',
    ],
    [
      'def post_fork(server): pass\n',
      'invalid-setting',
      'Invalid value for post_fork: <function post_fork>. Error: Value must have an arity of: 2.',
    ],
    ['post_request = lambda w: 0\n', 'invalid-setting', 'Error: Value must have an arity of: 4.'],
    [
      "reload_engine = 'x'\n",
      'invalid-setting',
      "Invalid value for reload_engine: x. Error: Invalid reload_engine: 'x'.",
    ],
    ['workers = cores\n', 'fails-to-load', "NameError: name 'cores' is not defined."],
    [
      "import os\nraw_env = ['A=' + 1]\n",
      'fails-to-load',
      'TypeError: can only concatenate str (not "int") to str.',
    ],
    ['workers = 007\n', 'syntax-error', 'use an 0o prefix for octal integers (line 1).'],
  ])('%j', (text, code, end) => {
    const found = readText(text).problems.filter(({ refusedBy }) => refusedBy === 'gunicorn');
    expect(found.map((problem) => problem.code)).toEqual([`gunicorn/${code}`]);
    expect(found[0]?.message.endsWith(end)).toBe(true);
  });

  test.each([
    "workers = '4'\n",
    'workers = True\n',
    "workers = '0x4'\n",
    'bind = None\n',
    'pidfile = None\n',
    "chdir = '/nowhere'\n",
    "user = 'nobody-here'\n",
    "post_fork = 'shop.hooks.fork'\n",
    'import nosuch\n',
    'workers = 0\n',
  ])('it takes %j', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  test('what depends on a variable or the cores is said with its condition, and refused by no one', () => {
    expect(problemsOf('import os\nworkers = os.environ.get("W", "auto")\n')).toEqual([
      `taken workers-not-integer [os.environ.get("W", "auto")] gunicorn does not start with this value. Invalid value for workers: auto. Error: invalid literal for int() with base 0: 'auto'. This happens when W is not set.`,
    ]);
    expect(problemsOf('import os\nworkers = 2 if os.cpu_count() > 4 else -1\n')).toEqual([
      'taken invalid-setting [2 if os.cpu_count() > 4 else -1] gunicorn does not start with this value. Invalid value for workers: -1. Error: Value must be positive: -1. This happens when 4 cores (scaling-lens.ini).',
    ]);
    expect(problemsOf('import os\nx = int(os.environ.get("W"))\n')).toEqual([]);
    expect(problemsOf('import os\nchdir = os.environ.get("HERE")\nworkers = os.environ.get("W")\n')).toEqual(
      [],
    );
    expect(problemsOf('chdir = None\n')).toHaveLength(1);
    expect(problemsOf('import os\nx = int(os.environ.get("W"))\n', { environment: { W: 'a' } })).toHaveLength(
      1,
    );
  });

  test.each([4, undefined])('a float is refused on any number of cores (given: %s)', (cores) => {
    for (const factor of ['* 1.5', '/ 2']) {
      const [problem] = readText(`import os\nworkers = os.cpu_count() ${factor}\n`, { cores }).problems;
      expect(problem).toMatchObject({ code: 'gunicorn/workers-not-integer', refusedBy: 'gunicorn' });
      expect(problem?.message).toContain('This happens on any number of cores.');
    }
    expect(problemsOf('import os\nworkers = int(os.cpu_count() * 1.5)\n', { cores })).toEqual([]);
    expect(
      problemsOf('import os\nworkers = int(os.getenv("W", 1)) * os.cpu_count() / 2\n', { cores: undefined }),
    ).toEqual([]);
  });

  test('a value that versions judge differently is refused where the version is known', () => {
    const text = "forwarded_allow_ips = 'nginx'\nproxy_protocol = 'v2'\n";
    expect(problemsOf(text)).toEqual([]);
    expect(problemsOf(text, { version: '20.1.0' })).toEqual([
      "gunicorn invalid-setting ['v2'] gunicorn does not start with this value. Invalid value for proxy_protocol: v2. Error: Invalid boolean: v2.",
    ]);
    expect(problemsOf(text, { version: '26.1.0' })).toEqual([
      "gunicorn invalid-setting ['nginx'] gunicorn does not start with this value. Invalid value for forwarded_allow_ips: nginx. Error: 'nginx' does not appear to be an IPv4 or IPv6 network.",
    ]);
  });
});

describe('names that gunicorn ignores', () => {
  test.each([
    ['wokers = 4\n', 'workers'],
    ['worker = 4\n', 'workers'],
    ['max_request = 4\n', 'max_requests'],
    ['preload = True\n', 'preload_app'],
    ["access_logfile = '-'\n", 'accesslog'],
    ['keep_alive = 5\n', 'keepalive'],
    ['treads = 2\n', 'threads'],
    ['worker_conections = 2\n', 'worker_connections'],
    ['def post_worker_innit(worker): pass\n', 'post_worker_init'],
  ])('%j means %s', (text, right) => {
    expect(readText(text).problems).toMatchObject([
      { code: 'gunicorn/unknown-setting', refusedBy: null, data: { suggestion: right } },
    ]);
  });

  test.each([
    'name = "shop"\nproc_name = name\n',
    'log_level = "info"\nloglevel = log_level\n',
    'pid = 1\ndef on_exit(server):\n    print(pid)\n',
    'preload = True\npreload_app = True\n',
    'port = 80\nhost = "a"\ncpu_count = 4\n',
    'import time as timeouts\nclass Worker: pass\n',
    'def workerz(): pass\n',
    'WORKERS = 3\n',
  ])('a variable of its own draws nothing: %j', (text) => {
    expect(problemsOf(text)).toEqual([]);
  });

  test('settings that are gone, and settings that are newer', () => {
    expect(problemsOf('debug = True\n')).toEqual([
      "taken unknown-setting [debug] gunicorn ignores 'debug': the setting was removed in 19.2. Delete the line.",
    ]);
    expect(problemsOf("asgi_loop = 'auto'\n", { version: '20.1.0' })).toEqual([
      "taken unknown-setting [asgi_loop] gunicorn 20.1.0 ignores 'asgi_loop': it is a setting since 24.0.0.",
    ]);
    expect(problemsOf("asgi_loop = 'auto'\n")).toEqual([]);
  });
});

describe('worker classes and binds', () => {
  test.each([
    ["worker_class = 'gevnt'\n", 'unknown-worker-class', 'gevent'],
    ["worker_class = 'Sync'\n", 'unknown-worker-class', 'sync'],
    ["worker_class = 'uvicorn'\n", 'unknown-worker-class', 'uvicorn_worker.UvicornWorker'],
  ])('%j', (text, code, suggestion) => {
    expect(readText(text).problems).toMatchObject([
      { code: `gunicorn/${code}`, refusedBy: null, data: { suggestion } },
    ]);
  });

  test('eventlet is gone since 26.0', () => {
    expect(problemsOf("worker_class = 'eventlet'\n", { version: '20.1.0' })).toEqual([]);
    expect(problemsOf("worker_class = 'eventlet'\n", { version: '26.1.0' })).toEqual([
      "taken eventlet-removed ['eventlet'] The worker class 'eventlet' was removed in gunicorn 26.0.0: gunicorn 26.1.0 does not start with it. Use gevent or gthread.",
    ]);
  });

  test.each([
    "'gthread'",
    "'shop.workers.Worker'",
    "'egg:meinheld#gunicorn_worker'",
    "'gunicorn.workers.sync.SyncWorker'",
  ])('%s may be found', (name) => {
    expect(problemsOf(`worker_class = ${name}\n`)).toEqual([]);
  });

  test.each([
    ['http://127.0.0.1:9', "Error: '//127.0.0.1' is not a valid port number."],
    ['UNIX:/run/g.sock', "Error: '/run/g.sock' is not a valid port number."],
    ['fd://x', "Error: 'x' is not a valid file descriptor."],
    [
      '/run/g.sock',
      "It takes '/run/g.sock' for the name of a host. Write unix:/run/g.sock for a unix socket.",
    ],
    ['8000', "It takes '8000' for the name of a host. Write :8000 for a port."],
    ['a:1,b:2', "Error: '1,b' is not a valid port number."],
  ])('bind %j', (bind, reason) => {
    expect(readText(`bind = '${bind}'\n`).problems[0]?.message).toContain(reason);
  });

  test.each([
    '127.0.0.1:8000',
    ':80',
    '[::1]:8000',
    'unix:/run/a.sock',
    'unix:///run/a.sock',
    'fd://3',
    'tcp://a:1',
    'localhost',
    'web:%(port)s',
  ])('bind %j draws nothing', (bind) => {
    expect(problemsOf(`bind = ['${bind}']\n`)).toEqual([]);
  });
});

describe('properties', () => {
  const file = `
import multiprocessing, os
from pathlib import Path
def count(n=2, *, extra=[1, 2]):
    """How many"""
    for x in extra:
        if x > n: return x
    return multiprocessing.cpu_count() * n + 1
class Box:
    size = {"a": [1, (2, 3)], **{"b": 4}}
    @property
    def half(self): return self.size["b"] // 2
try:
    import gevent
    worker_class = "gevent"
except (ImportError, OSError) as error:
    worker_class = "gthread"
else:
    worker_connections = 1000
finally:
    timeout = 30 if os.environ.get("SLOW") else int("60")
workers = count(**{"n": 2})
bind = [f"unix:{Path('/run') / name}.sock" for name in "web,api".split(",")]
while len(bind) < 4: bind += ["%s:%d" % ("127.0.0.1", 8000 + len(bind))]
raw_env = [k + "=" + v for k, v in sorted({"A": "1", "B": os.getenv("B", "2")}.items())]
threads = (lambda a, b=2: a * b)(2) if not Box().half == 3 else 1
def post_fork(server, worker): server.log.info("up %s", worker.pid)
`;

  test('the file itself is read', () => {
    const { settings } = readText(file);
    expect([...settings.keys()].sort()).toEqual([
      'bind',
      'post_fork',
      'raw_env',
      'threads',
      'timeout',
      'worker_class',
      'worker_connections',
      'workers',
    ]);
    expect(readText(file).problems).toEqual([]);
  });

  test('no prefix of it makes the reader fail', () => {
    for (let end = 0; end <= file.length; end += 3) expect(() => readText(file.slice(0, end))).not.toThrow();
  });

  test('no mutation of it makes the reader fail', () => {
    const at = fc.nat(file.length);
    const piece = fc.constantFrom(
      '',
      '(',
      ')',
      '[',
      '"',
      '\n',
      '    ',
      ':',
      ' if ',
      '=',
      '*',
      'lambda ',
      'yield ',
      'del x\n',
      'x[0] = 1\n',
      '.a',
      '()',
      '\\',
      '{',
      'not ',
      '@',
    );
    fc.assert(
      fc.property(at, fc.nat(8), piece, at, piece, (first, length, a, second, b) => {
        const once = file.slice(0, first) + a + file.slice(first + length);
        readText(once.slice(0, second) + b + once.slice(second));
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['calls', 'def f(n): return f(n + 1)\nworkers = f(0)\n'],
    ['loops', 'n = 0\nfor a in range(10 ** 9):\n    for b in range(10 ** 9):\n        n += 1\nworkers = 4\n'],
    ['an endless loop', 'n = 0\nwhile True:\n    n += 1\nworkers = 4\n'],
    ['a list that its own loop extends', 'l = [1]\nfor x in l:\n    l.append(x)\nworkers = 4\n'],
    ['doubling', `x = "a"\n${'x = x + x\n'.repeat(200)}workers = 4\n`],
    ['nesting lists', `x = [1]\n${'x = [x, x]\n'.repeat(200)}workers = 4\n`],
    [
      'branches',
      `import os\nu = os.path.exists("/a")\n${'if u:\n    y = 1\nelse:\n    y = 2\n'.repeat(2000)}workers = 4\n`,
    ],
    ['brackets', `workers = ${'['.repeat(190)}${']'.repeat(190)}\n`],
    ['terms', `workers = ${'1 + '.repeat(5000)}1\n`],
    ['recursive lambdas', 'f = lambda g: g(g)\nworkers = f(f)\n'],
  ])('ends in good time: %s', (_what, text) => {
    const start = performance.now();
    readText(text);
    expect(performance.now() - start).toBeLessThan(8_000);
  });

  test('twenty thousand lines', () => {
    const lines = Array.from({ length: 20_000 }, (_line, index) => `name_${index} = "a" + str(${index})`);
    const { settings } = readText(`${lines.join('\n')}\nworkers = len(name_5)\n`);
    expect(settings.get('workers')?.value).toMatchObject({ known: true, value: { value: 2 } });
  });
});
