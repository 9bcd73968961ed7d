import { placeholdersIn } from '../../server/src/base/template.ts';
import { allDirectives, isKnownIn, type NginxDirectiveInfo } from '../../server/src/catalog/nginx.ts';

/** A generator of numbers from a seed (mulberry32): the same seed gives the same cases. */
export interface Random {
  /** From 0 to `limit` - 1. */
  below(limit: number): number;
  pick<T>(items: readonly T[]): T;
  chance(percent: number): boolean;
}

export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    pick: (items) => items[below(items.length)] as (typeof items)[number],
    chance: (percent) => below(100) < percent,
  };
}

const soupParts = [
  'a',
  'b',
  '"',
  "'",
  '{',
  '}',
  ';',
  ' ',
  '\n',
  '\t',
  '\r',
  '#',
  '\\',
  '$',
  '${',
  'x',
  '(',
  ')',
  'é',
  '\\n',
  '\\"',
  ' ;\n',
  '""',
  'a;',
  'a b;\n',
];

/** Text at random in the body of `types`, where nginx only splits words: the lexical rules and nothing else. */
export function lexicalCase(random: Random): string {
  let soup = '';
  for (let n = 1 + random.below(30); n > 0; n--) soup += random.pick(soupParts);
  if (random.chance(8)) soup += longWord(random);
  const conf = `events{}\nhttp { types {${soup}${random.chance(75) ? ';' : ''}\n}}\n`;
  // What looks like a template's placeholder is none of nginx's business, so we read it otherwise on purpose.
  return placeholdersIn(conf).length > 0 ? lexicalCase(random) : conf;
}

/** A word, quote or comment of about the size of nginx's buffer. */
function longWord(random: Random): string {
  const mark = random.pick(['a', '"', '#', "'", 'é']);
  const close = mark === '#' ? '\n' : mark;
  const length = 4080 + random.below(30);
  const after = random.pick([' ;', '; ', '\n;', ' ', '']);
  return `${random.pick(['', '\n'])}${mark}${'z'.repeat(length)}${close}${after}`;
}

const numbers = [
  '0',
  '1',
  '2',
  '10',
  '99999',
  '9223372036854775807',
  '9223372036854775808',
  '-1',
  '1.5',
  'x',
  '""',
  '07',
];
const sizes = [
  '0',
  '1',
  '4k',
  '8K',
  '1m',
  '10M',
  '1g',
  '10x',
  'k',
  '""',
  '9223372036854775807k',
  '16',
  '256',
  '300',
];
const times = [
  '0',
  '1',
  '10s',
  '5m',
  '1h30m',
  '"1h 30m"',
  '1ms',
  '500ms',
  '1d',
  '1w',
  '1M',
  '1y',
  '1s1m',
  '10x',
  's',
  '""',
  '30',
];
const words = [
  'on',
  'off',
  'a',
  'x.y',
  '/',
  '/a',
  '"a b"',
  '""',
  '$host',
  '${uri}',
  '$',
  '${',
  '${a',
  '$1',
  'a$',
  'all',
  'none',
  'default',
];
const addresses = [
  '127.0.0.1',
  '127.0.0.1:8000',
  '127.0.0.1:0',
  '127.0.0.1:65536',
  '127.0.0.1:x',
  '127.0.0.1:8000-8001',
  '[::1]',
  '[::1]:80',
  '[::1',
  '[]:80',
  '[x]:80',
  '::1',
  'unix:',
  'unix:/a.sock',
  'unix:/a.sock:/b',
  'UNIX:/b.sock',
  `unix:/${'p'.repeat(107)}`,
  `unix:/${'p'.repeat(106)}`,
  ':80',
  '""',
  'http://127.0.0.1',
  '127.0.0.1/a',
  '0.0.0.0:81',
];
const listens = [
  '127.0.0.1:18080',
  '127.0.0.1:18081',
  '127.0.0.1:18080-18082',
  '127.0.0.1:18082-18081',
  '127.0.0.1:0',
  '127.0.0.1:99999',
  '127.0.0.1:x',
  '[::1]:18080',
  'unix:',
  'unix:a.sock',
  '127.0.0.1:18080/',
  '""',
  ':18080',
  '18083-',
  '99999',
  '18090-18089',
];
const urls = [
  'http://u',
  'http://U',
  'http://v',
  'https://u/',
  'http://u:80',
  'http://u/a',
  'http://127.0.0.1',
  'http://127.0.0.1:8000/a',
  'http://unix:/a.sock',
  'http://unix:/a.sock:/b',
  'http://unix:',
  'HTTP://u',
  'ftp://u',
  'u',
  '/u',
  '""',
  'http://',
  'http:///a',
  'http://$host',
  'http://u$uri',
  'http://u$',
  'http://127.0.0.1:99999',
  'http://[::1]:80/a',
  'http://u?a',
];
const regexes = [
  'a',
  '^/x',
  '(',
  ')',
  '[a',
  '"a{2}"',
  '\\\\.php$',
  '(?<n>a)',
  '(?<host>a)',
  '[[:alpha:]]',
  '[]a]',
  '(a)(b)',
  'a\\\\',
];
const variables = [
  '$v',
  '$w',
  '$host',
  '$Host',
  '$',
  'v',
  '$args',
  '$limit_rate',
  '""',
  '$uri',
  '$arg_a',
  '$http_host',
];

