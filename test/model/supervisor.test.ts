import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import { ifKnown } from '../../server/src/base/known.ts';
import type { Ask } from '../../server/src/model/link-lookup.ts';
import { loadSupervisor } from '../../server/src/model/supervisor/load.ts';
import type { LoadOptions } from '../../server/src/model/supervisor/options.ts';
import { segmentMatcher } from '../../server/src/syntax/supervisor/glob.ts';
import { endsSoon } from '../support/soon.ts';

const fileOf = (text: string, path = '/etc/supervisor/conf.d/web.conf'): TextFile => ({
  uri: `file://${path}`,
  text,
  kind: 'supervisor',
});
const nothing: Ask = () => [];
const load = (text: string, options: LoadOptions = {}, ask = nothing) =>
  loadSupervisor(fileOf(text), ask, options);

/** Problems as `code @ text: message`, the message up to its suffix. */
const problems = (text: string, options?: LoadOptions) =>
  load(text, options).problems.map(({ code, place, message }) => {
    const at = text.slice(place.span.start, place.span.end);
    return `${code.replace('supervisor/', '')} @ ${at}: ${message.split(/ in section '| Available /)[0]}`;
  });

const program = (lines: string) => `[supervisord]\n[program:web]\ncommand=/bin/cat\n${lines}\n`;

