import { expect, test } from 'vitest';
import type { InlayHint } from 'vscode-languageserver/node';
import { shop, startShop } from './support/shop.ts';

const hintsOf = async (settings: Record<string, unknown>): Promise<InlayHint[]> => {
  const client = await startShop({ settings });
  const hints = await client.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
    textDocument: { uri: shop.supervisord },
    range: { start: { line: 0, character: 0 }, end: { line: 100, character: 0 } },
  });
  await client.end();
  return hints;
};

test('a hint stands behind the address that it expands', async () => {
  expect(await hintsOf({})).toEqual([
    {
      position: { line: 4, character: 83 },
      label: 'web_00.sock, web_01.sock',
      paddingLeft: true,
      tooltip: '2 instances: unix:/run/shop/web_00.sock, unix:/run/shop/web_01.sock',
    },
  ]);
});

test('the setting switches hints off', async () => {
  expect(await hintsOf({ inlayHints: false })).toEqual([]);
});