/** What may stand as each argument of directives that have a setter of their own; `…` repeats the last. */
const shapes: Readonly<Record<string, readonly (readonly string[])[]>> = {
  worker_processes: [['auto', ...numbers]],
  worker_connections: [numbers],
  worker_priority: [['-5', '+3', '5', 'x', '', '0', '--1']],
  worker_cpu_affinity: [
    ['auto', '0101', '01 10', '012', '"0 1"', 'x'],
    ['0101', '10', 'a1'],
  ],
  thread_pool: [
    ['p', 'q', 'default'],
    ['threads=2', 'threads=0', 'threads=x', 'max_queue=1', 'a=b'],
    ['max_queue=2', 'max_queue=x', 'threads=3'],
  ],
  use: [['epoll', 'nope']],
  debug_connection: [['127.0.0.1', '10.0.0.0/8', '::1', '10.0.0.1/8', 'unix:']],
  error_log: [
    [
      'stderr',
      'memory:8k',
      'memory:x',
      'memory:1',
      'syslog:server=127.0.0.1',
      'syslog:a',
      'syslog:server=127.0.0.1,tag=a-b',
      'syslog:server=127.0.0.1:x',
      'syslog:facility=local7',
      'syslog:server=127.0.0.1,facility=x',
      'syslog:server=127.0.0.1,severity=info,severity=info',
    ],
    ['error', 'warn', 'debug', 'debug_http', 'nope', 'ERROR', 'info'],
    ['debug_core', 'debug_http', 'info', 'notice'],
  ],
  listen: [
    listens,
    [
      'default_server',
      'default',
      'ssl',
      'http2',
      'bind',
      'backlog=10',
      'backlog=0',
      'backlog=x',
      'rcvbuf=1k',
      'rcvbuf=x',
      'sndbuf=8k',
      'fastopen=3',
      'fastopen=x',
      'deferred',
      'ipv6only=on',
      'ipv6only=of',
      'ipv6only=x',
      'reuseport',
      'proxy_protocol',
      'so_keepalive=on',
      'so_keepalive=30m::10',
      'so_keepalive=',
      'so_keepalive=::',
      'so_keepalive=x',
      'quic',
      'x',
      'setfib=1',
      'accept_filter=a',
    ],
    ['default_server', 'ssl', 'bind', 'x', 'backlog=5'],
  ],
  server_name: [
    [
      'a',
      'A.b',
      '*.a',
      '*',
      '*.',
      '*a',
      '.',
      '.a',
      'a.*',
      '"~"',
      '~a',
      '~(',
      '"~(?<n>a)"',
      '""',
      'a..b',
      '*.a.*',
      '_',
      '$hostname',
    ],
    ['b', '*.b', 'a', '.b', '~^x', '*'],
  ],
  location: [
    ['/', '/a', '/a/', '/a/b', '=/a', '^~/a', '~a', '~*a', '@n', '=', '~', '~*', '^~', '~~', '""', 'x', '/b'],
    ['/a', '/', 'a', '@n', '(', '\\\\.php$', '""', '/a/b'],
  ],
  limit_except: [
    ['GET', 'get', 'POST', 'X', 'HEAD'],
    ['PUT', 'PATCH', 'nope'],
  ],
  root: [['/a', '/a/', '$host', '$document_root', '/x/${realpath_root}', '$', '""', '/a$', 'a']],
  alias: [['/a/', '$host', '/b$document_root', '$', '""', 'a']],
  directio: [['off', ...sizes]],
  aio: [['on', 'off', 'threads', 'threads=p', 'threads=$host', 'threads=$', 'threadsx', 'x']],
  error_page: [
    ['404', '500', '299', '600', '499', 'x', '=', '=200', '497'],
    ['404', '=200', '=', '=x', '/e', '@n', '503'],
    ['/e', '/$host', '/$', '@n', '"/a?b"', '='],
  ],
  open_file_cache: [
    ['max=10', 'max=0', 'off', 'inactive=5s', 'x', 'max=x', 'inactive=5ms'],
    ['inactive=20s', 'max=5', 'off', 'inactive=x'],
  ],
  open_log_file_cache: [
    ['max=10', 'max=0', 'off', 'inactive=5s', 'x', 'min_uses=2', 'valid=x'],
    ['inactive=20s', 'max=5', 'off', 'min_uses=x'],
  ],
  disable_symlinks: [
    ['on', 'off', 'if_not_owner', 'x', 'from=/a'],
    ['from=/a', 'from=$host', 'from=$', 'off', 'x', 'on'],
  ],
  keepalive_timeout: [times, times],
  resolver: [
    ['127.0.0.1', '127.0.0.1:53', '[::1]', 'valid=5s', 'valid=x', 'ipv6=off', 'ipv6=x', '127.0.0.1:x'],
    ['valid=5s', 'ipv6=on', '127.0.0.2'],
  ],
  gzip_disable: [['msie6', ...regexes], regexes],
  try_files: [
    ['$uri', '/a', '/b/', '=404', '""', '$'],
    ['$uri/', '=404', '=x', '=1000', '@n', '/a', '/$', '=4$host'],
    ['=404', '@n', '=', '=999'],
  ],
  index: [
    ['a.html', '$host', '""', '$', '/a'],
    ['b.html', '""', '/x'],
  ],
  server: [
    addresses,
    [
      'weight=2',
      'weight=0',
      'weight=x',
      'max_fails=0',
      'max_fails=x',
      'max_conns=5',
      'max_conns=',
      'fail_timeout=10s',
      'fail_timeout=10ms',
      'backup',
      'down',
      'backup=1',
      'x',
      'weight',
      'resolve',
      'slow_start=5s',
      'downx',
    ],
    ['down', 'weight=3', 'backup', 'x=1'],
  ],
  upstream: [['u', 'v', 'U', 'w']],
  hash: [
    ['$host', 'a', '$', '${a'],
    ['consistent', 'x'],
  ],
  random: [
    ['two', 'x'],
    ['least_conn', 'x'],
  ],
  keepalive: [numbers, ['local', 'x', 'local', '0']],
  sticky: [
    ['cookie', 'route', 'learn', 'none', 'x'],
    ['a', '$host', '$', 'create=$host', '""', 'lookup=$uri', 'create=a', 'zone=z:1m'],
    [
      'expires=1h',
      'domain=.a',
      'lookup=$host',
      'zone=z:1m',
      'zone=s:64k',
      'samesite=lax',
      '$uri',
      'expires=x',
    ],
    [
      'path=/',
      'httponly',
      'secure',
      'zone=s:1m',
      'zone=s',
      'samesite=x',
      'timeout=5m',
      'timeout=0',
      'header',
    ],
    [
      'zone=s:1m',
      'path=',
      'domain=$host',
      'expires=max',
      'secure',
      'httponly',
      'zone=s:1k',
      'create=$',
      'sync',
    ],
  ],
  zone: [
    ['z', 'y', '""'],
    ['64k', '32k', '31k', 'x', '128k', '1m'],
  ],
  proxy_pass: [urls],
  fastcgi_pass: [[...addresses, 'u', 'v', '$host', 'u:80', 'http://u']],
  scgi_pass: [[...addresses, 'u', '$host']],
  uwsgi_pass: [['uwsgi://u', 'suwsgi://127.0.0.1:80', 'http://u', 'UWSGI://u', ...addresses, 'u', '$host']],
  grpc_pass: [['grpc://u', 'grpcs://127.0.0.1:80', 'http://u', ...addresses, 'u', '$host']],
  memcached_pass: [[...addresses, 'u']],
  proxy_redirect: [
    ['off', 'default', 'x', '/a', '~(', '~*a', '$', 'http://u'],
    ['/b', '$host', '$'],
  ],
  proxy_cookie_domain: [
    ['off', 'a', '~(', '~a', '$', 'x'],
    ['b', '$host', '$'],
  ],
  proxy_cookie_path: [
    ['off', '/a', '~(', '~*a', '$'],
    ['/b', '$host', '$'],
  ],
  proxy_cookie_flags: [['off', 'a', '~(', '$'], ['secure', 'httponly', 'samesite=lax'], ['nosecure']],
  proxy_bind: [
    ['off', '127.0.0.1', '127.0.0.1:80', '$host', '$', 'x', '[::1]:80', '127.0.0.1:x'],
    ['transparent', 'x'],
  ],
  proxy_set_header: [
    ['Host', 'X-A', 'Connection'],
    ['$host', '""', '$nope', '$', 'a$', '${a', '$http_x', 'v'],
  ],
  fastcgi_param: [
    ['A', 'HTTP_B'],
    ['$host', '$', '$nope', 'a'],
    ['if_not_empty', 'x'],
  ],
  return: [
    ['200', '301', '999', '1000', 'x', 'http://a', 'https://a', '$scheme://a', '$scheme', '-1', '/a', '""'],
    ['a', '$host', '$', '$nope', '"${a}b"'],
  ],
  rewrite: [
    regexes,
    ['/a', '"/a?"', '?', '$1', '$', 'http://a', '""', '/$host?x', '$scheme'],
    ['last', 'break', 'redirect', 'permanent', 'x'],
  ],
  set: [variables, ['a', '$host', '$', '$nope', '$v', '"${v}x"', '$1']],
  if: [
    ['($host)', '(', '($host', '$host', '(-f', '(!-d', '(-z', '($a)', '()', '(a', '($)', '(!-ff', '($nope'],
    ['=', '!=', '~', '~*', '!~', '!~*', '!~x', '/a)', ')', '$uri)', '==', '$)'],
    ['a)', '$host)', 'a', '()', '((a)', '"x")', '$)', '"(")'],
  ],
  access_log: [
    ['off', 'syslog:server=127.0.0.1', 'syslog:x', 'syslog:server=127.0.0.1,nohostname', '$host.log', '$'],
    ['combined', 'f', 'COMBINED', 'nope', 'g'],
    [
      'buffer=1k',
      'buffer=0',
      'buffer=x',
      'flush=1s',
      'flush=0',
      'gzip',
      'gzip=5',
      'gzip=0',
      'gzip=x',
      'if=$host',
      'if=$',
      'x',
    ],
    ['flush=5m', 'gzip=9', 'buffer=8k'],
  ],
  log_format: [
    ['f', 'g', 'combined', 'F'],
    [
      '$host',
      '$',
      'a',
      '$time_local',
      '${a',
      '"$a $b"',
      'escape=json',
      'escape=x',
      '$1',
      '"x$"',
      '${status}',
    ],
    ['$uri', '$', 'b'],
  ],
  limit_req_zone: [
    ['$host', 'a', '$'],
    ['zone=z:1m', 'zone=z', 'zone=z:1k', 'zone=z:x', 'zone=:1m', 'zone=y:1m', 'rate=1r/s', 'x'],
    ['rate=1r/s', 'rate=5r/m', 'rate=0r/s', 'rate=x', 'rate=5', 'rate=', 'x', 'zone=z:2m'],
  ],
  limit_req: [
    ['zone=z', 'zone=y', 'zone=nope', 'burst=5', 'x'],
    ['burst=5', 'burst=0', 'burst=x', 'nodelay', 'delay=3', 'delay=0', 'x', 'zone=z'],
  ],
  limit_conn_zone: [
    ['$host', '$'],
    ['zone=z:1m', 'zone=c:1m', 'zone=c', 'zone=c:1k', 'x', 'rate=1r/s'],
  ],
  limit_conn: [
    ['c', 'z', 'nope'],
    ['1', '0', '65535', '65536', 'x'],
  ],
  map: [['$host', 'a', '$', '${a'], variables],
  geo: [variables, variables],
  split_clients: [['$host', 'a', '$'], variables],
  charset_map: [
    ['a', 'b', 'utf-8'],
    ['b', 'a', 'UTF-8', 'A'],
  ],
  charset: [['utf-8', 'off', '$host', '$', 'x']],
  source_charset: [['utf-8', 'off', '$host', '$']],
  add_header: [['A'], ['b', '$host', '$', '""', '$nope'], ['always', 'x']],
  add_trailer: [['A'], ['b', '$host', '$'], ['always', 'x']],
  expires: [
    ['epoch', 'max', 'off', '1h', '-1', '+5d', '@15h', '@25h', '@x', 'x', '$host', '$', 'modified', '1ms'],
    ['1h', '@1h', '-5m', 'x', 'max'],
  ],
  allow: [
    [
      'all',
      '127.0.0.1',
      '10.0.0.0/8',
      '10.0.0.1/8',
      '::1',
      '::/0',
      'unix:',
      'x',
      '10.0.0.0/33',
      '1.2.3',
      '""',
      '255.255.255.255',
    ],
  ],
  deny: [['all', '127.0.0.1', '10.0.0.0/8', 'x', '10.0.0.0/a']],
  set_real_ip_from: [['127.0.0.1', '10.0.0.0/8', '::1', 'unix:']],
  real_ip_header: [['X-Real-IP', 'X-Forwarded-For', 'proxy_protocol', 'x']],
  userid_expires: [['max', 'off', ...times]],
  userid_mark: [['off', 'a', '=', 'ab', '*', '""', '5']],
  sub_filter: [
    ['a', '""', '$host', '$'],
    ['b', '$', ''],
  ],
  mirror: [['off', '/a', '/b']],
  auth_request: [['off', '/a']],
  auth_request_set: [variables, ['$host', '$', 'a']],
  valid_referers: [
    ['none', 'blocked', 'server_names', 'a.b', '~a', '~(', '"~"', '""'],
    ['x.y', '~x'],
  ],
  fastcgi_split_path_info: [['"^(a)(b)$"', '(', '[a']],
  proxy_cache_path: [
    ['/tmp/nginx-fuzz-c', '/tmp/nginx-fuzz-d/'],
    ['keys_zone=k:1m', 'keys_zone=k', 'keys_zone=k:1k', 'keys_zone=:1m', 'keys_zone=k:x', 'levels=1:2', 'x'],
    [
      'levels=1:2',
      'levels=3',
      'levels=1:2:2',
      'levels=1:',
      'levels=',
      'inactive=5m',
      'inactive=x',
      'max_size=1g',
      'max_size=x',
      'use_temp_path=off',
      'use_temp_path=x',
      'min_free=1m',
      'loader_files=5',
      'loader_files=x',
      'loader_sleep=5ms',
      'manager_threshold=x',
      'keys_zone=j:1m',
      'x=y',
    ],
  ],
  proxy_cache_valid: [
    ['200', 'any', '5m', '600', 'x', '1ms'],
    ['5m', '302', 'x', '1h'],
  ],
  proxy_cache: [['off', 'k', 'nope', '$host', '$', 'z']],
  proxy_cache_key: [['$host', '$', 'a']],
  proxy_store: [['on', 'off', '/a', '$host', '$']],
  ssl_session_cache: [
    [
      'off',
      'none',
      'builtin',
      'builtin:5',
      'builtin:x',
      'shared:S:1m',
      'shared:S:1k',
      'shared::1m',
      'shared:S',
      'shared:S:x',
      'x',
      'shared:z:1m',
    ],
    ['shared:T:1m', 'shared:S:2m', 'builtin'],
  ],
  ssl_ocsp_cache: [['off', 'shared:O:1m', 'shared:O', 'shared::1m', 'x', 'shared:O:1k']],
  modern_browser: [
    ['unlisted', 'msie', 'chrome', 'GECKO'],
    ['5.5', 'x', '5'],
  ],
  map_hash_max_size: [numbers],
  map_hash_bucket_size: [numbers],
  http: [],
  events: [],
  types: [],
};

