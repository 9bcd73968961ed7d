import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileOf, inHttp, load, markedBy, outline, problemsIn } from './nginx-support.ts';

/** What nginx says of a text in `http`, which begins at line 3. */
const saidOf = (text: string, version?: string): readonly string[] =>
  load(inHttp(text), {}, { version })
    .problems.filter(({ refusedBy }) => refusedBy === 'nginx')
    .map(({ data }) => `${data?.said}${data?.line === undefined ? '' : ` @${data.line}`}`);

const server = (text: string): string => `server { ${text} }`;
const location = (text: string): string => server(`location / { ${text} }`);
const upstream = (text: string): string => `upstream u { ${text} }`;

describe('nginx’s words and lines', () => {
  test.each([
    ['unknown directive "proxy_passs" @3', location('proxy_passs http://127.0.0.1;')],
    ['"upstream" directive is not allowed here @3', server('upstream x { server 127.0.0.1; }')],
    ['invalid number of arguments in "proxy_pass" directive @3', location('proxy_pass http://127.0.0.1 x;')],
    ['directive "server" has no opening "{" @3', 'server;'],
    ['directive "listen" is not terminated by ";" @3', server('listen 80 { }')],
    ['"client_max_body_size" directive invalid value @3', server('client_max_body_size 10x;')],
    ['"proxy_read_timeout" directive invalid value @3', location('proxy_read_timeout 1M;')],
    [
      '"client_max_body_size" directive is duplicate @4',
      'client_max_body_size 1m;\nclient_max_body_size 2m;',
    ],
    ['invalid value "yes" in "gzip" directive, it must be "on" or "off" @3', 'gzip yes;'],
    ['value must be between 1 and 9 @3', 'gzip_comp_level 10;'],
    ['no servers are inside upstream @5', 'upstream u {\n  keepalive 4;\n}'],
    ['duplicate upstream "U" @4', `${upstream('server 127.0.0.1;')}\nupstream U { server 127.0.0.1; }`],
    ['no servers in upstream "u" @3', upstream('server 127.0.0.1:1 backup;')],
    ['invalid parameter "weight=0" @3', upstream('server 127.0.0.1 weight=0;')],
    ['invalid parameter "fail_timeout=100ms" @3', upstream('server 127.0.0.1 fail_timeout=100ms;')],
    ['invalid host in upstream "http://127.0.0.1:80" @3', upstream('server http://127.0.0.1:80;')],
    ['invalid port in upstream "127.0.0.1:8000-8003" @3', upstream('server 127.0.0.1:8000-8003;')],
    ['no path in the unix domain socket in upstream "unix:" @3', upstream('server unix:;')],
    [
      'balancing method does not support parameter "backup" @3',
      upstream('ip_hash; server 127.0.0.1; server 127.0.0.2 backup;'),
    ],
    [
      'upstream "u" may not have port 8000 @4',
      `${upstream('server 127.0.0.1;')}\n${location('proxy_pass http://u:8000;')}`,
    ],
    [
      'upstream "u" may not have port 8000 @3',
      `${location('proxy_pass http://u:8000;')}\n${upstream('server 127.0.0.1;')}`,
    ],
    ['invalid URL prefix @3', location('proxy_pass 127.0.0.1:80;')],
    ['no port in upstream "127.0.0.1" @3', location('uwsgi_pass 127.0.0.1;')],
    ['a duplicate listen 127.0.0.1:80 @3', server('listen 127.0.0.1; listen 127.0.0.1:80;')],
    [
      'duplicate listen options for 0.0.0.0:80 @4',
      'server { listen 80 backlog=1; }\nserver { listen 80 backlog=2; }',
    ],
    [
      'a duplicate default server for [::]:80 @4',
      'server { listen [::]:80 default_server; }\nserver { listen [::]:80 default_server; }',
    ],
    ['invalid port in "0.0.0.0:99999" of the "listen" directive @3', server('listen 0.0.0.0:99999;')],
    ['invalid location modifier "~~" @3', server('location ~~ /a { }')],
    ['location "/b" is outside location "/a" @3', server('location /a { location /b { } }')],
    ['invalid condition "$a" @3', server('if $a { }')],
    ['invalid return code "no" @3', server('return no;')],
    ['zone "zone=z:1k" is too small @3', 'limit_req_zone $host zone=z:1k rate=1r/s;'],
    ['zero size shared memory zone "z"', server('limit_req zone=z;')],
    ['unknown log format "timed" @3', server('access_log /dev/null timed;')],
    ['unknown "nope" variable', server('return 200 $nope;')],
    ['the duplicate "host" variable @3', server('set $host a;')],
    ['conflicting parameter "a" @5', 'map $host $x {\n  a 1;\n  A 2;\n}'],
    ['unexpected "{" @3', 'map $host $x { a { } }'],
    [
      'no "ssl_certificate" is defined for the "listen ... ssl" directive @3',
      'server {\n  listen 443 ssl;\n}',
    ],
    ['no "ssl_certificate_key" is defined for certificate "a.pem"', server('ssl_certificate a.pem;')],
    [
      '"proxy_busy_buffers_size" must be less than the size of all "proxy_buffers" minus one buffer @4',
      location('proxy_buffer_size 128k;'),
    ],
    [
      'no "charset_map" between the charsets "koi8-r" and "utf-8"',
      `charset utf-8;\n${location('source_charset koi8-r;')}`,
    ],
    ['"proxy_cache" zone "shop" is unknown @4', location('proxy_cache shop;')],
    [
      '"content_by_lua_block" directive is not allowed here @3',
      server('content_by_lua_block { ngx.say(1) }'),
    ],
    ['"log_by_lua_file" directive is not allowed here @3', upstream('server 127.0.0.1; log_by_lua_file a;')],
    ['no servers are inside upstream @3', upstream('balancer_by_lua_block { balance() }')],
    ['pcre2_compile() failed: missing closing parenthesis in "(" @3', server('location ~ "(" { }')],
  ])('%s', (said, text) => {
    expect(saidOf(text)).toContain(said);
  });

  test.each([
    location('content_by_lua_block { ngx.say("}") }'),
    location('if ($host) { access_by_lua_file a.lua; }'),
    upstream('server 0.0.0.1; balancer_by_lua_block { balance() }'),
    upstream('jdomain backend;'),
    location('grpc_buffer_size 1m; grpc_pass 127.0.0.1:1;'),
    `charset_map koi8-r utf-8 { 80 E282AC; }\ncharset UTF-8;\n${location('source_charset koi8-r;')}`,
  ])('none of %s', (text) => {
    expect(saidOf(text, '1.22.1')).toEqual([]);
  });

  test('of the main level', () => {
    expect(problemsIn('http { }')).toEqual(['nginx/missing-directive no "events" section in configuration']);
    expect(problemsIn('events { worker_connections 1; }\nhttp { server { listen 80; } }')).toEqual([
      'nginx/invalid-value 1 worker_connections are not enough for 1 listening sockets',
    ]);
    expect(problemsIn('worker_processes many;\nevents { }')).toEqual([
      'nginx/invalid-value "worker_processes" directive invalid value @1',
    ]);
  });

  test('in its order: what stands first, then what the end of a block shows', () => {
    const text = 'server { location /a { } location /a { } }\nupstream u { }\nserver { gzip maybe; }';
    expect(saidOf(text)).toEqual([
      'no servers are inside upstream @4',
      'invalid value "maybe" in "gzip" directive, it must be "on" or "off" @5',
      'duplicate location "/a" @3',
    ]);
  });
});

