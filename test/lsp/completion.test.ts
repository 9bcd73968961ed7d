import { expect, test } from 'vitest';
import type {
  ClientCapabilities,
  CompletionContext,
  CompletionItem,
  CompletionList,
} from 'vscode-languageserver/node';
import { createLanguageService } from '../../server/src/service.ts';
import { type ClientParts, startClient, type TestClient } from './support/client.ts';

const uri = 'file:///srv/shop/supervisord.conf';

const complete: ClientCapabilities = {
  textDocument: {
    completion: {
      completionItem: {
        snippetSupport: true,
        insertReplaceSupport: true,
        commitCharactersSupport: true,
        labelDetailsSupport: true,
        documentationFormat: ['markdown'],
        tagSupport: { valueSet: [1] },
      },
      completionList: { itemDefaults: ['editRange'] },
    },
  },
};

async function opened(text: string, capabilities: ClientCapabilities): Promise<TestClient> {
  const client = await startClient({ capabilities, createService: createLanguageService });
  await client.ready;
  await client.open(uri, text, 'supervisord');
  return client;
}

const ask = (
  { connection }: TestClient,
  line: number,
  character: number,
  context: CompletionContext = { triggerKind: 1 },
): Promise<CompletionList | null> =>
  connection.sendRequest('textDocument/completion', {
    textDocument: { uri },
    position: { line, character },
    context,
  });

const named = (list: CompletionList | null, label: string): CompletionItem | undefined =>
  list?.items.find((item) => item.label === label);

const at = (line: number, character: number) => ({ line, character });
const options = '[program:a]\ncommand=x\nautox';

test('a complete editor gets the range once, snippets, and descriptions on demand', async () => {
  const client = await opened(options, complete);
  expect(client.initialized.capabilities.completionProvider?.resolveProvider).toBe(true);
  const list = await ask(client, 2, 4);
  expect(list?.itemDefaults?.editRange).toEqual({
    insert: { start: at(2, 0), end: at(2, 4) },
    replace: { start: at(2, 0), end: at(2, 5) },
  });
  const item = named(list, 'autorestart');
  expect(item).toMatchObject({
    insertTextFormat: 2,
    textEditText: 'autorestart=${1|true,unexpected,false|}',
    labelDetails: { description: 'default unexpected' },
    sortText: '02autorestart',
  });
  expect(item?.documentation).toBeUndefined();
  const resolved = await client.connection.sendRequest<CompletionItem>('completionItem/resolve', item);
  expect(resolved.documentation).toMatchObject({
    kind: 'markdown',
    value: expect.stringContaining('manual'),
  });
  await client.end();
});

test('a plain editor gets plain edits', async () => {
  const client = await opened(options, {});
  const list = await ask(client, 2, 4);
  expect(list?.itemDefaults).toBeUndefined();
  expect(named(list, 'autorestart')).toMatchObject({
    detail: 'default unexpected',
    textEdit: { range: { start: at(2, 0), end: at(2, 5) }, newText: 'autorestart=true' },
  });
  expect(named(list, 'autorestart')?.insertTextFormat).toBeUndefined();
  await client.end();
});

test('a typed character opens the list only where it means something', async () => {
  const client = await opened('[program:a]\ncommand=x\ndirectory=/a-%\n[', complete);
  const typed = (triggerCharacter: string): CompletionContext => ({ triggerKind: 2, triggerCharacter });
  expect(await ask(client, 2, 13, typed('-'))).toBeNull();
  expect(named(await ask(client, 2, 14, typed('%')), '%(program_name)s')).toBeDefined();
  expect(named(await ask(client, 3, 1, typed('[')), 'program:')).toBeDefined();
  await client.end();
});

test("nginx's directives are left out where another extension lists them, unless the setting says otherwise", async () => {
  const nginx = 'file:///srv/shop/nginx.conf';
  const offered = async (parts: ClientParts): Promise<boolean> => {
    const client = await startClient({ createService: createLanguageService, ...parts });
    await client.ready;
    await client.open(nginx, 'http {\n    server {\n        \n    }\n}\n');
    const list = await client.connection.sendRequest<CompletionList | null>('textDocument/completion', {
      textDocument: { uri: nginx },
      position: at(2, 8),
    });
    await client.end();
    return list?.items.some(({ label }) => label === 'listen') ?? false;
  };
  const elsewhere = { nginxDirectivesElsewhere: true };
  const setting = (nginxDirectives: string) => ({ completion: { nginxDirectives } });
  expect(await offered({})).toBe(true);
  expect(await offered({ options: elsewhere })).toBe(false);
  expect(await offered({ options: elsewhere, settings: setting('on') })).toBe(true);
  expect(await offered({ settings: setting('off') })).toBe(false);
});