describe('loadSupervisor: problems', () => {
  it.each([
    [
      'command=date +%Y',
      "unescaped-percent @ %Y: Format string 'date +%Y' for 'program:web.command' is badly formatted: unsupported format character 'Y' (0x59) at index 7",
    ],
    [
      'command=curl a%2Fb',
      "unescaped-percent @ %2F: Format string 'curl a%2Fb' for 'program:web.command' is badly formatted: must be real number, not dict",
    ],
    [
      "command=g '%(h)s'",
      `unescaped-percent @ %(h)s: Format string "g '%(h)s'" for 'program:web.command' contains names ('h') which cannot be expanded.`,
    ],
    [
      'command=g %({X-Real-IP}i)s',
      "unescaped-percent @ %({X-Real-IP}i)s: Format string 'g %({X-Real-IP}i)s' for 'program:web.command' contains names ('{X-Real-IP}i') which cannot be expanded.",
    ],
    [
      'command=g :%(proc_num)d',
      "unknown-expansion @ %(proc_num)d: Format string 'g :%(proc_num)d' for 'program:web.command' contains names ('proc_num') which cannot be expanded.",
    ],
    [
      'process_name=%(program_name)s_%(process_num)',
      "bad-format-string @ %(process_num): Format string '%(program_name)s_%(process_num)' for 'process_name' is badly formatted: incomplete format",
    ],
    [
      'numprocs=2',
      'numprocs-without-process-num @ 2: %(process_num) must be present within process_name when numprocs > 1',
    ],
    ['numprocs=two', "invalid-value @ two: invalid literal for int() with base 10: 'two'"],
    ['autostart=y', "invalid-value @ y: not a valid boolean value: 'y'"],
    ['stdout_logfile_maxbytes=10M', "invalid-value @ 10M: invalid literal for int() with base 10: '10m'"],
    ['user="root"', 'invalid-value @ "root": Invalid user name "root"'],
    [
      'stopasgroup=true\nkillasgroup=false',
      'stopasgroup-killasgroup-conflict @ false: Cannot set stopasgroup=true and killasgroup=false',
    ],
    ['environment=A=a@b', "environment-unquoted @ b: Unexpected end of key/value pairs in value 'A=a@b'"],
    ['environment=A="x', 'environment-unquoted @ "x: No closing quotation'],
    [
      'stray',
      "syntax-error @ stray: Source contains parsing errors: '/etc/supervisor/conf.d/web.conf'\n\t[line  4]: 'stray\\n'",
    ],
    [
      'redirect_stderr=true\nstderr_logfile=/e.log',
      'redirect-stderr-conflict @ /e.log: For [program:web], redirect_stderr=true but stderr_logfile has also been set to a filename, the filename has been ignored',
    ],
    [
      '[program:none]',
      'missing-option @ [program:none]: program section program:none does not specify a command',
    ],
    [
      '[program:a b]\ncommand=x',
      "invalid-name @ [program:a b]: Invalid name: 'a b' because of character: ' '",
    ],
    [
      '[group:g]\nprograms=web, wbe',
      'unknown-program-in-group @ wbe: [program:web] names unknown program or fcgi-program wbe',
    ],
    [
      '[unix_http_server]\nchmod=0700',
      'missing-option @ [unix_http_server]: section [unix_http_server] has no file value',
    ],
    [
      '[inet_http_server]\nport=:9001\nusername=u',
      'missing-option @ username: Section [inet_http_server] contains incomplete authentication: If a username or a password is specified, both the username and password must be specified',
    ],
    [
      '[eventlistener:e]\ncommand=x\nevents=FOO',
      'invalid-value @ FOO: Unknown event type FOO in [eventlistener:e] events',
    ],
    [
      '[fcgi-program:f]\ncommand=x\nsocket=9000',
      "invalid-value @ 9000: ('Bad socket format %s', '9000') in [fcgi-program:f] socket",
    ],
  ])('%j', (lines, expected) => {
    // A repeated command= wins over the one before.
    expect(problems(program(lines))).toEqual([expected]);
  });

  it('says of each process once what is wrong with all of them', () => {
    const lines = 'numprocs=3\nprocess_name=%(process_num)d\ndirectory=%(nope)s';
    expect(problems(program(lines))).toHaveLength(1);
  });

  it('lists problems in supervisord’s order, refused ones with its name', () => {
    const { problems } = load(
      '[supervisord]\nloglevel=x\n[program:b]\n[program:a]\ncommand=%\nnumprocs=x\n[group:g]\nprograms=a\n',
    );
    expect(problems.map(({ code, refusedBy, data }) => [code, data?.section, refusedBy])).toEqual([
      ['supervisor/invalid-value', 'supervisord', 'supervisord'],
      ['supervisor/invalid-value', 'program:a', 'supervisord'],
      ['supervisor/unescaped-percent', 'program:a', 'supervisord'],
      ['supervisor/missing-option', 'program:b', 'supervisord'],
    ]);
  });

  it.each([
    'user=nobody-here',
    'user=54321',
    'stdout_logfile=/no/such/folder/x.log',
    'numprocs=%(ENV_N)s\nprocess_name=%(ENV_NAME)s',
    'command=%(ENV_HOME)s/bin/x',
    'environment=A="%(ENV_A)s",B=%(ENV_B)s',
    'directory=/srv/%(host_node_name)s',
    'priority=%(ENV_P)s',
    'autostart=%(ENV_START)s',
    '[rpcinterface:x]\nsupervisor.rpcinterface_factory=some.plugin:make',
    '[eventlistener:e]\ncommand=x\nevents=EVENT\nresult_handler=some.plugin:handle',
  ])('never blames what the machine decides: %j', (lines) => {
    expect(problems(program(lines))).toEqual([]);
  });

  it('offers the nearest name', () => {
    expect(load(program('command=%(proces_num)d')).problems[0]?.data).toMatchObject({
      option: 'command',
      section: 'program:web',
      piece: '%(proces_num)d',
      name: 'proces_num',
      nearest: 'process_num',
    });
  });

  it('notes processes of one group with one name, which hide each other', () => {
    const text =
      '[supervisord]\n[program:a]\ncommand=x\nprocess_name=web\n[program:b]\ncommand=y\nprocess_name=web\n[group:g]\nprograms=a,b\n';
    expect(load(text).problems).toMatchObject([
      { code: 'supervisor/group-process-name-collision', refusedBy: null },
    ]);
    expect(
      problems(
        program(
          'process_name=%(ENV_X)s\n[program:b]\ncommand=x\nprocess_name=%(ENV_X)s\n[group:g]\nprograms=web,b',
        ),
      ),
    ).toEqual([]);
  });
});

