import { describe, expect, test } from 'vitest';
import { ifKnown, known, unknown, type Value } from '../../server/src/base/known.ts';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { addressKey } from '../../server/src/model/address.ts';
import { readGunicornFile } from '../../server/src/model/gunicorn/read.ts';
import { readServer } from '../../server/src/model/server/read.ts';
import type { AppServer } from '../../server/src/model/server/types.ts';

interface Given {
  readonly files?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string | null>>;
  readonly version?: string;
}

/** The server of a command in `/srv`; a variable that is null is set to something unknown. */
function serverOf(command: string, { files = {}, environment = {}, version }: Given = {}): AppServer | null {
  const at = [{ uri: 'test:/environment', span: { start: 0, end: 1 } }];
  const variables = Object.entries(environment).map(([name, text]): [string, Value<string>] => [
    name,
    text === null ? unknown('it is read at start', at) : known(text, 'literal', at),
  ]);
  return readServer(
    {
      command: known(mappedVerbatim(command, 'test:/command', 0), 'literal'),
      directory: known('/srv', 'literal'),
      environment: new Map(variables),
    },
    {
      file: (path, _folder, as) => {
        const name = path.replace(/^(?:\/srv\/|\.\/)/, '');
        const text = files[name];
        return text === undefined ? undefined : { uri: `test:/${name}`, text, kind: as };
      },
      evaluate: (file, assumptions) => readGunicornFile(file, assumptions, version),
      cores: 2,
      coresFrom: 'the test',
      versions: { supervisor: undefined, nginx: undefined, uvicorn: undefined, gunicorn: version },
    },
  );
}

const bindsOf = (server: AppServer | null) =>
  ifKnown(server?.binds)?.map(({ address, speaks, reusePort }) =>
    [address ? addressKey(address) : '?', speaks === 'http' ? '' : speaks, reusePort ? 'shared' : '']
      .filter(Boolean)
      .join(' '),
  );

/** `value (origin)`, or `? reason`. */
function settingOf(server: AppServer | null, name: string): string | undefined {
  const value = server?.settings.get(name);
  return value && (value.known ? `${JSON.stringify(value.value)} (${value.from})` : `? ${value.why}`);
}

describe('settings come from, later wins', () => {
  const files = { 'gunicorn.conf.py': 'workers = 3\nthreads = 2\n', 'other.py': 'workers = 9\n' };

  test.each([
    ['gunicorn a:b', {}, '1 (default)'],
    ['gunicorn a:b', { environment: { WEB_CONCURRENCY: '5' } }, '5 (environment)'],
    ['gunicorn a:b', { environment: { WEB_CONCURRENCY: null } }, '? it is read at start'],
    ['gunicorn a:b', { files, environment: { WEB_CONCURRENCY: '5' } }, '3 (config file)'],
    ['gunicorn a:b', { files, environment: { GUNICORN_CMD_ARGS: '-w 6' } }, '6 (GUNICORN_CMD_ARGS)'],
    ['gunicorn a:b', { files, environment: { GUNICORN_CMD_ARGS: '-c other.py' } }, '9 (config file)'],
    ['gunicorn a:b', { files, environment: { GUNICORN_CMD_ARGS: null } }, '? it is read at start'],
    ['gunicorn -w 7 a:b', { files, environment: { GUNICORN_CMD_ARGS: '-w 6' } }, '7 (command line)'],
    ['gunicorn -c other.py a:b', { files }, '9 (config file)'],
    ['gunicorn -c file:other.py a:b', { files }, '9 (config file)'],
    [
      'gunicorn -c python:shop.conf a:b',
      { files },
      '? python:shop.conf may set it, and that file is not at hand',
    ],
    ['gunicorn -c gone.py a:b', { files }, '? gone.py may set it, and that file is not at hand'],
    [
      'gunicorn -c other.py a:b',
      { files: { 'other.py': 'from shop import *\n' } },
      '? it may come from shop',
    ],
  ] as const)('%s %j', (command, given, workers) => {
    expect(settingOf(serverOf(command, given), 'workers')).toBe(workers);
  });

  test('values are held as the validators leave them', () => {
    const text =
      "workers = '0x4'\nbind = ' :80 '\npreload_app = 'TRUE'\numask = '0o22'\nforwarded_allow_ips = '10.0.0.1, *'\n";
    const server = serverOf('gunicorn -m 007 a:b', { files: { 'gunicorn.conf.py': text } });
    expect(
      ['workers', 'bind', 'preload_app', 'umask', 'forwarded_allow_ips'].map((name) =>
        ifKnown(server?.settings.get(name)),
      ),
    ).toEqual([4, [':80'], true, 7, ['10.0.0.1', '*']]);
  });

  test('the trusted addresses of IPv6 are newer', () => {
    expect(settingOf(serverOf('gunicorn a:b', { version: '20.1.0' }), 'forwarded_allow_ips')).toBe(
      '["127.0.0.1"] (default)',
    );
    expect(settingOf(serverOf('gunicorn a:b', { version: '23.0.0' }), 'forwarded_allow_ips')).toBe(
      '["127.0.0.1","::1"] (default)',
    );
  });
});

