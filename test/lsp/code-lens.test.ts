import { expect, test } from 'vitest';
import type { CodeLens } from 'vscode-languageserver/node';
import { shop, startShop } from './support/shop.ts';

const lensesOf = async (options: object): Promise<CodeLens[]> => {
  const client = await startShop({ options });
  const lenses = await client.connection.sendRequest<CodeLens[]>('textDocument/codeLens', {
    textDocument: { uri: shop.supervisord },
  });
  await client.end();
  return lenses;
};

test('a lens leads to the other end of the link', async () => {
  expect(await lensesOf({ goesTo: true })).toEqual([
    {
      range: {
        start: { line: 3, character: expect.any(Number) },
        end: { line: 3, character: expect.any(Number) },
      },
      command: {
        title: '2 instances × 4 workers = 8 processes · reached by upstream shop (2/2)',
        command: 'scalingLens.goTo',
        arguments: [
          {
            from: expect.objectContaining({ uri: shop.supervisord }),
            to: [
              {
                uri: shop.nginx,
                range: { start: { line: 0, character: 9 }, end: { line: 0, character: 13 } },
              },
            ],
          },
        ],
      },
    },
  ]);
});

test('an editor without our command gets the words alone', async () => {
  expect((await lensesOf({}))[0]?.command).toEqual({
    title: '2 instances × 4 workers = 8 processes · reached by upstream shop (2/2)',
    command: '',
  });
});
