import fc from 'fast-check';

/** Files below one folder, the environment and the main file's name for one question to the oracle. */
export interface GeneratedConfig {
  readonly files: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
}

/** A value in one of `often` cases, null in the others. */
const rarely = <T>(arbitrary: fc.Arbitrary<T>, often: number): fc.Arbitrary<T | null> =>
  fc.oneof({ weight: often - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

const pick = (...texts: string[]) => fc.constantFrom(...texts);

/** Mostly the first list, now and then one of the second: a file with one fault says more than one with ten. */
const mostly = (usual: readonly string[], odd: readonly string[]) =>
  fc.oneof({ weight: 40, arbitrary: pick(...usual) }, { weight: 1, arbitrary: pick(...odd) });

const integers = mostly(
  ['0', '1', '2', '5', '10', '+3', '1_0', '%(ENV_N)s'],
  ['-1', '', 'x', '1.5', '٣', '%(process_num)d', '%(nope)s', '1 2', '0x4', '%', '%d'],
);
const booleans = mostly(
  ['true', 'false', 'yes', 'NO', 'on', 'Off', '1', '0', '%(ENV_B)s'],
  ['', 'y', 'maybe', '%(ENV_NOPE)s', '2', "'true'"],
);
const sizes = mostly(
  ['0', '5', '10MB', '1kb', '2GB', '1 mb', '-1', '%(ENV_N)sKB'],
  ['10M', '1.5MB', 'MB', '', 'x', '%(numprocs)d'],
);
const modes = mostly(['022', '0700', '0o22', '7'], ['9', '', 'rwx', '-1', '%(ENV_B)s']);
const signals = mostly(
  ['TERM', 'SIGINT', 'quit', '9', '_IGN', ' hup'],
  ['FOO', '999', '', 'INT,TERM', 'SIG'],
);
const exitCodes = mostly(['0', '0,2', '', ' 1 , 2', '255'], ['0,', '256', 'x', '-1', '1;2']);
const restarts = mostly(['true', 'false', 'unexpected', 'Unexpected', '1'], ['always', '', 'never']);
const users = mostly(
  ['root', 'www-data', '0', '%(ENV_B)s', 'any one'],
  ['', '"root"', '%(ENV_OWN)s', '%(process_num)d', '%(x)s'],
);
const logs = mostly(
  [
    'AUTO',
    'none',
    'OFF',
    'syslog',
    '/tmp/x.log',
    '/tmp/%(program_name)s_%(process_num)d.log',
    'x.log',
    '/tmp/a%%%%b',
    '~/x.log',
    '',
  ],
  ['/tmp/a%%b', '%(ENV_OWN)s.log', '%(nope)s', '%', '/tmp/%%(here)s', '/tmp/%%(nope)s'],
);
const folders = mostly(
  ['/tmp', '/srv/%(process_num)d', '%(here)s', '~/x', '%(ENV_OWN)s', 'rel/a'],
  ['', '%(nope)s', '%(here)', '%%'],
);

const words = [
  '/bin/cat',
  ' -b',
  ' :80',
  '%(process_num)02d',
  '%(process_num)d',
  '%(program_name)s',
  '%(here)s/x',
  '%(ENV_A)s',
  '%(ENV_OWN)s',
  '%(group_name)s',
  '%(host_node_name)s',
  '%(numprocs)x',
  '%%',
  " 'a b'",
  ' "c',
  ';d',
  ' e#f',
  '\n  more',
  '\n\t-w 4',
  '\n\n  late',
  ' ;note',
  ' #note',
  '=',
  ':',
  '%(here)-30s|',
  '%(process_num)+5.3d',
];
const oddWords = [
  '%',
  '%(nope)s',
  '%Y',
  '%(process_num)',
  '%s',
  '%(program_name)d',
  '%(a',
  '%(process_num)q',
  '%r',
  '%5%',
  '%(ENV_NOPE)s',
  '%(here)c',
];
const commands = fc
  .tuple(fc.array(pick(...words), { minLength: 1, maxLength: 6 }), rarely(pick(...oddWords), 30))
  .map(([parts, odd]) => parts.join('') + (odd ?? ''));

const processNames = mostly(
  [
    '%(program_name)s_%(process_num)02d',
    'p%(process_num)d',
    '%(group_name)s-%(process_num)s',
    '%(process_num).1d%(ENV_A)s',
  ],
  [
    'const',
    'a b',
    'a/b',
    '%(process_num)',
    '%%(process_num)d',
    'p%(process_num).0s',
    '%(nope)s%(process_num)d',
    '',
    '%(ENV_OWN)s%(process_num)d',
  ],
);

const pairs = [
  'A=1',
  'B="x, y"',
  "OWN='v%(process_num)d'",
  'OWN="/tmp/own"',
  'C=%(ENV_A)s',
  'D=""',
  'E="50%%"',
  'F=/usr/bin:/bin',
  'G=$HOME',
  'H=a#b',
  'N%(process_num)d=z',
  'A=2',
  'J="%(here)s"',
  'K="%(host_node_name)s"',
  'L=a\n  M=b',
  "Q='it is'",
  'R=é',
];
const oddPairs = [
  'A',
  'A=',
  'A="x',
  'A=a@b',
  '=',
  'A=%',
  'A="%(nope)s"',
  'A=1 B=2',
  'A=%s',
  '"A"=1',
  'A="50%"',
  'A=%(process_num)c',
];
const environments = fc
  .tuple(
    fc.array(pick(...pairs), { maxLength: 4 }),
    rarely(pick(...oddPairs), 30),
    pick(',', ',', ', ', ',\n  ', ';', ' '),
  )
  .map(([list, odd, comma]) => [...list, ...(odd === null ? [] : [odd])].join(comma));

const programOptions: Readonly<Record<string, fc.Arbitrary<string>>> = {
  process_name: processNames,
  priority: integers,
  autostart: booleans,
  autorestart: restarts,
  startsecs: integers,
  startretries: integers,
  stopsignal: signals,
  stopwaitsecs: integers,
  stopasgroup: booleans,
  killasgroup: booleans,
  exitcodes: exitCodes,
  redirect_stderr: booleans,
  environment: environments,
  stdout_capture_maxbytes: sizes,
  stderr_events_enabled: booleans,
  serverurl: pick('AUTO', ' auto', 'unix:///x', '', '%(program_name)s', '%'),
  user: users,
  umask: modes,
  directory: folders,
  stdout_logfile: logs,
  stderr_logfile: logs,
  stdout_logfile_maxbytes: sizes,
  stderr_logfile_backups: integers,
  stdout_syslog: booleans,
  unknown_option: pick('100%', '%(x)s', ''),
};

const daemonOptions: Readonly<Record<string, fc.Arbitrary<string>>> = {
  minfds: integers,
  directory: folders,
  user: users,
  umask: modes,
  logfile: logs,
  logfile_maxbytes: sizes,
  loglevel: mostly(['info', 'WARN', 'blather'], ['warning', '', '%']),
  nodaemon: booleans,
  identifier: pick('x', '%(here)s', '%(nope)s'),
  childlogdir: folders,
  environment: environments,
};

const separators = pick('=', '=', ' = ', ': ', ':', '\t=\t');
const comments = rarely(pick('; note', '# note', '  ; a = b', ';', ''), 6);

/** The lines of some options, in a random order, with delimiters, case and comments of all kinds. */
const optionLines = (options: Readonly<Record<string, fc.Arbitrary<string>>>, maxLength: number) =>
  fc
    .uniqueArray(fc.constantFrom(...Object.keys(options)), { maxLength })
    .chain((names) => fc.tuple(...names.map((name) => lineOf(name, options[name] ?? pick('')))))
    .map((lines) => lines.join(''));

const lineOf = (name: string, value: fc.Arbitrary<string>) =>
  fc
    .tuple(value, separators, comments, rarely(pick(' ; c', ' #c', '\t;x'), 8), fc.boolean())
    .map(([text, separator, comment, inline, upper]) => {
      const shown = upper && name.length % 5 === 0 ? name.toUpperCase() : name;
      return `${comment === null ? '' : `${comment}\n`}${shown}${separator}${text}${inline ?? ''}\n`;
    });

const names = ['a', 'b', 'web', 'w-1'];
const oddNames = ['a b', ' c', 'x:y', '', 'd/e', 'é', 'a]'];
const programName = mostly(names, oddNames);

const programSection = (kind: string) =>
  fc
    .tuple(
      programName,
      fc.option(commands, { freq: 60 }),
      fc.option(
        fc.tuple(
          mostly(['1', '2', '3', '%(ENV_N)s'], ['0', '-1', '12', 'x', '']),
          fc.option(mostly(['0', '1', '8000'], ['-1', 'x', '%(ENV_N)s'])),
        ),
        { freq: 2 },
      ),
      optionLines(programOptions, 5),
    )
    .map(([name, command, count, lines]) => {
      const head = `[${kind}:${name}]\n${command === null ? '' : `command=${command}\n`}`;
      const numbered =
        count === null ? '' : `numprocs=${count[0]}\nprocess_name=%(program_name)s_%(process_num)02d\n`;
      const started = count?.[1] == null ? '' : `numprocs_start=${count[1]}\n`;
      return head + numbered + started + lines;
    });

const eventlistener = fc
  .tuple(
    programSection('eventlistener'),
    mostly(['EVENT', 'tick_5, PROCESS_STATE', '%(ENV_EV)s'], ['FOO', 'TICK_5,FOO', '']),
    optionLines({ buffer_size: integers, result_handler: pick('supervisor.dispatchers:default_handler') }, 2),
  )
  .map(([section, events, lines]) => `${section}events=${events}\n${lines}`);

const fcgi = fc
  .tuple(
    programSection('fcgi-program'),
    mostly(
      ['tcp://localhost:9000', 'unix:///tmp/%(program_name)s.sock', 'unix://%(here)s/x/../y', 'tcp://H:٣'],
      ['', 'localhost:1', 'tcp://a:0', 'tcp://a:70000', 'unix://x', 'tcp://a b:1', '%(process_num)d'],
    ),
    optionLines(
      {
        socket_backlog: integers,
        socket_owner: mostly(['root', 'a:b'], ['', ':', 'a:']),
        socket_mode: modes,
      },
      2,
    ),
  )
  .map(([section, socket, lines]) => `${section}socket=${socket}\n${lines}`);

/** A group, mostly with the programs it lists. */
const group = fc
  .tuple(
    programName,
    fc.array(mostly(names, ['nope', '', ' a ', 'é']), { minLength: 1, maxLength: 3 }),
    mostly([',', ', ', ',\n '], [' ', ';']),
    optionLines({ priority: integers }, 1),
    mostly(['program', 'program', 'program', 'fcgi-program'], ['eventlistener', 'Program']),
  )
  .map(([name, programs, comma, lines, kind]) => {
    const members = programs.filter((program) => program !== 'nope');
    const bodies = members.map((program) => `[${kind}:${program.trim()}]\ncommand=/bin/%(group_name)s\n`);
    return `[group:${name}]\nprograms=${programs.join(comma)}\n${lines}${bodies.join('')}`;
  });

const servers = fc.oneof(
  optionLines(
    {
      port: mostly(['9001', '*:9001', ':80', 'Host:1'], ['x', 'a:', '0', 'a:70000', 'a:x', '%(here)s', '']),
      username: pick('u', '%(ENV_A)s', ''),
      password: pick('p', 'a%%b', 'a%'),
    },
    3,
  ).map((lines) => `[inet_http_server]\n${lines}`),
  optionLines(
    {
      file: mostly(['/tmp/s.sock', '%(here)s/s', '~/s'], ['', '%(host_node_name)s']),
      chmod: modes,
      chown: mostly(['root', 'a:b'], ['', 'a:']),
      username: pick('u'),
      password: pick('p', '%'),
    },
    4,
  ).map((lines) => `[unix_http_server]\n${lines}`),
);

const factory = 'supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface\n';

const rpc = fc
  .tuple(mostly([factory], ['']), optionLines({ extra: pick('1', '%(ENV_A)s', '%(here)s', '%') }, 1))
  .map(([head, lines]) => `[rpcinterface:supervisor]\n${head}${lines}`);

const defaults = optionLines(
  {
    autostart: booleans,
    priority: integers,
    directory: folders,
    command: commands,
    user: users,
    stdout_logfile: logs,
  },
  2,
).map((lines) => `[DEFAULT]\n${lines}`);

const oddities = pick(
  'garbage\n',
  '[open\n',
  '[]\n',
  '= x\n',
  '[Program:a]\ncommand=x\n',
  '[a] b]\nc=d\n',
  '[x] ; note\n',
  'stray=1\n',
  '\ufeff',
  '  indented=1\n',
);

const section = fc.oneof(
  { weight: 12, arbitrary: programSection('program') },
  { weight: 2, arbitrary: eventlistener },
  { weight: 2, arbitrary: fcgi },
  { weight: 4, arbitrary: group },
  { weight: 1, arbitrary: servers },
  { weight: 1, arbitrary: rpc },
  { weight: 1, arbitrary: defaults },
  { weight: 1, arbitrary: oddities },
);

const sections = (maxLength: number) =>
  fc
    .tuple(fc.array(section, { maxLength }), pick('\n', '', '\n\n', '; --\n'))
    .map(([list, gap]) => list.join(gap));

const daemon = fc.oneof(
  { weight: 3, arbitrary: fc.constant('[supervisord]\n') },
  { weight: 3, arbitrary: optionLines(daemonOptions, 3).map((lines) => `[supervisord]\n${lines}`) },
);

const include = mostly(
  [
    'conf.d/*.conf',
    'conf.d/a.conf conf.d/b.conf',
    '*.ini conf.d/[ab].conf',
    '%(here)s/conf.d/?.conf',
    '%(ENV_DIR)s/**',
    'none/*.conf',
    '\n  x.ini\n  conf.d/*',
  ],
  ['', '%(nope)s', 'conf.d/a.conf, conf.d/b.conf', '%(host_node_name)s.conf', '%'],
).map((files) => `[include]\nfiles=${files}\n`);

/** A small change at a random place: what a typing error does. */
const edits = fc.array(
  fc.tuple(
    // Without this fast-check would rather edit the first characters.
    fc.noBias(fc.integer({ min: 0, max: 9_999 })).map((n) => n / 10_000),
    fc.oneof(
      pick(
        '',
        '\n',
        ' ',
        '=',
        ':',
        ';',
        '#',
        '[',
        ']',
        '%',
        '"',
        "'",
        ',',
        '(',
        ')',
        '\n  ',
        '\u00a0',
        '\r',
        ' ;',
        's',
        '0',
      ),
      fc.constant(null),
    ),
    fc.nat(3),
  ),
  { maxLength: 3 },
);

function edited(text: string, changes: readonly (readonly [number, string | null, number])[]): string {
  let result = text;
  for (const [where, insert, remove] of changes) {
    const at = Math.floor(where * result.length);
    result = result.slice(0, at) + (insert ?? '') + result.slice(at + remove);
  }
  // A half of a surrogate pair cannot be written to a file.
  return /\p{Surrogate}/u.test(result) ? text : result;
}

const main = fc
  .tuple(
    daemon,
    sections(4),
    fc.option(include, { freq: 3 }),
    fc.boolean(),
    rarely(edits, 4),
    pick('\n', '\n', '\n', '\r\n'),
  )
  .map(([head, body, included, first, changes, lineBreak]) => {
    const text = [head, first ? (included ?? '') : '', body, first ? '' : (included ?? '')].join('');
    return edited(text, changes ?? []).replaceAll(/\r?\n/g, lineBreak);
  })
  .filter(isSane);

/** A few digits put side by side would ask for thousands of processes. */
function isSane(text: string): boolean {
  return !/\d[\d_]{4}/.test(text);
}

/** A whole configuration: the main file, what it may include, and the variables that are set. */
export const generatedConfig: fc.Arbitrary<GeneratedConfig> = fc
  .tuple(
    main,
    fc.option(sections(2).filter(isSane), { freq: 3 }),
    fc.option(sections(2).filter(isSane), { freq: 3 }),
  )
  .map(([text, a, b]) => ({
    files: {
      'supervisord.conf': text,
      ...(a === null ? {} : { 'conf.d/a.conf': a }),
      ...(b === null ? {} : { 'conf.d/b.conf': b, 'x.ini': '[program:x]\ncommand=%(here)s/x\n' }),
    },
    environment: { HOME: '/root', A: 'va', N: '2', B: 'on', DIR: 'conf.d', EV: 'TICK_60' },
  }));
