import { expect, test } from 'vitest';
import type { ClientCapabilities, Hover } from 'vscode-languageserver/node';
import { createLanguageService } from '../../server/src/service.ts';
import { fullCapabilities, startClient, type TestClient } from './support/client.ts';

const uri = 'file:///srv/shop/supervisord.conf';
const text = '[program:web]\ncommand=gunicorn -b :8000 a:b\nnumprocs=1\n';

const started = async (
  capabilities: ClientCapabilities = fullCapabilities,
  data?: Readonly<Record<string, unknown>>,
): Promise<TestClient> => {
  const client = await startClient({
    ...(data && { data }),
    folders: ['file:///srv/shop'],
    files: { [uri]: text },
    capabilities,
    createService: createLanguageService,
  });
  await client.ready;
  return client;
};

const ask = ({ connection }: TestClient, line: number, character: number): Promise<Hover | null> =>
  connection.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character } });

test('a hover is Markdown and marks the token', async () => {
  const client = await started();
  expect(client.initialized.capabilities.hoverProvider).toBe(true);
  expect(await ask(client, 2, 3)).toMatchObject({
    contents: { kind: 'markdown', value: expect.stringMatching(/^\*\*`numprocs`\*\* = `1`\n/) },
    range: { start: { line: 2, character: 0 }, end: { line: 2, character: 8 } },
  });
  await client.end();
});

test('an editor without Markdown gets the words alone', async () => {
  const client = await started({ textDocument: { hover: { contentFormat: ['plaintext'] } } });
  const hover = await ask(client, 2, 3);
  expect(hover?.contents).toMatchObject({
    kind: 'plaintext',
    value: expect.stringMatching(/^numprocs = 1\n/),
  });
  await client.end();
});

test('unsaved text counts, and a place without a meaning has no hover', async () => {
  const client = await started();
  await client.open(uri, text.replace('numprocs=1', 'numprocs=0'));
  expect(JSON.stringify(await ask(client, 2, 3))).toContain('**`numprocs`** = `0`');
  expect(await ask(client, 9, 0)).toBeNull();
  await client.end();
});

test("nginx's manual is read beside the server when it is needed", async () => {
  const entry = {
    module: 'ngx_http_core_module',
    syntax: ['on | off;'],
    default: 'off',
    contexts: ['http'],
    text: 'Words of the manual.',
    link: 'https://nginx.org/x',
  };
  const manual = { directives: { etag: [entry] }, variables: {} };
  const client = await started(fullCapabilities, { 'nginx-reference.json': manual });
  const nginx = 'file:///srv/shop/nginx.conf';
  await client.open(nginx, 'events {}\nhttp {\n    etag off;\n}\n', 'nginx');
  const hover = await client.connection.sendRequest<Hover | null>('textDocument/hover', {
    textDocument: { uri: nginx },
    position: { line: 2, character: 5 },
  });
  expect(JSON.stringify(hover)).toContain('Words of the manual.');
  await client.end();
});
