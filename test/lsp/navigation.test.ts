import { afterAll, beforeAll, expect, test } from 'vitest';
import type {
  DefinitionLink,
  DocumentHighlight,
  DocumentLink,
  Location,
  Range,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { fullCapabilities, type TestClient } from './support/client.ts';
import { ask, positionOf, shop, startShop } from './support/shop.ts';

let client: TestClient;
beforeAll(async () => {
  client = await startShop();
});
afterAll(() => client.end());

const upstreamName: Range = {
  start: positionOf(shop.nginx, 'shop {'),
  end: positionOf(shop.nginx, 'shop {', 4),
};

test('textDocument/definition leads from proxy_pass to the upstream', async () => {
  expect(await ask<Location[]>(client, 'textDocument/definition', shop.nginx, 'http://shop')).toEqual([
    { uri: shop.nginx, range: upstreamName },
  ]);
});

test('textDocument/definition tells an editor that knows links where it started', async () => {
  const capabilities = { ...fullCapabilities, textDocument: { definition: { linkSupport: true } } };
  const other = await startShop({ capabilities });
  const links = await ask<DefinitionLink[]>(other, 'textDocument/definition', shop.nginx, 'http://shop');
  expect(links).toEqual([
    {
      originSelectionRange: {
        start: positionOf(shop.nginx, 'http://shop'),
        end: positionOf(shop.nginx, 'http://shop', 11),
      },
      targetUri: shop.nginx,
      targetRange: upstreamName,
      targetSelectionRange: upstreamName,
    },
  ]);
  await other.end();
});

test('textDocument/references goes over the languages, with and without the definition', async () => {
  const uris = async (includeDeclaration: boolean): Promise<string[]> => {
    const extra = { context: { includeDeclaration } };
    const places = await ask<Location[]>(
      client,
      'textDocument/references',
      shop.nginx,
      'unix:/run/shop/web_00',
      extra,
    );
    return places.map(({ uri }) => uri);
  };
  expect(await uris(true)).toEqual([shop.nginx, shop.supervisord]);
  expect(await uris(false)).toEqual([shop.nginx]);
});

test('textDocument/documentHighlight marks the definition as written', async () => {
  const found = await ask<DocumentHighlight[]>(
    client,
    'textDocument/documentHighlight',
    shop.nginx,
    'shop {',
  );
  expect(found.map(({ kind }) => kind)).toEqual([3, 2]);
});

test('textDocument/documentLink leads from -c to the file', async () => {
  const links = await client.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
    textDocument: { uri: shop.supervisord },
  });
  expect(links).toEqual([
    {
      range: {
        start: positionOf(shop.supervisord, 'gunicorn.conf.py'),
        end: positionOf(shop.supervisord, 'gunicorn.conf.py', 16),
      },
      target: shop.gunicorn,
    },
  ]);
});

test('textDocument/documentLink keeps our editor from opening http://shop in a browser', async () => {
  const linksOf = async (options: object): Promise<DocumentLink[]> => {
    const other = await startShop({ options });
    const links = await other.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', {
      textDocument: { uri: shop.nginx },
    });
    await other.end();
    return links;
  };
  expect(await linksOf({})).toEqual([]);
  expect(await linksOf({ goesTo: true })).toEqual([
    {
      range: {
        start: positionOf(shop.nginx, 'http://shop'),
        end: positionOf(shop.nginx, 'http://shop', 11),
      },
      target: `${shop.nginx}#L1,10`,
    },
  ]);
});

test('textDocument/prepareRename and rename change a name everywhere', async () => {
  expect(await ask(client, 'textDocument/prepareRename', shop.nginx, 'shop {')).toMatchObject({
    range: upstreamName,
  });
  const edit = await ask<WorkspaceEdit>(client, 'textDocument/rename', shop.nginx, 'shop {', {
    newName: 'store',
  });
  const [document, ...others] = edit.documentChanges ?? [];
  expect(others).toEqual([]);
  expect(document).toMatchObject({
    textDocument: { uri: shop.nginx, version: null },
    edits: [
      { newText: 'store', range: upstreamName },
      { newText: 'store', range: { start: positionOf(shop.nginx, 'http://shop', 7) } },
    ],
  });
});

test('textDocument/rename says why it is refused', async () => {
  const refused = ask(client, 'textDocument/rename', shop.nginx, 'unix:/run/shop/web_00', {
    newName: 'unix:/run/shop/a.sock',
  });
  await expect(refused).rejects.toThrow(/expansion/);
});
