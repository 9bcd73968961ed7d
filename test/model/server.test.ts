import { describe, expect, it } from 'vitest';
import type { TextFile } from '../../server/src/base/file.ts';
import { ifKnown, known, unknown, type Value } from '../../server/src/base/known.ts';
import { mappedVerbatim } from '../../server/src/base/mapped-text.ts';
import { addressKey } from '../../server/src/model/address.ts';
import type { ServerContext } from '../../server/src/model/server/context.ts';
import { readServer } from '../../server/src/model/server/read.ts';
import type { AppServer } from '../../server/src/model/server/types.ts';

const versions = { supervisor: undefined, gunicorn: undefined, nginx: undefined, uvicorn: undefined };

/** The server that a command starts in `/srv`, with scripts at hand by path. */
function serverOf(
  command: string,
  environment: Record<string, string> = {},
  scripts: Record<string, string> = {},
): AppServer | null {
  const context: ServerContext = {
    file: (path, _folder, as): TextFile | undefined => {
      const text = as === 'context' ? scripts[path] : undefined;
      return text === undefined ? undefined : { uri: `file://${path}`, text, kind: 'context' };
    },
    evaluate: () => {
      throw new Error('no gunicorn file is at hand here');
    },
    cores: undefined,
    coresFrom: '',
    versions,
  };
  const variables = Object.entries(environment).map(([name, text]): [string, Value<string>] => [
    name,
    known(text, 'literal'),
  ]);
  const launch = {
    command: known(mappedVerbatim(command, 'file:///supervisord.conf', 8), 'literal'),
    directory: known('/srv', 'literal'),
    environment: new Map(variables),
  };
  return readServer(launch, context);
}

const bindsOf = (server: AppServer | null) =>
  ifKnown(server?.binds)?.map(({ address }) => (address ? addressKey(address) : '?'));
const setting = (server: AppServer | null, name: string) => ifKnown(server?.settings.get(name));

describe('a command leads to its server through', () => {
  it.each([
    ['gunicorn app:app', 'gunicorn'],
    ['/srv/venv/bin/gunicorn app:app', 'gunicorn'],
    ['/srv/venv/bin/python -m uvicorn app:app', 'uvicorn'],
    ['/usr/bin/env A=b gunicorn app:app', 'gunicorn'],
    ["bash -c 'cd /x && exec gunicorn app:app'", 'gunicorn'],
    ['sh -lc "source venv/bin/activate; exec daphne app:app"', 'daphne'],
    ['nice -n 5 gunicorn app:app', 'gunicorn'],
    ['newrelic-admin run-program gunicorn app:app', 'gunicorn'],
    ['uv run --project x gunicorn app:app', 'gunicorn'],
    ['poetry run hypercorn app:app', 'hypercorn'],
    ['conda run -n web gunicorn app:app', 'gunicorn'],
    ['dumb-init -- gunicorn app:app', 'gunicorn'],
    ['sudo -u www-data gunicorn app:app', 'gunicorn'],
    ['timeout 5 granian app:app', 'granian'],
    ['python manage.py run_gunicorn -w 4', 'gunicorn'],
    ['waitress-serve --port=80 app:app', 'waitress'],
    ['/bin/bash start.sh', 'uvicorn'],
    ['./start.sh', 'uvicorn'],
  ])('%s', (command, kind) => {
    const script = '#!/bin/sh\nexport A=1\nexec uvicorn app:app\n';
    expect(serverOf(command, {}, { 'start.sh': script, './start.sh': script })?.kind).toBe(kind);
  });

  it.each(['celery -A app worker', 'python manage.py migrate', 'nginx -g "daemon off;"', 'bash gone.sh', ''])(
    'none: %s',
    (command) => expect(serverOf(command)).toBeNull(),
  );

  it('does not read an unknown command', () => {
    const launch = { command: unknown('a template'), directory: unknown(''), environment: new Map() };
    expect(readServer(launch, {} as ServerContext)).toBeNull();
  });
});

