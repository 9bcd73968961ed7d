import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';

const shop = (numprocs: string, servers: string, bind = '127.0.0.1:80%(process_num)02d'): string => `
-- /supervisord.conf --
[supervisord]
[program:web]
command=/srv/shop/venv/bin/gunicorn -b ${bind} shop:app
${numprocs}
-- /nginx/shop.conf --
upstream shop {
${servers}
}
server {
    listen 80;
    location / { proxy_pass http://shop; }
}
`;
const named = 'process_name=%(program_name)s_%(process_num)02d\nnumprocs=';
const two = '    server 127.0.0.1:8000 max_fails=3;\n    server 127.0.0.1:8001 max_fails=3;';

test('more instances: numprocs and new servers with the parameters of those there', async () => {
  const { status, error, read } = await runCli(['scale', 'web', '4', '--write'], shop(`${named}2`, two));
  expect([status, error]).toEqual([
    0,
    'scaling-lens: changed nginx/shop.conf\nscaling-lens: changed supervisord.conf\n',
  ]);
  expect(read('/supervisord.conf')).toContain('numprocs=4');
  expect(read('/nginx/shop.conf')).toContain(
    `${two}\n    server 127.0.0.1:8002 max_fails=3;\n    server 127.0.0.1:8003 max_fails=3;\n}`,
  );
});

test('fewer instances: their servers go', async () => {
  const { out, read } = await runCli(['scale', 'web', '1'], shop(`${named}2`, two));
  expect(out).toContain('-numprocs=2\n+numprocs=1');
  expect(out).toContain('\n-    server 127.0.0.1:8001 max_fails=3;');
  expect(read('/supervisord.conf')).toContain('numprocs=2');
});

test('a process name is added where instances would share one', async () => {
  const files = shop('autostart=true', '    server unix:/run/w_0.sock;', 'unix:/run/w_%(process_num)d.sock');
  const { status, error, read } = await runCli(['scale', 'web', '2', '--write'], files);
  expect([status, error]).toEqual([0, expect.stringContaining('changed supervisord.conf')]);
  expect(read('/supervisord.conf')).toContain(
    'numprocs=2\nprocess_name=%(program_name)s_%(process_num)02d\n',
  );
  expect(read('/nginx/shop.conf')).toContain('server unix:/run/w_0.sock;\n    server unix:/run/w_1.sock;');
});

test.each([
  ['a program that is not there', shop('', '    server 127.0.0.1:8000;'), 'api', /There is web\./],
  [
    'an address that is taken',
    shop(`${named}2\n[program:b]\ncommand=gunicorn -b 127.0.0.1:8002 b:app`, two),
    'web',
    /127\.0\.0\.1:8002 is bound by 'b'/,
  ],
])('refuses %s', async (_, files, program, reason) => {
  const { status, out, error } = await runCli(['scale', program, '3', '--write'], files);
  expect([status, out]).toEqual([2, '']);
  expect(error).toMatch(reason);
});

test('after it, check finds no error and no warning that was not there', async () => {
  const files = shop(`${named}2`, two);
  const trouble = async (text: string): Promise<readonly string[]> => {
    const { out } = await runCli(['check', '--format', 'json'], text);
    const { findings } = JSON.parse(out) as { findings: { rule: string; severity: string }[] };
    return findings.filter(({ severity }) => /error|warning/.test(severity)).map(({ rule }) => rule);
  };
  const before = await trouble(files);
  const { read } = await runCli(['scale', 'web', '5', '--write'], files);
  const after = `-- /supervisord.conf --\n${read('/supervisord.conf')}-- /nginx/shop.conf --\n${read('/nginx/shop.conf')}`;
  expect(after).toContain('server 127.0.0.1:8004 max_fails=3;');
  expect(await trouble(after)).toEqual(before);
});

const proxied = (bind: string, location: string): string => `
-- /supervisord.conf --
[supervisord]
[program:web]
command=/srv/shop/venv/bin/gunicorn -b ${bind} shop:app
-- /nginx/shop.conf --
server {
    listen 80;
    location / { ${location} }
}
`;
const host = 'proxy_set_header Host $host;';

