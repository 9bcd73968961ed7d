import { describe, expect, it } from 'vitest';
import { load, problems, program } from './supervisor-support.ts';

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
