import { describe, expect, test } from 'vitest';
import { addressKey } from '../../server/src/model/address.ts';
import type { Ask } from '../../server/src/model/link-lookup.ts';
import { effective, effectiveOne } from '../../server/src/model/nginx/effective.ts';
import { loadNginx } from '../../server/src/model/nginx/load.ts';
import { fileOf, folder, inHttp, load, markedBy, outline, problemsIn } from './nginx-support.ts';

describe('includes', () => {
  test('are spliced in at their place, from the main file’s folder whoever includes', () => {
    const config = load(inHttp('include sites/a.conf;'), {
      'sites/a.conf': 'include parts/up.conf;\nserver { listen 80; location / { proxy_pass http://app; } }',
      'parts/up.conf': 'upstream app { server 127.0.0.1:8000; }',
    });
    expect(config.problems).toEqual([]);
    expect(config.complete).toBe(true);
    expect(config.files.map(({ uri }) => uri.slice(folder.length + 1))).toEqual([
      'nginx.conf',
      'sites/a.conf',
      'parts/up.conf',
    ]);
    expect(config.routes[0]?.target).toMatchObject({ kind: 'upstream', upstream: { name: 'app' } });
    const http = config.root.directives[1]?.block;
    expect(http?.directives.map(({ name }) => name)).toEqual(['include', 'include', 'upstream', 'server']);
  });

  test('of a pattern come sorted', () => {
    const config = load(inHttp('include sites/*.conf;'), {
      'sites/b.conf': 'server { server_name b; }',
      'sites/a.conf': 'server { server_name a; }',
      'sites/deep/c.conf': 'server { server_name c; }',
    });
    expect(config.servers.map(({ serverNames }) => serverNames[0]?.text)).toEqual(['a', 'b']);
  });

  test('that are not at hand leave the configuration incomplete and silent', () => {
    const config = load(
      inHttp('include mime.types;\naccess_log /a.log timed;\nupstream app { include servers; }'),
    );
    expect(config.complete).toBe(false);
    expect(config.problems).toEqual([]);
  });

  test('that surely lead nowhere are refused; patterns are not', () => {
    const ask: Ask = ({ kind, from }) => (kind === 'absence' ? [from] : []);
    const text = inHttp('include nope.conf;\ninclude nope/*.conf;');
    const said = 'open() "nope.conf" failed (2: No such file or directory)';
    expect(outline(loadNginx(fileOf(text), ask).problems)).toEqual([`nginx/include-missing ${said} @3`]);
  });

  test('must not go round', () => {
    const config = load(inHttp('include a;'), { a: 'include b;', b: 'include a;' });
    expect(config.problems.map(({ code }) => code)).toEqual(['nginx/include-missing']);
  });

  test('must balance their braces themselves', () => {
    const text = inHttp('include a;\nserver { listen 81; }');
    expect(problemsIn(text, { a: 'server {\nlisten 80;\n' })).toEqual([
      'nginx/syntax-error unexpected end of file, expecting "}" @3',
    ]);
  });

  test('name the file that a mistake stands in', () => {
    const config = load(inHttp('include a;'), { a: '\n\nserver { listn 80; }' });
    expect(config.problems[0]?.data).toMatchObject({ line: '3', nearest: 'listen' });
    expect(markedBy(config.problems[0], config.files)).toBe('listn');
  });
});