describe('stream', () => {
  const saidInStream = (body: string) => problemsIn(`events { }\nstream {\n${body}\n}`);

  test.each([
    ['nginx/server-address-invalid no port in upstream "127.0.0.1" @3', 'upstream u { server 127.0.0.1; }'],
    ['nginx/upstream-empty no servers are inside upstream @3', 'upstream u { }'],
    [
      'nginx/upstream-duplicate duplicate upstream "u" @4',
      'upstream u { server 127.0.0.1:1; }\nupstream u { server 127.0.0.1:1; }',
    ],
    [
      'nginx/backup-with-hashing balancing method does not support parameter "backup" @3',
      'upstream u { hash $remote_addr; server 127.0.0.1:1; server 127.0.0.1:2 backup; }',
    ],
    [
      'nginx/upstream-with-port upstream "u" may not have port 1 @4',
      'upstream u { server 127.0.0.1:1; }\nserver { listen 2; proxy_pass u:1; }',
    ],
    [
      'nginx/server-address-invalid no port in upstream "127.0.0.1" @3',
      'server { listen 2; proxy_pass 127.0.0.1; }',
    ],
    [
      'nginx/directive-not-allowed-here "location" directive is not allowed here @3',
      'server { listen 2; location / { } }',
    ],
  ])('%s', (said, body) => {
    expect(saidInStream(body)).toEqual([said]);
  });

  test('has names and variables of its own', () => {
    const body = 'upstream u { server 127.0.0.1:1; }\nserver { listen 2; proxy_pass $backend; }';
    const http = 'http { upstream u { server 127.0.0.1; } }';
    expect(problemsIn(`events { }\nstream {\n${body}\n}\n${http}`)).toEqual([]);
  });
});

