import { expect, test } from 'vitest';
import { createLanguageService } from '../../server/src/service.ts';

const folder = 'file:///home/ada/shop';
const supervisor = `${folder}/supervisord.conf`;
const config = `${folder}/gunicorn.conf.py`;

/** A service over files that may come and go. */
async function over(files: Map<string, string>) {
  const service = createLanguageService({
    host: {
      list: async () => [...files.keys()],
      read: async (uri) => {
        const text = files.get(uri);
        return text === undefined ? undefined : new TextEncoder().encode(text);
      },
    },
    logger: { info: () => {}, error: (message) => expect.fail(message) },
  });
  await service.workspace.setFolders([folder]);
  return service;
}

const absentIn = (service: Awaited<ReturnType<typeof over>>): readonly string[] =>
  service.deployments(service.workspace.snapshot).flatMap(({ absent }) => absent);

const text = `[supervisord]
[program:web]
command=/srv/venv/bin/gunicorn -c /srv/shop/gunicorn.conf.py shop:app
stdout_logfile=/srv/shop/log/web.log
stderr_logfile=/var/log/web.log
`;

test('what [paths] map here and is not here is absent, until it comes', async () => {
  const files = new Map([
    [supervisor, text],
    [`${folder}/scaling-lens.ini`, '[paths]\n/srv/shop = .\n'],
  ]);
  const service = await over(files);
  expect(absentIn(service)).toEqual(['/srv/shop/gunicorn.conf.py', '/srv/shop/log']);
  files.set(config, 'workers = 2\n');
  await service.workspace.changed([config]);
  expect(absentIn(service)).toEqual(['/srv/shop/log']);
  files.set(`${folder}/log/.gitkeep`, '');
  await service.workspace.setFolders([folder]);
  expect(absentIn(service)).toEqual([]);
});

test('without [paths] nobody knows what the server holds', async () => {
  expect(absentIn(await over(new Map([[supervisor, text]])))).toEqual([]);
});