/** Directives that touch the machine, or whose modules a build may lack. */
const left =
  /^(?:include|load_module|user|working_directory|env|pid|lock_file|daemon|master_process|ssl_engine|google_|perl|xslt|xml_|image_filter|geoip|debug_points|worker_aio|http2_|http3|quic|ssl_(?!session_cache|ocsp_cache|prefer|buffer|session_t|verify_d|protocols)|.*_ssl_(?!verify_depth|protocols|session_reuse|server_name$|name)|.*_temp_path|scgi_cache|uwsgi_cache|fastcgi_cache_path|auth_basic_user_file|devpoll|eventport|iocp|kqueue|.*post_acceptex|degradation|mp4|flv|random_index|dav_|spdy|.*lowat|stub_status|stream|mail|acceptex|degrad|auth_delay|secure_link_secret)/;

/** Modules that Debian's build holds and whose directives are generated. */
const protocols = new Set(['core', 'event', 'http']);

const tableOf = (version: string): readonly NginxDirectiveInfo[] =>
  allDirectives().filter(
    (info) => protocols.has(info.protocol) && isKnownIn(info, version) === true && !left.test(info.name),
  );

/** Directives of a version by how often they are drawn: those with shapes of their own more often. */
function drawnOf(version: string): readonly NginxDirectiveInfo[] {
  const table = tableOf(version);
  const shaped = table.filter(({ name }) => shapes[name] !== undefined);
  return [...table, ...shaped.flatMap((info) => [info, info, info])];
}