describe('loadSupervisor: processes', () => {
  const instances = (lines: string, options?: LoadOptions) =>
    load(program(lines), options).programs.flatMap(({ instances }) => instances);

  it('expands each process with its own number and environment', () => {
    const found = instances(
      'numprocs=2\nnumprocs_start=8000\nprocess_name=%(program_name)s_%(process_num)d\nenvironment=PORT="%(process_num)d",A=1\ncommand=g -b :%(ENV_PORT)s\ndirectory=%(here)s/x',
    );
    expect(found.map(({ name, processNum }) => [name, processNum])).toEqual([
      ['web_8000', 8000],
      ['web_8001', 8001],
    ]);
    expect(found.map(({ command }) => ifKnown(command)?.text)).toEqual(['g -b :8000', 'g -b :8001']);
    expect(ifKnown(found[1]?.environment.get('PORT'))).toBe('8001');
    expect(ifKnown(found[0]?.directory)).toBe('/etc/supervisor/conf.d/x');
  });

  it('lists a variable whose value only the machine knows', () => {
    const [instance] = instances('environment=A="%(ENV_A)s",B="x"');
    expect(instance?.environment.get('A')).toMatchObject({ known: false, why: 'A is set outside the file' });
    expect(ifKnown(instance?.environment.get('B'))).toBe('x');
    expect(instance?.environmentComplete).toBe(true);
  });

  it('gives [supervisord] environment= to all programs, and its names to expansions', () => {
    const text =
      '[supervisord]\nenvironment=A="1",B=2\n[program:web]\ncommand=x %(ENV_A)s\nenvironment=B=3\n';
    const [instance] = load(text).programs.flatMap(({ instances }) => instances);
    expect([...(instance?.environment ?? [])].map(([name, value]) => [name, ifKnown(value)])).toEqual([
      ['A', '1'],
      ['B', '3'],
    ]);
    expect(ifKnown(instance?.command)?.text).toBe('x 1');
  });

  it('leads an expanded command back to the file', () => {
    const text = program('command=g %(program_name)s\n  -w 4');
    const [instance] = load(text).programs.flatMap(({ instances }) => instances);
    const command = instance && ifKnown(instance.command);
    const sources = command?.pieces.map(({ source }) => text.slice(source.start, source.end));
    expect(command?.text).toBe('g web\n-w 4');
    expect(sources).toEqual(['g ', '%(program_name)s', '\n  ', '-w 4']);
  });

  it('has defaults that say so', () => {
    const [instance] = instances('');
    expect(instance?.stopwaitsecs).toMatchObject({ value: 10, from: 'default', places: [] });
    expect(instance?.stopsignal).toMatchObject({ value: 'TERM' });
    expect(instance?.stdoutLogfile).toMatchObject({ value: 'AUTO' });
    expect(instance?.values.get('stdout_logfile_maxbytes')).toMatchObject({ value: 52428800 });
  });

  it('lists no process of an unknown number, and none for 0', () => {
    const numbers = (lines: string) =>
      load(program(lines)).programs.map(({ numprocs, instances }) => [ifKnown(numprocs), instances.length]);
    expect(numbers('numprocs=%(ENV_N)s\nprocess_name=%(process_num)d')).toEqual([[undefined, 0]]);
    expect(numbers('numprocs=0')).toEqual([[0, 0]]);
    expect(numbers('numprocs=1_000_000_000\nprocess_name=%(process_num)d')).toEqual([[undefined, 0]]);
  });

  it('puts programs into the groups that list them', () => {
    const { programs, groups } = load(
      '[supervisord]\n[group:g]\nprograms=b\npriority=5\n[program:a]\ncommand=x\n[program:b]\ncommand=%(group_name)s\n',
    );
    expect(
      programs.map(({ name, group, instances }) => [
        name,
        group,
        instances[0] && ifKnown(instances[0].command)?.text,
      ]),
    ).toEqual([
      ['a', null, 'x'],
      ['b', 'g', 'g'],
    ]);
    expect(groups.map(({ name, explicit, priority }) => [name, explicit, ifKnown(priority)])).toEqual([
      ['g', true, 5],
      ['a', false, 999],
    ]);
  });

  it('reads environment= and %% as the given version does', () => {
    const variable = (line: string, version?: string) => {
      const [instance] = load(`[supervisord]\n${line}\n[program:a]\ncommand=x\n`, {
        version,
      }).programs.flatMap(({ instances }) => instances);
      return ifKnown(instance?.environment.get('A'));
    };
    expect(
      [undefined, '4.2.5', '4.3.0', '4.4.0'].map((version) => variable('environment=A="50%%"', version)),
    ).toEqual([undefined, undefined, undefined, '50%']);
    expect(['4.2.5', '4.4.0'].map((version) => variable(String.raw`environment=A="x\"y"`, version))).toEqual([
      'x\\',
      'x"y',
    ]);
  });

  it('merges repeated sections and remembers what is overridden', () => {
    const { sections } = load(program('[program:web]\ncommand=/bin/tac'));
    const web = sections.find(({ name }) => name === 'program:web');
    expect(web?.headers).toHaveLength(2);
    expect(web?.options.get('command')).toMatchObject({ raw: { text: '/bin/tac' }, overrides: [{}] });
  });

  it('takes options of [DEFAULT] for all sections', () => {
    const [instance] = load(
      '[DEFAULT]\nstopwaitsecs=60\n[supervisord]\n[program:a]\ncommand=x\n',
    ).programs.flatMap(({ instances }) => instances);
    expect(ifKnown(instance?.stopwaitsecs)).toBe(60);
  });
});

