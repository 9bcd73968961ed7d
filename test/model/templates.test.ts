import { describe, expect, it } from 'vitest';
import { ifKnown } from '../../server/src/base/known.ts';
import { missesOf } from '../../server/src/rules/shared/calls.ts';
import { deploymentOf } from '../support/service.ts';

/** How each placeholder stands in supervisord's command, in gunicorn's file and in nginx. */
const spellings: readonly (readonly [command: string, python: string, nginx: string])[] = [
  ['{{ port }}', '{{ port }}', '{{port}}'],
  ["{{ port | default('80') }}", "{{ port | default('80') }}", "{{ port|default('80') }}"],
  ['<%= @port %>', '<%= @port %>', '<%= @port %>'],
  ['%(port)s', '%(port)s', '%(port)s'],
  ['%(ENV_PORT)s', '${PORT}', '${PORT}'],
  ['__PORT__', '__PORT__', '__PORT__'],
];

const nginx = (address: string): string => `
-- /nginx.conf --
events { }
http {
    upstream shop { server ${address}; }
    server {
        location / { proxy_pass http://shop; }
        location /direct { proxy_pass http://${address}; }
    }
}
`;

async function reachedOver(fixture: string): Promise<readonly number[]> {
  const { upstreams, routes } = await deploymentOf(fixture);
  return [
    ...upstreams.flatMap(({ servers }) => servers.map(({ boundBy }) => boundBy.length)),
    ...routes.map(({ reaches }) => reaches.length),
  ];
}

describe('a placeholder equals itself on both sides of a link', () => {
  // Two words of a template are the mark of one: `%(name)s` alone is a misspelling.
  it.each(spellings)('port %s of a command', async (command, _, ours) => {
    const user = command === '%(port)s' ? 'user=%(account)s\n' : '';
    const program = `[program:web]\ncommand=gunicorn -b 127.0.0.1:${command} shop:app\n${user}`;
    const fixture = `-- /supervisord.conf --\n[supervisord]\n${program}${nginx(`127.0.0.1:${ours}`)}`;
    expect(await reachedOver(fixture)).toEqual([1, 1, 1]);
  });

  it.each(spellings)('socket with %s', async (command, _, ours) => {
    const user = command === '%(port)s' ? 'user=%(account)s\n' : '';
    const program = `[program:web]\ncommand=gunicorn -b unix:/run/${command}.sock shop:app\n${user}`;
    const fixture = `-- /supervisord.conf --\n[supervisord]\n${program}${nginx(`unix:/run/${ours}.sock`)}`;
    expect(await reachedOver(fixture)).toEqual([1, 1, 1]);
  });

  it.each(spellings)('%s in gunicorn.conf.py (%s)', async (_, python, ours) => {
    const program = '[program:web]\ndirectory=/\ncommand=gunicorn -c /gunicorn.conf.py shop:app\n';
    const file = `-- /gunicorn.conf.py --\nbind = "0.0.0.0:${python.replaceAll("'", '')}"\n`;
    const address = `127.0.0.1:${ours.replaceAll("'", '')}`;
    const fixture = `-- /supervisord.conf --\n[supervisord]\n${program}${file}${nginx(address)}`;
    expect(await reachedOver(fixture)).toEqual([1, 1, 1]);
  });

  it('and nothing else', async () => {
    const program = '[program:web]\ncommand=gunicorn -b 127.0.0.1:{{ port }} shop:app\n';
    const fixture = `-- /supervisord.conf --\n[supervisord]\n${program}${nginx('127.0.0.1:{{ other }}')}`;
    expect(await reachedOver(fixture)).toEqual([0, 0, 0]);
  });

  it('as the name of an upstream', async () => {
    const text =
      'upstream {{ app }} { server 127.0.0.1:1; }\nserver { location / { proxy_pass http://{{ app }}; } }\n';
    const { upstreams } = await deploymentOf(`-- /nginx.conf --\nevents { }\nhttp {\n${text}}\n`);
    expect(upstreams.map(({ routes }) => routes.length)).toEqual([1]);
  });
});

describe('a command keeps what no placeholder hides', () => {
  const serverIn = async (command: string) => {
    const { programs } = await deploymentOf(
      `-- /supervisord.conf --\n[supervisord]\n[program:web]\ncommand=${command}\n`,
    );
    return programs[0]?.instances[0]?.server;
  };

  it.each([
    'gunicorn -w %(ENV_WORKERS)s -b 127.0.0.1:8000 shop:app',
    'gunicorn --workers={{ workers }} -b 127.0.0.1:8000 shop:app',
    '{{ venv }}/bin/gunicorn -w <%= @workers %> -b 127.0.0.1:8000 {{ project }}.wsgi:app',
    'sh -c "exec gunicorn -w %(ENV_WORKERS)s -b 127.0.0.1:8000 shop:app"',
  ])('%s', async (command) => {
    const server = await serverIn(command);
    expect(server?.settings.get('workers')).toMatchObject({ known: false });
    expect(ifKnown(server?.binds)?.map(({ text }) => text)).toEqual(['127.0.0.1:8000']);
    expect(server?.problems).toEqual([]);
  });

  it.each([
    'uvicorn --workers {{ workers }} --port 8000 shop:app',
    'hypercorn -w %(ENV_WORKERS)s -b 127.0.0.1:8000 shop:app',
    'granian --workers {{ workers }} --port 8000 shop:app',
  ])('%s', async (command) => {
    const server = await serverIn(command);
    expect(server?.settings.get('workers')).toMatchObject({ known: false });
    expect(ifKnown(server?.binds)?.map(({ text }) => text)).toEqual(['127.0.0.1:8000']);
  });

  it.each(['gunicorn {{ flags }} shop:app', 'gunicorn --reload %(ENV_FLAGS)s shop:app', 'uvicorn {{ app }}'])(
    'a word of its own may hold any flags: %s',
    async (command) => {
      const server = await serverIn(command);
      expect(server?.binds.known).toBe(false);
      expect(server?.problems).toEqual([]);
    },
  );

  it('a file of its name may set anything', async () => {
    const server = await serverIn('gunicorn -c {{ folder }}/gunicorn.conf.py -w 3 shop:app');
    expect(server?.binds.known).toBe(false);
    expect(ifKnown(server?.settings.get('workers'))).toBe(3);
  });
});

describe('a hidden bind may be the one that is missing', () => {
  it.each(['%(ENV_PORT)s', '{{ port }}'])('%s', async (port) => {
    const fixture = (bind: string) =>
      `-- /supervisord.conf --\n[supervisord]\n[program:a]\ncommand=gunicorn -b 127.0.0.1:8001 a:a\n${bind}` +
      '-- /nginx.conf --\nevents { }\nhttp { upstream u { server 127.0.0.1:8001; server 127.0.0.1:8002; } }\n';
    const missesIn = async (bind: string) => missesOf(await deploymentOf(fixture(bind))).length;
    expect(await missesIn(`[program:b]\ncommand=gunicorn -b 127.0.0.1:${port} a:a\n`)).toBe(0);
    expect(await missesIn('')).toBe(1);
  });
});