test.each([
  [
    'a fixed port is numbered, and the first instance keeps it',
    proxied('127.0.0.1:8000', `${host} proxy_pass http://127.0.0.1:8000;`),
    ['-b 127.0.0.1:80%(process_num)02d', 'numprocs=3', '%(program_name)s_%(process_num)02d'],
    ['upstream web {', ...[0, 1, 2].map((i) => `    server 127.0.0.1:800${i};`), '}', '', 'server {'],
  ],
  [
    'a port in the middle of a hundred starts there',
    shop('', '    server 127.0.0.1:8017 weight=2;', '127.0.0.1:8017'),
    ['127.0.0.1:80%(process_num)02d', 'numprocs_start=17'],
    [17, 18, 19].map((port) => `    server 127.0.0.1:80${port} weight=2;`),
  ],
  [
    'a port at the end of a hundred is numbered as a whole',
    shop('', '    server 127.0.0.1:8099;', '0.0.0.0:8099'),
    ['0.0.0.0:%(process_num)d', 'numprocs_start=8099'],
    [8099, 8100, 8101].map((port) => `    server 127.0.0.1:${port};`),
  ],
  [
    'a fixed socket gets a number before its ending',
    shop('', '    server unix:/run/shop/web.sock fail_timeout=0;', 'unix:/run/shop/web.sock'),
    ['unix:/run/shop/web_%(process_num)02d.sock'],
    ['00', '01', '02'].map((number) => `    server unix:/run/shop/web_${number}.sock fail_timeout=0;`),
  ],
  [
    'a socket behind proxy_pass with a path keeps the path',
    proxied('unix:/run/web.sock', `${host} proxy_pass http://unix:/run/web.sock:/api/;`),
    ['unix:/run/web_%(process_num)02d.sock'],
    [
      '    server unix:/run/web_02.sock;\n}\n\nserver {\n    listen 80;',
      `    location / { ${host} proxy_pass http://web/api/; }`,
    ],
  ],
  [
    'instances that share a port by SO_REUSEPORT stay one server',
    shop('', '    server 127.0.0.1:8000;', '127.0.0.1:8000 --reuse-port'),
    ['-b 127.0.0.1:8000 --reuse-port', 'numprocs=3'],
    ['upstream shop {', '    server 127.0.0.1:8000;', '}'],
  ],
  [
    'a backup stays one, and new servers are none',
    shop(`${named}2`, '    server 127.0.0.1:8000;\n    server 127.0.0.1:8001 backup;'),
    ['numprocs=3'],
    ['    server 127.0.0.1:8001 backup;', '    server 127.0.0.1:8002;'],
  ],
])('%s', async (_, files, supervisor, nginx) => {
  const { status, error, read } = await runCli(['scale', 'web', '3', '--write'], files);
  expect([status, error]).toEqual([0, expect.stringContaining('changed supervisord.conf')]);
  for (const text of supervisor) expect(read('/supervisord.conf')).toContain(text);
  expect(read('/nginx/shop.conf')).toContain(nginx.join('\n'));
});

test('every upstream that reaches the program follows, and line ends stay', async () => {
  const files = shop(`${named}2`, two).replace(
    'server {',
    `upstream again {\n    least_conn;\n${two}\n}\nserver {`,
  );
  const { read } = await runCli(
    ['scale', 'web', '3', '--write'],
    files.replaceAll(/(?<!--)\n(?!--|$)/g, '\r\n'),
  );
  const text = read('/nginx/shop.conf');
  expect(text.match(/server 127\.0\.0\.1:8002 max_fails=3;\r\n/g)).toHaveLength(2);
  expect(text.trimEnd()).not.toMatch(/[^\r]\n/);
});

test.each([
  [
    'a Host header that would change',
    proxied('127.0.0.1:8000', 'proxy_pass http://127.0.0.1:8000;'),
    /Host header '127\.0\.0\.1:8000'.*Add proxy_set_header Host/,
  ],
  [
    'an address in gunicorn.conf.py',
    `${proxied('127.0.0.1:8000', `${host} proxy_pass http://127.0.0.1:8000;`).replace('-b 127.0.0.1:8000', '-c /gunicorn.conf.py')}-- /gunicorn.conf.py --\nbind = '127.0.0.1:8000'\n`,
    /Move it into the command: -b 127\.0\.0\.1:8000/,
  ],
  [
    'a command that expands something in the address',
    shop('', '    server unix:/run/web.sock;', 'unix:/run/%(program_name)s.sock'),
    /without %\(process_num\)/,
  ],
])('refuses %s', async (_, files, reason) => {
  const { status, out, error } = await runCli(['scale', 'web', '3'], files);
  expect([status, out]).toEqual([2, '']);
  expect(error).toMatch(reason);
});

test('the number of instances there are changes nothing', async () => {
  const { status, out } = await runCli(
    ['scale', 'web', '1'],
    shop('', '    server 127.0.0.1:8000;', '127.0.0.1:8000'),
  );
  expect([status, out]).toEqual([0, '']);
});