describe('loadSupervisor: files', () => {
  const main = '/etc/supervisord.conf';
  /** Files by path, found as Python's glob finds them. */
  const machine =
    (files: Readonly<Record<string, string>>): Ask =>
    (question) => {
      if (question.kind !== 'glob') return [];
      const segments = (question.pattern.startsWith('/') ? question.pattern : `/etc/${question.pattern}`)
        .split('/')
        .map(segmentMatcher);
      return Object.entries(files)
        .filter(
          ([path]) =>
            path.split('/').length === segments.length &&
            path.split('/').every((part, i) => segments[i]?.(part)),
        )
        .map(([path, text]) => fileOf(text, path));
    };
  const loadMain = (text: string, files: Readonly<Record<string, string>> = {}, options: LoadOptions = {}) =>
    loadSupervisor(fileOf(text, main), machine(files), options);

  it('reads includes in order, each with its own folder for %(here)s', () => {
    const loaded = loadMain(
      '[supervisord]\n[include]\nfiles=conf.d/*.conf x/y.ini\n[program:m]\ncommand=%(here)s/m\n',
      {
        '/etc/x/y.ini': '[program:y]\ncommand=%(here)s/y\n',
        '/etc/conf.d/b.conf': '[program:b]\ncommand=%(here)s/b\n',
        '/etc/conf.d/a.conf': '[program:b]\ncommand=lost\n[include]\nfiles=other\n',
      },
    );
    expect(
      loaded.programs.map(({ name, instances }) => [
        name,
        instances[0] && ifKnown(instances[0].command)?.text,
      ]),
    ).toEqual([
      ['m', '/etc/m'],
      ['b', '/etc/conf.d/b'],
      ['y', '/etc/x/y'],
    ]);
    expect(loaded.includes.map(({ pattern, files }) => [pattern, files.map(({ uri }) => uri)])).toEqual([
      ['conf.d/*.conf', ['file:///etc/conf.d/a.conf', 'file:///etc/conf.d/b.conf']],
      ['x/y.ini', ['file:///etc/x/y.ini']],
    ]);
    expect([loaded.complete, loaded.fragment, loaded.files.length]).toEqual([true, false, 4]);
  });

  it('names the file of a program in its reason', () => {
    const loaded = loadMain('[supervisord]\n[include]\nfiles=a.conf\n', {
      '/etc/a.conf': '[program:a]\ncommand=x\nnumprocs=x\n',
    });
    expect(loaded.problems[0]?.message).toMatch(/ in section 'program:a' \(file: '\/etc\/a\.conf'\)$/);
    expect(loaded.problems[0]?.place.uri).toBe('file:///etc/a.conf');
  });

  it('is incomplete where a pattern matches nothing at hand, and then blames no group', () => {
    const loaded = loadMain('[supervisord]\n[include]\nfiles=/srv/*.conf\n[group:g]\nprograms=elsewhere\n');
    expect([loaded.complete, loaded.problems]).toEqual([false, []]);
    expect(loaded.warnings.map(({ message }) => message)).toEqual([
      'No file matches via include "/srv/*.conf"',
    ]);
    expect(loadMain('[supervisord]\n[include]\nfiles=%(ENV_DIR)s/*.conf\n').complete).toBe(false);
  });

  it('takes a file without [supervisord] for a fragment', () => {
    const loaded = loadMain('[program:a]\ncommand=x\n[group:g]\nprograms=elsewhere\n');
    // Its name says that it is the main file.
    expect(loaded.problems.map(({ code }) => code)).toEqual(['supervisor/missing-supervisord-section']);
    expect(loaded.fragment).toBe(true);
    expect(load('[program:a]\ncommand=x\n[group:g]\nprograms=elsewhere\n').problems).toEqual([]);
    expect(load('[Supervisord]\n[program:a]\ncommand=x\n').problems).toHaveLength(1);
  });

  it('blames a fragment’s group only with its siblings at hand', () => {
    const text = '[group:g]\nprograms=elsewhere\n';
    expect(load(text, { siblings: [] }).problems).toHaveLength(1);
    expect(
      load(text, { siblings: [fileOf('[program:elsewhere]\ncommand=x\n', '/b.conf')] }).problems,
    ).toEqual([]);
  });

  it('refuses bytes that are no UTF-8', () => {
    const file = { ...fileOf('[supervisord]\n; caf\ufffd\n'), undecodableAt: 19 };
    expect(loadSupervisor(file, nothing).problems[0]?.message).toBe(
      "'utf-8' codec can't decode byte in position 19",
    );
    const reason = "'utf-8' codec can't decode byte 0xe9 in position 19: invalid continuation byte";
    expect(loadSupervisor({ ...file, undecodableReason: reason }, nothing).problems[0]?.message).toBe(reason);
  });
});