describe('what nginx only warns of, or does not see', () => {
  test.each([
    [
      '~nginx/two-lb-methods load balancing method redefined @3',
      upstream('least_conn; ip_hash; server 127.0.0.1;'),
    ],
    [
      '~nginx/keepalive-before-method load balancing method redefined @3',
      upstream('keepalive 4; least_conn; server 127.0.0.1;'),
    ],
    [
      '~nginx/conflicting-server-name conflicting server name "a" on 0.0.0.0:80, ignored',
      'server { listen 80; server_name a; }\nserver { listen 80; server_name b A; }',
    ],
  ])('%s', (said, text) => {
    expect(problemsIn(inHttp(text))).toEqual([said]);
  });

  test('names and addresses may stand in an include that is not at hand', () => {
    const named = 'server { listen 80; include parts/name; }';
    const elsewhere = 'server { include parts/listen; }';
    expect(problemsIn(inHttp(`server { listen 80; }\n${named}\n${elsewhere}`))).toEqual([]);
    expect(problemsIn(inHttp(`server { listen 80; }\n${named}`), { 'parts/name': '# none\n' })).toEqual([
      '~nginx/conflicting-server-name conflicting server name "" on 0.0.0.0:80, ignored',
    ]);
  });

  test('backup before a hashing method is accepted', () => {
    expect(problemsIn(inHttp(upstream('server 127.0.0.1; server 127.0.0.2 backup; ip_hash;')))).toEqual([]);
  });
});

describe('versions', () => {
  const resolving = `${upstream('zone u 64k; server app.local:80 resolve;')}\nresolver 127.0.0.1;`;

  test('what some version accepts is accepted when none is given', () => {
    expect(saidOf(resolving)).toEqual([]);
    expect(saidOf(upstream('server 127.0.0.1; keepalive 0;'))).toEqual([]);
    expect(saidOf(server('http2 on; listen 80;'))).toEqual([]);
  });

  test.each([
    ['1.26.2', ['invalid parameter "resolve" @3']],
    ['1.28.0', []],
  ])('resolve in %s', (version, said) => {
    expect(saidOf(resolving, version)).toEqual(said);
  });

  test.each([
    ['1.22.1', ['invalid value "0" in "keepalive" directive @3']],
    ['1.29.7', []],
  ])('keepalive 0 in %s', (version, said) => {
    expect(saidOf(upstream('server 127.0.0.1; keepalive 0;'), version)).toEqual(said);
  });

  test('a directive that came later is unknown to an older version', () => {
    expect(problemsIn(inHttp('http2 on;'), {}, { version: '1.22.1' })).toEqual([
      'nginx/plus-or-newer-only unknown directive "http2" @3',
    ]);
  });

  test('resolve asks for a zone and a resolver', () => {
    const zone = 'resolving names at run time requires upstream "u" to be in shared memory @3';
    expect(saidOf(`${upstream('server a.b resolve;')}\nresolver 127.0.0.1;`, '1.28.0')).toEqual([zone]);
    const resolver = 'no resolver defined to resolve names at run time in upstream "u" @3';
    expect(saidOf(upstream('zone u 64k; server a.b resolve;'), '1.28.0')).toEqual([resolver]);
  });
});

describe('modules of others', () => {
  test('NGINX Plus is named, not refused', () => {
    expect(
      problemsIn(inHttp(upstream('server 127.0.0.1 slow_start=5s; queue 5;'))).map((line) => line[0]),
    ).toEqual(['~', '~']);
  });

  test('make unknown names and variables uncertain, but not near misses', () => {
    const text = `load_module modules/ngx_foo.so;\n${inHttp('foo_zone 1;\nlisten_to $foo;\nproxy_bufering on;')}`;
    expect(problemsIn(text)).toEqual(['nginx/unknown-directive unknown directive "proxy_bufering" @6']);
  });

  test('are not looked into', () => {
    const text = `events { }\nrtmp { server { listen 1935; application live { live on; } } }`;
    expect(problemsIn(text)).toEqual([]);
    const lua = location('content_by_lua_block { ngx.say("}") }');
    expect(problemsIn(inHttp(lua))).toEqual([]);
  });
});

