import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CompletionItem, CompletionList, Hover } from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { ask, shop, startShop } from './support/shop.ts';

let client: TestClient;
beforeAll(async () => {
  client = await startShop();
});
afterAll(() => client.end());

test('the deployment in order has no error and no warning', () => {
  const found = client.published.flatMap(({ diagnostics }) => diagnostics);
  expect(found.filter(({ severity }) => severity === 1 || severity === 2)).toEqual([]);
});

test('textDocument/hover explains a setting with the numbers of the deployment', async () => {
  const hover = await ask<Hover>(client, 'textDocument/hover', shop.gunicorn, 'workers');
  expect(hover.range).toEqual({ start: { line: 0, character: 0 }, end: { line: 0, character: 7 } });
  expect(hover.contents).toMatchObject({ kind: 'markdown' });
  expect(JSON.stringify(hover.contents)).toContain('2 instances × 4 workers');
});

test('textDocument/hover has nothing to say of a blank line', async () => {
  expect(await ask<Hover>(client, 'textDocument/hover', shop.nginx, '\n\nserver')).toBeNull();
});

test('textDocument/completion offers the options of a section', async () => {
  const answer = await ask<CompletionList | CompletionItem[]>(
    client,
    'textDocument/completion',
    shop.supervisord,
    'stopwaitsecs',
  );
  const items = Array.isArray(answer) ? answer : answer.items;
  expect(items.map(({ label }) => label)).toContain('stopwaitsecs');
});

test('a method about a file that is not loaded is answered with nothing', async () => {
  const nowhere = { textDocument: { uri: 'file:///srv/none.conf' }, position: { line: 0, character: 0 } };
  expect(await client.connection.sendRequest('textDocument/hover', nowhere)).toBeNull();
});
