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
  [
    'a fixed address',
    shop('', '    server 127.0.0.1:8000;', '127.0.0.1:8000'),
    'web',
    /without %\(process_num\)/,
  ],
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