describe('fragments are read in the context that their directives fit', () => {
  test.each([
    ['server { listen 80; }', 'http'],
    ['upstream a { server b; }\nserver { }', 'http'],
    ['location / { }\nlisten 80;', 'http server'],
    ['proxy_pass http://a;', 'http location'],
    ['server 127.0.0.1:80;\nkeepalive 4;', 'http upstream'],
    ['server { listen 53 udp; proxy_pass dns; }', 'stream'],
    ['user www-data;\nevents { }', 'main'],
    ['default 0;\n"~*bot" 1;', 'raw'],
    ['# nothing', 'http'],
  ])('%j in %s', (text, context) => {
    const config = load(text);
    expect(config.root.context).toBe(context);
    expect(config.fragment).toBe(context !== 'main');
    expect(config.problems).toEqual([]);
  });

  test('what may stand elsewhere is no mistake of theirs', () => {
    const text = [
      'server {',
      '  listen 443 ssl;',
      '  access_log /a.log timed;',
      '  location / { limit_req zone=perip; proxy_pass http://$backend; proxy_cache shop; fastcgi_pass php; }',
      '}',
    ].join('\n');
    expect(load(text).problems.map(({ message }) => message)).toEqual([]);
  });

  test('what is wrong in itself is', () => {
    expect(problemsIn('server { listen 80; location /a { } location /a { } fastcgi_passs x; }')).toEqual([
      'nginx/unknown-directive unknown directive "fastcgi_passs" @1',
      'nginx/duplicate-location duplicate location "/a" @1',
    ]);
  });
});

describe('the model', () => {
  const config = load(
    inHttp(`
      upstream shop {
        ip_hash;
        server unix:/var/run/shop.sock weight=3 max_fails=5 fail_timeout=1m;
        server app.internal max_conns=8;
        server \${HOST}:80 down;
        server 127.0.0.1:8002 backup=;
        keepalive 16;
        zone shop 64k;
      }
      server {
        listen 127.0.0.1:8080 default_server backlog=5;
        listen [::]:80;
        server_name a.example *.b.example;
        location /api/ { proxy_pass http://SHOP/v1/; }
        location ~ \\.php$ { fastcgi_pass unix:/run/php.sock; }
        location @py { uwsgi_pass 127.0.0.1:3031; }
        location = /x { proxy_pass https://unix:/run/x.sock:/path; }
        location /v { proxy_pass http://$backend; }
        location /u { proxy_pass http://shop$request_uri; }
        location /n { proxy_pass https://other.example; if ($a) { proxy_pass http://localhost:9000; } }
        location /g { grpc_pass grpcs://shop; }
      }`),
  );

  test('holds upstreams with all that balancing needs', () => {
    const [upstream] = config.upstreams;
    expect(upstream).toMatchObject({ name: 'shop', protocol: 'http', method: 'ip_hash', keepalive: 16 });
    expect(upstream?.zone?.args[1]?.text).toBe('64k');
    expect(upstream?.servers.map(({ address }) => address && addressKey(address))).toEqual([
      'unix:/run/shop.sock',
      'app.internal:80',
      undefined,
      '127.0.0.1:8002',
    ]);
    expect(upstream?.servers[0]).toMatchObject({ weight: 3, maxFails: 5, failTimeout: 60, maxConns: 0 });
    expect(upstream?.servers[1]).toMatchObject({ weight: 1, maxFails: 1, failTimeout: 10, maxConns: 8 });
    expect(upstream?.servers.map(({ down }) => down)).toEqual([false, false, true, false]);
    expect(upstream?.servers[0]?.parameters.get('weight')?.value).toBe('3');
  });

  test('holds servers with their addresses and names', () => {
    const [server] = config.servers;
    expect(server?.listens.map(({ address }) => address && addressKey(address))).toEqual([
      '127.0.0.1:8080',
      '*:80',
    ]);
    expect([...(server?.listens[0]?.parameters ?? [])]).toEqual([
      ['default_server', ''],
      ['backlog', '5'],
    ]);
    expect(server?.serverNames.map(({ text }) => text)).toEqual(['a.example', '*.b.example']);
  });

  test('holds where every location passes requests to', () => {
    const routes = config.routes.map(({ kind, location, target }) => {
      if (target.kind === 'upstream') return [kind, location, target.scheme, target.upstream.name];
      if (target.kind === 'address') return [kind, location, target.scheme, addressKey(target.address)];
      return [
        kind,
        location,
        target.kind,
        target.kind === 'name' ? `${target.name}:${target.port}` : target.text,
      ];
    });
    expect(routes).toEqual([
      ['proxy_pass', '/api/', 'http', 'shop'],
      ['fastcgi_pass', '~ \\.php$', 'fastcgi', 'unix:/run/php.sock'],
      ['uwsgi_pass', '@py', 'uwsgi', '127.0.0.1:3031'],
      ['proxy_pass', '= /x', 'https', 'unix:/run/x.sock'],
      ['proxy_pass', '/v', 'variable', 'http://$backend'],
      ['proxy_pass', '/u', 'http', 'shop'],
      ['proxy_pass', '/n', 'name', 'other.example:443'],
      ['proxy_pass', '/n', 'http', '127.0.0.1:9000'],
      ['grpc_pass', '/g', 'grpcs', 'shop'],
    ]);
    expect(config.routes.every(({ server }) => server === config.servers[0])).toBe(true);
  });

  test('holds stream upstreams apart from those of http', () => {
    const text = `events { }
      http { upstream db { server 127.0.0.1:1; } server { location / { proxy_pass http://db; } } }
      stream { upstream db { server 127.0.0.1:5432; } server { listen 5433; proxy_pass db; } }`;
    const targets = load(text).routes.map(({ protocol, target }) => [
      protocol,
      target.kind === 'upstream' ? target.upstream.servers[0]?.text : target.kind,
    ]);
    expect(targets).toEqual([
      ['http', '127.0.0.1:1'],
      ['stream', '127.0.0.1:5432'],
    ]);
  });
});

