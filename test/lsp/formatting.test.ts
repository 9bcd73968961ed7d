import { expect, test } from 'vitest';
import type { RegistrationParams, TextEdit } from 'vscode-languageserver/node';
import { fullCapabilities } from './support/client.ts';
import { shop, startShop } from './support/shop.ts';

const messy = 'upstream shop {\nserver unix:/run/shop/web_00.sock;  \n}\nserver {\n  listen 80;\n}\n';
const options = { tabSize: 4, insertSpaces: true };

test('textDocument/formatting gives edits of white space alone', async () => {
  const client = await startShop();
  expect(client.initialized.capabilities).toMatchObject({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
  });
  await client.open(shop.nginx, messy);
  const textDocument = { uri: shop.nginx };
  const edits = await client.connection.sendRequest<TextEdit[]>('textDocument/formatting', {
    textDocument,
    options,
  });
  expect(edits.map(({ range, newText }) => [range.start.line, range.end.line, newText])).toEqual([
    [0, 1, '\n    '],
    [1, 2, '\n'],
    [3, 4, '\n    '],
  ]);
  const range = { start: { line: 3, character: 0 }, end: { line: 6, character: 0 } };
  const part = await client.connection.sendRequest<TextEdit[]>('textDocument/rangeFormatting', {
    textDocument,
    range,
    options,
  });
  expect(part).toEqual(edits.slice(2));
  await client.end();
});

test('gunicorn.conf.py is left to formatters of Python', async () => {
  const client = await startShop();
  await client.open(shop.gunicorn, 'workers=4   \n', 'python');
  const edits = await client.connection.sendRequest<TextEdit[]>('textDocument/formatting', {
    textDocument: { uri: shop.gunicorn },
    options,
  });
  expect(edits).toEqual([]);
  await client.end();
});

test('an editor that can is told for which documents: it must not list a formatter of Python', async () => {
  const registered: RegistrationParams['registrations'] = [];
  const dynamic = { dynamicRegistration: true };
  let registeredAll: () => void = () => {};
  const all = new Promise<void>((resolve) => {
    registeredAll = resolve;
  });
  const client = await startShop({
    capabilities: { ...fullCapabilities, textDocument: { formatting: dynamic, rangeFormatting: dynamic } },
    answers: (connection) => {
      connection.onRequest('client/registerCapability', ({ registrations }: RegistrationParams) => {
        registered.push(...registrations);
        if (registered.some(({ method }) => method === 'textDocument/rangeFormatting')) registeredAll();
        return null;
      });
    },
  });
  await all;
  expect(client.initialized.capabilities.documentFormattingProvider).toBeUndefined();
  const selector = [{ language: 'supervisord' }, { language: 'nginx' }, { language: 'NGINX' }];
  expect(registered.map(({ method, registerOptions }) => [method, registerOptions])).toEqual([
    ['textDocument/formatting', { documentSelector: selector }],
    ['textDocument/rangeFormatting', { documentSelector: selector }],
  ]);
  await client.end();
});