describe('loadSupervisor: templates', () => {
  it.each([
    '[program:{{ name }}]\ncommand={{ venv }}/bin/gunicorn\nnumprocs={{ n }}\n',
    '[supervisord]\n{% if x %}\n[program:a]\n{% endif %}\n',
    '{% for p in programs %}\n[program:{{ p }}]\ncommand=x\n{% endfor %}\n[group:g]\nprograms={{ names }}\n',
    '[program:a]\ncommand=x\nenvironment={% for k, v in env %}{{ k }}="{{ v }}"{% endfor %}\n',
    '[program:a]\ncommand=x\nnumprocs=${N}\nenvironment=A=${A}\nuser=<%= user %>\n',
    '[program:a]\ncommand=x\nnumprocs=__N__\npriority=@PRIORITY@\n',
    '[program:%(project)s]\ncommand=%(code_root)s/run\nuser=%(django_user)s\nautostart=%(start)s\n',
    '[program:a]\ncommand=%(virtualenv)s/run\ndirectory=%(code_root)s\nenvironment=A=%(secret)s\n',
  ])('blames no placeholder: %j', (text) => expect(load(text).problems).toEqual([]));

  it.each([
    '[program:{{ name }}]\ncommand=date +%Y\n',
    '[program:a]\ncommand={{ x }}\nautostart=y\n',
    '[program:a]\ncommand=%(proc_num)d\n',
    '[program:a]\ncommand=%(ENV_A)s %(one_name)s %(other_name)s\n',
  ])('still blames what no placeholder explains: %j', (text) => expect(load(text).problems).toHaveLength(1));

  it('gives a placeholder’s own text', () => {
    const [program] = load(
      '[program:a]\ncommand=g -b :{{ port }}\nnumprocs={{ n }}\nenvironment=A="{{ a }}",B="x{{ b }}",C=1\n',
    ).programs;
    expect(program?.numprocs).toMatchObject({ known: false, placeholder: '{{ n }}' });
    const [instance] =
      load('[program:a]\ncommand=g -b :{{ port }}\nenvironment=A="{{ a }}",B="x{{ b }}",C=1\n').programs[0]
        ?.instances ?? [];
    const command = ifKnown(instance?.command);
    expect(command?.text).toBe('g -b :{{port}}');
    expect(command?.pieces.flatMap(({ unknown }) => unknown?.written ?? [])).toEqual(['{{ port }}']);
    expect(instance?.environment.get('A')).toMatchObject({ known: false, placeholder: '{{ a }}' });
    expect(instance?.environment.get('B')).toMatchObject({ known: false, placeholder: 'x{{ b }}' });
    expect(ifKnown(instance?.environment.get('C'))).toBe('1');
  });

  it('knows nothing of a command whose words a template chooses', () => {
    const [instance] =
      load('[program:a]\ncommand=g {% if a %}-w 1{% endif %}\n').programs[0]?.instances ?? [];
    expect(instance?.command).toMatchObject({ known: false });
  });

  it('marks what the environment of supervisord fills in', () => {
    const [instance] =
      load('[program:a]\ncommand=g -w %(ENV_W)s -b :80%(process_num)02d\n').programs[0]?.instances ?? [];
    const command = ifKnown(instance?.command);
    expect(command?.text).toBe('g -w %(ENV_W)s -b :8000');
    expect(command?.pieces.filter(({ unknown }) => unknown)).toHaveLength(1);
  });

  it('leaves ${X} in a command to the shell that may read it', () => {
    const [instance] = load('[program:a]\ncommand=sh -c "g -b :${PORT}"\n').programs[0]?.instances ?? [];
    expect(instance && ifKnown(instance.command)?.text).toBe('sh -c "g -b :${PORT}"');
  });
});