const drawnBy = new Map<string, readonly NginxDirectiveInfo[]>();

/** `drawnOf`, worked out once for each version. */
function drawnIn(version: string): readonly NginxDirectiveInfo[] {
  const drawn = drawnBy.get(version) ?? drawnOf(version);
  drawnBy.set(version, drawn);
  return drawn;
}

const byKind: Readonly<Record<string, readonly string[]>> = {
  'on|off': ['on', 'off', 'ON', 'yes', '1', '""'],
  number: numbers,
  size: sizes,
  offset: sizes,
  'time(s)': times,
  'time(ms)': times,
  access: ['user:rw', 'group:r', 'all:rw', 'user:x', 'x', 'all:'],
  'complex size': [...sizes, '$host', '$'],
};

function argumentsOf(random: Random, info: NginxDirectiveInfo): readonly string[] {
  const own = shapes[info.name];
  const { min, max } = info.args;
  const most = Math.min(max ?? min + 3, 8);
  let count = min + random.below(most - min + 1);
  if (random.chance(6)) count = random.below(9);
  const args: string[] = [];
  for (let i = 0; i < count; i++) {
    const pool = own?.[Math.min(i, own.length - 1)] ?? poolOf(random, info, i);
    args.push(random.chance(3) ? random.pick(words) : random.pick(pool));
  }
  return args.map((arg) => (arg === '' ? '""' : arg));
}

