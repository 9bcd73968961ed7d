import { describe, expect, test } from 'vitest';
import { readText, valueIn } from './gunicorn-support.ts';

/** Each text sets `x`. */
const cases = (list: readonly (readonly [string, string])[]) => {
  test.each(list)('%j', (text, expected) => {
    expect(valueIn(`${text}\n`, 'x')).toBe(expected);
  });
};

describe('what is constant', () => {
  cases([
    ['x = 0x10 + 0o17 + 0b11 + 1_000', '1034'],
    ['x = -7 // 2, -7 % 3, 7 / 2, 2 ** 10, 7 // -2', '(-4, 2, 3.5, 1024, -4)'],
    ['x = 2 ** 64', '? a number this large is not followed'],
    ['x = round(2.5), round(3.5), round(2.675, 2), int(-3.9)', '(2, 4, 2.67, -3)'],
    [
      'x = "a" "b" + f"{1 + 1:03d}" + "%s-%05.1f" % ("y", 2.25) + "{0}{n!r}".format(3, n="z")',
      "ab002y-002.23'z'",
    ],
    ['x = f"{3.0=} {[1, 2]!s:>8} {True}"', '3.0=3.0   [1, 2] True'],
    ['x = [*range(3), *(9,)][1:][::-1]', '[9, 2, 1]'],
    ['x = {"a": 1, **{"b": [2]}}', "{'a': 1, 'b': [2]}"],
    ['x = [n * 2 for n in range(5) if n % 2] + sorted({3, 1}, reverse=True)', '[2, 6, 3, 1]'],
    [
      'x = "a,b , c".split(","), "x".join(["1", "2"]), " k=v ".strip().partition("=")',
      "(['a', 'b ', ' c'], '1x2', ('k', '=', 'v'))",
    ],
    ['a, (b, *c) = 1, [2, 3, 4]\nx = a, b, c', '(1, 2, [3, 4])'],
    ['x = 1 < 2 < 3 and not [] or "no"', 'True'],
    ['x = max([3, 1], key=lambda n: -n) if any(n > 2 for n in (1, 3)) else 0', '1'],
    ['x = 10\nx -= 3\nx //= 2', '3'],
    ['l = [1]\nm = l\nm.append(2)\nx = l', '[1, 2]'],
    ['x = 0\nfor n in [1, 2, 3]:\n    if n == 2: continue\n    x += n\nelse:\n    x += 10', '14'],
    ['n = 0\nwhile True:\n    n += 1\n    if n > 4: break\nx = n', '5'],
    ['def f(a, *r, k=2, **o): return a + sum(r) + k + o.get("z", 0)\nx = f(1, 2, 3, k=4, z=5)', '15'],
    ['def f(n): return 1 if n < 2 else n * f(n - 1)\nx = f(5)', '120'],
    [
      'class C:\n    port = 80\n    def __init__(self, host): self.host = host\n    def url(self): return f"{self.host}:{self.port}"\nx = C("a").url()',
      'a:80',
    ],
    ['try:\n    x = int("no")\nexcept ValueError:\n    x = 1\nfinally:\n    y = 2', '1'],
    ['x = 10. is 3, f"{(10. is (3 or -1)):04.1f}", 1.e2, 5. if 2. else 0', "(False, '00.0', 100.0, 5.0)"],
    ['import math\nx = math.ceil(4 * 1.3), math.floor(-1.5)', '(6, -2)'],
    ['import json\nx = json.loads(\'{"workers": [1, null, true]}\')["workers"]', '[1, None, True]'],
    ['with open("/etc/hostname") as f:\n    y = 1\nx = 2', '2'],
  ]);
});