const numbered = (size: number, line: (i: number) => string) =>
  Array.from({ length: size }, (_, i) => line(i)).join('');

describe('loadSupervisor: any text', () => {
  const parts = [
    '[supervisord]\n',
    '[program:a]\n',
    '[group:g]\n',
    '[eventlistener:e]\n',
    '[fcgi-program:f]\n',
    '[include]\n',
    '[DEFAULT]\n',
    '[unix_http_server]\n',
    '[rpcinterface:r]\n',
  ];
  const options = [
    'command=',
    'numprocs=',
    'environment=',
    'programs=',
    'files=',
    'socket=',
    'events=',
    'stdout_logfile=',
    'process_name=',
  ];
  const values = [
    'x',
    '2',
    '%',
    '%(process_num)d',
    '%(ENV_X)s',
    '%(here)s',
    '{{ x }}',
    '{% if %}',
    '${A}',
    'A="',
    ',',
    '\n',
    '\n  ',
    ' ;',
    '%(nope)s',
    '%s',
    '😀',
  ];
  const texts = fc
    .array(fc.constantFrom(...parts, ...options, ...values, ...values, '\n', '\n'), { maxLength: 40 })
    .map((all) => all.join(''));

  it('loads, with all places inside its files', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const loaded = load(text, { siblings: [] });
        for (const { place, related } of loaded.problems)
          for (const { span } of [place, ...related.map((one) => one.place)])
            expect(span.start >= 0 && span.start <= span.end && span.end <= text.length).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('loads every prefix', () => {
    const text =
      '[supervisord]\nenvironment=A="%(here)s"\n[program:a]\ncommand=x %(process_num)02d ; c\n  y\nnumprocs=2\nprocess_name=%(process_num)d\nenvironment=B="%(ENV_A)s",C=1\n[group:g]\nprograms=a,\n b\n[include]\nfiles = a.conf\n';
    for (let end = 0; end <= text.length; end++) expect(() => load(text.slice(0, end))).not.toThrow();
  });

  it.each([
    ['one section again and again', `[supervisord]\n${'[program:a]\ncommand=x\n'.repeat(15_000)}`],
    [
      'many programs',
      `[supervisord]\n${numbered(1_000, (i) => `[program:p${i}]\ncommand=x %(process_num)d\n`)}`,
    ],
    [
      'many processes',
      program('numprocs=1000\nprocess_name=%(process_num)d\nenvironment=P="%(process_num)d"'),
    ],
    ['a long value', program(`command=x\n${'  -w 4\n'.repeat(30_000)}`)],
    ['a long environment', program(`environment=${'A="%(here)s",'.repeat(20_000)}`)],
    ['many expansions', program(`command=${'%(program_name)s '.repeat(30_000)}`)],
    ['a long group', program(`[group:g]\nprograms=${'web,'.repeat(1_000)}`)],
    ['many patterns', program(`[include]\nfiles=${'a.conf '.repeat(5_000)}`)],
  ])('takes time by the size: %s', (_, text) => {
    expect(endsSoon(() => load(text))).toBe(true);
  });
});