function poolOf(random: Random, info: NginxDirectiveInfo, i: number): readonly string[] {
  if (info.values.length > 0)
    return random.chance(80) ? info.values : [...words, info.values[0]?.toUpperCase() ?? 'X'];
  if (info.valueKind === 'number size') return i === 0 ? numbers : sizes;
  return byKind[info.valueKind] ?? words;
}

const bodies: Readonly<Record<string, readonly string[]>> = {
  map: [
    'default a;',
    'a b;',
    'a c;',
    'A b;',
    '~a $host;',
    '~( b;',
    'hostnames;',
    '*.a b;',
    '.a b;',
    'volatile;',
    'a;',
    'a b c;',
    '\\\\default x;',
    'default $;',
    '"" e;',
    'x.* y;',
    'a..b c;',
  ],
  geo: [
    'default a;',
    '127.0.0.1 b;',
    '10.0.0.0/8 c;',
    'ranges;',
    '10.0.0.0-10.0.0.5 d;',
    'x y;',
    'delete 127.0.0.1;',
    'proxy 10.0.0.0/8;',
    'proxy x;',
    'proxy_recursive;',
    'a b c;',
    '1.2.3.4-1.2.3.3 a;',
    '::1 x;',
    '255.255.255.255 z;',
  ],
  split_clients: [
    '10% a;',
    '0.5% b;',
    '* c;',
    '100% d;',
    '60% e;',
    'x f;',
    '0% g;',
    '1.234% h;',
    '5.% i;',
    '% j;',
  ],
  charset_map: ['80 e2;', 'x 80;', '80 x;', '80;', 'fff 1;', 'a b;'],
  types: ['a/b c;', 'a/b c d;', 'x;', 'include;', 'include a b;'],
};