describe('the worker class that runs', () => {
  test.each([
    ['gunicorn --threads 4 a:b', '"gthread" (command line)', 4],
    ['gunicorn --threads 4 -k gunicorn.workers.sync.SyncWorker a:b', '"gthread" (command line)', 4],
    ['gunicorn --threads 4 -k gevent a:b', '"gevent" (command line)', 1000],
    [
      'gunicorn -w 3 -k uvicorn_worker.UvicornWorker a:b',
      '"uvicorn_worker.UvicornWorker" (command line)',
      null,
    ],
    ['gunicorn -w 3 a:b', '"sync" (default)', 3],
  ])('%s', (command, worker, requests) => {
    const server = serverOf(command);
    expect(settingOf(server, 'worker_class')).toBe(worker);
    expect(ifKnown(server?.concurrency)?.simultaneousRequests).toBe(requests);
  });
});

describe('binds', () => {
  test.each([
    ['gunicorn a:b', {}, ['127.0.0.1:8000']],
    ['gunicorn a:b', { PORT: '9' }, ['*:9']],
    ['gunicorn -b :1 -b unix:/var/run/a.sock a:b', { PORT: '9' }, ['*:1', 'unix:/run/a.sock']],
    ['gunicorn -b :1 -b fd://3 a:b', {}, ['fd:3']],
    ['gunicorn -b /run/a.sock a:b', {}, ['?']],
    ['gunicorn -b :1 --reuse-port --certfile x a:b', {}, ['*:1 https shared']],
    ['python manage.py run_gunicorn 0.0.0.0:81 -w 2', {}, ['*:81']],
    ['uvicorn a:b', { UVICORN_PORT: '5' }, ['127.0.0.1:5']],
    ['uvicorn --host 0.0.0.0 --port 1 --uds /a.sock --fd 3 a:b', {}, ['unix:/a.sock']],
    ['uvicorn --port 1 --fd 3 a:b', { PORT: '9' }, ['fd:3']],
    ['uvicorn --ssl-keyfile k --port 1 a:b', {}, ['127.0.0.1:1 https']],
    ['daphne -u /a.sock -p 1 a:b', {}, ['unix:/a.sock', '127.0.0.1:1']],
    ['hypercorn -b :1 -w 2 a:b', {}, ['*:1 shared']],
    ['hypercorn -b unix:/a.sock -w 2 a:b', {}, ['unix:/a.sock']],
    ['granian a:b', { GRANIAN_HOST: '0.0.0.0' }, ['*:8000']],
    ['waitress-serve a:b', {}, ['*:8080']],
    ['uwsgi --socket :3031 --http-socket 127.0.0.1:1 --module a', {}, ['*:3031 uwsgi', '127.0.0.1:1']],
  ])('%s %j', (command, environment, binds) => {
    expect(bindsOf(serverOf(command, { environment }))).toEqual(binds);
  });

  test('a variable that decides them and is unknown makes them so', () => {
    expect(serverOf('uvicorn a:b', { environment: { UVICORN_PORT: null } })?.binds).toMatchObject({
      known: false,
    });
    expect(bindsOf(serverOf('uvicorn --port 3 a:b', { environment: { UVICORN_PORT: null } }))).toEqual([
      '127.0.0.1:3',
    ]);
    expect(serverOf('gunicorn a:b', { environment: { PORT: null } })?.binds).toMatchObject({ known: false });
  });
});