describe('what the machine and the environment decide', () => {
  test.each([
    'import multiprocessing\nx = multiprocessing.cpu_count() * 2 + 1',
    'from multiprocessing import cpu_count as c\nx = c() * 2 + 1',
    'import os\nx = os.cpu_count() * 2 + 1',
    'import os\nx = os.process_cpu_count() * 2 + 1',
    'import os\nx = len(os.sched_getaffinity(0)) * 2 + 1',
    "import os\nx = os.sysconf('SC_NPROCESSORS_ONLN') * 2 + 1",
    'import psutil\nx = psutil.cpu_count() * 2 + 1',
    'from psutil import cpu_count\nx = cpu_count(logical=True) * 2 + 1',
  ])('%j counts the cores', (text) => {
    expect(valueIn(text, 'x')).toBe('9');
    const value = readText(text).others.get('x')?.value;
    expect(value?.known && [value.from, value.assumes]).toEqual([
      'target cores',
      ['4 cores (scaling-lens.ini)'],
    ]);
    expect(valueIn(text, 'x', { cores: undefined })).toBe('? the number of cores is not given');
  });

  test.each([
    ['import os\nx = os.environ.get("W", "4")', '4', 'environment default'],
    ['import os\nx = int(os.getenv("W", 4)) * 2', '8', 'environment default'],
    ['from os import environ\nx = environ.get("W") or 3', '3', 'environment default'],
    ['import os\nx = 1 if "W" in os.environ else 2', '2', 'environment default'],
    ['import os\nx = 4\nif os.environ.get("W"):\n    x = 5', '4', 'environment default'],
    ['import os\nx = os.environ.get("A", "4")', '7', 'environment'],
    ['import os\nx = int(os.environ["A"])', '7', 'environment'],
    ['import os\nos.environ.setdefault("B", "2")\nx = os.environ["B"]', '2', 'environment default'],
    ['import os\nos.environ["B"] = "3"\nx = os.getenv("B")', '3', 'literal'],
  ])('%j', (text, expected, from) => {
    const value = readText(text, { environment: { A: '7' } }).others.get('x')?.value;
    expect(valueIn(text, 'x', { environment: { A: '7' } })).toBe(expected);
    expect(value?.known && value.from).toBe(from);
  });

  test('a variable that is read without a default and not given is unknown, and no refusal', () => {
    const file = readText('import os\nworkers = int(os.environ["W"])\n');
    expect(file.settings.get('workers')?.value).toMatchObject({
      known: false,
      why: 'W is read from the environment and not set here',
    });
    expect(file.problems).toEqual([]);
  });

  cases([
    [
      'import os\nx = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "run")',
      '/srv/shop/../run',
    ],
    [
      'from pathlib import Path\nx = str(Path(__file__).resolve().parent.parent / "run" / "a.sock")',
      '/srv/run/a.sock',
    ],
    ['from pathlib import Path\nx = Path("/srv/shop/a.tar.gz").stem, Path("a/b").name', "('a.tar', 'b')"],
    ['import os\nx = os.getcwd() + "/" + os.path.basename(__file__)', '/srv/shop/gunicorn.conf.py'],
    ['x = __name__', '__config__'],
    ['import os\nx = os.path.exists("/run/a")', '? whether a file exists is known only on the machine'],
    ['import socket\nx = socket.gethostname()', '? the name of the machine is known only on the machine'],
    ['import os\nx = os.environ.get("HOME", "/root")', '? HOME differs from machine to machine'],
    ['x = open("/etc/workers").read()', '? read is known only at run time'],
    ['from shop.settings import WORKERS as x', '? shop.settings.WORKERS is not read here'],
    ['import sys\nx = sys.version_info[0], sys.version_info >= (3,)', '(3, True)'],
  ]);
});

describe('packages that read the environment', () => {
  test.each([
    ['from decouple import config\nx = config("A", default=3, cast=int)', '7'],
    [
      'from decouple import config\nx = config("B", default=3, cast=int)',
      '? B is not set here, and a file of settings may give it',
    ],
    ['from decouple import config\nx = config("ON", cast=bool)', 'True'],
    ['from environs import Env\nenv = Env()\nenv.read_env()\nx = env.int("A", 2)', '7'],
    [
      'import environ\nenv = environ.Env()\nx = env.int("B", 2)',
      '? B is not set here, and a file of settings may give it',
    ],
    [
      'import dotenv, os\ndotenv.load_dotenv()\nx = os.getenv("B", "2")',
      '? B may be set by code that is not followed here',
    ],
    ['import dotenv, os\ndotenv.load_dotenv()\nx = os.getenv("A", "2")', '7'],
    [
      'import shop, os\nshop.tools.load_env_file()\nx = os.getenv("B", "2")',
      '? B may be set by code that is not followed here',
    ],
  ])('%j', (text, expected) => {
    expect(valueIn(`${text}\n`, 'x', { environment: { A: '7', ON: 'yes' } })).toBe(expected);
  });
});

