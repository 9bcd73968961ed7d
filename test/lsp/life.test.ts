import { expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import { startClient } from './support/client.ts';

const folder = 'file:///srv/shop';
const nginx = `${folder}/nginx.conf`;

test('initialize announces what is answered', async () => {
  const client = await startClient();
  expect(client.initialized.serverInfo).toEqual({ name: 'Scaling Lens', version: 'test' });
  expect(client.initialized.capabilities).toMatchObject({
    positionEncoding: 'utf-16',
    textDocumentSync: { openClose: true, change: 2 },
    codeActionProvider: { codeActionKinds: ['quickfix', 'source.fixAll.scalingLens'] },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
  });
  await client.end();
});

test('shutdown and exit end it with success', async () => {
  const client = await startClient();
  await client.end();
  expect(client.exitCode()).toBe(0);
});

test('several folders are read, and follow the editor when one comes or goes', async () => {
  const second = 'file:///srv/blog';
  const third = 'file:///srv/wiki';
  const inFolder = (root: string): string => `${root}/nginx.conf`;
  const client = await startClient({
    folders: [folder, second],
    files: { [nginx]: '#error', [inFolder(second)]: '#error', [inFolder(third)]: '#error' },
  });
  await client.ready;
  expect(client.published.map(({ uri }) => uri).sort()).toEqual([inFolder(second), nginx]);
  await client.diagnostics(inFolder(second));
  await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: third, name: 'wiki' }], removed: [{ uri: second, name: 'blog' }] },
  });
  expect(await client.diagnostics(inFolder(third))).toHaveLength(1);
  expect(await client.diagnostics(inFolder(second))).toEqual([]);
  await client.end();
});

test('the editor is answered in its own spelling of a uri', async () => {
  const spelled = 'file:///srv/shop/my%20site/nginx.conf';
  const odd = 'file:///srv/shop/my site/nginx.conf';
  const client = await startClient({ folders: [folder], files: { [spelled]: '#error' } });
  await client.ready;
  expect(await client.diagnostics(spelled)).toHaveLength(1);
  await client.open(odd, '#error\n#error');
  expect(await client.diagnostics(odd)).toHaveLength(2);
  await client.end();
});

test('files of another scheme are listed and read through the client', async () => {
  const remote = 'vscode-vfs://github/shop';
  const asked: string[] = [];
  const client = await startClient({
    folders: [remote],
    options: { readsFiles: true },
    answers: (connection) => {
      connection.onRequest('scalingLens/listFiles', ({ folder: listed }: { folder: string }) => ({
        uris: [`${listed}/nginx.conf`, `${listed}/supervisord.conf`],
      }));
      connection.onRequest('scalingLens/readFile', ({ uri }: { uri: string }) => {
        asked.push(uri);
        return { base64: uri.endsWith('nginx.conf') ? btoa('#error \xe4') : null };
      });
    },
  });
  await client.ready;
  const above = 'vscode-vfs://github/scaling-lens.ini';
  expect(asked.sort()).toEqual([above, `${remote}/nginx.conf`, `${remote}/supervisord.conf`]);
  expect(await client.diagnostics(`${remote}/nginx.conf`)).toMatchObject([{ code: 'test/error' }]);
  await client.end();
});

test('an editor that cannot read files for us is not asked, and open buffers are analysed', async () => {
  const client = await startClient({ folders: ['vscode-vfs://github/shop'] });
  await client.ready;
  await client.open('untitled:nginx.conf', '#error', 'nginx');
  expect(await client.diagnostics('untitled:nginx.conf')).toHaveLength(1);
  await client.end();
});

test('a request that is cancelled while it waits is told so', async () => {
  const client = await startClient({ folders: [folder], files: { [nginx]: '#error' } });
  await client.ready;
  const token = new CancellationTokenSource();
  const request = client.connection.sendRequest(
    'textDocument/codeAction',
    {
      textDocument: { uri: nginx },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
      context: { diagnostics: [] },
    },
    token.token,
  );
  token.cancel();
  await expect(request).rejects.toMatchObject({ code: -32800 });
  await client.end();
});

test('files and settings are watched by the editor, in one that can be asked', async () => {
  let asked: (params: { registrations: { method: string; registerOptions: unknown }[] }) => void = () => {};
  const registered = new Promise<{ method: string; registerOptions: unknown }[]>((resolve) => {
    const all: { method: string; registerOptions: unknown }[] = [];
    asked = ({ registrations }) => {
      all.push(...registrations);
      if (all.length === 2) resolve(all);
    };
  });
  const client = await startClient({
    capabilities: {
      workspace: {
        didChangeWatchedFiles: { dynamicRegistration: true },
        didChangeConfiguration: { dynamicRegistration: true },
      },
    },
    answers: (connection) => {
      connection.onRequest('client/registerCapability', (params) => {
        asked(params);
        return null;
      });
    },
  });
  expect(await registered).toMatchObject([
    { method: 'workspace/didChangeWatchedFiles', registerOptions: { watchers: [{}, {}, {}] } },
    { method: 'workspace/didChangeConfiguration', registerOptions: { section: 'scalingLens' } },
  ]);
  await client.end();
});

test('a rule has a page, and an unknown one has none', async () => {
  const client = await startClient({ data: { 'rules.json': { 'nginx/some': '# nginx/some' } } });
  const page = (rule: string) => client.connection.sendRequest('scalingLens/rulePage', { rule });
  expect(await page('nginx/some')).toEqual({ markdown: '# nginx/some' });
  expect(await page('toString')).toEqual({ markdown: null });
  await client.end();
});

test('a server without a disk reads its data through the client', async () => {
  const asked: string[] = [];
  const client = await startClient({
    options: { readsFiles: true, dataFolder: 'https://editor.example/lens/dist' },
    answers: (connection) => {
      connection.onRequest('scalingLens/readFile', ({ uri }: { uri: string }) => {
        asked.push(uri);
        return { base64: btoa('{"a/b":"page"}') };
      });
    },
  });
  const page = (): Promise<unknown> => client.connection.sendRequest('scalingLens/rulePage', { rule: 'a/b' });
  expect([await page(), await page()]).toEqual([{ markdown: 'page' }, { markdown: 'page' }]);
  expect(asked).toEqual(['https://editor.example/lens/dist/rules.json']);
  await client.end();
});