describe('a file of uWSGI is options of its command line', () => {
  const read = (text: string, command = 'uwsgi --ini app.ini', environment: Given['environment'] = {}) =>
    serverOf(command, { files: { 'app.ini': text }, environment });

  test.each([
    ['[uwsgi]\nsocket = /run/u.sock\nhttp-socket=:80\n', ['unix:/run/u.sock uwsgi', '*:80']],
    ['[uwsgi]\r\nsocket = :3031\r\n', ['*:3031 uwsgi']],
    ['[uwsgi]\nname = shop\nsocket = /run/%(name).sock\n', ['unix:/run/shop.sock uwsgi']],
    ['[uwsgi]\nsocket = /run/%(name).sock\n', ['?']],
    ['[uwsgi]\nsocket = $(BIND)\n', ['?']],
    [
      '[uwsgi]\nini = :base\nsocket = :1\n[base]\nsocket = :2\n[web]\nsocket = :3\n',
      ['*:2 uwsgi', '*:1 uwsgi'],
    ],
    ['[uwsgi]\n; socket = :1\n# socket = :2\nprotocol = http\nsocket = :3\n', ['*:3']],
    ['[uwsgi]\nmodule = shop\n', []],
  ])('binds of %j', (text, binds) => {
    expect(bindsOf(read(text))?.map((bind) => bind.replace(/^\? uwsgi$/, '?'))).toEqual(binds);
  });

  test.each([
    '[uwsgi]\nsocket = :1\ninclude = more.ini\n',
    '[uwsgi]\nsocket = :1\nif-env = A\nsocket = :2\nendif =\n',
    '[uwsgi]\nshared-socket = :1\nsocket = =0\n',
    '[uwsgi]\n{% if a %}\nsocket = :1\n{% endif %}\n',
    '[other]\nsocket = :1\n',
    'ini = :uwsgi\n[uwsgi]\nini = :uwsgi\n',
  ])('%j does not tell all of them', (text) => {
    expect(read(text)?.binds.known).toBe(false);
  });

  test('rows that double each other and sections that include each other end', () => {
    const doubling = Array.from({ length: 60 }, (_, i) => `x${i + 1} = %(x${i})%(x${i})`);
    expect(bindsOf(read(`[uwsgi]\nx0 = a\n${doubling.join('\n')}\nsocket = :1\n`))).toEqual(['*:1 uwsgi']);
    const chain = Array.from({ length: 9_000 }, (_, i) => `[s${i}]\nini = :s${i + 1}\n`).join('');
    expect(read(`${chain}[uwsgi]\nini = :s0\n`)?.binds.known).toBe(false);
    const sections = ['uwsgi', 'a', 'b', 'c', 'd'];
    const each = sections.map(
      (name) =>
        `[${name}]\n${sections
          .map((other) => `ini = :${other}\n`)
          .join('')
          .repeat(50)}`,
    );
    expect(bindsOf(read(`${each.join('')}socket = :1\n`))).toEqual(['*:1 uwsgi']);
  });

  test('a section is asked for behind the path', () => {
    expect(bindsOf(read('[uwsgi]\nsocket = :1\n[web]\nsocket = :2\n', 'uwsgi app.ini:web'))).toEqual([
      '*:2 uwsgi',
    ]);
    expect(bindsOf(read('[uwsgi]\nsocket = :1\n', 'uwsgi --http-socket :2 app.ini'))).toEqual([
      '*:1 uwsgi',
      '*:2',
    ]);
  });

  test('settings, switches and their places', () => {
    const text = '[uwsgi]\nmaster = true\nprocesses = 4 \nthreads = %k\nvacuum\ndie-on-term = false\n';
    const server = read(text, 'uwsgi --threads 2 --ini app.ini');
    expect(settingOf(server, 'workers')).toBe('4 (config file)');
    expect(settingOf(server, 'master')).toBe('true (config file)');
    expect(settingOf(server, 'threads')).toBe('? uWSGI fills in %k when it starts');
    expect(settingOf(server, 'die_on_term')).toContain('?');
    const [place] = server?.settings.get('workers')?.places ?? [];
    expect(text.slice(place?.span.start, place?.span.end)).toBe('4');
    expect(settingOf(read('[uwsgi]\nmodule = shop\n'), 'die_on_term')).toBe('false (default)');
  });

  test('a file that is not at hand, in another language or beside another one may set anything', () => {
    for (const command of [
      'uwsgi --ini gone.ini',
      'uwsgi --yaml app.yml',
      'uwsgi --ini app.ini --ini app.ini',
    ]) {
      expect(settingOf(read('[uwsgi]\nmaster = true\n', command), 'master')).toContain(
        'that file is not read',
      );
    }
  });
});