test('blocks that hold no directives are raw', () => {
  const text = inHttp(`
    map $a $b { default 1; }
    types { text/css css; }
    match ok { status 200; }
    init_by_lua_block { x = {} }
    server { location / { content_by_lua_block { y() } } }`);
  const contexts: string[] = [];
  const waiting = [load(text).root];
  for (let block = waiting.pop(); block; block = waiting.pop()) {
    contexts.push(block.context);
    waiting.push(...block.directives.flatMap((directive) => directive.block ?? []));
  }
  expect(contexts.filter((context) => context === 'raw').length).toBe(5);
  expect(contexts).not.toContain('unknown');
});

describe('what is in force', () => {
  const config = load(
    inHttp(`
      proxy_read_timeout 10s;
      proxy_set_header Host $host;
      proxy_set_header A 1;
      server {
        location /own { proxy_set_header B 2; }
        location /inherited { proxy_read_timeout 5s; location /inherited/deep { } }
      }`),
  );
  const blocks = config.servers[0]?.block.directives.flatMap(({ block }) => block ?? []) ?? [];
  const [own, inherited] = blocks;
  const deep = inherited?.directives[1]?.block;
  const headers = (block: typeof own) =>
    block && effective(block, 'proxy_set_header').map(({ args }) => args[0]?.text);

  test('comes from the nearest block, repeated directives only as a whole', () => {
    expect(headers(own)).toEqual(['B']);
    expect(headers(inherited)).toEqual(['Host', 'A']);
    expect(deep && effectiveOne(deep, 'proxy_read_timeout')?.args[0]?.text).toBe('5s');
    expect(own && effectiveOne(own, 'proxy_read_timeout')?.args[0]?.text).toBe('10s');
    expect(own && effectiveOne(own, 'proxy_buffering')).toBeUndefined();
  });
});

test('deep nesting and endless includes neither overflow nor throw', () => {
  for (const part of ['location / {', 'a {', 'map a b {', 'if ($a) {']) {
    expect(load(`server {${part.repeat(3000)}`).problems.length).toBeGreaterThan(0);
  }
  expect(load('{'.repeat(100_000)).problems.length).toBeGreaterThan(0);
  const file = fileOf('include nginx.conf;\nevents { }');
  expect(load(file.text, { 'nginx.conf': file.text }).problems.length).toBeGreaterThan(0);
}, 60_000);
