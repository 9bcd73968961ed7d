// An editor that is not ours and announces nothing: one folder, no settings, no registrations, no way to refresh.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  ClientCapabilities,
  CodeAction,
  CompletionItem,
  CompletionList,
  Hover,
  Location,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { createLanguageService } from '../../server/src/service.ts';
import { startClient, type TestClient } from './support/client.ts';
import { ask, findingOf, shop, shopFiles, startShop } from './support/shop.ts';

const folder = 'file:///srv/shop';

/** Requests that an editor answers only when it announced them. */
const unannounced: readonly string[] = [
  'client/registerCapability',
  'workspace/configuration',
  'workspace/workspaceFolders',
  'workspace/applyEdit',
  'workspace/codeLens/refresh',
  'workspace/inlayHint/refresh',
  'workspace/semanticTokens/refresh',
  'window/workDoneProgress/create',
  'scalingLens/readFile',
  'scalingLens/listFiles',
];
/** Those of them that the server sent. */
const unasked: string[] = [];

const startPlain = (capabilities: ClientCapabilities = {}): Promise<TestClient> =>
  startShop({
    rootUri: folder,
    capabilities,
    answers: (connection) => {
      for (const method of unannounced)
        connection.onRequest(method, () => {
          unasked.push(method);
          return null;
        });
    },
  });

let client: TestClient;
beforeAll(async () => {
  client = await startPlain();
});
afterAll(() => client.end());

test('the one folder is read: both files of a mistake between two are known before they are opened', async () => {
  await client.open(
    shop.supervisord,
    (shopFiles[shop.supervisord] ?? '').replace('numprocs = 2', 'numprocs = 3'),
  );
  const finding = await findingOf(client, shop.supervisord, 'xfile/numprocs-vs-upstream-count');
  expect(finding.message).toContain("upstream 'shop'");
  // It was not announced, so it is not sent.
  expect(finding.relatedInformation).toBeUndefined();
  expect(finding.codeDescription).toBeUndefined();
});

test('positions are counted in UTF-16 whatever else the editor would like', async () => {
  const other = await startPlain({ general: { positionEncodings: ['utf-8', 'utf-32', 'utf-16'] } });
  expect(other.initialized.capabilities.positionEncoding).toBe('utf-16');
  const text = '# 🦄 é\nadd_header X "🦄é" ; lisen 80;\n';
  await other.open('file:///srv/shop/nginx/emoji.conf', `server {\n${text}}\n`);
  const hover = await other.connection.sendRequest<Hover>('textDocument/hover', {
    textDocument: { uri: 'file:///srv/shop/nginx/emoji.conf' },
    position: { line: 2, character: 3 },
  });
  expect(hover.range).toEqual({ start: { line: 2, character: 0 }, end: { line: 2, character: 10 } });
  const found = await findingOf(other, 'file:///srv/shop/nginx/emoji.conf', 'nginx/unknown-directive');
  expect(found.range).toEqual({ start: { line: 2, character: 21 }, end: { line: 2, character: 26 } });
  await other.end();
});

test('definitions are plain places, renames plain changes by uri', async () => {
  const places = await ask<Location[]>(client, 'textDocument/definition', shop.nginx, 'http://shop');
  expect(places.map(({ uri }) => uri)).toEqual([shop.nginx]);
  const edit = await ask<WorkspaceEdit>(client, 'textDocument/rename', shop.nginx, 'shop {', {
    newName: 'store',
  });
  expect(edit.documentChanges).toBeUndefined();
  expect(Object.keys(edit.changes ?? {})).toEqual([shop.nginx]);
});

test('completion has no snippets, hovers are readable without Markdown', async () => {
  const other = await startPlain({ textDocument: { hover: { contentFormat: ['plaintext'] } } });
  const hover = await ask<Hover>(other, 'textDocument/hover', shop.gunicorn, 'workers');
  expect(hover.contents).toMatchObject({ kind: 'plaintext' });
  expect(JSON.stringify(hover.contents)).not.toContain('**');
  const answer = await ask<CompletionList | CompletionItem[]>(
    other,
    'textDocument/completion',
    shop.supervisord,
    'stopwaitsecs',
  );
  const items = Array.isArray(answer) ? answer : answer.items;
  expect(items.length).toBeGreaterThan(0);
  expect(items.filter(({ insertTextFormat }) => insertTextFormat === 2)).toEqual([]);
  await other.end();
});

test('fixes are plain changes by uri', async () => {
  const found = client.published.flatMap(({ diagnostics }) => diagnostics);
  const finding = found.find(({ code }) => code === 'xfile/numprocs-vs-upstream-count');
  const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: shop.supervisord },
    range: finding?.range,
    context: { diagnostics: [] },
  });
  expect(actions.map(({ title }) => title)).toContain('Set numprocs=2');
  expect(actions.filter(({ edit }) => edit?.documentChanges || !edit?.changes)).toEqual([]);
});

test('settings are taken as the editor sends them', async () => {
  const other = await startPlain();
  const wanted = { scalingLens: { rules: { 'xfile/numprocs-vs-upstream-count': 'off' } } };
  await other.connection.sendNotification('workspace/didChangeConfiguration', { settings: wanted });
  await other.open(
    shop.supervisord,
    (shopFiles[shop.supervisord] ?? '').replace('numprocs = 2', 'numprocs = 3'),
  );
  await ask(other, 'textDocument/hover', shop.supervisord, 'numprocs');
  const found = other.published.flatMap(({ diagnostics }) => diagnostics.map(({ code }) => code));
  expect(found).not.toContain('xfile/numprocs-vs-upstream-count');
  await other.end();
});

test('a saved file is no news, and a file without a folder has its own findings', async () => {
  const other = await startClient({ rootUri: null, capabilities: {}, createService: createLanguageService });
  await other.ready;
  const uri = 'file:///tmp/alone/nginx.conf';
  await other.open(uri, 'events {}\nhttp { upstream empty { } }\n');
  await other.connection.sendNotification('textDocument/didSave', { textDocument: { uri } });
  expect((await other.diagnostics(uri)).map(({ code }) => code)).toContain('nginx/upstream-empty');
  await other.end();
});

test('nothing was asked of the editor that it did not announce', () => expect(unasked).toEqual([]));
