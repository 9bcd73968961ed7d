import { expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import { fullCapabilities } from './support/client.ts';
import { shop, startShop } from './support/shop.ts';

const refreshSupport = { refreshSupport: true };
const capabilities = {
  ...fullCapabilities,
  workspace: {
    ...fullCapabilities.workspace,
    codeLens: refreshSupport,
    inlayHint: refreshSupport,
    semanticTokens: refreshSupport,
  },
};

const supervisord = `[supervisord]
[program:web]
command = gunicorn -c gunicorn.conf.py -b unix:/run/shop/web_%(process_num)02d.sock shop:app
directory = /srv/shop
process_name = web_%(process_num)02d
numprocs = 2
`;

/** A shop whose supervisord.conf is open; its views were asked for. `refreshed` are the requests of the server. */
async function opened(announced: object) {
  const refreshed: string[] = [];
  const client = await startShop({
    capabilities: announced,
    answers: (connection) => {
      for (const view of ['codeLens', 'inlayHint', 'semanticTokens'])
        connection.onRequest(`workspace/${view}/refresh`, () => {
          refreshed.push(view);
          return null;
        });
    },
  });
  const textDocument = { uri: shop.supervisord };
  const range = { start: { line: 0, character: 0 }, end: { line: 6, character: 0 } };
  await client.open(shop.supervisord, supervisord);
  const look = async (): Promise<string | undefined> => {
    await client.connection.sendRequest('textDocument/inlayHint', { textDocument, range });
    await client.connection.sendRequest('textDocument/semanticTokens/full', { textDocument });
    const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', { textDocument });
    return lenses[0]?.command?.title;
  };
  return { client, refreshed, look };
}

test('lenses are asked for again when another file changes them, and nothing else is', async () => {
  const { client, refreshed, look } = await opened(capabilities);
  expect(await look()).toContain('2 instances × 4 workers');
  await client.open(shop.gunicorn, 'workers = 5\nworker_clas = "sync"\n');
  await client.diagnostics(shop.gunicorn);
  expect(await look()).toContain('2 instances × 5 workers');
  expect(refreshed).toEqual(['codeLens']);
  await client.end();
});

test('a change that alters nothing of what is shown asks for nothing', async () => {
  const { client, refreshed, look } = await opened(capabilities);
  await look();
  await client.open(shop.gunicorn, 'workers = 4\ntimeout = 30\nworker_clas = "sync"\n');
  await client.diagnostics(shop.gunicorn);
  await look();
  expect(refreshed).toEqual([]);
  await client.end();
});

test('an editor that cannot refresh is not asked to', async () => {
  const { client, refreshed, look } = await opened(fullCapabilities);
  await look();
  await client.open(shop.gunicorn, 'workers = 5\nworker_clas = "sync"\n');
  await client.diagnostics(shop.gunicorn);
  await look();
  expect(refreshed).toEqual([]);
  await client.end();
});