describe('what gunicorn says of a command line', () => {
  test.each([
    ['gunicorn --wrokers 3 a:b', "unrecognized arguments: --wrokers'"],
    ['gunicorn a:b -w 2 > /var/log/a 2>&1', "unrecognized arguments: > /var/log/a 2>&1'"],
    [
      'gunicorn --worker 3 a:b',
      "ambiguous option: --worker could match --workers, --worker-class, --worker-connections, --worker-tmp-dir'",
    ],
    ['gunicorn a:b -w', "argument -w/--workers: expected one argument'"],
    ['gunicorn -w --threads 2 a:b', "argument -w/--workers: expected one argument'"],
    ['gunicorn --daemon=1 a:b', "argument -D/--daemon: ignored explicit argument '1''"],
    ['gunicorn -w x a:b', "argument -w/--workers: invalid int value: 'x''"],
    ['gunicorn -t 1.5 a:b', "argument -t/--timeout: invalid int value: '1.5''"],
    ['gunicorn -w -1 a:b', 'Error: Value must be positive: -1.'],
    ['gunicorn -w 2', 'Error: No application module specified.'],
  ])('%s', (command, words) => {
    expect(serverOf(command)?.problems).toMatchObject([{ refusedBy: 'gunicorn' }]);
    expect(serverOf(command)?.problems[0]?.message).toContain(words);
  });

  test.each([
    'gunicorn -w4 -DR -b127.0.0.1:8000 --worker-con=5 a:b',
    'gunicorn -w 2 a:b > /var/log/a 2>&1',
    'gunicorn -c gone.py',
    'gunicorn --paste shop.ini',
    'gunicorn -u nobody-here --chdir /nowhere a:b',
    'gunicorn_paster --reload shop.ini --wat',
    'python manage.py run_gunicorn --settings=shop',
    "sh -c 'gunicorn $FLAGS a:b'",
  ])('nothing: %s', (command) => {
    expect(serverOf(command)?.problems).toEqual([]);
  });

  test('WEB_CONCURRENCY that is no number stops it whatever else is given', () => {
    const server = serverOf('gunicorn -w 2 a:b', { environment: { WEB_CONCURRENCY: 'auto' } });
    expect(server?.problems[0]?.message).toContain("invalid literal for int() with base 10: 'auto'");
  });

  test('a flag before the file, the file before values', () => {
    const files = { 'gunicorn.conf.py': 'timeout = -1\n' };
    expect(serverOf('gunicorn --nope -w -3 a:b', { files })?.problems.map(({ code }) => code)).toEqual([
      'gunicorn/unknown-flag',
      'gunicorn/invalid-setting',
      'gunicorn/invalid-setting',
    ]);
  });
});

describe('through', () => {
  test.each([
    "su -s /bin/sh www-data -c 'exec gunicorn -w 2 a:b'",
    'runuser -u www-data -- gunicorn -w 2 a:b',
    './manage.py run_gunicorn -w 2',
    'taskset -c 0,1 gunicorn -w 2 a:b',
    'numactl --cpunodebind=0 gunicorn -w 2 a:b',
    'chpst -u www-data:www-data gunicorn -w 2 a:b',
    'envdir /etc/env gunicorn -w 2 a:b',
    'tini -- gunicorn -w 2 a:b',
    'xvfb-run -a gunicorn -w 2 a:b',
    'env -i A=1 WEB_CONCURRENCY=2 gunicorn a:b',
    "bash -lc 'cd /srv && . venv/bin/activate && WEB_CONCURRENCY=2 exec gunicorn a:b'",
  ])('%s', (command) => {
    expect(settingOf(serverOf(command), 'workers')).toMatch(/^2 /);
  });
});