describe('what cannot be told', () => {
  const unknown = 'import os\nu = os.path.exists("/a")\n';
  test.each([
    ['x = 1\nif u:\n    x = 2', '? it depends on a condition that cannot be told here'],
    ['if u:\n    x = 2\nelse:\n    x = 2', '2'],
    ['x = 1\nif u:\n    y = 2', '1'],
    ['x = "a" if u else "b"', '? it depends on a condition that cannot be told here'],
    ['x = []\nif u:\n    x.append(1)', '? the contents of this value cannot be told'],
    ['x = 1\nfor n in u:\n    x = 2', '? it changes in code that is not followed here'],
    ['def f():\n    if u: return 1\n    return 1\nx = f()', '1'],
    ['try:\n    import gevent\n    x = 1\nexcept ImportError:\n    x = 1', '1'],
    [
      'try:\n    import gevent\n    x = "gevent"\nexcept ImportError:\n    x = "sync"',
      '? it depends on a condition that cannot be told here',
    ],
    ['import shop\nx = [1]\nshop.change(x)', '? the contents of this value cannot be told'],
    ['import shop\ny = [1]\nx = [2]\nshop.change(y)', '[2]'],
    ['x = 1\nfrom shop import *', '? it changes in code that is not followed here'],
    ['from shop import *\nx = 1', '1'],
    ['x = 1\nexec("x = 2")', '? it changes in code that is not followed here'],
    ['x = 1\nglobals()["x"] = 2', '? it changes in code that is not followed here'],
    ['y = 3\nx = "{y}".format(**globals())', '3'],
    [
      'from dotenv import load_dotenv\nload_dotenv()\nx = os.environ.get("W", 4)',
      '? W may be set by code that is not followed here',
    ],
  ])('%j', (text, expected) => {
    expect(valueIn(`${unknown}${text}\n`, 'x')).toBe(expected);
  });

  test('a file that takes names from elsewhere says so', () => {
    expect(readText('from shop import *\n').openEnded).toBe('it may come from shop');
    expect(readText('workers = 1\n').openEnded).toBeUndefined();
  });
});

describe('templates', () => {
  test('a hole is unknown and keeps its words; what stands under a block tag may be left out', () => {
    const file = readText(
      'workers = {{ W }}\nbind = "{{ host }}:80"\n{% if x %}\ntimeout = 3\n{% endif %}\nthreads = 2\n',
    );
    expect(file.settings.get('workers')?.value).toMatchObject({ known: false, placeholder: '{{ W }}' });
    expect(file.settings.get('bind')?.value).toMatchObject({ known: false, placeholder: '{{ host }}:80' });
    expect(file.settings.get('timeout')?.value).toMatchObject({ known: false });
    expect(file.settings.get('threads')?.value).toMatchObject({ known: true });
    expect(file.problems).toEqual([]);
  });

  test.each(['%(wc)s', '${WC}', '__WC__', '@WC@', '{{ wc }}', '<%= wc %>'])(
    'in a text: %s',
    (placeholder) => {
      const file = readText(`worker_class = "${placeholder}"\nbind = ["a:1", "b:${placeholder}"]\n`);
      expect(file.settings.get('worker_class')?.value).toMatchObject({ known: false, placeholder });
      expect(file.problems).toEqual([]);
    },
  );

  test('the names of an access log are its own', () => {
    const { settings } = readText(`access_log_format = '%(h)s "%(r)s" %(status)s'\n`);
    expect(settings.get('access_log_format')?.value).toMatchObject({ known: true });
  });
});

describe('places', () => {
  test('the winning assignment, its name and its value', () => {
    const text = 'workers = 1\nworkers = 2 * 2\ndef post_fork(server, worker): pass\n';
    const { settings } = readText(text);
    const slice = (name: string, part: 'namePlace' | 'valuePlace' | 'statementPlace') => {
      const span = settings.get(name)?.[part].span;
      return span && [span.start, text.slice(span.start, span.end)];
    };
    expect(slice('workers', 'namePlace')).toEqual([12, 'workers']);
    expect(slice('workers', 'valuePlace')).toEqual([22, '2 * 2']);
    expect(slice('workers', 'statementPlace')).toEqual([12, 'workers = 2 * 2']);
    expect(slice('post_fork', 'valuePlace')).toEqual([32, 'post_fork']);
  });

  test('a value that an environment variable decides leads to where it is read', () => {
    const value = readText('import os\nworkers = int(os.environ.get("W", 4))\n').settings.get(
      'workers',
    )?.value;
    expect(value?.places.map(({ span }) => span.start)).toEqual([20, 24]);
    expect(value?.known && value.assumes).toEqual(['W is not set']);
  });
});
