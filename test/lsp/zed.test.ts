// What Zed announces when it starts a server, taken from its source (crates/lsp, default_initialize_params): the editor
// itself is in no package index, so this stands in for it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  ClientCapabilities,
  CodeAction,
  CompletionItem,
  CompletionList,
  Hover,
  LocationLink,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { TestClient } from './support/client.ts';
import { ask, findingOf, shop, shopFiles, startShop } from './support/shop.ts';

const capabilities: ClientCapabilities = {
  general: { positionEncodings: ['utf-16'] },
  workspace: {
    configuration: true,
    didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true },
    didChangeConfiguration: { dynamicRegistration: true },
    workspaceFolders: true,
    symbol: {},
    inlayHint: { refreshSupport: true },
    diagnostics: { refreshSupport: true },
    workspaceEdit: {
      resourceOperations: ['create', 'rename', 'delete'],
      documentChanges: true,
    },
    applyEdit: true,
  },
  textDocument: {
    definition: { linkSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['refactor', 'quickfix', 'source'] } },
      dataSupport: true,
      resolveSupport: { properties: ['kind', 'diagnostics', 'isPreferred', 'disabled', 'edit', 'command'] },
    },
    completion: {
      completionItem: {
        snippetSupport: true,
        resolveSupport: { properties: ['additionalTextEdits', 'command', 'documentation'] },
        insertReplaceSupport: true,
        labelDetailsSupport: true,
      },
      completionList: {
        itemDefaults: ['commitCharacters', 'editRange', 'insertTextMode', 'insertTextFormat', 'data'],
      },
      contextSupport: true,
    },
    rename: { prepareSupport: true },
    hover: { contentFormat: ['markdown'] },
    inlayHint: { resolveSupport: { properties: ['textEdits', 'tooltip'] } },
    publishDiagnostics: { relatedInformation: true },
    formatting: { dynamicRegistration: true },
    rangeFormatting: { dynamicRegistration: true },
    synchronization: { didSave: true },
    diagnostic: { dynamicRegistration: false, relatedDocumentSupport: true },
  },
  window: { workDoneProgress: true, showMessage: {} },
};

let client: TestClient;
beforeAll(async () => {
  client = await startShop({ capabilities });
});
afterAll(() => client.end());

const three = (shopFiles[shop.supervisord] ?? '').replace('numprocs = 2', 'numprocs = 3');

test('findings come pushed, with the other place, and a fix that Zed can make', async () => {
  await client.open(shop.supervisord, three);
  const finding = await findingOf(client, shop.supervisord, 'xfile/numprocs-vs-upstream-count');
  expect(finding.relatedInformation?.map(({ location }) => location.uri)).toEqual([shop.nginx]);
  const actions = await client.connection.sendRequest<CodeAction[]>('textDocument/codeAction', {
    textDocument: { uri: shop.supervisord },
    range: finding.range,
    context: { diagnostics: [finding] },
  });
  const fix = actions.find(({ title }) => title.startsWith("Make 'shop' name"));
  expect(fix?.kind).toBe('quickfix');
  expect(JSON.stringify(fix?.edit?.documentChanges)).toContain('web_02.sock');
});

test('hovers, definitions and renames are of the form that it asks for', async () => {
  const hover = await ask<Hover>(client, 'textDocument/hover', shop.gunicorn, 'workers');
  expect(hover.contents).toMatchObject({ kind: 'markdown' });
  const [link] = await ask<LocationLink[]>(client, 'textDocument/definition', shop.nginx, 'http://shop');
  expect(link?.targetUri).toBe(shop.nginx);
  const edit = await ask<WorkspaceEdit>(client, 'textDocument/rename', shop.nginx, 'shop {', {
    newName: 'web',
  });
  expect(edit.documentChanges).toHaveLength(1);
});

test('completion inserts snippets, and the documentation of an item comes when it is resolved', async () => {
  const answer = await ask<CompletionList | CompletionItem[]>(
    client,
    'textDocument/completion',
    shop.supervisord,
    'stopwaitsecs',
  );
  const items = Array.isArray(answer) ? answer : answer.items;
  const item = items.find(({ label }) => label === 'autorestart');
  expect(item?.documentation).toBeUndefined();
  const { itemDefaults } = answer as CompletionList;
  const whole = { ...item, ...(item?.data === undefined && { data: itemDefaults?.data }) };
  const resolved = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', whole);
  expect(JSON.stringify(resolved.documentation)).toContain('exit code');
});