describe('a missing semicolon', () => {
  test('is told where it is missing, and the next line is read for itself', () => {
    const text = inHttp('server {\n  listen 80;\n  client_max_body_size 1m\n  root /srv;\n}');
    const config = load(text);
    const [problem] = config.problems;
    expect(outline(config.problems)).toEqual([
      'nginx/wrong-argument-count invalid number of arguments in "client_max_body_size" directive @6',
    ]);
    expect(Number(problem?.data?.semicolonAt)).toBe(text.indexOf('1m\n') + 2);
    const names = config.servers[0]?.block.directives.map(({ name }) => name);
    expect(names).toEqual(['listen', 'client_max_body_size', 'root']);
  });

  test('before a block and before a brace', () => {
    expect(problemsIn(inHttp('server {\n  listen 80\n  location / { }\n}'))).toEqual([
      'nginx/syntax-error directive "listen" is not terminated by ";" @5',
    ]);
    const config = load(inHttp('server {\n  listen 80\n}'));
    expect(outline(config.problems)).toEqual(['nginx/syntax-error unexpected "}" @5']);
    expect(config.problems[0]?.data?.semicolonAt).toBeDefined();
  });
});

describe('templates', () => {
  test.each([
    ['a port', 'server { listen {{ port }}; server_name {{ a }} {{ b }}; }'],
    ['an address', 'upstream u { server {{ host }}:{{ port }} weight={{ w }}; }'],
    ['a loop', 'upstream u {\n{% for s in servers %}\nserver {{ s }};\n{% endfor %}\n}'],
    ['two branches', 'server {\n{% if a %}\nroot /a;\n{% else %}\nroot /b;\n{% endif %}\n}'],
    ['envsubst', 'server { listen ${PORT}; location / { proxy_pass http://${APP_HOST}:${APP_PORT}; } }'],
    [
      'markers',
      'server { listen @PORT@; client_max_body_size <MAX_SIZE>; location / { proxy_pass __URL__; } }',
    ],
    ['ERB', 'server { listen <%= @port %>; <% if ssl %>ssl_certificate x;<% end %> }'],
    ['an expression for lines', 'upstream u {\n  {{ servers }}\n}'],
    ['braces that branch', '{% if a %}\ngeo $x {\n{% else %}\ngeo $y {\n{% endif %}\n}\nnonsense x;'],
    ['an expression over lines', '{% if a %}\n{{ block(1,\n  port=80) }}\n{% endif %}\nserver { }'],
    ['Python’s format', 'server { listen %(port)s; client_max_body_size %(size)sm; }'],
  ])('%s causes no error', (_, text) => {
    expect(problemsIn(inHttp(text))).toEqual([]);
  });

  test('what is wrong beside a placeholder is still said', () => {
    expect(problemsIn(inHttp('server { listen {{ port }}; gzip maybe; listn 80; }')).length).toBe(2);
  });
});

test('a problem marks the word it speaks of', () => {
  const config = load(inHttp(upstream('server 127.0.0.1:8000 weigth=2;')));
  expect(markedBy(config.problems[0], config.files)).toBe('weigth=2');
  expect(config.problems[0]?.message.startsWith('invalid parameter "weigth=2"')).toBe(true);
});

const names = [
  'server',
  'location /',
  'upstream u',
  'map $a $b',
  'if ($a)',
  'http',
  'events',
  'geo $x',
  'types',
];
const lines = [
  'listen 80;',
  'server 1.2.3.4;',
  'proxy_pass http://u;',
  'set $a $b;',
  'include x;',
  'a',
  '"',
  '{{ x }}',
  '${',
  '\\',
];
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...names).map((name) => `${name} {`),
      fc.constantFrom(...lines, '}', ';', '\n'),
    ),
    {
      maxLength: 40,
    },
  )
  .map((parts) => parts.join(' '));

test('no text makes the loader throw, and every mark lies in its file', () => {
  fc.assert(
    fc.property(text, (any) => {
      const { problems } = load(any, { x: any });
      for (const { place } of problems) {
        expect(place.span.start).toBeLessThanOrEqual(place.span.end);
        expect(place.span.end).toBeLessThanOrEqual(any.length);
      }
    }),
    { numRuns: 500 },
  );
});

test('fileOf makes files of the folder', () => {
  expect(fileOf('').uri).toBe('file:///srv/nginx/nginx.conf');
});