describe('binds', () => {
  it.each([
    ['gunicorn app:app', ['127.0.0.1:8000']],
    ['gunicorn -b127.0.0.1:8001 app:app', ['127.0.0.1:8001']],
    ['gunicorn -b :8000 -b unix:/run/a.sock app:app', ['*:8000', 'unix:/run/a.sock']],
    ['gunicorn --bind=unix:///var/run/a.sock app:app', ['unix:/run/a.sock']],
    ['gunicorn --bi localhost:9 app:app', ['127.0.0.1:9']],
    ['gunicorn -b [::1]:8000 app:app', ['127.0.0.1:8000']],
    ['gunicorn -b fd://3 -b :80 app:app', ['fd:3']],
    ['gunicorn -b /run/a.sock app:app', ['?']],
    ['gunicorn -b 8000 app:app', ['?']],
    ['uvicorn app:app --port 9000', ['127.0.0.1:9000']],
    ['uvicorn app:app --uds /run/a.sock --port 1', ['unix:/run/a.sock']],
    ['uvicorn app:app --fd 0', ['fd:0']],
    ['daphne -u /run/d.sock -p 8000 app:app', ['unix:/run/d.sock', '127.0.0.1:8000']],
    ['daphne -b 0.0.0.0 app:app', ['*:8000']],
    ['hypercorn -b 0.0.0.0:80 app:app', ['*:80']],
    ['waitress-serve app:app', ['*:8080']],
    ['waitress-serve --listen=127.0.0.1:1 app:app', ['127.0.0.1:1']],
    ['uwsgi --socket /run/u.sock --http-socket :80', ['unix:/run/u.sock', '*:80']],
  ])('%s', (command, binds) => expect(bindsOf(serverOf(command))).toEqual(binds));

  it('come from PORT, from variables of uvicorn, and not from a file that is not at hand', () => {
    expect(bindsOf(serverOf('gunicorn app:app', { PORT: '5000' }))).toEqual(['*:5000']);
    expect(bindsOf(serverOf('uvicorn app:app', { UVICORN_PORT: '5001' }))).toEqual(['127.0.0.1:5001']);
    expect(serverOf('gunicorn -c gone.py app:app')?.binds.known).toBe(false);
    expect(serverOf('uwsgi --ini app.ini')?.binds.known).toBe(false);
  });

  it('is underlined where it stands', () => {
    const bind = ifKnown(serverOf('gunicorn -b127.0.0.1:8001 app:app')?.binds)?.[0];
    expect(bind?.place?.span).toEqual({ start: 8 + 11, end: 8 + 25 });
  });
});

describe('settings', () => {
  it('the command line wins over GUNICORN_CMD_ARGS, and that over WEB_CONCURRENCY', () => {
    const environment = { GUNICORN_CMD_ARGS: '--workers 5 --threads 2', WEB_CONCURRENCY: '7' };
    const server = serverOf('gunicorn -w 3 app:app', environment);
    expect(setting(server, 'workers')).toBe(3);
    expect(server?.settings.get('threads')).toMatchObject({ value: 2, from: 'GUNICORN_CMD_ARGS' });
    expect(setting(serverOf('gunicorn app:app', { WEB_CONCURRENCY: '7' }), 'workers')).toBe(7);
  });

  it('sync with threads is gthread, gevent with threads stays gevent', () => {
    expect(setting(serverOf('gunicorn --threads 4 app:app'), 'worker_class')).toBe('gthread');
    expect(setting(serverOf('gunicorn -k gevent --threads 4 app:app'), 'worker_class')).toBe('gevent');
  });

  it.each([
    ['gunicorn -w 4 app:app', 4],
    ['gunicorn -w 2 --threads 4 app:app', 8],
    ['gunicorn -w 2 -k gevent app:app', 2000],
    ['gunicorn -w 2 -k asgi app:app', null],
    ['uvicorn --workers 2 app:app', null],
    ['uvicorn --workers 2 --limit-concurrency 50 app:app', 100],
    ['waitress-serve app:app', 4],
    ['uwsgi --socket :1 --processes 3 --threads 2', 6],
  ])('%s runs %s requests at once', (command, requests) => {
    expect(ifKnown(serverOf(command)?.concurrency)?.simultaneousRequests).toBe(requests);
  });

  it('reports what argparse refuses', () => {
    const codes = (command: string) => serverOf(command)?.problems.map(({ code }) => code);
    expect(codes('gunicorn --wrokers 3 app:app')).toEqual(['gunicorn/unknown-flag']);
    expect(codes('gunicorn -w two app:app')).toEqual(['gunicorn/workers-not-integer']);
    expect(codes('gunicorn app:app -b')).toEqual(['gunicorn/unknown-flag']);
    expect(codes('gunicorn -w 2 app:app')).toEqual([]);
  });
});