/** A configuration of a version's directives at random: mostly legal ones, mostly where they may stand. */
export function directiveCase(random: Random, version: string): string {
  const drawn = drawnIn(version);
  const main = ['worker_processes 1;'];
  const events: string[] = [];
  const http: string[] = ['upstream u { server 127.0.0.1:8000; }'];
  const server: string[] = ['listen 127.0.0.1:18079;'];
  const location: string[] = [];
  const branch: string[] = [];
  const upstream: string[] = random.chance(70) ? ['server 127.0.0.1:8001;'] : [];
  const limited: string[] = [];
  const places: Readonly<Record<string, string[]>> = {
    main,
    events,
    http,
    'http server': server,
    'http location': location,
    'http upstream': upstream,
    'http if in location': branch,
    'http limit_except': limited,
  };
  for (let n = 1 + random.below(5); n > 0; n--) {
    const info = random.pick(drawn);
    const legal = info.contexts.filter((context) => places[context]);
    const context =
      random.chance(4) || legal.length === 0 ? random.pick(Object.keys(places)) : random.pick(legal);
    places[context]?.push(...statement(random, drawn, info));
  }
  return assemble(random, { main, events, http, server, location, branch, upstream, limited });
}

function statement(
  random: Random,
  drawn: readonly NginxDirectiveInfo[],
  info: NginxDirectiveInfo,
): readonly string[] {
  const head = [info.name, ...argumentsOf(random, info)].join(' ');
  const asBlock = random.chance(3) ? !info.block : info.block;
  if (!asBlock) return [`${head}${random.chance(2) ? '' : ';'}`];
  const lines = bodies[info.name];
  const body: string[] = [];
  for (let n = random.below(5); n > 0; n--) {
    if (lines && random.chance(97)) body.push(random.pick(lines));
    else body.push(...statement(random, drawn, random.pick(drawn)));
  }
  return [`${head} {`, ...body, '}'];
}

interface Parts {
  readonly main: readonly string[];
  readonly events: readonly string[];
  readonly http: readonly string[];
  readonly server: readonly string[];
  readonly location: readonly string[];
  readonly branch: readonly string[];
  readonly upstream: readonly string[];
  readonly limited: readonly string[];
}

function assemble(random: Random, parts: Parts): string {
  const lines: string[] = [...parts.main];
  if (!random.chance(2)) lines.push('events {', ...parts.events, '}');
  lines.push('http { QUIET', ...parts.http);
  if (parts.upstream.length > 1 || random.chance(20)) lines.push('upstream v {', ...parts.upstream, '}');
  lines.push('server {', ...parts.server);
  const where = random.pick(['/', '/', '/', '~ x', '= /e', '@n', '/p/']);
  if (parts.location.length + parts.branch.length + parts.limited.length > 0) {
    lines.push(`location ${where} {`, ...parts.location);
    if (parts.branch.length > 0) lines.push('if ($host) {', ...parts.branch, '}');
    if (parts.limited.length > 0) lines.push('limit_except GET {', ...parts.limited, '}');
    lines.push('}');
  }
  lines.push('}', '}');
  return `${lines.join('\n')}\n`;
}
